"""`wslint baseline` and `check --baseline`: what is known does not decide, what is new does."""

import json
import os
import stat

import pytest
from debt_tree import Tree

WEB = """\
services:
  web:
    image: nginx:latest
"""
DB = """\
  db:
    image: postgres:latest
"""
FILE = ".wslint-baseline.json"
USE = ("--baseline", FILE)


@pytest.fixture
def known(tree: Tree) -> Tree:
    """A tree in which one finding is known."""
    assert tree.write(compose__yaml=WEB).wslint("baseline", "write").code == 0
    return tree


def test_write_then_check_reports_nothing_and_exits_0(tree: Tree) -> None:
    tree.write(compose__yaml=WEB + DB)
    assert tree.wslint("check", "-q").code == 1
    answer = tree.wslint("baseline", "write")
    assert (answer.code, answer.out) == (0, f"2 findings (2 warnings) written to {FILE}.\n")
    answer = tree.wslint("check", *USE)
    assert answer.code == 0
    assert "No new problems found." in answer.out
    assert f"Known by {FILE}: 2 problems (2 warnings)." in answer.out


def test_a_baseline_is_used_only_if_it_is_asked_for(known: Tree) -> None:
    assert known.names() == ["unpinned-image"]
    assert known.check()["baseline"] is None


def test_only_what_is_new_is_reported_and_decides(known: Tree) -> None:
    known.write(compose__yaml="# moved\n\n" + WEB.replace("web:\n", "web: # a comment\n") + DB)
    report = known.check(*USE)
    assert [finding["workload"] for finding in report["findings"]] == ["service `db`"]
    assert report["summary"]["known"] == 1
    answer = known.wslint("check", *USE)
    assert answer.code == 1
    assert "Found 1 new problem: 1 warning in 1 of 1 file." in answer.out


def test_a_second_fault_that_equals_a_known_one_is_new(tree: Tree) -> None:
    run = "docker run -d -p 80:80 nginx:latest\n"
    tree.write(start__sh="#!/bin/sh\n" + run).wslint("baseline", "write")
    assert tree.names(*USE) == []
    found = tree.names()
    tree.write(start__sh="#!/bin/sh\n" + run + run)
    assert tree.names(*USE) == found


def test_the_configuration_can_name_it(known: Tree) -> None:
    known.write(__wslint__yaml=f"baseline: {FILE}\n")
    assert known.wslint("check", "-q").code == 0
    assert known.wslint("check", "-q", "--no-baseline").code == 1
    assert "baseline: " in known.wslint("config", "show").out


def test_a_configuration_in_a_folder_speaks_of_its_folder(tree: Tree) -> None:
    tree.write(app___compose__yaml=WEB, app_____wslint__yaml="baseline: known.json\n")
    assert tree.wslint("baseline", "write", "app").code == 0
    assert (tree.folder / "app" / "known.json").exists()
    assert tree.wslint("check", "-q", "app").code == 0
    assert tree.wslint("check", "-q", cwd="app").code == 0


def test_a_configuration_cannot_name_one_outside_of_the_project(tree: Tree) -> None:
    tree.write(compose__yaml=WEB, __wslint__yaml="baseline: ../known.json\n")
    answer = tree.wslint("check")
    assert answer.code == 2
    assert "lies outside of the project" in answer.err


def test_the_variable_names_it_for_check_and_for_the_commands(tree: Tree) -> None:
    tree.write(compose__yaml=WEB)
    env: dict[str, str | None] = {"WSLINT_BASELINE": "known.json"}
    assert "written to known.json" in tree.wslint("baseline", "write", env=env).out
    assert tree.wslint("check", "-q", env=env).code == 0


def test_it_holds_from_any_working_directory(tree: Tree) -> None:
    tree.write(app___compose__yaml=WEB).wslint("baseline", "write")
    assert tree.wslint("check", "-q", "--baseline", f"../{FILE}", cwd="app").code == 0


def test_the_file_has_one_sorted_entry_a_line_and_no_line_numbers(tree: Tree) -> None:
    tree.write(compose__yaml=WEB + DB, b___compose__yaml=WEB, a___compose__yaml=WEB)
    tree.wslint("baseline", "write")
    text = tree.text(FILE)
    data = json.loads(text)
    assert data["version"] == 1
    assert data["paths"] == ["."]
    assert [entry["path"] for entry in data["findings"]] == [
        "a/compose.yaml",
        "b/compose.yaml",
        "compose.yaml",
        "compose.yaml",
    ]
    assert sum(line.count('"rule"') for line in text.splitlines()) == 4
    assert max(line.count('"rule"') for line in text.splitlines()) == 1
    assert "line" not in text
    assert text.endswith("}\n")
    tree.write(compose__yaml="\n\n" + WEB + DB).wslint("baseline", "write")
    assert tree.text(FILE) == text


