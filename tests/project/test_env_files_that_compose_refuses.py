"""Env files with a quote that nothing closes: found where Compose surely reads them, and nowhere else."""

from pathlib import Path

import pytest

from wslint.app import run
from wslint.engine.finding import Finding
from wslint.project import environment
from wslint.settings.record import Settings

OPEN = 'A=1\nB="x\nC=3\n'
WEB = "services: {web: {image: 'x:1', env_file: a.env}}\n"


def found(folder: Path, files: dict[str, str], *paths: str) -> list[Finding]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    settings = Settings(root=str(folder), select=("syntax-error",), allow_empty=True)
    outcome = run([str(folder / path) for path in paths or (".",)], settings, cwd=str(folder))
    assert not outcome.internal
    return list(outcome.findings)


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"compose.yaml": WEB, "a.env": OPEN}, "a.env"),
        ({"compose.yaml": "services: {web: {image: 'x:1'}}\n", ".env": OPEN}, ".env"),
        (
            {"compose.yaml": "include: [b/c.yaml]\nservices: {}\n", "b/c.yaml": WEB, "b/a.env": OPEN},
            "b/a.env",
        ),
        ({"alone.yaml": WEB, "a.env": OPEN.replace('"', "'")}, "a.env"),
        ({"compose.yaml": WEB.replace("a.env", "[{path: a.env}]"), "a.env": 'A="x\\"\n'}, "a.env"),
        (
            {
                "compose.yaml": WEB,
                "up.sh": "docker compose --env-file c.env -f compose.yaml up\n",
                "c.env": OPEN,
            },
            "c.env",
        ),
    ],
)
def test_an_env_file_with_an_open_quote_is_a_finding_at_the_quote(
    tmp_path: Path, files: dict[str, str], path: str
) -> None:
    (finding,) = found(tmp_path, files)
    assert (finding.name, finding.span.path) == ("syntax-error", path)
    assert finding.span.text[0] in "\"'"
    assert "not closed" in finding.message
    assert finding.related


@pytest.mark.parametrize(
    "files",
    [
        {"compose.yaml": WEB.replace("a.env", "[{path: a.env, format: raw}]"), "a.env": OPEN},
        {"compose.yaml": WEB.replace("a.env", "a.env, profiles: [debug]"), "a.env": OPEN},
        {"compose.yaml": WEB.replace("a.env", "'${OTHER}.env'"), "a.env": OPEN},
        {"compose.yaml": WEB, "a.env": 'A="x\ny"\nB=it\'s\n# "\nC=a "b\n'},
        {"compose.yaml": WEB, "a.env": "A={{ .Values.a }}\nB='x\n"},
        {"compose.yaml": WEB, "a.env": "what(is)this=1\nB='x\n"},
        {"compose.yaml": WEB, "b.env": OPEN},
        {"compose.prod.yaml": WEB, ".env": OPEN, "a.env": ""},
        {"run.sh": "docker run --env-file a.env --rm x:1\n", "a.env": OPEN},
    ],
)
def test_what_compose_does_not_surely_refuse_is_quiet(tmp_path: Path, files: dict[str, str]) -> None:
    assert found(tmp_path, files) == []


def test_it_is_found_from_either_file_and_not_from_others(tmp_path: Path) -> None:
    files = {"compose.yaml": WEB, "a.env": OPEN, "Dockerfile": "FROM x:1\n"}
    places = [[one.span.path for one in found(tmp_path, files, path)] for path in files]
    assert places == [["a.env"], ["a.env"], []]


def test_quotes_belong_to_the_values_of_what_is_read_raw(tmp_path: Path) -> None:
    compose = "services: {web: {build: ., ports: ['80:81'], env_file: [{path: a.env, format: raw}]}}\n"
    image = "FROM python:3.12\nENV PORT=81\nCMD exec serve --port $PORT\n"
    settings = Settings(root=str(tmp_path))
    for value, expected in (("82", True), ('"82"', False)):
        found(tmp_path, {"compose.yaml": compose, "Dockerfile": image, "a.env": f"PORT={value}\n"})
        outcome = run([str(tmp_path)], settings)
        assert any("82" in one.message for one in outcome.findings) is expected


@pytest.mark.parametrize(("most", "known"), [(2, True), (1, False)])
def test_env_files_with_more_variables_than_can_be_kept_for_each_workload_are_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, known: bool
) -> None:
    monkeypatch.setattr(environment, "MOST_VARIABLES", most)
    service = "{build: ., ports: ['80:81'], env_file: a.env}"
    files = {
        "compose.yaml": f"services: {{web: {service}}}\n",
        "Dockerfile": "FROM python:3.12\nENV PORT=81\nCMD exec serve --port $PORT\n",
        "a.env": "PORT=82\nA=1\n",
    }
    found(tmp_path, files)
    outcome = run([str(tmp_path)], Settings(root=str(tmp_path)))
    assert any("82" in one.message for one in outcome.findings) is known
