"""What is wrong with a configuration, said in one line each; and the word that was probably meant."""

from __future__ import annotations

from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Mistake(NamedTuple):
    """One thing wrong with the settings. `line` and `column` are 1-based; 0 where there is no such place."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        if not self.path:
            return self.message
        if not self.line:
            return f"{self.path}: {self.message}"
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class SettingsError(Exception):
    """Settings that cannot be used: the run must stop. `mistakes` are in the order of their places."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(sorted(mistakes, key=lambda mistake: mistake[:3]))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant: the most alike, or the only one of which it is a part."""
    from wslint.packs.mistakes import suggestions

    words = list(known)
    alike = suggestions(word, words)
    if alike:
        return alike[0]
    whole = [
        known_word for known_word in words if len(word) >= 4 and word.casefold() in known_word.casefold()
    ]
    return whole[0] if len(whole) == 1 else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message: `; did you mean …?`, or nothing."""
    meant = nearest(word, known)
    return f"; did you mean `{meant}`?" if meant else ""
