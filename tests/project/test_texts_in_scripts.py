"""Texts that scripts write, and what the ledger says of those that are none by themselves."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from wslint.app import run
from wslint.engine.finding import Outcome
from wslint.settings.record import LinkEntry, Settings

Check = Callable[..., Outcome]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Write files and run over all of them; `settings` are fields of `Settings`."""

    def checked(files: Mapping[str, str], **settings: object) -> Outcome:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        outcome = run([str(tmp_path)], Settings(root=str(tmp_path.resolve()), allow_empty=True, **settings))  # type: ignore[arg-type]
        assert not outcome.internal
        return outcome

    return checked


def found(outcome: Outcome) -> list[tuple[str, int, str]]:
    return [(one.span.path.rpartition("/")[2], one.span.line, one.name) for one in outcome.findings]


def ledger(outcome: Outcome) -> list[str]:
    return [line.reason for line in outcome.coverage.not_checked]


def written(name: str, *lines: str) -> str:
    """A script that writes a file from its fourth line on."""
    return (
        "#!/bin/sh\ndocker build .\n"
        f"cat > {name} <<'EOF'\n" + "".join(line + "\n" for line in lines) + "EOF\n"
    )


def test_a_compose_file_that_a_script_writes_is_checked_at_its_lines(check: Check) -> None:
    text = written("compose.yaml", "services:", "  web:", "    image: web:1", "    stop_signal: SIGKILL")
    assert ("up.sh", 7, "stop-signal-uncatchable") in found(check({"up.sh": text}))


def test_a_manifest_that_a_script_applies_is_checked_at_its_lines(check: Check) -> None:
    text = (
        "#!/bin/sh\nkubectl apply -f - <<'EOF'\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n"
        "  containers: [{name: a, image: a:1, livenessProbe: {httpGet: {port: 1}, periodSeconds: 1, timeoutSeconds: 5}}]\nEOF\n"
    )
    assert ("up.sh", 7, "probe-timeout-not-below-period") in found(check({"up.sh": text}))


def test_a_dockerfile_that_a_script_writes_is_checked_at_its_lines(check: Check) -> None:
    text = written("Dockerfile", "FROM python:3.12", "STOPSIGNAL SIGKILL")
    assert ("up.sh", 5, "stop-signal-uncatchable") in found(check({"up.sh": text}))


def test_a_part_of_a_dockerfile_that_a_script_writes_is_a_ledger_line(check: Check) -> None:
    outcome = check({"up.sh": written("Dockerfile", "RUN make", "STOPSIGNAL SIGKILL")})
    assert found(outcome) == []
    assert "a text for a Dockerfile that is none by itself" in ledger(outcome)


def test_other_texts_that_a_script_writes_are_nothing(check: Check) -> None:
    text = written(".env", "A=b") + written("notes.yaml", "a: 1") + written("run.sh", "docker run web:1")
    assert ("up.sh", 4, "syntax-error") not in found(check({"up.sh": text}))


def test_a_script_in_a_script_in_a_script_is_read(check: Check) -> None:
    inner = "docker run --stop-signal SIGKILL web:1"
    outcome = check({"up.sh": f"#!/bin/sh\nssh far 'bash -c \"{inner}\"'\n"})
    assert ("up.sh", 2, "stop-signal-uncatchable") in found(outcome)


# -- what is named in the configuration ------------------------------------------------------------------

IMAGE = "FROM python:3.12 AS dev\nSTOPSIGNAL SIGTERM\nFROM python:3.12\nEXPOSE 80\nCMD uvicorn app:app --port 80\n"
PUBLISHED = "services:\n  web:\n    image: example.org/web:1\n    ports: ['80:81']\n"


def links(**fields: str | None) -> tuple[LinkEntry, ...]:
    usual: dict[str, str | None] = {
        "image": "example.org/web",
        "dockerfile": "web/Dockerfile",
        "target": None,
    }
    return (LinkEntry(**{**usual, **fields}),)  # type: ignore[arg-type]


def test_a_configured_link_gives_an_image_its_dockerfile(check: Check) -> None:
    files = {"web/Dockerfile": IMAGE, "compose.yaml": PUBLISHED}
    mismatch = ("compose.yaml", 4, "published-port-mismatch")
    assert mismatch not in found(check(files))
    assert mismatch in found(check(files, links=links()))


@pytest.mark.parametrize(
    "fields",
    [{"target": "dev"}, {"target": "nobody"}, {"dockerfile": "gone/Dockerfile"}, {"image": "UPPER/case:x:y"}],
    ids=["another stage", "a stage that is not there", "a file that is not there", "no name of an image"],
)
def test_a_configured_link_to_something_else_claims_nothing(check: Check, fields: dict[str, str]) -> None:
    outcome = check({"web/Dockerfile": IMAGE, "compose.yaml": PUBLISHED}, links=links(**fields))
    assert ("compose.yaml", 4, "published-port-mismatch") not in found(outcome)
