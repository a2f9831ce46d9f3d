"""What a fix is made of."""

from __future__ import annotations

from wslint.text.fragment import Fragment
from wslint.text.record import NamedTuple
from wslint.text.source import Source, Span


class Edit(NamedTuple):
    """Replace a span by a text; an empty span is an insertion."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that belong together, all or none. Safe: cannot change a deployment that works."""

    description: str
    edits: tuple[Edit, ...]
    safe: bool = True


def at_home(fix: Fix) -> Fix | None:
    """The fix in the file itself, where its edits are in fragments of it; None where it cannot be made there.

    A line that is added gets what the lines of the fragment begin with in their host.
    """
    if all(edit.span.source.__class__ is Source for edit in fix.edits):
        return fix
    edits = []
    for edit in fix.edits:
        source = edit.span.source
        text = edit.text
        if isinstance(source, Fragment):
            if not source.exact:
                return None
            text = text.replace("\n", "\n" + source.prefix)
        edits.append(Edit(edit.span.home, text))
    return fix._replace(edits=tuple(edits))
