"""Commands as they are declared, and what stands in front of the program that they start."""

from __future__ import annotations

from wslint.text import Places, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal


class Word(NamedTuple):
    """One word of a command. `text` is None where it cannot be known, `span` where it is not written."""

    text: str | None
    span: Span | None


class Command(NamedTuple):
    """A command in exec form (a list of words) or shell form (a text for the image's shell).

    `text` is the shell text, continuations joined; None in exec form, and where it cannot be known.
    `offsets` translates an offset in `text` to one in the span's source; None where the text is not
    written there character for character. In shell form `words` is empty.
    """

    form: Literal["exec", "shell"]
    words: tuple[Word, ...]
    span: Span
    text: str | None = None
    offsets: Places | None = None

    @property
    def argv(self) -> tuple[str | None, ...]:
        """The texts of the words."""
        return tuple(word.text for word in self.words)


class Wrapper(NamedTuple):
    """A program that starts another one, and what it does with SIGTERM.

    "replaced": it becomes the program by exec. "child": it stays, and passes signals to its direct child
    only (tini README, catatonit README). "group": to all of the child's process group (dumb-init README;
    tini -g).
    """

    name: str
    position: int
    signals: Literal["replaced", "child", "group"]


class Stripped(NamedTuple):
    """The index of the first word that belongs to the program itself, and the wrappers before it."""

    start: int
    wrappers: tuple[Wrapper, ...] = ()


class ShellCall(NamedTuple):
    """A shell that runs a text, as in `sh -c TEXT`.

    `position` is the place of the text among the words (None: shell form), `text` is None where unknown.
    `options` are the shell's own: letters ("e", "l") and names given with -o ("pipefail").
    """

    shell: str
    text: str | None
    position: int | None
    options: frozenset[str] = frozenset()
    wrappers: tuple[Wrapper, ...] = ()


SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh", "mksh"})

# What each wrapper takes before the program: letters of options with a value, long options with a value,
# and the number of words of its own (the user of gosu, the duration of timeout).
_WRAPPERS: dict[str, tuple[str, frozenset[str], int]] = {
    "tini": ("epvw", frozenset(), 0),
    "tini-static": ("epvw", frozenset(), 0),
    "docker-init": ("epvw", frozenset(), 0),
    "dumb-init": ("r", frozenset({"--rewrite"}), 0),
    "catatonit": ("", frozenset(), 0),
    "gosu": ("", frozenset(), 1),
    "su-exec": ("", frozenset(), 1),
    "setpriv": (
        "",
        frozenset(
            {"--reuid", "--regid", "--groups", "--inh-caps", "--ambient-caps", "--bounding-set"}
            | {"--securebits", "--pdeathsig", "--selinux-label", "--apparmor-profile"}
        ),
        0,
    ),
    "env": ("uCS", frozenset({"--unset", "--chdir"}), 0),
    "nice": ("n", frozenset({"--adjustment"}), 0),
    "ionice": ("cn", frozenset({"--class", "--classdata"}), 0),
    "stdbuf": ("ioe", frozenset({"--input", "--output", "--error"}), 0),
    "nohup": ("", frozenset(), 0),
    "setsid": ("", frozenset(), 0),
    "chroot": ("", frozenset({"--userspec", "--groups"}), 1),
    "timeout": ("ks", frozenset({"--kill-after", "--signal"}), 1),
    "exec": ("a", frozenset(), 0),
    "ddtrace-run": ("", frozenset(), 0),
    "opentelemetry-instrument": ("", frozenset(), 0),
}
_STAYING = frozenset({"tini", "tini-static", "docker-init", "catatonit", "timeout"})


def program_name(word: str) -> str:
    """The last part of a path: `/usr/bin/python3` is `python3`."""
    return word.rsplit("/", 1)[-1]


