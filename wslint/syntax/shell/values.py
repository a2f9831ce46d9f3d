"""What is surely known at each command of a script: variables that the script sets, and the folder it is in."""

from __future__ import annotations

from wslint.syntax.shell.expansion import HOLE, SCRIPT, Array, Expanded, Lookup, Scalar, expand, joined
from wslint.syntax.shell.script import (
    UNSET,
    Assignment,
    Block,
    Script,
    ShellWord,
    SimpleCommand,
    Unset,
    Variable,
)
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

Value = Scalar | Array | None

_DECLARING = frozenset({"export", "readonly", "local", "declare", "typeset"})
# Commands that set the variables that their words name, to what only running tells.
_READING = frozenset({"read", "mapfile", "readarray", "getopts", "unset", "let"})
_CLOSED = frozenset({"subshell", "substitution"})
_ANY = ""
# Longer values are not followed, nor variables that are set more often.
_LONGEST = 20_000
_MOST_SETS = 200
# Characters in all values of a script together: each variable may hold the one before it.
_MOST_TEXT = 2_000_000


class _Set(NamedTuple):
    """One place that sets a variable; `sure` where it is carried out whenever its block is."""

    name: str
    at: int
    blocks: tuple[Block, ...]
    sure: bool
    local: bool
    adds: bool
    value: Value


