"""Dockerfiles that fixes are about to write, read by a second reader: what no edit touched must stand as before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wslint.fixing.draft import Change, Draft, Shift
from wslint.project.classify import classify_document
from wslint.syntax.dockerfile.second_reader import Told, told
from wslint.text import Source


def lost_to_a_second_reader(drafts: Mapping[str, Draft]) -> str:
    """Why the drafts (by shown path) of Dockerfiles must not be written; empty if they may.

    An instruction whose lines no edit touched is still read as an instruction, at the place to which it has moved, with
    the same keyword and value. Texts that are too long for the second reader are not held to that.
    """
    for path, draft in drafts.items():
        if draft.changes and _is_dockerfile(path, draft.original):
            lost = _first_lost(draft)
            if lost is not None:
                line = draft.original.position(lost.start).line
                return (
                    f"{path}: a second reader would no longer see the {lost.keyword} of line {line} as it is"
                )
    return ""


def _is_dockerfile(path: str, source: Source) -> bool:
    found = classify_document(source, path, is_file=lambda _: False, named=True)
    return found.kind == "dockerfile"


def _first_lost(draft: Draft) -> Told | None:
    """The first instruction that no edit touched and that is read in another way now."""
    before, after = told(draft.original.text), told(draft.text)
    if before is None or after is None:
        return None
    now = {one.start: (one.keyword, one.value) for one in after}
    shift = Shift(draft.changes)
    passed = 0
    for one in before:
        while passed < len(draft.changes) and draft.changes[passed].end < one.start:
            passed += 1
        if not _is_touched(one, draft.changes, passed) and not any(
            now.get(place) == (one.keyword, one.value) for place in shift.places(one.start)
        ):
            return one
    return None


def _is_touched(one: Told, changes: Sequence[Change], first: int) -> bool:
    """Whether a change, from the given one on, is about the lines of an instruction."""
    for at in range(first, len(changes)):
        if changes[at].start > one.end:
            return False
        if _touches(changes[at], one):
            return True
    return False


def _touches(change: Change, one: Told) -> bool:
    """Whether a change that meets the lines of an instruction is about them, and not whole lines beside them."""
    if change.start == change.end == one.start:
        return not change.text.endswith("\n")
    if change.start == one.end:
        return change.text != "" and not change.text.startswith(("\n", "\r\n"))
    return change.end != one.start
