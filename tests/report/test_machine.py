"""The reports for machines: every field always there, the same bytes for the same outcome."""

import json

from hypothesis import given
from hypothesis import strategies as st
from outcomes_by_hand import COVERAGE, grace, outcome, port

from wslint import __version__
from wslint.engine.finding import Finding, Internal, Outcome
from wslint.report import reporter
from wslint.report.options import RenderOptions
from wslint.text import Source, Span


def as_json(whole):
    return json.loads("".join(reporter("json")(whole, RenderOptions())))


def concise(*findings):
    return "".join(reporter("concise")(outcome(*findings), RenderOptions(quiet=True))).splitlines()


def test_json_has_every_field_of_the_contract():
    result = as_json(outcome(grace())._replace(internal=(Internal("check a", "ValueError: b"),)))
    assert result == {
        "version": 1,
        "tool": {"name": "wslint", "version": __version__},
        "summary": {
            "files": 3,
            "workloads": 3,
            "error": 1,
            "warning": 0,
            "note": 0,
            "suppressed": 0,
            "known": 0,
        },
        "baseline": None,
        "since": None,
        "notes": [],
        "coverage": {
            "checked": {
                "dockerfile": 1,
                "compose": 0,
                "kubernetes": 2,
                "shell": 0,
                "document": 0,
                "fragments": 0,
            },
            "not_checked": [
                {"path": "charts/app.yaml", "reason": "a Helm template"},
                {"path": "charts/web.yaml", "reason": "a Helm template"},
                {"path": "big.yaml", "reason": "larger than 20 MB"},
            ],
            "unknown": [{"path": "compose.yml", "line": 9, "reason": "`TAG` is not set in the files"}],
        },
        "findings": [
            {
                "code": "WS201",
                "name": "grace-period-too-short",
                "aliases": [],
                "severity": "error",
                "message": "grace of 30 s is shorter than the liveness window: 3 × 30 s = 90 s ≥ 30 s",
                "path": "deploy/agent.yaml",
                "line": 7,
                "column": 38,
                "end_line": 7,
                "end_column": 40,
                "workload": "Deployment/agent container agent",
                "related": [
                    {
                        "path": "deploy/agent.yaml",
                        "line": 13,
                        "column": 28,
                        "end_line": 13,
                        "end_column": 30,
                        "message": "liveness window 3 × 30 s = 90 s",
                    }
                ],
                "because": [],
                "fix": {
                    "description": "raise the grace to 120 s",
                    "safe": True,
                    "edits": [
                        {
                            "path": "deploy/agent.yaml",
                            "line": 7,
                            "column": 38,
                            "end_line": 7,
                            "end_column": 40,
                            "text": "120",
                        }
                    ],
                },
            }
        ],
        "errors": [{"where": "check a", "message": "ValueError: b"}],
    }


def test_json_of_nothing_has_the_same_fields():
    result = as_json(Outcome((), (), COVERAGE))
    assert result["findings"] == []
    assert result["errors"] == []


def test_json_says_null_where_there_is_no_fix():
    assert as_json(outcome(port()))["findings"][0]["fix"] is None


def test_json_keeps_the_places_from_which_the_same_problem_is_reached():
    related = as_json(outcome(port()))["findings"][0]["related"]
    assert [(place["path"], place["line"]) for place in related] == [
        ("Dockerfile", 3),
        ("Dockerfile", 2),
        ("other.yaml", 12),
    ]


def test_json_is_the_same_whatever_the_options():
    whole = outcome(grace(), port())
    look = RenderOptions(width=40, color=True, wrap=True, quiet=True, expand=True)
    assert list(reporter("json")(whole, look)) == list(reporter("json")(whole, RenderOptions()))


@given(st.text(), st.text())
def test_json_survives_any_text(message, path):
    finding = Finding("W", "n", "note", message, Span(Source(path, "a"), 0, 1))
    record = as_json(outcome(finding))["findings"][0]
    assert (record["message"], record["path"]) == (message, path)


def test_concise_is_one_line_with_the_other_places():
    assert concise(grace(), port()) == [
        (
            "deploy/agent.yaml:7:38: error WS201 [*] grace-period-too-short: "
            "grace of 30 s is shorter than the liveness window: 3 × 30 s = 90 s ≥ 30 s [13]"
        ),
        (
            "deploy/agent.yaml:12:44: warning WS301 probe-port-not-listened: "
            "the probe asks port 8000, where nothing listens [Dockerfile:3, Dockerfile:2, other.yaml:12]"
        ),
    ]


def test_concise_names_a_place_once_and_not_the_findings_own_line():
    finding = port()
    own = finding._replace(related=(), also=(finding.span, *finding.also, *finding.also))
    assert concise(own)[0].endswith(" [other.yaml:12]")
