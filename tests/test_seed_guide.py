"""The guide that this project began with: its own mistakes, each at its line in the document.

The text that we have lost its indentation and its `docker run` lines when it was scraped: both are put back here,
with the values that its prose and its table name.
"""

import pathlib

import pytest
from click.testing import CliRunner

from wslint.cli.door import door

SEED = pathlib.Path(__file__).resolve().parents[2] / "shared" / "seed" / "self-hosted-workspace-guide.md"
NESTED = {
    "containerPort:": 1, "httpGet:": 1, "path:": 2, "port:": 2, "initialDelaySeconds:": 1, "periodSeconds:": 1,
    "timeoutSeconds:": 1, "failureThreshold:": 1,
}  # fmt: skip
RUN = """\
```dockerfile
FROM registry.example/python:3.12
COPY . /app
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD curl -fsS http://localhost:8000/agent/card
CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
```

```bash
docker build -t registry.example/molecule/workspace:1.0 .
docker run -d --name workspace --stop-timeout 20 {host} \\
  -p 8000:{port} \\
  -e WORKSPACE_ID=ws-1 \\
  -e MOLECULE_API_URL={url} \\
  registry.example/molecule/workspace:1.0
```
"""
SOUND = {
    "host": "--add-host=host.docker.internal:host-gateway",
    "port": "8000",
    "url": "http://host.docker.internal:8080",
}


def guide(*, grace: str = "120", **changes: str) -> str:
    """The guide with what it lost, and with some values changed."""
    if not SEED.is_file():
        pytest.skip("../shared/seed is not here: the guide itself was not checked")
    before, marked, rest = SEED.read_text("utf-8").partition("```yaml\n")
    assert marked
    yaml, _, after = rest.partition("```")
    lines = []
    for line in yaml.splitlines():
        key, colon, value = line.partition(":")
        written = f"{key}:{' ' + value if value else ''}" if colon else line
        lines.append("  " * NESTED.get(key + colon, 0) + written)
    before = before.replace(
        "### Verify the healthcheck\n", RUN.format(**{**SOUND, **changes}) + "### Verify\n"
    )
    # The scrape dropped the ends of some fences.
    before = close_fences(before)
    text = before + "```yaml\n" + "\n".join(lines) + "\n```" + after
    return text.replace("terminationGracePeriodSeconds: 120", f"terminationGracePeriodSeconds: {grace}")


def close_fences(text: str) -> str:
    """A fence ends where a heading follows."""
    out: list[str] = []
    inside = False
    for line in text.splitlines():
        if inside and line.startswith(("## ", "### ")):
            out.append("```")
            inside = False
        if line.startswith("```"):
            inside = not inside if line == "```" or not inside else inside
        out.append(line)
    return "\n".join(out) + "\n"


@pytest.fixture
def said(tmp_path, monkeypatch):
    def check(text: str, *options: str) -> list[str]:
        (tmp_path / "guide.md").write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        words = ["check", "--isolated", "--output-format", "concise", "-q", *options]
        return CliRunner().invoke(door, words, env={"NO_COLOR": "1"}).output.splitlines()

    return check


def line_of(text: str, part: str) -> int:
    return text[: text.rindex(part)].count("\n") + 1


def test_the_guide_as_it_is_meant_is_quiet(said):
    assert said(guide()) == []


@pytest.mark.parametrize("grace", ["30", "89"])
def test_a_grace_below_the_window_is_found_at_its_line(said, grace):
    text = guide(grace=grace)
    (found,) = said(text)
    line = line_of(text, f"terminationGracePeriodSeconds: {grace}")
    assert found.startswith(f"guide.md:{line}:32: warning WS201")
    assert f"3 × 30 s = 90 s ≥ {grace} s" in found


@pytest.mark.parametrize("grace", ["90", "91", "120"])
def test_a_grace_that_holds_is_quiet(said, grace):
    assert said(guide(grace=grace)) == []


@pytest.mark.parametrize(
    ("changes", "part", "rule"),
    [
        ({"host": "--init"}, "http://host.docker.internal:8080 \\", "host-gateway-missing"),
        ({"url": "http://localhost:8080"}, "http://localhost:8080 \\", "loopback-in-container"),
        ({"port": "3000"}, "8000:3000 \\", "published-port-mismatch"),
    ],
)
def test_a_mistake_in_the_run_line_is_found_at_its_line(said, changes, part, rule):
    text = guide(**changes)
    found = said(text)
    assert len(found) == 1, found
    assert found[0].startswith(f"guide.md:{line_of(text, part)}:")
    assert f" {rule}: " in found[0]