def strip_wrappers(words: Sequence[str | None]) -> Stripped:
    """Skip init programs and launchers in front of a program, however many.

    An unknown word ends the search: `start` then points at it, unless it is the value of an option.
    """
    wrappers: list[Wrapper] = []
    at = 0
    while at < len(words):
        word = words[at]
        name = program_name(word) if word is not None else ""
        if name not in _WRAPPERS:
            break
        end, options = _skip_options(words, at + 1, *_WRAPPERS[name])
        if "-S" in options or "--split-string" in options:
            break
        if name in {"env", "exec"}:
            end = _skip_assignments(words, end)
        if end >= len(words):
            break  # `tini --version`, `env A=b`: there is no program behind it
        wrappers.append(Wrapper(name, at, _signals(name, options)))
        at = end
    return Stripped(at, tuple(wrappers))


def _signals(name: str, options: frozenset[str]) -> Literal["replaced", "child", "group"]:
    if name == "dumb-init":
        return "child" if options & {"-c", "--single-child"} else "group"
    if name in _STAYING:
        return "group" if "-g" in options or name == "timeout" else "child"
    return "replaced"


def _skip_options(
    words: Sequence[str | None], at: int, valued: str, long_valued: frozenset[str], own: int
) -> tuple[int, frozenset[str]]:
    """Skip options, `--` and `own` positional words; give the next index and the options seen."""
    seen: set[str] = set()
    while at < len(words):
        word = words[at]
        if word is None or word == "-" or not word.startswith("-"):
            break
        at += 1
        if word == "--":
            break
        if word.startswith("--"):
            seen.add(word.partition("=")[0])
            at += word in long_valued
            continue
        for position, letter in enumerate(word[1:], 1):
            seen.add("-" + letter)
            if letter in valued:
                at += position == len(word) - 1
                break
    at = min(at + own, len(words))
    if own and at < len(words) and words[at] == "--":
        at += 1
    return at, frozenset(seen)


def _skip_assignments(words: Sequence[str | None], at: int) -> int:
    while at < len(words):
        word = words[at]
        if word is None or not word.partition("=")[0].isidentifier() or "=" not in word:
            break
        at += 1
    return at


def unwrap_shell(command: Command) -> ShellCall | None:
    """The text that a shell is told to run, in either form; None where no shell is asked to run a text.

    Knows `sh -c TEXT`, clusters (`-lc`, `-euo pipefail -c`) and wrappers (`env bash -c`, `tini -- sh -c`).
    """
    if command.form == "shell":
        return ShellCall("sh", command.text, None)
    return shell_call(command.argv)


def shell_call(words: Sequence[str | None]) -> ShellCall | None:
    """The same for a list of words."""
    found = _shell(words)
    if found is None:
        return None
    shell, at, wrappers = found
    options: set[str] = set()
    at = _shell_options(words, at, options)
    if "c" not in options or at >= len(words):
        return None
    return ShellCall(shell, words[at], at, frozenset(options), wrappers)


def interpreted_file(words: Sequence[str | None]) -> int | None:
    """The index of the script in `sh [options] SCRIPT …`; None where no shell runs a file."""
    found = _shell(words)
    if found is None:
        return None
    options: set[str] = set()
    at = _shell_options(words, found[1], options)
    return None if options & {"c", "s"} or at >= len(words) else at


def _shell(words: Sequence[str | None]) -> tuple[str, int, tuple[Wrapper, ...]] | None:
    """The shell's name, the index after it, and the wrappers before it."""
    at, wrappers = strip_wrappers(words)
    name = program_name(words[at] or "") if at < len(words) else ""
    if name == "busybox" and at + 1 < len(words):
        at += 1
        name = words[at] or ""
    return (name, at + 1, wrappers) if name in SHELLS else None


def _shell_options(words: Sequence[str | None], at: int, options: set[str]) -> int:
    """Skip a shell's options (POSIX sh, "Options"; bash, "Invoking Bash"), noting letters and -o names."""
    while at < len(words):
        word = words[at]
        if word is None or word[:1] not in {"-", "+"} or len(word) == 1:
            return at
        at += 1
        if word == "--":
            return at
        if word.startswith("--"):
            at += word in {"--rcfile", "--init-file"}
            continue
        for letter in word[1:]:
            if word.startswith("-"):
                options.add(letter)
            if letter in "oO" and at < len(words):
                name = words[at]
                if name is not None and word.startswith("-"):
                    options.add("e" if name == "errexit" else name)
                at += 1
    return at
