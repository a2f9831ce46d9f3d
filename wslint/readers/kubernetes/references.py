"""`$(NAME)` in commands, arguments and variables, as the kubelet expands it.

Source: Kubernetes documentation, "Define dependent environment variables"; API reference, Container
`command`: unresolved references stay as they are, `$$(NAME)` is an escaped `$(NAME)`.
"""

from __future__ import annotations

from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
_LINK_ENDINGS = ("_SERVICE_HOST", "_SERVICE_PORT", "_PORT")
_LINK_PARTS = ("_SERVICE_PORT_", "_PORT_")


class Scope(NamedTuple):
    """The variables that a reference can see: name to value, None for an unknown one.

    `open` is true where a source that is not read here (`envFrom`) may define more.
    """

    values: Mapping[str, str | None]
    open: bool = False

    def is_unknown(self, name: str) -> bool:
        """Whether a name may have a value that cannot be known here.

        Kubernetes itself gives a container variables for each Service (Service documentation, "Environment
        variables"): `REDIS_SERVICE_HOST`, `REDIS_PORT_6379_TCP` …
        """
        if name in self.values:
            return self.values[name] is None
        if not name or any(c not in _NAME for c in name):
            return False
        service = name.endswith(_LINK_ENDINGS) or any(part in name for part in _LINK_PARTS)
        return self.open or (service and name.isupper())


def expand(text: str, scope: Scope) -> str | None:
    """The text with its references filled in; None where one of them has an unknown value."""
    at = text.find("$")
    if at < 0:
        return text
    parts: list[str] = []
    done = 0
    while 0 <= at < len(text) - 1:
        parts.append(text[done:at])
        following = text[at + 1]
        done = at + 2
        if following == "(":
            end = text.find(")", at)
            if end < 0:
                done = at
                break
            name = text[at + 2 : end]
            done = end + 1
            if scope.is_unknown(name):
                return None
            parts.append(scope.values.get(name) or ("" if name in scope.values else text[at:done]))
        else:
            parts.append("$" if following == "$" else text[at:done])
        at = text.find("$", done)
    parts.append(text[done:])
    return "".join(parts)
