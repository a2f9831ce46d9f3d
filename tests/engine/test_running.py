"""Which subjects a rule gets, how violations become findings, and what a bug costs."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import COMPOSE, Bench, Limit, found

from wslint.app import run
from wslint.checks.violation import Related, Violation
from wslint.engine.rendering import render
from wslint.engine.run import Focus
from wslint.settings.record import Settings
from wslint.text import Span

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: pod}
spec:
  containers:
    - name: one
      image: registry.example/one:1
"""


def test_a_rule_for_kubernetes_gets_no_compose_service(bench: Bench) -> None:
    bench.rule(applies=("kubernetes",))
    assert found(bench.run({"compose.yaml": COMPOSE, "pod.yaml": POD})) == ["one"]


def test_a_rule_for_any_workload_gets_all_of_them(bench: Bench) -> None:
    bench.rule()
    assert found(bench.run({"compose.yaml": COMPOSE, "pod.yaml": POD})) == ["web", "agent", "one"]


def test_a_rule_that_cannot_apply_is_not_even_imported(bench: Bench) -> None:
    bench.rule("elsewhere", applies=("kubernetes",), check="nowhere.at-all")
    ran = bench.run()
    assert ran.internal == ()
    assert "wslint.checks.nowhere" not in sys.modules


def test_a_check_without_a_module_is_one_bug_and_the_other_rules_run(bench: Bench) -> None:
    bench.rule()
    bench.rule("lost", "WS801", check="nowhere.at-all")
    ran = bench.run()
    assert [(one.where, "nowhere.py" in one.message) for one in ran.internal] == [("lost", True)]
    assert found(ran) == ["web", "agent"]


def test_a_check_that_raises_costs_one_bug_and_nothing_else(bench: Bench) -> None:
    def breaks(subject: Any, project: Any, parameters: Any) -> Iterator[Violation]:
        if "web" in subject.name:
            raise ZeroDivisionError("two\nlines")
        yield Violation(subject.owner)

    bench.check("breaks", "workload", breaks)
    bench.rule("breaks")
    bench.rule("trial", "WS801")
    ran = bench.run()
    assert [(one.where, one.message) for one in ran.internal] == [
        ("breaks at compose.yaml:2", "ZeroDivisionError: two lines")
    ]
    assert found(ran, "breaks") == ["agent"]
    assert found(ran) == ["web", "agent"]


def test_a_message_for_a_variant_that_the_rule_lacks_is_a_bug(bench: Bench) -> None:
    bench.check("odd", "workload", lambda s, p, c: [Violation(s.owner, variant="odd")])
    bench.rule("odd", messages={"even": "even"})
    assert "odd" in bench.run().internal[0].message


def test_pods_services_routes_files_and_the_project_are_subjects_too(bench: Bench) -> None:
    texts = {
        "all.yaml": POD
        + "---\napiVersion: v1\nkind: Service\nmetadata: {name: svc}\nspec: {ports: [{port: 80}]}\n"
        + "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: ing}\nspec: {}\n"
    }
    for number, subject in enumerate(("pod", "service", "route")):
        bench.check(subject, subject, lambda s, p, c: [Violation(s.owner)])
        bench.rule(subject, f"WS81{number}", applies=("kubernetes",))
    bench.check("file", "file", lambda s, p, c: [Violation(Span(s.source, 0, 10))])
    bench.rule("file", "WS813")
    bench.check("project", "project", lambda s, p, c: [Violation(f.owner) for f in p.pods])
    bench.rule("project", "WS814")
    ran = bench.run(texts)
    assert {f.name: f.span.text for f in ran.findings} == {
        "pod": "pod",
        "service": "svc",
        "route": "ing",
        "file": "apiVersion",
        "project": "pod",
    }


def test_findings_are_sorted_by_path_line_column_and_code(bench: Bench) -> None:
    bench.check("late", "workload", lambda s, p, c: [Violation(s.owner)])
    bench.rule("late", "WS801")
    bench.rule()
    ran = bench.run({"b.yaml": POD, "a/compose.yaml": COMPOSE})
    places = [(f.span.path.rsplit("/", 1)[-1], f.span.line, f.code) for f in ran.findings]
    assert places == [
        ("compose.yaml", 2, "WS800"),
        ("compose.yaml", 2, "WS801"),
        ("compose.yaml", 4, "WS800"),
        ("compose.yaml", 4, "WS801"),
        ("b.yaml", 6, "WS800"),
        ("b.yaml", 6, "WS801"),
    ]


def test_a_variant_picks_message_severity_help_and_aliases(bench: Bench) -> None:
    bench.check(
        "both", "workload", lambda s, p, c: [Violation(s.owner, variant="weak" if "web" in s.name else "")]
    )
    bench.rule(
        "both",
        severity="error",
        messages={"": "broken", "weak": "bent"},
        severities={"weak": "note"},
        helps={"weak": "straighten"},
        aliases={"": ("hadolint:DL1",), "weak": ()},
    )
    weak, strong = bench.run().findings
    assert (weak.message, weak.severity, weak.help, weak.aliases) == ("bent", "note", "straighten", ())
    assert (strong.message, strong.severity, strong.help, strong.aliases) == (
        "broken",
        "error",
        "",
        ("hadolint:DL1",),
    )


