"""A text made of stretches of another one, with some of it replaced: expansions, escapes, folded lines."""

from __future__ import annotations

from wslint.text import Fragment, Piece, Source
from wslint.text.late import compile_late

NOWHERE = "__"
"""The name of a shell variable that nothing sets: what it stands for cannot be known."""

_SET = compile_late(r"\b([A-Za-z_]\w*)=|\b(?:for|read|read -r)[ \t]{1,9}([A-Za-z_]\w*)")

_OPTIONS = ("-e", "--env", "--env=", "--build-arg", "--build-arg=", "--label", "-l")


def set_in_shell(text: str) -> set[str]:
    """The names of variables that a shell text may set itself; those that options of a program set are not."""
    names: set[str] = set()
    for found in _SET.finditer(text):
        before = text[max(0, found.start() - 20) : found.start()].rstrip("\"' ")
        if not before.endswith(_OPTIONS):
            names.add(found[1] or found[2])
    return names


class Patchwork:
    """Builds a `Fragment`, piece by piece and in order. Offsets are those of the host it is given."""

    __slots__ = ("_host", "_parts", "_pieces", "_quotes", "_seen", "exact", "length")

    def __init__(self, host: Source) -> None:
        self.exact = True
        self.length = 0
        self._host = host
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._quotes = Quotes()
        self._seen = 0

    def keep(self, start: int, end: int) -> None:
        """The characters `[start, end)` of the host as they are."""
        if end <= start:
            return
        last = self._pieces[-1] if self._pieces else None
        if last and last.start + last.length == self.length and last.host + last.length == start:
            self._pieces[-1] = last._replace(length=last.length + end - start)
        else:
            self._pieces.append(Piece(self.length, start, end - start))
        self._parts.append(self._host.text[start:end])
        self.length += end - start

    def put(self, text: str, start: int, end: int) -> None:
        """A text in the place of the host's `[start, end)`: its first and last character stay so there."""
        self.exact = False
        if not text:
            return
        shared = min(len(text), end - start)
        if shared > 1:
            self._pieces.append(Piece(self.length, start, shared - 1))
            self._pieces.append(Piece(self.length + len(text) - 1, end - 1, 1))
        elif shared:
            self._pieces.append(Piece(self.length, start, 1))
        self._parts.append(text)
        self.length += len(text)

    def unknowable(self, start: int, end: int, name: str = NOWHERE) -> None:
        """A shell variable for what only the program around the shell could tell.

        Between single quotes a variable would be text like any other: there the quotes are left for it.
        """
        for at in range(self._seen, len(self._parts)):
            self._quotes.feed(self._parts[at])
        text = f"'\"${{{name}}}\"'" if self._quotes.single else f"${{{name}}}"
        self.put(text, start, end)
        # To the quotes around it, it is a letter like any other.
        self._quotes.feed("_")
        self._seen = len(self._parts)

    def fragment(self, **more: object) -> Fragment:
        """What was built. `more` are further arguments of `Fragment`."""
        more.setdefault("exact", self.exact)
        return Fragment(self._host, "".join(self._parts), tuple(self._pieces), **more)  # type: ignore[arg-type]


_HEREDOC = compile_late(r"<<-?[ \t]{0,9}[\"'\\]?([A-Za-z_]\w*)[\"']?")


class Quotes:
    """Which quotes are open in a shell text that is fed in pieces. Comments and here-documents have none."""

    __slots__ = ("_bodies", "_escaped", "_line", "_previous", "_state")

    def __init__(self) -> None:
        self._state = ""
        self._escaped = False
        self._previous = "\n"
        self._line = ""
        self._bodies: list[str] = []

    @property
    def single(self) -> bool:
        """Whether the text so far ends between single quotes."""
        return self._state == "'"

    def feed(self, text: str) -> None:
        """Read on."""
        at, size = 0, len(text)
        while at < size:
            if self._state == "<":
                at = self._body(text, at)
                continue
            sign = text[at]
            if self._state == "" and sign == "<" and not self._escaped:
                opened = _HEREDOC.match(text, at)
                if opened is not None and self._previous != "<":
                    self._bodies.append(opened[1])
                    at = opened.end()
                    self._previous = "_"
                    continue
            self._sign(sign)
            at += 1

    def _sign(self, sign: str) -> None:
        if self._escaped:
            self._escaped = False
        elif self._state == "'":
            if sign == "'":
                self._state = ""
        elif self._state == "#":
            if sign == "\n":
                self._newline()
        elif sign == "\\":
            self._escaped = True
        elif self._state == '"':
            if sign == '"':
                self._state = ""
        elif sign in "'\"":
            self._state = sign
        elif sign == "#" and self._previous in " \t\n;&|()":
            self._state = "#"
        elif sign == "\n":
            self._newline()
        self._previous = sign

    def _newline(self) -> None:
        self._state = "<" if self._bodies else ""
        self._line = ""

    def _body(self, text: str, at: int) -> int:
        """On within a here-document; the end of its line, or of the piece."""
        end = text.find("\n", at)
        self._line += text[at : end if end >= 0 else None]
        if end < 0:
            return len(text)
        if self._line.strip() == self._bodies[0]:
            self._bodies.pop(0)
            if not self._bodies:
                self._state = ""
                self._previous = "\n"
        self._line = ""
        return end + 1
