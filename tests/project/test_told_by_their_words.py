"""Files told by what is in them, ledger lines with their places, and options that say what an address is for."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from wslint.app import run
from wslint.engine.finding import Outcome
from wslint.settings.record import Settings


def outcome_of(root: Path, files: Mapping[str, str], *rules: str) -> Outcome:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    outcome = run([str(root)], Settings(root=str(root), select=rules, allow_empty=True))
    assert outcome.internal == ()
    return outcome


def ledger(outcome: Outcome) -> list[tuple[str, int | None, str]]:
    return [(one.path.rpartition("/")[2], one.line, one.reason) for one in outcome.coverage.not_checked]


def test_a_chart_that_is_not_rendered_is_a_line_at_its_chart_file(tmp_path: Path) -> None:
    template = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n"
    files = {
        "named/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
        "named/templates/pod.yaml": template,
        "nameless/Chart.yaml": "apiVersion: v2\nversion: 1.0.0\n",
        "nameless/templates/pod.yaml": template,
    }
    reasons = {
        reason.partition(":")[0]
        for path, _, reason in ledger(outcome_of(tmp_path, files))
        if path == "Chart.yaml"
    }
    assert reasons == {"Helm chart web", "Helm chart nameless"}


def test_what_a_kustomization_takes_from_elsewhere_is_a_line_with_its_place(tmp_path: Path) -> None:
    text = "resources:\n  - pod.yaml\n  - https://shop.example/base.yaml\n"
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: b}]}\n"
    lines = ledger(outcome_of(tmp_path, {"kustomization.yaml": text, "pod.yaml": pod}))
    assert [(path, line) for path, line, _ in lines] == [("kustomization.yaml", 3)]


@pytest.mark.parametrize("name", ["action.yml", ".travis.yml", "azure-pipelines.yml"])
def test_a_manifest_with_the_name_of_a_ci_file_is_one(name: str, tmp_path: Path) -> None:
    text = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n"
        "      containers:\n        - {name: web, image: nginx}\n"
    )
    (finding,) = outcome_of(tmp_path, {name: text}, "unpinned-image").findings
    assert finding.span.text == "nginx"


@pytest.mark.parametrize(
    ("mark", "engine"),
    [
        ('{{ printf("%s", 1) }}', "Go template"),
        ("{{ printf .Image }}", "Go template"),
        ("{{ .Image }}", "Go template"),
        ("{{ image | lower }}", "Jinja"),
        ("{{ image }}", "placeholders"),
        ("{{ image(1) }}", "placeholders"),
    ],
)
def test_a_template_is_told_by_its_first_word(mark: str, engine: str, tmp_path: Path) -> None:
    pod = f"apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - image: {mark}\n"
    told = [
        finding.message
        for finding in outcome_of(tmp_path, {"pod.yaml": pod}, "unsupported-template").findings
    ]
    told += [reason for _, _, reason in ledger(outcome_of(tmp_path, {"pod.yaml": pod}))]
    assert any(engine in one for one in told), told


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('"--backend", "host.docker.internal:80"', 1),
        ('"--backend=host.docker.internal:80"', 1),
        ('"--allowed", "host.docker.internal"', 0),
        ('"--allowed=host.docker.internal"', 0),
        ('"--allowed", "x", "host.docker.internal"', 1),
        ('"--allowed=x", "host.docker.internal"', 1),
        ('"--backend", "--allowed=host.docker.internal"', 0),
    ],
)
def test_an_option_says_what_the_host_is_for(words: str, found: int, tmp_path: Path) -> None:
    text = f"services:\n  web:\n    image: registry.example/web:1\n    command: [web, {words}]\n"
    assert len(outcome_of(tmp_path, {"compose.yaml": text}, "host-gateway-missing").findings) == found


def test_a_service_that_is_built_is_not_the_server_that_its_name_says(tmp_path: Path) -> None:
    text = """\
services:
  web:
    image: registry.example/web:1
    environment: {REDIS_URL: "redis://localhost:6379"}
  cache:
    image: redis:7
