"""What a shell text says: a flat list of simple commands that know where they stand. Offsets are into the text."""

from __future__ import annotations

from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, TypeAlias

Enclosure: TypeAlias = (
    "Literal['function', 'condition', 'if', 'loop', 'case', 'subshell', 'group', 'substitution']"
)
Joint: TypeAlias = "Literal['', ';', '\\n', '&', '&&', '||', '|', '|&']"


class Unset:
    """The answer of a lookup for a variable that is surely not set."""

    __slots__ = ()


UNSET = Unset()
Lookup: TypeAlias = "Callable[[str], str | Unset | None]"

_WHITE = " \t\n"


class LiteralPart(NamedTuple):
    """Characters that mean themselves, quotes and backslashes removed."""

    text: str
    start: int
    end: int
    quoted: bool


class Variable(NamedTuple):
    """`$name` or `${name…}`. `operator` is "" or as written (":-", "#", …); `default` is what follows it."""

    name: str
    operator: str
    default: ShellWord | None
    start: int
    end: int
    quoted: bool

    def resolve(self, lookup: Lookup) -> str | None:
        """The value (POSIX shell, "Parameter Expansion"); None where it cannot be known."""
        value = None if self.name in {"@", "*"} else lookup(self.name)
        if value is None or self.operator.lstrip(":") not in {"", "-", "=", "?", "+"}:
            return None
        empty = isinstance(value, Unset) or (value == "" and self.operator.startswith(":"))
        action = self.operator[-1:]
        if empty and action == "?":
            return None
        if (empty and action in {"-", "="}) or (not empty and action == "+"):
            value = self.default.resolve(lookup) if self.default is not None else ""
        elif action == "+" or isinstance(value, Unset):
            value = ""
        # Without quotes the shell splits the value into words, and an empty one vanishes.
        if not self.quoted and value is not None and (not value or any(c in _WHITE for c in value)):
            return None
        return value


class Substitution(NamedTuple):
    """Something whose value only a running shell knows: `$(…)`, `<(…)`, arithmetic, braces, `~`."""

    start: int
    end: int

    def resolve(self, lookup: Lookup) -> None:
        """Never known."""


class Elements(NamedTuple):
    """`${name[@]}` or `${name[*]}`: all elements of an array, as one word each if `apart`."""

    name: str
    apart: bool
    start: int
    end: int
    quoted: bool

    def resolve(self, lookup: Lookup) -> None:
        """Never known as one text."""


Part: TypeAlias = "LiteralPart | Variable | Substitution | Elements"


class ShellWord(NamedTuple):
    """One word. `text` is its value where that is fully literal, else None.

    `glob` says that an unquoted `*`, `?` or `[` makes it a pattern; `text` is then the pattern.
    """

    start: int
    end: int
    text: str | None
    parts: tuple[Part, ...]
    glob: bool = False

    def resolve(self, lookup: Lookup) -> str | None:
        """The value with variables looked up; None where any part of it cannot be known."""
        if self.text is not None:
            return self.text
        values = []
        for part in self.parts:
            value = part.text if isinstance(part, LiteralPart) else part.resolve(lookup)
            if value is None:
                return None
            values.append(value)
        return "".join(values)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables used, those in defaults included, in order of appearance."""
        names: list[str] = []
        for part in self.parts:
            if isinstance(part, Variable):
                names.append(part.name)
                if part.default is not None:
                    names.extend(part.default.variables)
        return tuple(names)


class Assignment(NamedTuple):
    """`NAME=value` before a command, or alone.

    `elements` are the words of `NAME=(…)`. With `adds` it is `NAME+=…`: `value` is then unknown, and what
    is added is `elements` or `added`.
    """

    name: str
    value: ShellWord
    start: int
    end: int
    elements: tuple[ShellWord, ...] | None = None
    adds: bool = False
    added: ShellWord | None = None


class HereDocument(NamedTuple):
    """The lines between `<<EOF` and its end, as offsets of the text.

    `literal` is true where the delimiter is quoted; else `parts` are the text and what the shell fills in.
    `indented`: the shell takes tabs off the beginning of each line (`<<-`).
    """

    start: int
    end: int
    literal: bool
    indented: bool
    parts: tuple[Part, ...]


class Redirect(NamedTuple):
    """`2>&1`, `< file`, `<<EOF`. `target` is None for here-documents."""

    operator: str
    descriptor: str | None
    target: ShellWord | None
    start: int
    end: int
    document: HereDocument | None = None


class Block(NamedTuple):
    """A construct, or one branch of it, and the offset at which it begins."""

    kind: Enclosure | Literal["branch"]
    start: int


class SimpleCommand(NamedTuple):
    """One simple command; `[ … ]`, `[[ … ]]`, `(( … ))` and bare assignments count as such.

    `within` are the constructs around it, outermost first; "condition" marks what `if` and `while` test.
    `before` and `after` join it to its neighbours in source order; "" is the edge of the text or of its
    construct. `background` and `negated` hold also where they apply to a construct around it. `last` is true
    where nothing runs after it but what it is joined with by `&&`, `||` or `|`: the end of the script, or
    of a branch that ends the script. `declared` are the assignments of `export`, `readonly`, `local` and
    `declare`. `blocks` are those around it, outermost first, each branch of a construct one of its own.
    """

    words: tuple[ShellWord, ...]
    assignments: tuple[Assignment, ...]
    redirects: tuple[Redirect, ...]
    start: int
    end: int
    within: tuple[Enclosure, ...] = ()
    before: Joint = ""
    after: Joint = ""
    background: bool = False
    negated: bool = False
    last: bool = False
    declared: tuple[Assignment, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def depth(self) -> int:
        """The number of constructs around it; 0 at the top level."""
        return len(self.within)

    @property
    def name(self) -> str | None:
        """The first word, if it is literal."""
        return self.words[0].text if self.words else None

    @property
    def replaces_shell(self) -> bool:
        """Whether it is an `exec` that starts a program (not one that only redirects)."""
        return self.name == "exec" and bool(self.program)

    @property
    def program(self) -> tuple[ShellWord, ...]:
        """The words without a leading `exec` and its options (`-a NAME`, `-c`, `-l`, `--`)."""
        if self.name != "exec":
            return self.words
        at = 1
        while at < len(self.words):
            text = self.words[at].text
            if text is None or text == "-" or not text.startswith("-"):
                break
            at += 2 if text.startswith("-") and text.endswith("a") else 1
            if text == "--":
                break
        return self.words[at:]


class Script(NamedTuple):
    """A parsed shell text.

    Where `broken` is true the text has a syntax error, or is too large or too deep: `commands` is then
    empty, and everything about it is unknown. `comments` are the offsets of its comments; `loops` the names
    of variables that `for` and `select` set.
    """

    text: str
    commands: tuple[SimpleCommand, ...]
    broken: bool = False
    comments: tuple[tuple[int, int], ...] = ()
    loops: frozenset[str] = frozenset()