@pytest.mark.parametrize("move", ["renamed", "moved to a folder", "renamed and edited"])
def test_a_renamed_file_is_known_until_it_is_pruned_to_its_new_name(known: Tree, move: str) -> None:
    target = known.folder / ("deep/compose.yaml" if "folder" in move else "compose.prod.yaml")
    target.parent.mkdir(exist_ok=True)
    os.rename(known.folder / "compose.yaml", target)
    if "edited" in move:
        target.write_text("# new\n" + target.read_text() + DB)
    assert known.names(*USE) == (["unpinned-image"] if "edited" in move else [])
    answer = known.wslint("baseline", "prune")
    assert "0 entries taken out, 1 moved to its new place; 1 left" in answer.out
    assert target.relative_to(known.folder).as_posix() in known.text(FILE)


def test_a_copy_of_a_file_is_new_while_the_first_is_there(known: Tree) -> None:
    known.write(copy___compose__yaml=WEB)
    assert known.names(*USE) == ["unpinned-image"]


def test_two_copies_of_a_renamed_file_are_not_guessed_about(known: Tree) -> None:
    os.unlink(known.folder / "compose.yaml")
    known.write(a___compose__yaml=WEB, b___compose__yaml=WEB)
    assert len(known.names(*USE)) == 2


def test_what_is_found_no_more_is_stale_shown_and_pruned(known: Tree) -> None:
    known.write(compose__yaml=WEB.replace("latest", "1.27"))
    answer = known.wslint("check", *USE)
    assert answer.code == 0
    assert "1 entry of it is stale: `wslint baseline prune` takes it out." in answer.out
    listed = "compose.yaml: warning unpinned-image (service `web`)"
    assert f"Stale in {FILE} (1):\n  {listed}" in known.wslint("check", "--coverage", *USE).out
    assert f"stale: {listed}\n" in known.wslint("baseline", "show").out
    assert known.check(*USE)["baseline"]["stale"] == [
        {"path": "compose.yaml", "name": "unpinned-image", "workload": "service `web`"}
    ]
    assert known.wslint("baseline", "prune").out == f"1 entry taken out; 0 left in {FILE}.\n"
    assert json.loads(known.text(FILE))["findings"] == []
    assert known.wslint("baseline", "prune").out == f"0 entries taken out; 0 left in {FILE}.\n"


@pytest.mark.parametrize(
    "narrowed",
    [("--select", "duplicate-key"), ("--ignore", "unpinned-image"), ("--exclude", "compose.yaml"), ("b",)],
)
def test_a_run_that_looks_at_less_calls_nothing_stale(known: Tree, narrowed: tuple[str, ...]) -> None:
    known.write(b___compose__yaml=WEB.replace("latest", "1"), compose__yaml=WEB.replace("latest", "1"))
    baseline = known.check(*USE, "--allow-empty", *narrowed)["baseline"]
    assert baseline["stale"] == []


def test_a_file_that_cannot_be_read_today_is_not_stale(known: Tree) -> None:
    known.write(compose__yaml="services: [\n")
    assert "0 entries taken out; 1 left" in known.wslint("baseline", "prune").out


def test_prune_adds_nothing(known: Tree) -> None:
    before = known.text(FILE)
    known.write(compose__yaml=WEB + DB).wslint("baseline", "prune")
    assert known.text(FILE) == before


def test_paths_limit_what_is_shown_and_pruned(tree: Tree) -> None:
    tree.write(a___compose__yaml=WEB, b___compose__yaml=WEB).wslint("baseline", "write")
    assert "b/compose.yaml" not in tree.wslint("baseline", "show", "a").out
    sound = WEB.replace("latest", "1.27")
    tree.write(a___compose__yaml=sound, b___compose__yaml=sound)
    assert "1 entry taken out; 1 left" in tree.wslint("baseline", "prune", "a").out
    assert [entry["path"] for entry in json.loads(tree.text(FILE))["findings"]] == ["b/compose.yaml"]


def test_show_lists_where_each_is_now_as_text_and_as_json(known: Tree) -> None:
    known.write(compose__yaml="\n\n" + WEB)
    text = known.wslint("baseline", "show").out
    assert text.startswith("compose.yaml:5:12: warning ")
    assert text.endswith(f"{FILE}: 1 finding (1 warning) known, 0 stale entries.\n")
    record = json.loads(known.wslint("baseline", "show", "--output-format", "json").out)
    assert [one["line"] for one in record["known"]] == [5]
    assert record["stale"] == []


def test_verbose_lists_what_is_known(known: Tree) -> None:
    assert "Known (1):\n  compose.yaml:3: warning unpinned-image" in known.wslint("check", "-v", *USE).out


def test_two_services_that_want_one_port_are_known_in_either_order(tree: Tree) -> None:
    one = '  one:\n    image: a:1\n    ports: ["80:80"]\n'
    two = '  two:\n    image: b:1\n    ports: ["80:8080"]\n'
    tree.write(compose__yaml="services:\n" + one + two)
    assert "host-port-collision" in tree.names()
    tree.wslint("baseline", "write")
    tree.write(compose__yaml="services:\n" + two + one)
    assert tree.names(*USE) == []
    tree.write(
        compose__yaml="services:\n" + two + one + one.replace("one", "three").replace("80:80", "80:81")
    )
    assert len(tree.names(*USE)) == 1


