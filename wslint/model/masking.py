"""What stands in a text for certain, when some of it is filled in later."""

from __future__ import annotations

MOST = 2000
"""Characters of a text that is looked at."""

# Compose and shells, Kubernetes and shells, Helm and Jinja, shells.
_CLOSING = {"${": "}", "$(": ")", "{{": "}}", "`": "`"}


def masked(text: str) -> str | None:
    """A text as written, with an `x` for every character of what is filled in later; None where that is unclear.

    `${…}`, `$NAME`, `$$`, `$(…)`, `{{…}}` and what stands between backticks. The result is as long as the text,
    and a word that an unknown part belongs to is no more the word that it looks like.
    """
    if len(text) > MOST or "\n" in text:
        return None
    pieces: list[str] = []
    at = 0
    while at < len(text):
        end = _end_of_unknown(text, at)
        if end is None:
            return None
        pieces.append("x" * (end - at) if end > at else text[at])
        at = max(end, at + 1)
    return "".join(pieces)


def _end_of_unknown(text: str, at: int) -> int | None:
    """Where the unknown part that begins at an offset ends: the offset itself for none, None if it never does."""
    opening = next((one for one in _CLOSING if text.startswith(one, at)), None)
    if opening is not None:
        inside = at + len(opening)
        end = text.find(_CLOSING[opening], inside)
        nested = end < 0 or any(one in text[inside:end] for one in _CLOSING)
        return None if nested else end + len(_CLOSING[opening])
    if text[at] != "$":
        return at
    end = at + 1
    while end < len(text) and (text[end] in "_$" or text[end].isalnum()):
        end += 1
    return end
