"""Words of a docker command line to options, as docker's flags are parsed (spf13/pflag)."""

from __future__ import annotations

from collections.abc import Sequence

from wslint.readers.shell.options import GLOBAL, OptionTable
from wslint.syntax.shell import HOLE, SCRIPT, Expanded
from wslint.text import Places, Source, Span
from wslint.text.places import places_of
from wslint.text.record import NamedTuple

_TOOLS = frozenset({"docker", "podman", "nerdctl"})
# Letters of sudo's and doas' options that take a value (sudo(8), doas(1)), and the long ones.
_SUDO_LETTERS = "ugpCrtTDRUh"
_SUDO_LONG = frozenset(
    {"--user", "--group", "--prompt", "--close-from", "--role", "--type", "--command-timeout", "--chdir"}
    | {"--chroot", "--other-user", "--host"}
)
# Parts of the names of variables that hold options.
_OPTION_NAMES = (
    *("opt", "arg", "flag", "param", "gpu", "vol", "mount", "net", "env", "port", "extra", "label", "limit"),
    *("detach", "publish", "secur", "priv", "cap", "dns", "proxy", "tty", "interactive"),
)
_FRONT = frozenset({"sudo", "doas", "time", "command", "winpty", "builtin"})


class Given(NamedTuple):
    """A stretch `[start, end)` of a word, such as the value of an option, with its places in the source."""

    source: Source
    word: Expanded
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters; a `HOLE` for each part that is unknown."""
        return self.word.text[self.start : self.end]

    @property
    def known(self) -> str | None:
        """The characters; None where some are unknown."""
        text = self.text
        return None if HOLE in text or SCRIPT in text else text

    @property
    def span(self) -> Span:
        """Where it is written; for what comes out of a variable, where that is used."""
        return self.part(0, self.end - self.start)

    def part(self, start: int, end: int) -> Span:
        """Where the characters `[start, end)` of it are written."""
        first, last = self.word.place(self.start + start, self.start + end)
        return Span(self.source, first, last)

    def slice(self, start: int, end: int | None = None) -> Given:
        """The characters `[start, end)` of it."""
        stop = self.end if end is None else self.start + end
        return self._replace(start=self.start + start, end=stop)

    def offsets(self) -> Places:
        """A translation of offsets in the text to offsets in the source."""
        return places_of([self.word.offset(at) for at in range(self.start, self.end)], self.span.end)


class Option(NamedTuple):
    """One option as given: its long name, its value (None for a flag), and all of it."""

    name: str
    value: Given | None
    span: Span


class Options(NamedTuple):
    """Options and what follows them.

    `complete` is false where a word among them may have been some, none or several options. `refused` says
    which option is not known: then nothing after it is sure. `doubtful` is true where the first word of
    `rest` may be something else than it seems.
    """

    given: tuple[Option, ...]
    rest: tuple[Expanded, ...]
    complete: bool = True
    doubtful: bool = False
    refused: str | None = None

    def all(self, *names: str) -> list[Option]:
        """The options of these names, in order."""
        return [option for option in self.given if option.name in names]

    def last(self, *names: str) -> Option | None:
        """The option in force, where the last one wins."""
        found = self.all(*names)
        return found[-1] if found else None

    def values(self, *names: str) -> list[Given]:
        """The values of the options of these names, in order; flags have none."""
        return [one.value for one in self.given if one.name in names and one.value is not None]

    def value(self, *names: str) -> Given | None:
        """The value in force, where the last one wins; None where none is given."""
        found = self.values(*names)
        return found[-1] if found else None

    def is_set(self, name: str) -> bool:
        """Whether a flag is on."""
        option = self.last(name)
        return option is not None and (
            option.value is None or option.value.text.lower() in ("true", "1", "t")
        )


class Call(NamedTuple):
    """A command of docker or its like: the words of the command (`container run`), and what follows.

    `start` and `end` bound it from the tool's name to the command's last word.
    """

    tool: str
    command: tuple[str, ...]
    rest: tuple[Expanded, ...]
    start: int
    end: int


_GROUPS = frozenset({"container", "image", "buildx", "builder", "compose"})


def find_call(words: Sequence[Expanded]) -> Call | None:
    """The call of docker, podman, nerdctl or Compose that a command is; None for any other program."""
    at = program_at(words)
    if at >= len(words):
        return None
    first = words[at]
    name = (first.known or "").rpartition("/")[2].removesuffix(".exe")
    if name in ("docker-compose", "podman-compose"):
        return Call(name, ("compose",), tuple(words[at + 1 :]), first.start, first.end)
    if name not in _TOOLS:
        return None
    parsed = parse_options(_NOWHERE, words[at + 1 :], GLOBAL)
    if parsed.refused is not None or not parsed.complete or not parsed.rest:
        return None
    command: list[str] = []
    rest = parsed.rest
    end = first.end
    while rest and rest[0].known is not None:
        command.append(rest[0].known or "")
        end = rest[0].end
        rest = rest[1:]
        if command[-1] not in _GROUPS or (command[-1] == "compose"):
            break
        if rest and command[-1] == "buildx" and (rest[0].known or "").startswith("-"):
            # `docker buildx --builder x build`
            between = parse_options(
                _NOWHERE, rest, OptionTable(frozenset({"builder"}), frozenset({"debug"}), {})
            )
            rest = between.rest
    return Call(name, tuple(command), rest, first.start, end) if command else None


_NOWHERE = Source("", "")


def program_at(words: Sequence[Expanded]) -> int:
    """The index of the program behind `sudo`, `env`, `time` and their like."""
    from wslint.model.commands import strip_wrappers

    at = 0
    for _ in range(8):
        start = at
        texts = [word.known for word in words[at:]]
        if not texts:
            break
        if texts[0] in _FRONT:
            at += 1 + _front_options(texts[1:])
        at += strip_wrappers([word.known for word in words[at:]]).start
        if at == start:
            break
    return at


def _front_options(texts: Sequence[str | None]) -> int:
    """How many words are options of `sudo` or its like, or variables that it sets."""
    at = 0
    while at < len(texts):
        text = texts[at]
        if text is None:
            break
        if text.startswith("-") and text != "-":
            at += 1
            if text == "--":
                break
            at += text in _SUDO_LONG or (not text.startswith("--") and text[-1] in _SUDO_LETTERS)
        elif "=" in text and text.partition("=")[0].isidentifier():
            at += 1
        else:
            break
    return at


def parse_options(
    source: Source, words: Sequence[Expanded], table: OptionTable, *, mixed: bool = False
) -> Options:
    """Read options up to the first other word (all of them, if they may be `mixed` with others)."""
    given: list[Option] = []
    others: list[Expanded] = []
    complete, doubtful = True, False
    at = 0
    while at < len(words):
        word = words[at]
        if word.several:
            if _is_operand(words, at):
                if not mixed:
                    break
                others.append(word)
                at += 1
                continue
            complete = False
            doubtful = doubtful or not _names_options(word)
        elif word.text == "--":
            at += 1
            others += words[at:]
            at = len(words)
            break
        elif word.text == "-" or not word.text.startswith("-"):
            if not mixed:
                if word.text == HOLE and _names_options(word):
                    complete = False
                    at += 1
                    continue
                break
            others.append(word)
        else:
            taken = _option(source, words, at, table)
            if taken is None:
                return Options(tuple(given), (), complete, doubtful, word.text)
            given += taken[0]
            at = taken[1]
            continue
        at += 1
    return Options(tuple(given), (*others, *words[at:]), complete, doubtful)


def _names_options(word: Expanded) -> bool:
    """Whether an unknown word is likely one of options, by the name of its variable."""
    return any(part in name.lower() for name in word.names for part in _OPTION_NAMES)


def _is_operand(words: Sequence[Expanded], at: int) -> bool:
    """Whether an unknown word stands where the image does: named so, or the last one."""
    names = " ".join(words[at].names).lower()
    if any(part in names for part in ("image", "img", "tag", "container", "repo")):
        return True
    return at == len(words) - 1 and not _names_options(words[at]) and names not in ("@", "*")


def _option(
    source: Source, words: Sequence[Expanded], at: int, table: OptionTable
) -> tuple[list[Option], int] | None:
    """The options that begin at a word, and the index after them; None for one that is not known."""
    word = words[at]
    if word.text.startswith("--"):
        name, equals, _ = word.text[2:].partition("=")
        if name not in table.valued and name not in table.flags:
            return None
        if equals:
            value = Given(source, word, 3 + len(name), len(word.text))
            return [Option(name, value, Span(source, word.start, word.end))], at + 1
        if name in table.flags:
            return [Option(name, None, Span(source, word.start, word.end))], at + 1
        return _with_next(source, words, at, name, [])
    found: list[Option] = []
    for position, letter in enumerate(word.text[1:], 1):
        long = table.short.get(letter)
        if long is None:
            return None
        if long in table.flags:
            if word.text[position + 1 : position + 2] == "=":
                value = Given(source, word, position + 2, len(word.text))
                return [*found, Option(long, value, Span(source, word.start, word.end))], at + 1
            found.append(Option(long, None, Span(source, word.start, word.end)))
            continue
        begin = position + 1
        if begin < len(word.text):
            begin += word.text[begin] == "="
            value = Given(source, word, begin, len(word.text))
            return [*found, Option(long, value, Span(source, word.start, word.end))], at + 1
        return _with_next(source, words, at, long, found)
    return found, at + 1


def _with_next(
    source: Source, words: Sequence[Expanded], at: int, name: str, found: list[Option]
) -> tuple[list[Option], int] | None:
    if at + 1 >= len(words):
        return None
    following = words[at + 1]
    value = Given(source, following, 0, len(following.text))
    span = Span(source, min(words[at].start, following.start), max(words[at].end, following.end))
    return [*found, Option(name, value, span)], at + 2