"""
    rule = "loopback-in-container"
    assert len(outcome_of(tmp_path, {"compose.yaml": text}, rule).findings) == 1
    built = text.replace("image: redis:7", "image: redis:7\n    build: https://shop.example/cache.git")
    assert outcome_of(tmp_path, {"compose.yaml": built}, rule).findings == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [("[web]", "a list"), ("{web: 1}", "a mapping"), ("", "empty"), ("true", "true"), ("1", "`1`")],
)
def test_a_value_of_another_form_is_told_in_words(value: str, words: str, tmp_path: Path) -> None:
    text = f"services:\n  web:\n    image: web:1\n    container_name: {value}\n"
    outcome = outcome_of(tmp_path, {"compose.yaml": text}, "compose-invalid-value")
    assert [words in finding.message for finding in outcome.findings] == [True]


@pytest.mark.parametrize(("key", "shown"), [("1", "`1`"), ("true", "`true`"), ("", "`null`"), ("~", "`~`")])
def test_a_key_that_is_no_text_is_shown_as_it_is_written(key: str, shown: str, tmp_path: Path) -> None:
    text = f"services:\n  web:\n    image: web:1\n    environment: {{}}\n    ? {key}\n    : x\n"
    outcome = outcome_of(tmp_path, {"compose.yaml": text}, "compose-invalid-value")
    assert [shown in finding.message for finding in outcome.findings] == [True], outcome.findings


def test_a_mount_without_a_target_is_told_that_it_lacks_one(tmp_path: Path) -> None:
    text = "services:\n  web:\n    image: web:1\n    volumes:\n      - {type: bind, source: ./x}\n"
    (finding,) = outcome_of(tmp_path, {"compose.yaml": text}, "compose-invalid-value").findings
    assert "has no `target`" in finding.message


@pytest.mark.parametrize(("profiles", "found"), [("", 0), ("shop", 1), ("other, shop", 1), ("shopping", 0)])
def test_services_of_the_profiles_that_are_asked_for_have_their_volumes(
    profiles: str, found: int, tmp_path: Path
) -> None:
    text = "services:\n  web:\n    image: web:1\n    profiles: [shop]\n    volumes: ['data:/data']\n"
    files = {"compose.yaml": text, ".env": f"COMPOSE_PROFILES={profiles}\n"}
    assert len(outcome_of(tmp_path, files, "compose-undefined-volume").findings) == found


def test_what_stands_inside_of_a_value_of_the_wrong_form_is_not_told_as_well(tmp_path: Path) -> None:
    text = "services:\n  web:\n    image: web:1\n    container_name: {init: perhaps, retries: [1, 1]}\n"
    assert len(outcome_of(tmp_path, {"compose.yaml": text}, "compose-invalid-value").findings) == 1
    text = "services:\n  web:\n    image: web:1\n    deploy:\n      - {1: x}\n"
    assert len(outcome_of(tmp_path, {"compose.yaml": text}, "compose-invalid-value").findings) == 1


def test_a_place_that_compose_refuses_twice_is_told_once(tmp_path: Path) -> None:
    files = {
        "compose.yaml": "services:\n  a: {extends: {file: base.yml, service: web}}\n"
        "  b: {extends: {file: base.yml, service: web}}\n",
        "base.yml": "services:\n  web: {image: x, extends: nobody}\n",
    }
    found = outcome_of(tmp_path, files, "compose-extends").findings
    assert len({(finding.span.path, finding.span.start) for finding in found}) == len(found)


@pytest.mark.parametrize(
    "text",
    [
        "# apiVersion: v1\n# kind: Pod\na: 1\n",
        "text: |\n  apiVersion: v1\n  kind: Pod\n",
        "apiVersion: v1\nkinds: [Pod]\nkind:\n",
        "- apiVersion: v1\n  kind: Pod\n",
        "services: none\n",
    ],
)
def test_a_sound_file_that_only_speaks_of_objects_is_no_manifest(text: str, tmp_path: Path) -> None:
    assert outcome_of(tmp_path, {"notes.yaml": text}).findings == ()


@pytest.mark.parametrize(
    "other", ["{driver_opts: {a: b}}", "{driver_opts: }", "{driver: host}", "", "{labels: [a=b]}"]
)
def test_what_an_included_file_says_otherwise_is_taken_in(other: str, tmp_path: Path) -> None:
    files = {
        "compose.yaml": "include: [other.yaml]\nservices: {web: {image: web}}\n"
        "networks:\n  back: {driver_opts: {a: c}, labels: {a: b}}\n",
        "other.yaml": f"services: {{db: {{image: db, networks: [back]}}}}\nnetworks:\n  back: {other}\n",
    }
    rules = ("compose-include", "compose-merge", "compose-invalid-value", "compose-undefined-network")
    assert outcome_of(tmp_path, files, *rules).findings == ()


@pytest.mark.parametrize("key", ["environment", "labels", "depends_on", "networks", "sysctls", "extra_hosts"])
@pytest.mark.parametrize("value", ["text", "[text]", "{text: }", "[[a]]", "1"])
def test_parts_of_another_form_are_merged_without_a_bug(key: str, value: str, tmp_path: Path) -> None:
    files = {
        "compose.yaml": f"services:\n  web:\n    image: web\n    {key}: {{a: b}}\n  a: {{image: a}}\n",
        "compose.override.yaml": f"services:\n  web:\n    {key}: {value}\n",
    }
    merged = outcome_of(tmp_path / "one", files, "compose-merge", "compose-invalid-value")
    assert {finding.name for finding in merged.findings} <= {"compose-merge", "compose-invalid-value"}
