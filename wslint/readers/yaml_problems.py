"""What is wrong with a YAML file whatever it is for: text that cannot be parsed, keys given twice."""

from __future__ import annotations

from wslint.model.facts import Problem
from wslint.syntax.yaml import Entry, Mapping, Node, Scalar, Sequence, YamlFile


def problems_of(file: YamlFile) -> tuple[Problem, ...]:
    """Syntax errors and repeated keys, in the order of the text."""
    problems = [Problem("syntax-error", wrong.span, {"reason": wrong.reason}) for wrong in file.problems]
    for document in () if file.plain else file.documents:
        if document.root is not None:
            _collect(document.root, problems)
    return tuple(sorted(problems, key=lambda problem: problem.span.start))


def _collect(root: Node, problems: list[Problem]) -> None:
    """Visit every mapping once."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.__class__ is Scalar:
            continue
        if part.anchor is not None:
            if id(part) in seen:
                continue
            seen.add(id(part))
        if isinstance(part, Mapping):
            for first, again in part.duplicates:
                problems.append(_repeated(first, again))
            waiting += [entry.value for entry in part.entries if entry.value.__class__ is not Scalar]
        elif isinstance(part, Sequence):
            waiting += [item.value for item in part.items if item.value.__class__ is not Scalar]


def _repeated(first: Entry, again: Entry) -> Problem:
    span = first.key.span
    return Problem(
        "duplicate-key",
        again.key.span,
        {"key": again.key_text or "", "line": span.line},
        related=(("first", span),),
    )
