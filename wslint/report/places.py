"""Places as machines know them: below the root of the repository, and with a fingerprint for each finding."""

from __future__ import annotations

import os

from wslint.engine.finding import Finding, Outcome, RelatedPlace, Since
from wslint.engine.fingerprints import fingerprints, path_below
from wslint.report.options import RenderOptions
from wslint.text import Span


class Places:
    """Shown paths as paths below the root, with `/` and no `./`; each is looked at once.

    A link that leads to another file below the root is named as that file, since CI systems know no links.
    """

    def __init__(self, options: RenderOptions) -> None:
        self._options = options
        self._root = os.path.realpath(options.root) if options.root else ""
        self._paths: dict[str, str] = {}

    def path(self, shown: str) -> str:
        """The path below the root; as it is shown where no root was given."""
        known = self._paths.get(shown)
        if known is None:
            known = self._paths[shown] = self._below(shown)
        return known

    def uri(self, shown: str) -> str:
        """The path as a relative URI reference (RFC 3986): what is not allowed there is percent-encoded."""
        from urllib.parse import quote

        path = self.path(shown)
        try:
            data = path.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            data = path.encode("utf-8", "surrogatepass")
        return quote(data, safe="/-._~!$&'()*+,;=@")

    def _below(self, shown: str) -> str:
        options = self._options
        if not options.root or not shown:
            return shown
        lexical = path_below(shown, options.root, options.cwd)
        try:
            real = os.path.realpath(os.path.join(options.cwd, shown))
        except ValueError:  # a NUL in the name
            return lexical
        inside = real.startswith(self._root.rstrip(os.sep) + os.sep)
        return os.path.relpath(real, self._root).replace(os.sep, "/") if inside else lexical


def everything(outcome: Outcome) -> list[Finding]:
    """All that was found, also what is silenced or known, in the order of reports."""
    known = [*(outcome.debt.known if outcome.debt else ()), *(outcome.since.known if outcome.since else ())]
    found = [*outcome.findings, *(one.finding for one in outcome.suppressed), *known]
    return sorted(found, key=Finding.sort_key)


def marks(outcome: Outcome, options: RenderOptions) -> dict[int, str]:
    """The fingerprint of each finding by its `id`, unique in the run. Raises nothing for a path without a root.

    They are counted over all that was found, so that silencing one changes no other.
    """
    found = everything(outcome)
    made = fingerprints(found, options.root, cwd=options.cwd)
    return {id(finding): mark for finding, mark in zip(found, made, strict=True)}


def in_the_change(finding: Finding, since: Since | None) -> Finding:
    """The finding with a changed place as its primary one, where a run looked for what a change broke.

    CI systems show in a pull request what lies on its lines, and the place to mend may be elsewhere.
    """
    if since is None or _at(finding.span) in since.touched:
        return finding
    others = [*finding.related, *(RelatedPlace(span, "also reached from here") for span in finding.also)]
    for number, place in enumerate(others):
        if _at(place.span) in since.touched:
            mended = RelatedPlace(finding.span, finding.label or "the place to mend")
            related = (mended, *others[:number], *others[number + 1 :])
            return finding._replace(span=place.span, label=place.message, related=related, also=())
    return finding


def _at(span: Span) -> tuple[str, int]:
    return span.source.path, span.line


def first_line_of(span: Span) -> Span:
    """The part of a span on its first line, without the line end."""
    line = span.source.line_span(span.first.line)
    start = min(span.start, line.end)
    return Span(span.source, start, max(start, min(span.end, line.end)))
