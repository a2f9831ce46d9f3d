"""Selecting and silencing where it is seldom met: very many comments, findings of no workload, unknown names."""

from pathlib import Path

import pytest

from wslint.app import run
from wslint.engine.finding import Outcome
from wslint.engine.fingerprints import path_below
from wslint.engine.selection import UnknownRule
from wslint.settings.record import IgnoreEntry, RuleSettings, Settings

BROKEN = "services: [\n"


def checked(folder: Path, files: dict[str, str], **more: object) -> Outcome:
    for name, text in files.items():
        (folder / name).write_text(text)
    outcome = run([str(folder)], Settings(root=str(folder), **more), cwd=str(folder))  # type: ignore[arg-type]
    assert outcome.internal == ()
    return outcome


def test_of_very_many_suppressions_the_first_ones_count_and_a_line_says_so(tmp_path: Path) -> None:
    lines = "# wslint: ignore[image-tag-latest] so it is\n" * 2_001
    outcome = checked(tmp_path, {"compose.yaml": f"{lines}services: {{web: {{image: 'x:1'}}}}\n"})
    reasons = [(line.path, line.reason) for line in outcome.coverage.not_checked]
    assert ("compose.yaml", "more than 2000 suppressions: the rest is not read") in reasons


def test_an_entry_for_a_workload_does_not_silence_what_is_of_none(tmp_path: Path) -> None:
    entry = IgnoreEntry("syntax-error", None, "*", "so it is", None, "wslint.yaml:3")
    outcome = checked(tmp_path, {"compose.yaml": BROKEN}, ignored=(entry,))
    assert [one.name for one in outcome.findings] == ["syntax-error"]


def test_settings_for_a_rule_that_is_none_are_refused_with_a_suggestion(tmp_path: Path) -> None:
    with pytest.raises(UnknownRule) as raised:
        checked(tmp_path, {"compose.yaml": BROKEN}, rules={"sintax-error": RuleSettings()})
    assert "syntax-error" in str(raised.value)


@pytest.mark.parametrize(("name", "found"), [("WORKSPACE_ID", 1), ("OTHER_ID", 0)])
def test_a_pack_selects_a_pod_by_a_variable_that_is_taken_from_an_object(
    tmp_path: Path, name: str, found: int
) -> None:
    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: x, image: 'x:1', env: ["
        f"{{name: {name}, valueFrom: {{configMapKeyRef: {{name: c, key: k}}}}}}]}}]}}\n"
    )
    outcome = checked(tmp_path, {"pod.yaml": pod}, select=("required-env-missing",))
    assert len(outcome.findings) == found


def test_a_path_is_as_shown_where_there_is_no_root() -> None:
    assert path_below("a/b.yaml", "", "/somewhere") == "a/b.yaml"
    assert path_below("b.yaml", "/somewhere", "/somewhere/a") == "a/b.yaml"