class Values:
    """The values of a script's variables, place by place.

    A variable that the script never sets is UNSET here: it may come from the environment, so that only a
    default written beside it says anything, as documented value. What is set in a branch, a loop or a
    function is known there, and elsewhere only where all that may have been set agrees.
    """

    def __init__(
        self, script: Script, *, blind: bool = False, given: Mapping[str, str] | None = None
    ) -> None:
        """Gather what the script sets.

        `blind`: lines are missing in it, so that nothing is known. `given` is set before it begins.
        """
        self.script = script
        self._blind = blind
        self._left = _MOST_TEXT
        self._sets: dict[str, list[_Set]] = {}
        self._tainted: set[str] = set(script.loops)
        self._expanded: dict[int, tuple[Expanded, ...]] = {}
        for name, text in (given or {}).items():
            self._note(_Set(name, -1, (), True, False, False, Scalar(text)))
        for command in script.commands:
            self._taint(command)
        for command in script.commands:
            self._gather(command)

    def words(self, command: SimpleCommand) -> tuple[Expanded, ...]:
        """The words of a command after expansion."""
        key = id(command)
        if key not in self._expanded:
            self._expanded[key] = tuple(one for word in command.words for one in self.expand(word, command))
        return self._expanded[key]

    def expand(self, word: ShellWord, command: SimpleCommand) -> tuple[Expanded, ...]:
        """One word of a command, or beside one, after expansion."""
        return expand(word, self.script.text, lambda name: self.value(name, command))

    def joined(self, word: ShellWord, command: SimpleCommand) -> Expanded:
        """One word without splitting: the target of a redirection, the value of an assignment."""
        return joined(
            word.parts, self.script.text, lambda name: self.value(name, command), word.start, word.end
        )

    # -- who sets what ------------------------------------------------------------------------------

    def _taint(self, command: SimpleCommand) -> None:
        name = command.name
        texts = [word.text for word in command.words]
        if name in _READING:
            self._tainted.update(text.partition("=")[0] for text in texts[1:] if text is not None)
        elif name == "printf" and texts[1:2] == ["-v"] and len(texts) > 2 and texts[2]:
            self._tainted.add(texts[2])
        elif name == "((" or (name in _DECLARING and any(text and text.startswith("-n") for text in texts)):
            written = self.script.text[command.start : command.end]
            words = "".join(char if char.isalnum() or char == "_" else " " for char in written).split()
            self._tainted.update(words)
        for one in (*command.assignments, *command.declared):
            if not one.name.isidentifier():
                self._tainted.add(one.name.partition("[")[0])

    def _gather(self, command: SimpleCommand) -> None:
        """Note what a command sets, with its value there: commands come in the order of the text."""
        if command.name in {".", "source", "eval"}:
            target = command.words[1].text if len(command.words) > 1 else None
            if target is None or not target.endswith("/activate"):
                self._note(_Set(_ANY, command.start, command.blocks, _is_sure(command), False, False, None))
        if not command.words:
            for one in command.assignments:
                self._assign(one, command, local=False)
        local = command.name in {"local", "declare", "typeset"} and _function(command.blocks) is not None
        for one in command.declared:
            self._assign(one, command, local=local)
        for word in command.words:
            for part in word.parts:
                if isinstance(part, Variable) and part.operator in {":=", "="} and part.default is not None:
                    made = joined((part,), self.script.text, self._looker(command), part.start, part.end)
                    value = _named(made, part.name) if len(made.text) <= _LONGEST else None
                    self._note(
                        _Set(part.name, command.start, command.blocks, _is_sure(command), False, False, value)
                    )

    def _looker(self, command: SimpleCommand) -> Lookup:
        return lambda name: self.value(name, command)

    def _assign(self, one: Assignment, command: SimpleCommand, *, local: bool) -> None:
        if not one.name.isidentifier():
            return
        value: Value
        if one.elements is not None:
            words = tuple(made for word in one.elements for made in self.expand(word, command))
            value = Array(words)
        else:
            value = _named(self.joined(one.added or one.value, command), one.name)
        if one.adds:
            value = _sum(self.value(one.name, command), value)
        if isinstance(value, Scalar):
            self._left -= len(value.text)
            if len(value.text) > _LONGEST or self._left < 0:
                value = None
        if isinstance(value, Array) and len(value.words) > _LONGEST:
            value = None
        self._note(_Set(one.name, one.start, command.blocks, _is_sure(command), local, one.adds, value))

    def _note(self, one: _Set) -> None:
        self._sets.setdefault(one.name, []).append(one)

    # -- what is in force ---------------------------------------------------------------------------

    def value(self, name: str, command: SimpleCommand) -> Scalar | Array | Unset | None:
        """The value of a variable where a command runs; UNSET where nothing in the script sets it by then."""
        if self._blind or name in self._tainted:
            return None
        sets = [*self._sets.get(name, ()), *self._sets.get(_ANY, ())]
        if not sets:
            return UNSET
        if len(sets) > _MOST_SETS:
            return None
        sets.sort(key=lambda one: one.at)
        around = command.blocks
        function = _function(around)
        seen = [one for one in sets if _reaches(one, around)]
        last = None
        for one in seen:
            inside = one.blocks == around[: len(one.blocks)] and one.sure and one.at < command.start
            if inside and (function is None or function in one.blocks):
                last = one
        if last is None and function is not None:
            return self._from_outside(seen)
        others = [one for one in seen if one is not last and _interferes(one, last, command)]
        if last is None:
            return None if others else UNSET
        return _agreed(last.value, others)

    def _from_outside(self, seen: list[_Set]) -> Scalar | Array | Unset | None:
        """The value in a function of a variable that is not surely set there: all of the script must agree."""
        if not seen:
            return UNSET
        top = [one for one in seen if one.sure and not one.blocks]
        return _agreed(top[0].value, [one for one in seen if one is not top[0]]) if top else None


def _is_sure(command: SimpleCommand) -> bool:
    return (
        command.before not in {"&&", "||", "|", "|&"}
        and command.after not in {"|", "|&"}
        and not command.background
    )


def _function(blocks: tuple[Block, ...]) -> Block | None:
    """The innermost function."""
    return next((block for block in reversed(blocks) if block.kind == "function"), None)


def _reaches(one: _Set, around: tuple[Block, ...]) -> bool:
    """Whether what is set there can be seen here: not out of a subshell, nor a function's own variable."""
    for block in one.blocks:
        if block not in around and (block.kind in _CLOSED or (one.local and block.kind == "function")):
            return False
    return True


def _interferes(one: _Set, last: _Set | None, command: SimpleCommand) -> bool:
    """Whether something else may have set the variable since `last`."""
    function = _function(one.blocks)
    if function is not None and function not in command.blocks:
        return last is None or not last.local
    if function is None and _function(command.blocks) is not None:
        return last is None
    if one.at < command.start:
        return last is None or one.at > last.at
    # Later in the text, but around again in a loop.
    loops = [block for block in one.blocks if block.kind == "loop" and block in command.blocks]
    return any(last is None or block not in last.blocks for block in loops)


