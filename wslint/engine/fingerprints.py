"""What a finding is recognised by from one run to the next: no line numbers, no messages."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

from wslint.engine.finding import Finding
from wslint.text import Span
from wslint.text.record import NamedTuple

# Characters looked at on each side of a span: a line of generated JSON can be the whole file.
_AROUND = 200
_QUOTES = str.maketrans("", "", "\"'")


class Identity(NamedTuple):
    """A finding's fingerprints: 16 hexadecimal digits each.

    `fingerprint` is unique among the findings it was made with. `anywhere` leaves out the path, so that a renamed
    file keeps it; it is unique among the findings of one file. `path` is relative to the root, with `/`.
    `place` stands for the rule and its primary place alone, `others` for the rule and each related place: of two
    ends that are alike, such as two services that want one port, their order decides which is the primary one.
    """

    fingerprint: str
    anywhere: str
    path: str
    place: str
    others: tuple[str, ...]


def fingerprints(findings: Sequence[Finding], root: str, *, cwd: str = "") -> list[str]:
    """The fingerprint of each finding, in the order given: stable without line numbers.

    Made of the rule's name, the path below `root` (absolute; the paths of findings are relative to `cwd`, or
    to the working directory), the workload, the text of the primary span and of its line, and a count among
    those in which all of that is equal. Moved lines, comments, indentation, quotes and the order of documents
    do not change it, nor does what other files say. Give all findings of a run: the count goes by their order.
    """
    return [identity.fingerprint for identity in identities(findings, root, cwd=cwd)]


def identities(findings: Sequence[Finding], root: str, *, cwd: str = "") -> list[Identity]:
    """As `fingerprints`, with the path and what is left without it."""
    paths = _Paths(root, cwd or os.getcwd())
    seen: Counter[tuple[str, ...]] = Counter()
    found: list[Identity] = []
    for finding in findings:
        path = paths.of(finding.span)
        texts = _texts(finding.span, secret=finding.secret)
        facts = (finding.name, _workload(finding.workload), *texts)
        number = seen[(path, *facts)]
        seen[(path, *facts)] += 1
        others = () if finding.secret else tuple(place.span for place in finding.related)
        found.append(
            Identity(
                _digest(path, *facts, str(number)),
                _digest(*facts, str(number)),
                path,
                _digest(finding.name, path, *texts),
                tuple(_digest(finding.name, paths.of(span), *_texts(span)) for span in others),
            )
        )
    return found


class _Paths:
    """Paths of spans below the root, each made once."""

    def __init__(self, root: str, cwd: str) -> None:
        self._root = root
        self._cwd = cwd
        self._known: dict[str, str] = {}

    def of(self, span: Span) -> str:
        shown = span.source.path
        path = self._known.get(shown)
        if path is None:
            path = self._known[shown] = path_below(shown, self._root, self._cwd)
        return path


def path_below(shown: str, root: str, cwd: str) -> str:
    """A shown path, relative to the root (with `/`) in place of `cwd`; as it is where there is no root."""
    if not root:
        return shown
    return os.path.relpath(os.path.join(cwd, shown), root).replace(os.sep, "/")


def _workload(name: str | None) -> str:
    """A stage without a name is called by its place, which changes with the other stages."""
    if name is None:
        return ""
    if name in ("the image", "the last stage") or name.removeprefix("stage ").isdigit():
        return "stage"
    return name


def _texts(place: Span, *, secret: bool = False) -> tuple[str, str]:
    """The first line of the span and the line around it. Of a secret, nothing goes into a fingerprint."""
    span = place.home
    line = span.source.line_span(span.first.line)
    start, end = min(span.start, line.end), min(span.end, line.end)
    before = span.source.text[max(line.start, start - _AROUND) : start]
    after = span.source.text[end : min(line.end, end + _AROUND)]
    inside = Span(span.source, start, end).text
    if secret:
        return "", _normal(before + " " + _without_comment(after))
    return _normal(inside), _normal(before + inside + _without_comment(after))


def _without_comment(rest: str) -> str:
    """What follows a span in its line, without a comment of YAML or of a shell."""
    at = rest.find("#")
    while at > 0 and rest[at - 1] not in " \t":
        at = rest.find("#", at + 1)
    return rest if at < 0 else rest[:at]


def _normal(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())


def _digest(*parts: str) -> str:
    from hashlib import sha256

    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return sha256(data, usedforsecurity=False).hexdigest()[:16]
