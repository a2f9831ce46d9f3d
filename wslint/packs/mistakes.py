"""What is wrong with rule packs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class PackError(Exception):
    """Rules that cannot be used: the run must stop. `messages` are lines of the form `what @ path:line`."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages: tuple[str, ...] = tuple(messages)
        super().__init__("\n".join(self.messages))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message: `; did you mean …?`, or nothing."""
    near = suggestions(word, known)
    return f"; did you mean `{near[0]}`?" if near else ""


def suggestions(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three known words that may have been meant, the nearest first; case does not count."""
    if len(word) > 100:
        return ()
    from difflib import get_close_matches

    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(candidate.casefold(), candidate)
    return tuple(
        by_folded[folded] for folded in get_close_matches(word.casefold(), by_folded, n=3, cutoff=0.6)
    )
