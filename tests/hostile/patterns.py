"""Every regular expression in the program: found in its source, so that none escapes."""

import ast
import importlib
import re
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from .harness import ROOT

_FUNCTIONS = frozenset(
    ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
)
_ANY = 1_000_000
# Patterns that are made of what a function is given: (module, function) to what it is given.
_MADE: dict[tuple[str, str], str] = {
    ("wslint.text.late", "__getattr__"): "those that are written where `compile_late` is called",
    ("wslint.project.compose.validity.acceptance", "matches"): "those of the Compose schema",
    ("wslint.syntax.shell.expansion", "own_folder"): "of at most 200 characters",
    ("wslint.packs.tokens", "_pattern"): "of at most 1,000 characters",
}
_COUNTER = "wslint.readers.document.counterexamples"
# Patterns that are shown short texts only, with the longest ones: each of these bounds is beside where they are used.
_SHORT: dict[str, int] = {
    **dict.fromkeys((f"{_COUNTER}._OUTPUT", f"{_COUNTER}._SENTENCE"), 1_000),  # naming.last_sentence
    **dict.fromkeys(
        (f"{_COUNTER}._AFTER", f"{_COUNTER}._MIGRATION", f"{_COUNTER}._LABEL"), 400
    ),  # _MOST_SAID
    f"{_COUNTER}._ADMONITION": 500,
    "wslint.syntax.markdown.info._PARTS": 2_000,
}


class Pattern(NamedTuple):
    """A compiled pattern, where it stands, the methods that it is used by, and the longest text it is shown."""

    place: str
    compiled: "re.Pattern[Any]"
    methods: tuple[str, ...]
    longest: int


def modules() -> list[tuple[str, ast.Module]]:
    """The modules of the program by name, parsed."""
    found = []
    for path in sorted((ROOT / "wslint").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found.append((name, ast.parse(path.read_text(encoding="utf-8"))))
    return found


def all_patterns() -> list[Pattern]:
    """Every pattern. Raises AssertionError for one that cannot be told."""
    trees = modules()
    used = _methods(trees)
    found: list[Pattern] = []
    for name, tree in trees:
        for call, assigned, function in _calls(tree):
            if (name, function) in _MADE:
                continue
            place = f"{name}.{assigned or call.lineno}"
            pattern = _evaluated(name, call, place)
            own = "compile" if _compiles(call.func) else call.func.attr  # type: ignore[attr-defined]
            methods = used.get((name, assigned), ("search",)) if own == "compile" else (own,)
            found.append(Pattern(place, pattern, methods, _SHORT.get(place, _ANY)))
    return found + _made()


def _calls(tree: ast.Module) -> "list[tuple[ast.Call, str, str]]":
    """Calls of `re`, the name that the outcome gets, and the function that they are in."""
    found: list[tuple[ast.Call, str, str]] = []
    waiting: list[tuple[ast.AST, str, str]] = [(tree, "", "")]
    while waiting:
        at, assigned, function = waiting.pop()
        if isinstance(at, ast.ImportFrom) and at.module == "re":
            raise AssertionError("patterns are made by `re.…`, so that this finds them")
        if isinstance(at, ast.FunctionDef):
            function = at.name
        if isinstance(at, ast.Assign | ast.AnnAssign):
            target = at.targets[0] if isinstance(at, ast.Assign) else at.target
            assigned = target.id if isinstance(target, ast.Name) else ""
        if isinstance(at, ast.Call) and _is_of_re(at.func):
            found.append((at, assigned, function))
        waiting += [(child, assigned, function) for child in ast.iter_child_nodes(at)]
    return found


def _compiles(called: ast.expr) -> bool:
    return ast.unparse(called) in ("re.compile", "compile_late")


def _is_of_re(called: ast.expr) -> bool:
    if _compiles(called):
        return True
    if not isinstance(called, ast.Attribute) or called.attr not in _FUNCTIONS:
        return False
    return isinstance(called.value, ast.Name) and called.value.id == "re"


def _evaluated(name: str, call: ast.Call, place: str) -> "re.Pattern[Any]":
    known = {"re": re, **vars(importlib.import_module(name))}
    compiles = _compiles(call.func)

    def value(written: ast.expr) -> Any:
        return eval(compile(ast.Expression(written), place, "eval"), known)  # noqa: S307  # our own source

    try:
        # `re.sub(pattern, by, text)`: the pattern comes first and is all that matters.
        arguments = [value(one) for one in (call.args if compiles else call.args[:1])]
        named = {str(one.arg): value(one.value) for one in call.keywords if compiles}
    except NameError as unknown:
        raise AssertionError(f"{place}: a pattern that no test can tell: {unknown}") from None
    return arguments[0] if isinstance(arguments[0], re.Pattern) else re.compile(*arguments, **named)


def _methods(trees: list[tuple[str, ast.Module]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """By which methods a name of a module is used, there and where it is imported."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, tree in trees:
        origin: dict[str, tuple[str, str]] = {}
        for at in ast.walk(tree):
            if isinstance(at, ast.ImportFrom) and at.module:
                origin |= {one.asname or one.name: (at.module, one.name) for one in at.names}
        for at in ast.walk(tree):
            if isinstance(at, ast.Attribute) and isinstance(at.value, ast.Name) and at.attr in _FUNCTIONS:
                found[origin.get(at.value.id, (name, at.value.id))].add(at.attr)
    return {key: tuple(sorted(methods)) for key, methods in found.items()}


def _made() -> list[Pattern]:
    from wslint.packs import tokens
    from wslint.syntax.shell import expansion

    schema = sorted(
        path for path in (ROOT / "wslint").rglob("*.json") if b'"pattern' in path.read_bytes()[:2_000_000]
    )
    found = [
        Pattern(f"{path.name}: {one}", re.compile(one), ("search",), _ANY)
        for path in schema
        for one in _of_schema(path)
    ]
    found.append(Pattern("wslint.packs.tokens", tokens._pattern(), ("match",), tokens.MAX_LENGTH))
    seen: list[str] = []
    whole = re.fullmatch
    try:
        re.fullmatch = lambda pattern, *rest: seen.append(pattern)  # type: ignore[assignment]
        expansion.own_folder("$0")
    finally:
        re.fullmatch = whole
    assert seen, "own_folder no longer asks re.fullmatch"
    return [*found, *(Pattern("own_folder", re.compile(one), ("fullmatch",), 200) for one in seen)]


def _of_schema(path: Path) -> list[str]:
    import json

    found: set[str] = set()
    waiting = [json.loads(path.read_text(encoding="utf-8"))]
    while waiting:
        at = waiting.pop()
        if isinstance(at, dict):
            if isinstance(at.get("pattern"), str):
                found.add(at["pattern"])
            if isinstance(at.get("patternProperties"), dict):
                found |= set(at["patternProperties"])
            waiting += at.values()
        elif isinstance(at, list):
            waiting += at
    return sorted(found)
