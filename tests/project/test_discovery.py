"""Which files are found, which are passed over, and what is said about the rest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from wslint.project.discovery import Discovered, discover
from wslint.project.ignoring import IgnoreRules


def tree(root: Path, *paths: str, **texts: str) -> str:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(texts.get(path, "FROM scratch\n"))
    return str(root)


def ignore(root: Path, text: str, folder: str = "") -> None:
    file = root / folder / ".gitignore"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def names(found: Discovered) -> list[str]:
    return [candidate.name for candidate in found.files]


def reasons(found: Discovered, root: Path) -> dict[str, str]:
    return {os.path.relpath(path, root): reason for path, reason in found.not_checked}


def test_only_names_that_may_be_deployment_files_are_found(tmp_path: Path) -> None:
    root = tree(tmp_path, "Dockerfile", "a/compose.yaml", "a/main.py", "README.rst", "k8s/x.yml", ".env")
    assert names(discover(root, [root])) == ["Dockerfile", "a/compose.yaml", "k8s/x.yml"]


def test_guides_scripts_makefiles_and_ci_files_are_found(tmp_path: Path) -> None:
    found = ["README.md", "a/guide.mdx", "a/run.sh", "Makefile", ".gitlab-ci.yml", ".github/workflows/x.yml"]
    root = tree(tmp_path, *found)
    assert sorted(names(discover(root, [root]))) == sorted(found)


def test_a_script_without_an_ending_is_told_by_its_first_two_characters(tmp_path: Path) -> None:
    root = tree(tmp_path, "start", "LICENSE", "bin/run")
    (tmp_path / "start").write_text("#!/bin/sh\ndocker ps\n")
    (tmp_path / "bin" / "run").write_text("#")
    assert names(discover(root, [root])) == ["start"]


def test_order_is_that_of_the_paths_however_often_they_are_named(tmp_path: Path) -> None:
    root = tree(tmp_path, "b/Dockerfile", "a/Dockerfile", "a.yaml", "c/x.yml")
    one = discover(root, [root])
    two = discover(root, [str(tmp_path / "c"), root, str(tmp_path / "a"), root])
    assert one == two
    assert [c.path for c in one.files] == sorted(c.path for c in one.files)


def test_folders_of_tools_are_not_walked_and_hidden_ones_are(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        "node_modules/a/Dockerfile",
        ".git/Dockerfile",
        ".venv/Dockerfile",
        "x/__pycache__/a.yml",
        "env/pyvenv.cfg",
        "env/lib/Dockerfile",
        ".devcontainer/Dockerfile",
    )
    assert names(discover(root, [root])) == [".devcontainer/Dockerfile"]


def test_gitignore_holds_at_every_level_and_the_nearest_wins(tmp_path: Path) -> None:
    root = tree(tmp_path, "a.yml", "b.yml", "sub/a.yml", "sub/b.yml", "out/c.yml", "sub/deep/out/c.yml")
    ignore(tmp_path, "# comment\n*.yml\n!b.yml\n/out/\n")
    ignore(tmp_path, "!a.yml\nb.yml\n", "sub")
    assert names(discover(root, [root])) == ["b.yml", "sub/a.yml"]


@pytest.mark.skipif(shutil.which("git") is None, reason="git itself is the oracle")
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("*.yml\n", "!b\n"),
        ("*.yml\n", "!b/\nx.yml\n"),
        ("*.yml\n!b/\n", ""),
        ("*.yml\n!*.yml\n", "/b/*\n!b/x.yml\n"),
        ("a/b/x.yml\n", ""),
        ("/x.yml\n", "/x.yml\n"),
        ("b\n", "!b\n"),
        ("**/b/x.*\n", ""),
        ("a/**/y.yml\n", ""),
        ("*\n!a\n!a/b\n!x.yml\n", ""),
        ("*\n!*/\n!*.yml\n", "y.yml \n"),
        ("\\x.yml\n[y].yml\n", "!?.yml\n"),
        ("a/*\n!a/b\n", ""),
        ("/*\n!/a/\n", "b/**\n"),
        ("/*\n!/a\n/a/*\n!/a/b\n", ""),
        ("**/b\n", "!**/b\n"),
        ("a/**/x.yml\n!/a/b/x.yml\n", ""),
    ],
)
def test_what_is_ignored_is_what_git_ignores(tmp_path: Path, above: str, below: str) -> None:
    root = tree(tmp_path, "x.yml", "a/x.yml", "a/y.yml", "a/b/x.yml", "a/b/y.yml", "c/x.yml")
    ignore(tmp_path, above)
    ignore(tmp_path, below, "a")
    subprocess.run(["git", "init", "-q", root], check=True)
    listing = ["git", "-C", root, "ls-files", "--others", "--exclude-standard", "--", "*.yml"]
    kept = subprocess.run(listing, capture_output=True, text=True, check=True).stdout.split()
    assert names(discover(root, [root])) == sorted(kept)


def test_gitignore_can_be_switched_off(tmp_path: Path) -> None:
    root = tree(tmp_path, "a.yml")
    ignore(tmp_path, "*.yml\n")
    assert names(discover(root, [root], respect_gitignore=False)) == ["a.yml"]


def test_rules_from_above_hold_in_a_folder_that_is_named(tmp_path: Path) -> None:
    root = tree(tmp_path, "sub/a.yml", "sub/b.yml", "sub/c.yml")
    ignore(tmp_path, "a.yml\n")
    (tmp_path / ".git" / "info").mkdir(parents=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("b.yml\n")
    assert names(discover(root, [str(tmp_path / "sub")])) == ["sub/c.yml"]


def test_ignored_folder_is_walked_where_it_is_named_itself(tmp_path: Path) -> None:
    root = tree(tmp_path, "dist/a.yml")
    ignore(tmp_path, "dist/\n*.yml\n")
    assert names(discover(root, [str(tmp_path / "dist")])) == ["dist/a.yml"]
    assert names(discover(root, [root])) == []


def test_file_given_by_name_is_taken_though_ignored_and_whatever_its_name(tmp_path: Path) -> None:
    root = tree(tmp_path, "a.yml", "odd")
    ignore(tmp_path, "*\n")
    given_files = [str(tmp_path / "a.yml"), str(tmp_path / "odd")]
    assert names(discover(root, given_files, exclude=["a.yml"])) == ["a.yml", "odd"]


def test_force_exclude_holds_for_given_files_too(tmp_path: Path) -> None:
    root = tree(tmp_path, "sub/a.yml", "b.yml")
    given_files = [str(tmp_path / "sub" / "a.yml"), str(tmp_path / "b.yml")]
    assert names(discover(root, given_files, exclude=["sub/"], force_exclude=True)) == ["b.yml"]


def test_exclude_patterns_are_relative_to_the_root(tmp_path: Path) -> None:
    root = tree(tmp_path, "a/x.yml", "b/x.yml", "b/a/x.yml")
    ignore(tmp_path, "!a\n")
    assert names(discover(root, [root], exclude=["/a"])) == ["b/a/x.yml", "b/x.yml"]


def test_links_are_not_followed_out_of_the_root_and_loops_end(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    tree(outside, "Dockerfile", "sub/a.yml")
    root = tmp_path / "root"
    tree(root, "real/Dockerfile", "real/.hidden.txt")
    (root / "loop").symlink_to(root)
    (root / "away").symlink_to(outside)
    (root / "Dockerfile").symlink_to(outside / "Dockerfile")
    (root / "broken.yml").symlink_to(root / "nothing")
    (root / "z.Dockerfile").symlink_to(root / "real" / "Dockerfile")
    (root / "self.yml").symlink_to(root / "self.yml")
    found = discover(str(root), [str(root)])
    assert names(found) == ["real/Dockerfile"]
    told = reasons(found, root)
    assert told["away"] == "a link that leads out of the root"
    assert told["Dockerfile"] == "a link that leads out of the root"
    assert told["broken.yml"] == "a link that leads nowhere"
    assert told["self.yml"].startswith("cannot be read")
    assert set(told) == {"away", "Dockerfile", "broken.yml", "self.yml"}


def test_link_to_a_file_that_is_not_found_otherwise_is_taken_once(tmp_path: Path) -> None:
    root = tree(tmp_path, "odd")
    (tmp_path / "Dockerfile").symlink_to(tmp_path / "odd")
    (tmp_path / "Dockerfile.b").symlink_to(tmp_path / "odd")
    assert names(discover(root, [root])) == ["Dockerfile"]


def test_strange_files_are_ledger_lines(tmp_path: Path) -> None:
    root = tree(tmp_path, "Dockerfile.d/a.yml")
    (tmp_path / "Dockerfile").mkdir()
    os.mkfifo(tmp_path / "pipe.yml")
    found = discover(root, [root, str(tmp_path / "pipe.yml"), str(tmp_path / "missing.yml")])
    assert names(found) == ["Dockerfile.d/a.yml"]
    told = reasons(found, tmp_path)
    assert told["pipe.yml"] == "not a regular file"
    assert told["missing.yml"] == "does not exist"
    assert told["Dockerfile"] == "a folder, although its name is that of a Dockerfile"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_unreadable_folder_is_a_ledger_line(tmp_path: Path) -> None:
    root = tree(tmp_path, "a.yml", "shut/b.yml")
    (tmp_path / "shut").chmod(0)
    try:
        found = discover(root, [root])
    finally:
        (tmp_path / "shut").chmod(0o755)
    assert reasons(found, tmp_path)["shut"].startswith("cannot be read")


def test_path_outside_of_the_root_is_not_walked(tmp_path: Path) -> None:
    tree(tmp_path, "out/Dockerfile", "root/Dockerfile")
    found = discover(str(tmp_path / "root"), [str(tmp_path / "out"), str(tmp_path / "out" / "Dockerfile")])
    assert found.files == ()
    assert set(reasons(found, tmp_path).values()) == {"outside of the root"}


def test_file_name_that_is_not_utf_8_can_be_printed(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xff.yml", "wb"):
        pass
    found = discover(str(tmp_path), [str(tmp_path)])
    assert names(found) == ["\\xff.yml"]


def test_patterns_that_mean_nothing_do_not_stop_the_others(tmp_path: Path) -> None:
    root = tree(tmp_path, "a.yml", "b.yml")
    ignore(tmp_path, "!\n/\n[\n**/[z-a].yml\n\\\n***\n")
    ignore(tmp_path, "\ufeffa.yml\r\n")
    assert names(discover(root, [root])) == ["b.yml"]


def test_clean_checkout_does_not_pay_for_the_matcher(tmp_path: Path) -> None:
    root = tree(tmp_path, "Dockerfile", "src/compose.yaml")
    ignore(tmp_path, "*.pyc\nnode_modules/\n/dist\nlogs/*\nbuild/**\n*.log*\n")
    code = (
        "import sys; from wslint.project.discovery import discover;"
        f"print(len(discover({root!r}, [{root!r}]).files), 'pathspec' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2", "False"]


_part = st.text(alphabet="ab.*?[]!\\ -", min_size=1, max_size=4) | st.just("**")


@settings(max_examples=300)
@given(
    st.lists(_part, min_size=1, max_size=3),
    st.sampled_from(["", "/", "!", "#"]),
    st.sampled_from(["", "/", " "]),
)
def test_any_pattern_gives_a_verdict(parts: list[str], start: str, end: str) -> None:
    rules = IgnoreRules("/r", [start + "/".join(parts) + end])
    for name in ("a", "ab", ".a", "a b", "!", "[", "-"):
        for path in (name, "a/" + name, "b/a/" + name):
            assert rules.verdict("/r/" + path, name, folder=False) in (True, False, None)
            assert rules.verdict("/r/" + path, name, folder=True) in (True, False, None)


@pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")
@given(
    st.lists(st.text(alphabet="ab.*?[]!\\ -", min_size=1, max_size=4), max_size=4),
    st.text(alphabet="ab.-", min_size=1),
)
def test_verdict_on_names_is_that_of_the_matcher(patterns: list[str], name: str) -> None:
    if name in (".", ".."):
        return
    try:
        expected = GitIgnoreSpec.from_lines(patterns).check_file(name).include
    except ValueError:
        return
    assert IgnoreRules("/r", patterns).verdict("/r/" + name, name, folder=False) == expected
