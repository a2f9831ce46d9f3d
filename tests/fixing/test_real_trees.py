"""Real trees, as they are and with faults put in, fixed: what is promised, and nothing else.

The trees are copied to a scratch folder. Totals are printed with `pytest -rP`.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
TREES = sorted(path for path in CORPUS.glob("*") if path.is_dir()) if CORPUS.is_dir() else []
OPTIONS = ("--unsafe-fixes", "--select", "ALL", "--fail-on", "never", "--output-format", "json")
FAULTS = (
    (r"terminationGracePeriodSeconds: *\d+", "terminationGracePeriodSeconds: 1"),
    (r"stop_grace_period: *\S+", "stop_grace_period: 1s"),
    (r"(\s)targetPort: *[\w-]+", r"\1targetPort: nowhere"),
    (r"(?m)^EXPOSE (\d+)$", r"EXPOSE 1\1"),
    (r'(?m)^(CMD|ENTRYPOINT) \["([\w./-]+)", "([\w./-]+)"\]$', r"\1 \2 \3"),
    (r"curl (-f|--fail) ", "curl "),
    (r"restart: always", "restart: allways"),
    (r"(?m)^(\s+)depends_on:", r"\1depend_on:"),
    (r"://localhost\b", "://host.docker.internal"),
    (r"timeoutSeconds: *\d+", "timeoutSeconds: 100"),
    (r'(?m)^(\s+- )"?(\d{4}):(\d{4})"?$', r'\1"\2:4\3"'),
)


@pytest.mark.skipif(not TREES, reason="../shared/corpus is not there: NO REAL TREE IS FIXED")
def test_the_corpus_is_there():
    assert len(TREES) >= 5


class Leaf(NamedTuple):
    """A value, the 0-based line on which it begins, and the lines of the keys above it."""

    value: Any
    line: int
    above: frozenset[int]


def leaves(
    value: Any, path: tuple[Any, ...], line: int, above: frozenset[int]
) -> Iterator[tuple[tuple[Any, ...], Leaf]]:
    if not isinstance(value, (dict, list)) or not value:
        yield path, Leaf(value, line, above)
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        # Of a key: its line and column, and those of its value.
        at = (value.lc.data or {}).get(key, (line, 0, line, 0))
        yield from leaves(item, (*path, key), at[-2], above | {at[0]})


def values(text: str) -> dict[tuple[Any, ...], Leaf] | None:
    """Every value of a YAML file by its path; None for what is no YAML."""
    yaml = YAML(typ="rt", pure=True)
    try:
        documents = list(yaml.load_all(text))
    except YAMLError:
        return None
    return {
        path: leaf
        for number, document in enumerate(documents)
        for path, leaf in leaves(document, (number,), 0, frozenset())
    }


def comments(text: str) -> Counter[str]:
    return Counter(found[1] for found in re.finditer(r"(?m)(?:^|\s)(#.*?)\s*$", text))


def key(finding: dict[str, Any], texts: dict[str, str]) -> tuple[str, ...]:
    """What a finding is known by whatever its lines: rule, path, message, and the text at its place."""
    lines = texts[finding["path"]].split("\n")
    first, last = finding["line"] - 1, finding["end_line"] - 1
    part = lines[first : last + 1]
    part[-1] = part[-1][: finding["end_column"] - 1]
    part[0] = part[0][finding["column"] - 1 :]
    return (finding["name"], finding["path"], finding["message"], "\n".join(part))


def read(tree, findings) -> dict[str, str]:
    return {finding["path"]: decoded(tree, finding["path"]) for finding in findings}


def decoded(tree, path: str) -> str:
    return tree.data(path).decode().replace("\r\n", "\n").removeprefix("\ufeff")


def broken(folder: Path) -> None:
    """Put faults into a tree."""
    for path in folder.rglob("*"):
        if (
            path.is_file()
            and not path.is_symlink()
            and (path.suffix in {".yaml", ".yml"} or "Dockerfile" in path.name)
        ):
            text = path.read_text("utf-8", errors="surrogateescape")
            for pattern, fault in FAULTS:
                text = re.sub(pattern, fault, text)
            path.write_text(text, "utf-8", errors="surrogateescape", newline="")


@pytest.mark.parametrize("faulty", [False, True], ids=["as it is", "with faults put in"])
@pytest.mark.parametrize("name", [path.name for path in TREES])
def test_fixes_of_a_real_tree_do_what_they_promise_and_nothing_else(tree, name, faulty):
    shutil.copytree(CORPUS / name, tree.folder, symlinks=True, dirs_exist_ok=True)
    (tree.folder / ".git").mkdir(exist_ok=True)
    if faulty:
        broken(tree.folder)
    before = tree.all()
    was = json.loads(tree.check(*OPTIONS).out)["findings"]
    was_texts = read(tree, was)
    answer = tree.check("--fix", *OPTIONS)
    now = json.loads(answer.out)["findings"]
    now_texts = read(tree, now)
    after = tree.all()
    changed = {path for path in before if before[path] != after[path]}
    assert before.keys() == after.keys()
    due = [finding for finding in was if finding["fix"] and finding["fix"]["edits"]]
    failures = [line for line in answer.err.splitlines() if line.startswith("wslint: not ")]

    # What had a fix is gone, and nothing has come: only the words of what is still there may have changed.
    old, new = (
        Counter(key(one, texts) for one in some) for some, texts in ((was, was_texts), (now, now_texts))
    )
    fixed = Counter(key(finding, was_texts) for finding in due)
    assert sum(new.values()) <= sum(old.values()) - len(due) + len(failures)
    if not failures:
        assert not (new - (old - fixed)).keys() & fixed.keys()
    assert Counter(word[:2] for word in new.elements()) <= Counter(word[:2] for word in old.elements())
    assert failures == []

    # Only lines that the fixes name are touched.
    named: dict[str, set[int]] = {}
    for finding in due:
        for edit in finding["fix"]["edits"]:
            named.setdefault(edit["path"], set()).update(range(edit["line"] - 1, edit["end_line"]))
    assert changed <= named.keys()
    for path in changed:
        one, other = (side[path].decode().replace("\r\n", "\n") for side in (before, after))
        removed, added = differing(one.split("\n"), other.split("\n"))
        assert removed <= named[path], path
        assert not comments(one) - comments(other), path
        if path.endswith((".yaml", ".yml")):
            same_but(values(one), values(other), removed, added, named[path])

    # A second run changes nothing.
    again = tree.check("--fix", *OPTIONS)
    assert "nothing fixed" in again.err
    assert tree.all() == after
    lines = sum(len(lines) for lines in named.values())
    print(f"{name}: {len(due)} fixes in {len(changed)} files, {lines} lines; {len(failures)} failures")  # noqa: T201
    for rule, count in sorted(Counter(finding["name"] for finding in due).items()):
        print(f"  {rule}: {count}")  # noqa: T201


def differing(one: list[str], other: list[str]) -> tuple[set[int], set[int]]:
    """The 0-based lines that are only in the one or in the other text."""
    from difflib import SequenceMatcher

    removed: set[int] = set()
    added: set[int] = set()
    for tag, start, end, low, high in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            removed.update(range(start, end))
            added.update(range(low, high))
    return removed, added


def same_but(was: Any, now: Any, removed: set[int], added: set[int], named: set[int]) -> None:
    """Every value is the same but those on lines that were removed or added."""
    if was is None:
        return  # a template, or what a fix has just mended
    assert now is not None
    for path in was.keys() | now.keys():
        if path in was and path in now and was[path].value == now[path].value:
            continue
        if path in was:
            assert was[path].line in removed | named or was[path].above & removed, path
        if path in now:
            assert now[path].line in added or now[path].above & added, path