def _agreed(value: Value, others: list[_Set]) -> Value:
    """The value if all others say the same; what is known of it where they only add to it."""
    differing = [one for one in others if one.value is None or one.value != value]
    if not differing:
        return value
    if isinstance(value, Array) and all(_extends(one, value) for one in differing):
        at = value.words[-1].end if value.words else differing[0].at
        return Array(
            (
                *value.words,
                Expanded(HOLE, at, at, (), True, _further(value.words[0].text if value.words else "")),
            )
        )
    if isinstance(value, Scalar) and all(_extends(one, value) for one in differing):
        return Scalar(f"{value.text} {HOLE}", (*value.names, *_further(value.text)))
    return None


def _further(first: str) -> tuple[str, ...]:
    """The name of what is added to words: more of the same, if they are options."""
    return ("options",) if first.startswith("-") else ("more",)


def _named(made: Expanded, name: str) -> Scalar:
    """A value whose holes have names: of the variables in it, else of the one that it is given to."""
    holes = made.text.count(HOLE)
    if len(made.names) == holes and all(one.isidentifier() for one in made.names):
        return Scalar(made.text, made.names)
    return Scalar(made.text, (name,) * holes)


def _extends(one: _Set, value: Scalar | Array) -> bool:
    if one.adds:
        return True
    if isinstance(value, Scalar) and isinstance(one.value, Scalar):
        return bool(value.text) and one.value.text.startswith(value.text + " ")
    return False


def _sum(before: Scalar | Array | Unset | None, added: Value) -> Value:
    if isinstance(before, Unset):
        return added
    if isinstance(before, Array) and isinstance(added, Array):
        return Array((*before.words, *added.words))
    if isinstance(before, Scalar) and isinstance(added, Scalar):
        return Scalar(before.text + added.text, (*before.names, *added.names))
    return None


class Directories:
    """The folder in which each command runs, as literal `cd` and `pushd` before it tell.

    Relative to where the script starts ("" for that); `<script>` stands for the script's own folder; None
    where it cannot be known.
    """

    def __init__(self, values: Values) -> None:
        self._values = values
        self._moves = [one for one in values.script.commands if one.name in {"cd", "pushd", "popd"}]

    def of(self, command: SimpleCommand) -> str | None:
        """The folder of a command."""
        around = command.blocks
        function = _function(around)
        if len(self._moves) > _MOST_SETS:
            return None
        moves = [one for one in self._moves if _stays_moved(one, around)]
        current: str | None = ""
        if function is not None:
            outside = [one for one in moves if function not in one.blocks]
            moves = [one for one in moves if function in one.blocks]
            if len(outside) == 1 and not outside[0].blocks and outside[0].start < command.start:
                moves = [*outside, *moves]
            elif outside:
                current = None
        stack: list[str | None] = []
        for move in moves:
            if move.start >= command.start:
                if any(block.kind == "loop" and block in around for block in move.blocks):
                    return None
                continue
            if move.blocks == around[: len(move.blocks)] and move.before != "||" and not move.background:
                current = self._moved(current, move, stack)
            else:
                current = None
        return current

    def _moved(self, current: str | None, move: SimpleCommand, stack: list[str | None]) -> str | None:
        words = [word for word in self._values.words(move)[1:] if word.text not in {"--", "-P", "-L"}]
        if move.name == "popd":
            return stack.pop() if stack and not words else None
        if len(words) != 1:
            return None
        if move.name == "pushd":
            stack.append(current)
        return below(current, words[0].text)


def _stays_moved(move: SimpleCommand, around: tuple[Block, ...]) -> bool:
    """Whether a `cd` is felt at a place: not out of a subshell."""
    return not any(block.kind in _CLOSED and block not in around for block in move.blocks)


def below(folder: str | None, path: str) -> str | None:
    """A path as written, seen from a folder: `<script>/…`, or relative to where the script starts.

    None where it is unknown, absolute, or in a home folder.
    """
    if path.startswith(SCRIPT):
        path = "<script>" + path[1:]
        return None if HOLE in path or SCRIPT in path else path
    if HOLE in path or SCRIPT in path or path.startswith(("/", "~", "-")) or folder is None:
        return None
    if path in {"", "."}:
        return folder
    return f"{folder}/{path}" if folder else path
