"""What a finding keeps its fingerprint over, and what makes it another one."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wslint.app import run
from wslint.engine.finding import Finding
from wslint.engine.fingerprints import fingerprints, identities
from wslint.settings.record import Settings
from wslint.text import Source, Span

PODS = [
    f"""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
spec:
  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      terminationGracePeriodSeconds: 5
      containers:
        - name: server
          image: registry.example/{name}:1
          ports:
            - containerPort: 8080
          livenessProbe:
            httpGet: {{path: /, port: 9999}}
"""
    for name in ("one", "two", "three")
]
COMPOSE = """\
services:
  web:
    image: nginx:latest
    ports:
      - "80:80"
  db:
    image: postgres:latest
    environment:
      POSTGRES_PASSWORD: hunter2
"""
OPTIONS = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def findings_of(root: Path, **texts: str) -> tuple[Finding, ...]:
    """The findings of a tree; `__` in a name stands for the dot."""
    for name, text in texts.items():
        (root / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return run((str(root),), Settings(root=str(root)), cwd=str(root)).findings


def prints(root: Path, **texts: str) -> list[str]:
    return sorted(fingerprints(findings_of(root, **texts), str(root), cwd=str(root)))


def finding(text: str, start: int, end: int, *, path: str = "compose.yaml", **more: object) -> Finding:
    made = Finding("WS1", "some-rule", "warning", "message", Span(Source(path, text), start, end))
    return made._replace(**more)  # type: ignore[arg-type]


def of(*given: Finding) -> list[str]:
    return fingerprints(given, "/root", cwd="/root")


@OPTIONS
@given(order=st.permutations(PODS), gap=st.integers(0, 3))
def test_documents_in_another_order_keep_the_fingerprints(tmp_path: Path, order: list[str], gap: int) -> None:
    first = prints(tmp_path, all__yaml="---\n".join(PODS))
    assert len(first) >= 3
    assert prints(tmp_path, all__yaml=("\n" * gap + "---\n").join(order)) == first


@OPTIONS
@given(data=st.data())
def test_lines_that_move_and_comments_that_come_keep_the_fingerprints(
    tmp_path: Path, data: st.DataObject
) -> None:
    first = prints(tmp_path, all__yaml="---\n".join(PODS), compose__yaml=COMPOSE)
    assert first
    changed = {}
    for name, text in (("all__yaml", "---\n".join(PODS)), ("compose__yaml", COMPOSE)):
        out = []
        for line in text.splitlines():
            indent = re.match(" *", line)
            assert indent is not None
            out += data.draw(
                st.lists(st.sampled_from(["", "# a word", indent.group() + "# more words"]), max_size=2)
            )
            comment = data.draw(st.sampled_from(["", "  # why", " # 5432 #2"]))
            out.append(line + ("" if line == "---" else comment))
        changed[name] = "\n".join(out) + "\n"
    assert prints(tmp_path, **changed) == first


def test_every_finding_of_a_run_has_a_fingerprint_of_its_own(tmp_path: Path) -> None:
    found = prints(tmp_path, all__yaml="---\n".join(PODS * 2), compose__yaml=COMPOSE)
    assert len(found) == len(set(found))


def test_quotes_and_indentation_are_no_part_of_it() -> None:
    assert of(finding('- "80:80"\n', 2, 9)) == of(finding("      - 80:80\n", 8, 13))


@pytest.mark.parametrize(
    "other",
    [
        finding("image: nginx:1\n", 7, 14),
        finding("image: redis:1\n", 7, 14, path="other.yaml"),
        finding("image: redis:1\n", 7, 14, workload="service `web`"),
        finding("image: redis:1\n", 7, 14, name="other-rule"),
        finding("image: redis:1\n", 7, 12),
    ],
    ids=["the text", "the path", "the workload", "the rule", "the span"],
)
def test_another_identity_is_another_fingerprint(other: Finding) -> None:
    assert of(finding("image: redis:1\n", 7, 14)) != of(other)


def test_the_message_the_severity_and_other_places_are_no_part_of_it() -> None:
    one = finding("image: redis:1\n", 7, 14)
    assert of(one) == of(one._replace(message="line 7", severity="error", also=(one.span,), label="here"))


def test_equal_findings_are_told_apart_by_a_count() -> None:
    one, two = finding("a: 1\na: 1\n", 0, 1), finding("a: 1\na: 1\n", 5, 6)
    first, second = of(one, two)
    assert first != second
    assert of(two) == [first]


def test_a_path_is_taken_from_the_root_and_not_from_the_working_directory() -> None:
    here = fingerprints([finding("a\n", 0, 1, path="app/compose.yaml")], "/root", cwd="/root")
    inside = fingerprints([finding("a\n", 0, 1, path="compose.yaml")], "/root", cwd="/root/app")
    assert here == inside


def test_without_the_path_a_renamed_file_keeps_it() -> None:
    (one,) = identities([finding("a\n", 0, 1)], "/root", cwd="/root")
    (two,) = identities([finding("a\n", 0, 1, path="b/new.yaml")], "/root", cwd="/root")
    assert one.fingerprint != two.fingerprint
    assert one.anywhere == two.anywhere
    assert two.path == "b/new.yaml"


def test_a_stage_that_is_no_longer_the_last_one_keeps_it() -> None:
    one = finding("FROM node\n", 5, 9, workload="the last stage")
    assert of(one) == of(one._replace(workload="stage 1")) == of(one._replace(workload="the image"))


def test_nothing_of_a_secret_goes_into_it() -> None:
    one = finding("PASSWORD: hunter2 # x\n", 10, 17, secret=True)
    assert of(one) == of(finding("PASSWORD: swordfish\n", 10, 19, secret=True))
    assert of(one) != of(finding("TOKEN: hunter2\n", 7, 14, secret=True))


def test_a_span_over_several_lines_counts_by_its_first_one() -> None:
    text = "RUN a \\\n  b\n"
    assert of(finding(text, 0, 11)) == of(finding("RUN a \\\n# why\n  b\n", 0, 17))


def test_what_stands_far_off_in_a_long_line_does_not_matter() -> None:
    text = "x" * 1000
    assert of(finding(text, 0, 1)) == of(finding(text + "more", 0, 1))
