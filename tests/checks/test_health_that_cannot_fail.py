"""Health checks that hide failures: which do, and what is written instead."""

from collections.abc import Callable

import pytest

from wslint.engine.finding import Finding

Find = Callable[..., tuple[Finding, ...]]
RULE = "healthcheck-cannot-fail"


def mended(find: Find, test: str) -> str | None:
    """The line of a Compose file with a check as the fix leaves it; the text itself without a fix, None unfound."""
    text = f"services:\n  web:\n    image: web:1\n    healthcheck:\n      test: {test}\n"
    findings = find({"compose.yaml": text}, RULE)
    if not findings:
        return None
    (finding,) = findings
    for edit in sorted(finding.fix.edits if finding.fix else (), key=lambda one: -one.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text.partition("test: ")[2].rstrip("\n")


PYTHON = '[CMD, python, -c, "import requests; {}"]'
MENDED = [
    ("curl -f http://localhost || true", "curl -f http://localhost || exit 1"),
    ("curl -f http://localhost || exit 0", "curl -f http://localhost || exit 1"),
    ("curl -f http://localhost; exit 0", "curl -f http://localhost || exit 1"),
    ("curl -f http://localhost ; exit 0", "curl -f http://localhost || exit 1"),
    ("curl http://localhost || true", "curl -f http://localhost || exit 1"),
    ("curl http://localhost", "curl -f http://localhost"),
    ("curl http://a && curl http://b", "curl -f http://a && curl -f http://b"),
    ("[CMD, curl, http://localhost]", '[CMD, curl, "-f", http://localhost]'),
    ('["CMD", "curl", "http://localhost"]', '["CMD", "curl", "-f", "http://localhost"]'),
    ("['CMD', 'curl','http://localhost']", "['CMD', 'curl', '-f','http://localhost']"),
    ('["CMD-SHELL", "curl http://localhost"]', '["CMD-SHELL", "curl -f http://localhost"]'),
    ("[CMD, 'true']", "[CMD, 'true']"),
    ("'true'", "'true'"),
    (
        PYTHON.format("requests.get('http://localhost')"),
        PYTHON.format("requests.get('http://localhost').raise_for_status()"),
    ),
    (
        PYTHON.format("requests.get('http://localhost'); print(1)"),
        PYTHON.format("requests.get('http://localhost').raise_for_status(); print(1)"),
    ),
    (
        "[CMD, python, -c, \"import httpx; httpx.get('http://localhost/(')\"]",
        "[CMD, python, -c, \"import httpx; httpx.get('http://localhost/(').raise_for_status()\"]",
    ),
]


@pytest.mark.parametrize(("test", "expected"), MENDED)
def test_a_check_that_hides_failures_is_found_and_mended(find: Find, test: str, expected: str) -> None:
    assert mended(find, test) == expected


@pytest.mark.parametrize(
    "test",
    [
        "curl -f http://localhost",
        "curl http://localhost | grep ok",
        "'! curl http://localhost'",
        "if curl http://localhost; then exit 0; fi; exit 1",
        "[CMD, $TOOL, http://localhost]",
        "[CMD, 'true', http://localhost]",
        "$CHECK || curl http://localhost",
        "wget http://localhost",
        "curl http://localhost && ./ready",
        PYTHON.format("print(requests.get('http://localhost').ok)"),
    ],
)
def test_a_check_that_may_fail_is_no_finding(find: Find, test: str) -> None:
    assert mended(find, test) is None


@pytest.mark.parametrize(
    "code",
    [
        "r = requests.get('http://localhost')",
        "requests.get('http://a'); requests.get('http://b')",
    ],
)
def test_what_cannot_be_mended_for_sure_has_no_fix(find: Find, code: str) -> None:
    assert mended(find, PYTHON.format(code)) in (None, PYTHON.format(code))


def test_items_of_a_list_in_lines_get_a_line_more(find: Find) -> None:
    listed = "\n        - CMD\n        - curl\n        - http://localhost"
    assert (
        mended(find, listed) == '\n        - CMD\n        - curl\n        - "-f"\n        - http://localhost'
    )