def test_labels_give_related_places_and_the_caret_their_words(bench: Bench) -> None:
    def both(subject: Any, project: Any, parameters: Any) -> Iterator[Violation]:
        yield Violation(subject.owner, {"n": 2.0}, (Related(subject.image.span, "image"),), label="owner")

    bench.check("both", "workload", both)
    bench.rule("both", labels={"image": "image {n}", "owner": "owner {n}"})
    finding = bench.run().findings[0]
    assert finding.label == "owner 2"
    assert [(place.span.text, place.message) for place in finding.related] == [
        ("registry.example/web:1.2", "image 2")
    ]


def test_the_same_problem_from_two_places_is_one_finding(bench: Bench) -> None:
    def shared(subject: Any, project: Any, parameters: Any) -> Iterator[Violation]:
        first = project.workloads[0]
        yield Violation(first.image.span, related=(Related(subject.owner, "use"),))

    bench.check("shared", "workload", shared)
    bench.rule("shared", labels={"use": "used here"})
    (finding,) = bench.run().findings
    assert [place.span.text for place in finding.related] == ["web"]
    assert [span.text for span in finding.also] == ["agent"]


def test_a_pod_that_only_completes_another_is_a_ledger_line(bench: Bench) -> None:
    text = POD.replace("      image: registry.example/one:1\n", "")
    bench.rule()
    ran = bench.run({"patch.yaml": text})
    assert found(ran) == []
    assert [(line.path.rsplit("/", 1)[-1], line.line) for line in ran.not_checked] == [("patch.yaml", 3)]


@pytest.mark.parametrize(
    ("by_any_span", "expected"), [(False, []), (True, ["registry.example/workspace-agent:1.2"])]
)
def test_focus_on_a_file_keeps_what_touches_it(bench: Bench, by_any_span: bool, expected: list[str]) -> None:
    def between(subject: Any, project: Any, parameters: Any) -> Iterator[Violation]:
        pod = project.pods[0]
        if "agent" in subject.name:
            yield Violation(subject.image.span, related=(Related(pod.owner, "pod"),))

    bench.check("between", "workload", between)
    bench.rule("between", applies=("compose",), labels={"pod": "pod"})
    project = bench.project({"compose.yaml": COMPOSE, "pod.yaml": POD})
    path = project.pods[0].owner.source.path
    ran = bench.run({}, focus=Focus(frozenset({path}), by_any_span))
    assert found(ran, "between") == expected


def test_parameters_of_a_layer_reach_the_check_as_its_record(bench: Bench) -> None:
    seen: list[Any] = []
    bench.check("look", "workload", lambda s, p, c: seen.append(c) or (), Limit)
    bench.rule("look", params={"at-most": 7, "names": ["a", "b"]})
    bench.run()
    assert seen[0] == Limit(7, ("a", "b"))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("grace of {grace} s", "grace of 90 s"),
        ("{rate}", "0.3"),
        ("{big}", "1e+20"),
        ("{name} {name}", "{grace} {grace}"),
        ("{unknown} ${PORT} {} { {grace}", "{unknown} ${PORT} {} { 90"),
        ("{grace.real} {grace!r}", "{grace.real} {grace!r}"),
    ],
    ids=[
        "a whole float is written without a point",
        "a float is written as people write it",
        "a huge float is not spelled out",
        "what is filled in is not filled again",
        "other braces stay",
        "no attributes and no conversions",
    ],
)
def test_rendering(template: str, text: str) -> None:
    fields = {"grace": 90.0, "rate": 0.1 + 0.2, "name": "{grace}", "big": 1e20}
    assert render(template, fields) == text


@given(st.text(), st.dictionaries(st.sampled_from(["a", "b"]), st.text() | st.integers() | st.floats()))
def test_any_template_can_be_rendered(template: str, fields: dict[str, Any]) -> None:
    rendered = render(template, fields)
    if not fields:
        assert rendered == template


def test_a_message_may_name_the_workload(bench: Bench) -> None:
    bench.rule(messages={"": "{workload} is broken"})
    assert bench.run().findings[0].message == "service `web` is broken"


def test_the_same_place_in_two_builds_is_one_finding(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    (base / "kustomization.yaml").write_text("resources: [pod.yaml]\n")
    (base / "pod.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
        "    - {name: web, image: 'registry.example/web:1', readinessProbe: {tcpSocket: {port: 80}}}\n"
    )
    for name in ("blue", "green"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "kustomization.yaml").write_text(f"resources: [../base]\nnamePrefix: {name}-\n")
    outcome = run([str(tmp_path)], Settings(root=str(tmp_path), select=("liveness-probe-missing",)))
    (finding,) = outcome.findings
    assert "blue-web" in finding.message