DAMAGED = {
    "no JSON": ("{\n<<<<<<<\n", "line 2: it is not JSON"),
    "another document": ("[]", "it is not a baseline of wslint"),
    "a later version": ('{"version": 2, "findings": []}', "version 2"),
    "no list": ('{"version": 1, "findings": {}}', "`findings` must be a list"),
    "an entry that is none": ('{"version": 1, "findings": [1]}', "entry 1"),
    "an entry without its fingerprint": ('{"version": 1, "findings": [{"path": "a"}]}', "needs the text"),
    "paths that are none": ('{"version": 1, "paths": 1, "findings": []}', "`paths` must be"),
    "depth without end": ("[" * 200_000, "it is not JSON"),
    "a number without end": ('{"version": 1, "findings": ' + "9" * 10_000 + "}", "it is not JSON"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_baseline_is_one_line_and_exit_2(known: Tree, damage: str) -> None:
    text, words = DAMAGED[damage]
    known.write(damaged__json=text)
    for command in (("check", "--baseline"), ("baseline", "show", "--file"), ("baseline", "prune", "--file")):
        answer = known.wslint(*command, "damaged.json")
        assert answer.code == 2
        assert len(answer.err.splitlines()) == 1
        assert "damaged baseline damaged.json" in answer.err
        assert words in answer.err
    assert known.text("damaged.json") == text


def test_one_that_is_no_utf_8_is_damaged(known: Tree) -> None:
    (known.folder / "damaged.json").write_bytes(b"\xff\xfe{")
    answer = known.wslint("check", "--baseline", "damaged.json")
    assert (answer.code, answer.err) == (2, "wslint: damaged baseline damaged.json: it is not UTF-8\n")


def test_one_that_is_not_there_or_no_file_is_refused(known: Tree) -> None:
    answer = known.wslint("check", "--baseline", "none.json")
    assert answer.code == 2
    assert answer.err == "wslint: no such baseline: none.json (`wslint baseline write` makes one)\n"
    (known.folder / "folder").mkdir()
    assert known.wslint("check", "--baseline", "folder").code == 2


def test_two_options_that_exclude_each_other_are_refused(known: Tree) -> None:
    assert known.wslint("check", *USE, "--no-baseline").code == 2


def test_nothing_to_check_is_nothing_to_remember(tree: Tree) -> None:
    answer = tree.wslint("baseline", "write")
    assert answer.code == 2
    assert not (tree.folder / FILE).exists()


def test_a_file_that_cannot_be_written_is_one_line(tree: Tree) -> None:
    tree.write(compose__yaml=WEB)
    answer = tree.wslint("baseline", "write", "--file", "nowhere/known.json")
    assert answer.code == 2
    assert "cannot write nowhere/known.json" in answer.err


def test_writing_again_leaves_no_other_file_behind(known: Tree) -> None:
    known.wslint("baseline", "write")
    assert sorted(os.listdir(known.folder)) == [".git", FILE, "compose.yaml"]
    assert stat.S_ISREG(os.stat(known.folder / FILE).st_mode)


def test_the_group_alone_shows_its_help_and_does_nothing(tree: Tree) -> None:
    answer = tree.wslint("baseline")
    assert answer.code == 2
    assert "prune" in answer.out


def test_a_misspelt_command_gets_the_one_that_was_meant(tree: Tree) -> None:
    assert "did you mean `prune`?" in tree.wslint("baseline", "prun").err


def test_a_file_whose_name_is_no_utf_8_can_be_known(tree: Tree) -> None:
    name = os.fsdecode(b"Dockerfile.\xff")
    try:
        (tree.folder / name).write_text("FROM nginx:latest\n")
    except (OSError, UnicodeError):
        pytest.skip("the file system takes no such name")
    assert tree.wslint("baseline", "write").code == 0
    assert tree.wslint("check", "-q", *USE).code == 0


def test_what_is_known_is_not_fixed(tree: Tree) -> None:
    text = "services:\n  web:\n    image: a:1\n    stop_signal: SIGKILL\n    healthcheck: {test: curl http://localhost/}\n"
    tree.write(compose__yaml=text).wslint("baseline", "write")
    assert tree.wslint("check", "--fix", "--unsafe-fixes", *USE).code == 0
    assert tree.text("compose.yaml") == text


def test_a_thousand_alike_files_that_are_renamed_at_once_cost_no_time(tree: Tree) -> None:
    from wslint.engine.baseline import match, remember
    from wslint.engine.finding import Finding
    from wslint.text import Source, Span

    def found(folder: str) -> list[Finding]:
        spans = [Span(Source(f"{folder}/{at}", "x"), 0, 1) for at in range(2000)]
        return [Finding("WS1", "rule", "note", "message", span) for span in spans]

    baseline = remember(found("old"), ["."], "/root", cwd="/root")
    matched = match(found("new"), baseline, "/root", cwd="/root", exists=lambda _: False)
    assert len(matched.new) == len(matched.unmatched) == 2000
