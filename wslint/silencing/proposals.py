"""For each finding the edit that writes a comment, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from wslint.engine.dialects import Directive
from wslint.engine.finding import Finding
from wslint.engine.suppression import OWN_RULES
from wslint.model.facts import FileKind
from wslint.silencing.place import Nowhere, Place
from wslint.text import Edit, Fix, Source, Span


class _Places(Protocol):
    def of(self, span: Span) -> Place | Nowhere:
        """Where a comment about a span goes."""


class Proposals:
    """Comments with a reason (one line; may be empty) for findings.

    `absolute` turns the shown path of a source into an absolute one.
    """

    def __init__(self, reason: str, absolute: Callable[[str], str]) -> None:
        self._reason = " ".join(reason.split())
        self._absolute = absolute
        self._places: dict[str, tuple[Source, _Places | Nowhere]] = {}

    def of(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[tuple[Finding, str]]]:
        """The findings with the fix that silences them, and those without one, each with the reason.

        Findings of one place share one fix: the first of them has it, the others have none.
        """
        made: list[Finding] = []
        cannot: list[tuple[Finding, str]] = []
        groups: dict[tuple[str, int], list[Finding]] = {}
        places: dict[tuple[str, int], Place] = {}
        for finding in findings:
            place = self._place(finding)
            if isinstance(place, Nowhere):
                made.append(finding._replace(fix=None))
                cannot.append((finding, place.reason))
                continue
            key = (finding.span.path, place.existing[0].span.start if place.existing else place.at)
            groups.setdefault(key, []).append(finding)
            places.setdefault(key, place)
        for key, group in groups.items():
            fix = self._fix(places[key], group)
            made.append(group[0]._replace(fix=fix))
            made += [one._replace(fix=None) for one in group[1:]]
        return sorted(made, key=Finding.sort_key), cannot

    def _place(self, finding: Finding) -> Place | Nowhere:
        if finding.name in OWN_RULES:
            return Nowhere("it is about a suppression: mend that one")
        places = self._places_of(finding.span.source)
        if isinstance(places, Nowhere):
            return places
        place = places.of(finding.span)
        if isinstance(place, Place) and any(finding.name in _names(one) for one in place.existing):
            return Nowhere("the comment that is there does not silence it")
        return place

    def _places_of(self, source: Source) -> _Places | Nowhere:
        known = self._places.get(source.path)
        if known is None or known[0] is not source:
            known = self._places[source.path] = (source, _places_in(source, self._absolute(source.path)))
        return known[1]

    def _fix(self, place: Place, group: list[Finding]) -> Fix:
        names = list(dict.fromkeys(finding.name for finding in group))
        source = group[0].span.source
        description = f"silence {', '.join(names)} by a comment"
        if place.existing:
            at = place.existing[0].words[-1].span.end
            edit = Edit(Span(source, at, at), "".join(f", {name}" for name in names))
        else:
            reason = _within(self._reason, place.closing.strip())
            words = f"wslint: ignore[{', '.join(names)}]{' ' if reason else ''}{reason}"
            text = f"{place.before}{place.opening}{words}{place.closing}{place.after}"
            edit = Edit(Span(source, place.at, place.at), text)
        return Fix(description, (edit,))


def _names(directive: Directive) -> frozenset[str]:
    return frozenset(word.text for word in directive.words)


def _within(reason: str, closing: str) -> str:
    """A reason that does not end the comment that it stands in."""
    if closing == "-->":
        return reason.replace("--", "- -")
    return reason.replace("*/", "* /") if closing else reason


def _places_in(source: Source, path: str) -> _Places | Nowhere:
    """The places of a file by its kind. `path` is absolute."""
    from wslint.project.classify import classify_document

    if path.endswith(".json"):
        return Nowhere("JSON has no comments")
    found = classify_document(source, path, named=True)
    if found.in_chart or found.template is not None or found.kind is None:
        return Nowhere("it is a template" if found.in_chart or found.template else "no comment is read in it")
    if found.kind in ("compose", "kubernetes", "ci"):
        from wslint.silencing.in_yaml import YamlPlaces

        kind: FileKind = "shell" if found.kind == "ci" else found.kind
        return YamlPlaces(source, kind)
    if found.kind == "document":
        from wslint.silencing.in_documents import DocumentPlaces

        return DocumentPlaces(source)
    from wslint.silencing import in_commands

    if found.kind == "dockerfile":
        return in_commands.DockerfilePlaces(source)
    if found.kind == "env":
        return in_commands.EnvPlaces(source)
    if found.kind == "makefile":
        return in_commands.MakefilePlaces(source)
    return in_commands.ScriptPlaces(source) if found.kind == "shell" else Nowhere("no comment is read in it")
