"""What mends a problem that a reader met, from the words of the problem alone."""

from __future__ import annotations

from wslint.model.durations import parse_duration
from wslint.model.facts import Problem
from wslint.project.insertions import beside, put_at_top, put_inside
from wslint.project.removals import remove_entry, remove_item, remove_repeated
from wslint.text import Edit, Fix, Span

_DECLARED = {"compose-undefined-network": "networks", "compose-undefined-volume": "volumes"}


def fix_of(problem: Problem) -> Fix | None:
    """The one obvious remedy; None where there is none, or several.

    Safe is what corrects a slip of the pen in a file that Compose refuses. A name that is like another one
    may be meant all the same, so that takes a decision.
    """
    if problem.fix is not None:
        return problem.fix
    variant = str(problem.fields.get("variant", ""))
    if problem.check.startswith("compose-undefined-"):
        if variant == "path":
            kind = beside(problem.span, "type")
            return None if kind is None else Fix("write `type: bind`", (Edit(kind, "bind"),))
        return _other_name(problem) if variant == "near" else _declaration(problem, variant)
    if variant in ("twice", "self"):
        edit = remove_item(problem.span) or remove_entry(problem.span)
        return None if edit is None else Fix("remove it", (edit,), safe=variant == "twice")
    if problem.check == "compose-invalid-value":
        return _other_value(problem, variant)
    if problem.check == "compose-invalid-duration":
        return _in_seconds(problem)
    if problem.check == "duplicate-key" and problem.related:
        edit = remove_repeated(problem.related[0][1], problem.span)
        return None if edit is None else Fix("remove the second one, which says the same", (edit,))
    if problem.check == "unknown-kind" and variant == "unknown":
        return _other_kind(problem)
    return None


def _other_name(problem: Problem) -> Fix | None:
    name, near = str(problem.fields["name"]), str(problem.fields["near"])
    span = problem.span
    at = span.text.find(name)
    if at < 0 or span.text.count(name) != 1:
        return None
    part = Span(span.source, span.start + at, span.start + at + len(name))
    return Fix(f"write `{near}`", (Edit(part, near),), safe=False)


def _declaration(problem: Problem, variant: str) -> Fix | None:
    section = _DECLARED.get(problem.check)
    name = str(problem.fields["name"])
    if section is None or variant or not name.replace("-", "a").replace("_", "a").isalnum():
        return None
    edit = put_at_top(problem.span, section, name)
    return None if edit is None else Fix(f"declare `{name}` under `{section}:`", (edit,), safe=False)


def _other_value(problem: Problem, variant: str) -> Fix | None:
    span, value = problem.span, str(problem.fields.get("value", "")).strip("`")
    text = ""
    if variant == "near" and span.text == value:
        text = str(problem.fields["near"])
    elif variant == "first-word-case" and span.text == value:
        text = str(problem.fields["word"])
    elif variant == "key" and span.text.isascii() and span.text.isalnum():
        text = f'"{span.text}"'
    elif variant == "unquote" and span.text == value and value.isdigit():
        text, span = value, _with_quotes(span)
    elif variant == "space" and value.strip() and span.text.count(f"{value}=") == 1:
        text = span.text.replace(f"{value}=", f"{value.rstrip()}=")
    elif variant == "missing" and problem.fields.get("key") == "condition":
        edit = put_inside(span, "condition", "service_started")
        return None if edit is None else Fix("wait until it has started", (edit,), safe=False)
    return Fix(f"write `{text}`", (Edit(span, text),)) if text else None


def _in_seconds(problem: Problem) -> Fix | None:
    """A number in seconds, as docker itself counts; the units of Go are lower case."""
    text = problem.span.text
    new = f"{text}s" if text.isascii() and text.isdigit() else text.lower()
    if new == text or parse_duration(new, "compose") is None:
        return None
    return Fix(f"write `{new}`", (Edit(problem.span, new),), safe=False)


def _other_kind(problem: Problem) -> Fix | None:
    """`apps/v1 Deployment` in place of what is there, whichever of the two is wrong."""
    version, _, kind = str(problem.fields["instead"]).partition(" ")
    edits = []
    for span, new, old in (
        (problem.span, kind, problem.fields["kind"]),
        (problem.related[0][1], version, problem.fields["api_version"]),
    ):
        if new != old:
            if span.text != old:
                return None
            edits.append(Edit(span, new))
    return Fix(f"write `{version}` and `{kind}`", tuple(edits), safe=False) if edits else None


def _with_quotes(span: Span) -> Span:
    text = span.source.text
    around = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
    return Span(span.source, span.start - 1, span.end + 1) if around in (("'", "'"), ('"', '"')) else span
