"""What a fix is made of."""

from wslint.text.record import NamedTuple
from wslint.text.source import Span


class Edit(NamedTuple):
    """Replace a span by a text; an empty span is an insertion."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that belong together, all or none. Safe: cannot change a deployment that works."""

    description: str
    edits: tuple[Edit, ...]
    safe: bool = True
