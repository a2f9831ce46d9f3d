"""One rule file as plain data, with the line of every key and value."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from wslint.packs.mistakes import PackError
from wslint.text.record import NamedTuple

Step = str | int

MAX_BYTES = 1024 * 1024
MAX_VALUES = 20_000
MAX_DEPTH = 20
BESIDE_ASSERT = ("subject", "where", "at", "fields")
"""What a rule file may say only together with `assert`."""


class RuleFile(NamedTuple):
    """A file of a pack. `folder` is its sub-folder in the pack ("" at the top), `shown` the path for people."""

    path: str
    shown: str
    pack: str
    folder: str
    data: Mapping[str, Any]
    lines: Mapping[tuple[Step, ...], int]

    @property
    def stem(self) -> str:
        """The file's name without `.yaml`."""
        return os.path.basename(self.path).rsplit(".", 1)[0]

    def mistake(self, what: str, *steps: Step) -> str:
        """One line: `what @ path:line`, at the deepest of the steps that is written."""
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return f"{what} @ {self.shown}:{self.lines.get(steps, 1)}"


def read_rule_file(path: str, shown: str, pack: str, folder: str) -> RuleFile:
    """Read one file. Raises PackError where it is not one sound YAML mapping."""
    from wslint.syntax.yaml import parse_yaml
    from wslint.text import Source

    try:
        # Not to hang on a FIFO: opening for reading would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            text = file.read(MAX_BYTES + 1)
        if len(text) > MAX_BYTES:
            raise PackError([f"is larger than {MAX_BYTES} bytes @ {shown}:1"])
        source = Source(shown, text.decode("utf-8-sig"))
    except OSError as error:
        raise PackError([f"cannot be read: {error.strerror} @ {shown}:1"]) from None
    except UnicodeDecodeError as error:
        raise PackError([f"is not UTF-8: {error.reason} @ {shown}:1"]) from None
    parsed = parse_yaml(source, max_depth=MAX_DEPTH)
    if parsed.problems:
        raise PackError(f"{problem.reason} @ {shown}:{problem.span.line}" for problem in parsed.problems)
    root = parsed.documents[0].root if len(parsed.documents) == 1 else None
    if not hasattr(root, "entries"):
        raise PackError([f"must be one YAML mapping @ {shown}:1"])
    data, lines = _Reader(shown).read(root)
    return RuleFile(path, shown, pack, folder, data, lines)


def shape_mistakes(file: RuleFile) -> Iterator[str]:
    """Whether a file has a check or an assertion, and only what belongs to it."""
    data = file.data
    refines = "refines" in data
    if "check" in data and "assert" in data:
        yield file.mistake("the file has both `check` and `assert`; a rule is one of them", "assert")
    if not refines and "check" not in data and "assert" not in data:
        yield file.mistake("the file has no `check` and no `assert`")
    if not refines and "assert" not in data:
        yield from (
            file.mistake(f"`{key}` is for rules with `assert`", key) for key in BESIDE_ASSERT if key in data
        )


class _Reader:
    """Converts a tree without recursion. Aliases are written out, so the number of values is bounded."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lines: dict[tuple[Step, ...], int] = {}
        self.tasks: list[tuple[Any, tuple[Step, ...], Any]] = []

    def read(self, root: Any) -> tuple[dict[str, Any], dict[tuple[Step, ...], int]]:
        holder: dict[Step, Any] = {}
        self.tasks.append((root, (), holder))
        count = 0
        while self.tasks:
            count += 1
            if count > MAX_VALUES:
                raise PackError([f"has more than {MAX_VALUES} values @ {self.shown}:1"])
            value, steps, into = self.tasks.pop()
            into[steps[-1] if steps else ""] = self._convert(value, steps)
        return holder[""], self.lines

    def _convert(self, value: Any, steps: tuple[Step, ...]) -> Any:
        from wslint.syntax.yaml import Mapping as YamlMapping
        from wslint.syntax.yaml import Sequence as YamlSequence
        from wslint.syntax.yaml import resolve

        if isinstance(value, YamlSequence):
            items: list[Any] = [None] * len(value.items)
            for at, item in enumerate(value.items):
                self.lines[(*steps, at)] = item.use.line
                self.tasks.append((item.value, (*steps, at), items))
            return items
        if isinstance(value, YamlMapping):
            for first, again in value.duplicates:
                line = first.key.span.line
                raise PackError(
                    [
                        f"`{again.key_text}` is written twice, first in line {line} @ {self.shown}:{again.key.span.line}"
                    ]
                )
            result: dict[str, Any] = {}
            for entry in value.items():
                if entry.key_text is None:
                    raise PackError([f"a key must be a plain word @ {self.shown}:{entry.key.span.line}"])
                below = (*steps, entry.key_text)
                self.lines[below] = entry.key.span.line
                result[entry.key_text] = None
                self.tasks.append((entry.value, below, result))
            return result
        return None if value is None else resolve(value, "compose")
