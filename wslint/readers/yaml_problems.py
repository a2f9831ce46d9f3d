"""What is wrong with a YAML file whatever it is for: text that cannot be parsed, keys given twice."""

from wslint.model.facts import Problem
from wslint.syntax.yaml import Entry, Mapping, YamlFile, walk


def problems_of(file: YamlFile) -> tuple[Problem, ...]:
    """Syntax errors and repeated keys, in the order of the text."""
    problems = [Problem("syntax-error", wrong.span, {"reason": wrong.reason}) for wrong in file.problems]
    for document in file.documents:
        if document.root is None:
            continue
        for part in walk(document.root):
            if isinstance(part, Mapping) and part.duplicates:
                problems += [_repeated(first, again) for first, again in part.duplicates]
    return tuple(sorted(problems, key=lambda problem: problem.span.start))


def _repeated(first: Entry, again: Entry) -> Problem:
    span = first.key.span
    return Problem(
        "duplicate-key",
        again.key.span,
        {"key": again.key_text or "", "line": span.line},
        related=(("first", span),),
    )
