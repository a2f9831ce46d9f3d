"""Globs: `*` and `?` within a part of a path, `**` across parts. No regular expressions; never exponential."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    T = TypeVar("T")
    P = TypeVar("P")


def matches(pattern: str, text: str) -> bool:
    """Whether a text is of the form of a pattern, where `*` stands for anything and `?` for one character."""
    if "*" not in pattern and "?" not in pattern:
        return pattern == text
    if "?" not in pattern:
        return _stars(pattern.split("*"), text)
    return _wild(pattern, text, "*", lambda one, other: one in ("?", other))


def _stars(pieces: list[str], text: str) -> bool:
    """Whether a text has these pieces, at least two, in turn: the first at its start, the last at its end."""
    first, last = pieces[0], pieces[-1]
    end = len(text) - len(last)
    at = len(first)
    if at > end or not (text.startswith(first) and text.endswith(last)):
        return False
    for piece in pieces[1:-1]:
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def path_matches(pattern: str, path: str) -> bool:
    """Whether a path, or a folder above it, is of the form of a pattern, as in .gitignore.

    A pattern without a slash is about any part of the path; one with a slash about the whole from its start.
    """
    parts = path.split("/")
    inner = pattern.strip("/")
    if "/" not in inner and not pattern.startswith("/"):
        return any(matches(inner, part) for part in parts)
    wanted = inner.split("/")
    return any(_wild(wanted, parts[:end], "**", matches) for end in range(1, len(parts) + 1))


def _wild(pattern: Sequence[P], text: Sequence[T], star: P, same: Callable[[P, T], bool]) -> bool:
    """Match with one kind of star, going back to the last star only: at most len × len steps."""
    at = seen = 0
    last_star, resume = -1, 0
    while seen < len(text):
        if at < len(pattern) and pattern[at] == star:
            last_star, resume = at, seen
            at += 1
        elif at < len(pattern) and same(pattern[at], text[seen]):
            at += 1
            seen += 1
        elif last_star >= 0:
            resume += 1
            at, seen = last_star + 1, resume
        else:
            return False
    while at < len(pattern) and pattern[at] == star:
        at += 1
    return at == len(pattern)
