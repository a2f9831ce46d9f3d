"""Comments of a Dockerfile that may be suppressions, and which instruction each of them speaks of."""

from __future__ import annotations

from bisect import bisect_right

from wslint.model.facts import Remark
from wslint.syntax.dockerfile import Dockerfile
from wslint.text import Span

MARKS = ("wslint:", "hadolint", "check=skip", "dclint", "checkov:skip", "kube-linter")
"""What a comment contains that is for a linter."""

# hadolint README, "Inline ignores"; Docker's build checks, `# check=skip=`; checkov, "Suppressing and
# skipping policies"; ours.
_WHOLE_FILE = ("hadolint global ignore", "check=skip", "checkov:skip", "wslint: file-ignore")


def remarks_of(dockerfile: Dockerfile) -> tuple[Remark, ...]:
    """The comments for linters, in order. Some hold for the whole file, the others for what comes next."""
    source = dockerfile.source
    if not any(mark in source.text for mark in MARKS):
        return ()
    remarks: dict[int, Remark] = {}
    whole = Span(source, 0, len(source.text))
    starts = [instruction.span.start for instruction in dockerfile.instructions]
    for span in (*dockerfile.comments, *_directive(dockerfile)):
        text = span.text.lstrip("#").strip()
        if not any(mark in text for mark in MARKS):
            continue
        covers = whole if text.startswith(_WHOLE_FILE) else _next(dockerfile, starts, span)
        remarks[span.start] = Remark(text, span, covers)
    return tuple(remarks[start] for start in sorted(remarks))


def _directive(dockerfile: Dockerfile) -> tuple[Span, ...]:
    """The line of `# check=…`, which is a directive to BuildKit and not a comment."""
    check = dockerfile.directives.get("check")
    if check is None:
        return ()
    line = dockerfile.source.line_span(dockerfile.source.position(check.span.start).line)
    start = line.start + len(line.text) - len(line.text.lstrip())
    return (Span(line.source, start, line.end),)


def _next(dockerfile: Dockerfile, starts: list[int], comment: Span) -> Span:
    """The instruction that a comment stands in, else the next one; its own line where there is none."""
    after = bisect_right(starts, comment.start)
    if after > 0 and comment.end <= dockerfile.instructions[after - 1].span.end:
        return dockerfile.instructions[after - 1].span
    if after < len(starts):
        return dockerfile.instructions[after].span
    return dockerfile.source.line_span(dockerfile.source.position(comment.start).line)
