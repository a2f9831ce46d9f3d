"""From the name of a check to the check, imported only when a rule is to run."""

from __future__ import annotations

from wslint.checks.check import Check
from wslint.packs.rule import MARK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def find_check(reference: str) -> Check:
    """The check called "topic.check-name", or the one that an assertion makes. Raises LookupError."""
    if reference.startswith(MARK):
        from wslint.packs.assertion import check_of

        return check_of(reference)
    topic, _, name = reference.partition(".")
    try:
        module = __import__(f"wslint.checks.{topic}", fromlist=[topic])
    except ModuleNotFoundError as error:
        if error.name != f"wslint.checks.{topic}":
            raise
        raise LookupError(f"there is no module wslint/checks/{topic}.py") from None
    found = getattr(module, name.replace("-", "_"), None)
    if isinstance(found, Check):
        return found
    raise LookupError(f"wslint/checks/{topic}.py has no check `{name.replace('-', '_')}`")


def fill(check: Check, params: Mapping[str, Any]) -> Any:
    """The parameters of a check as its own record; lists become tuples. Raises TypeError."""
    return check.parameters(**{name.replace("-", "_"): _frozen(value) for name, value in params.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value
