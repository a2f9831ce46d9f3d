"""Health checks across files: scripts of the build context, variables, and ports as a property."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wslint.app import run
from wslint.engine.finding import Finding
from wslint.settings.record import Settings

PORTS = st.integers(min_value=10, max_value=65535)


def findings(files: dict[str, str], rule: str) -> tuple[Finding, ...]:
    with TemporaryDirectory() as made:
        root = os.path.realpath(made)
        for name, text in files.items():
            Path(root, name).write_text(text, encoding="utf-8")
        outcome = run([root], Settings(root=root, select=(rule,)))
    assert outcome.internal == ()
    return outcome.findings


def dockerfile(listens: int, check: str) -> dict[str, str]:
    command = f'CMD ["uvicorn", "shop:app", "--port", "{listens}"]'
    return {"Dockerfile": f"FROM python:3.12\nCOPY check.sh /check.sh\nHEALTHCHECK CMD {check}\n{command}\n"}


@given(listens=PORTS, asks=PORTS)
@settings(deadline=None, max_examples=40)
def test_a_check_is_wrong_exactly_where_it_asks_another_port(listens: int, asks: int) -> None:
    found = findings(
        dockerfile(listens, f"curl -f http://localhost:{asks}/health"), "healthcheck-port-mismatch"
    )
    assert [finding.span.text for finding in found] == ([str(asks)] if asks != listens else [])


@given(listens=PORTS, default=PORTS)
@settings(deadline=None, max_examples=25)
def test_a_default_is_found_at_its_variable_and_not_where_the_variable_is_set(
    listens: int, default: int
) -> None:
    assume(listens != default)
    check = f"curl -f http://localhost:${{SHOP_PORT:-{default}}}/"
    found = findings(dockerfile(listens, check), "healthcheck-port-mismatch")
    assert [finding.span.text for finding in found] == [f"${{SHOP_PORT:-{default}}}"]
    files = dockerfile(listens, check)
    files["Dockerfile"] = files["Dockerfile"].replace("COPY", f"ENV SHOP_PORT={listens}\nCOPY", 1)
    assert findings(files, "healthcheck-port-mismatch") == ()


def test_a_check_in_a_script_of_the_build_context_is_read_there() -> None:
    script = "#!/bin/sh\nset -e\ncurl -s http://localhost:9000/health\n"
    files = dockerfile(8000, "/check.sh") | {"check.sh": script}
    for rule, text in (("healthcheck-port-mismatch", "9000"), ("healthcheck-cannot-fail", "curl")):
        (found,) = findings(files, rule)
        assert found.span.path.endswith("check.sh")
        assert found.span.text == text


@pytest.mark.parametrize(
    "check",
    [
        pytest.param("curl -f http://localhost:$OTHER/", id="a variable that nothing sets"),
        pytest.param("for p in 9000; do curl -f http://localhost:${p:-1}/; done", id="a loop"),
        pytest.param("PORT=9000; curl -f http://localhost:${PORT:-1}/", id="a variable that the text sets"),
        pytest.param("curl -f http://localhost:$(cat /port)/", id="what another command prints"),
        pytest.param('["curl", "-f", "http://localhost:${OTHER:-9000}/"]', id="a list, which no shell reads"),
        pytest.param("curl -f http://proxy:9000/", id="another host"),
        pytest.param("curl -f 'http://localhost:9000/", id="an open quote"),
    ],
)
def test_what_cannot_be_told_is_no_mismatch(check: str) -> None:
    assert findings(dockerfile(8000, check), "healthcheck-port-mismatch") == ()


@pytest.mark.parametrize(
    "check",
    [
        pytest.param("curl -s http://localhost:8000/ | grep -q ok", id="the answer is piped into grep"),
        pytest.param("! curl -s http://localhost:8000/", id="negated"),
        pytest.param("curl -s http://localhost:8000/ -o /a && grep ok /a", id="the answer is kept and read"),
        pytest.param("curl --fail-with-body http://localhost:8000/", id="the other option that fails"),
        pytest.param("curl -s $HEALTH_URL", id="another address"),
        pytest.param("test -f /ready || exit 1; true | false", id="the last command fails"),
    ],
)
def test_a_check_that_may_fail_is_left_alone(check: str) -> None:
    assert findings(dockerfile(8000, check), "healthcheck-cannot-fail") == ()
