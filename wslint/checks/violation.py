"""What a check yields, before the rule dresses it."""

from __future__ import annotations

from wslint.text import Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

Field = str | int | float


class Related(NamedTuple):
    """Another place that takes part. `label` names one of the rule's labels, which gives it its words."""

    span: Span
    label: str


class Violation(NamedTuple):
    """A broken invariant.

    `fields` fill the rule's texts. `variant` picks among a rule's messages, severities, fixes and aliases
    where it has several. `label` names the words beside the caret, if any. `workload` is the name for
    people of the workload concerned. `merge` is a key: violations of one rule with the same key (and the
    same primary span) are one finding, seen from several places. `secret`: what the span covers must not be
    printed.
    """

    span: Span
    fields: Mapping[str, Field] = {}
    related: tuple[Related, ...] = ()
    variant: str = ""
    label: str = ""
    fix: Fix | None = None
    workload: str | None = None
    secret: bool = False
