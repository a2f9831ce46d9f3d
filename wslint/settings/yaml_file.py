"""`.wslint.yaml` as plain data with places."""

from __future__ import annotations

from typing import Any

from wslint.settings.locate import MAX_BYTES
from wslint.settings.mistakes import Mistake, SettingsError
from wslint.settings.written import Place, Steps, Written
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

MAX_DEPTH = 20
MAX_VALUES = 20_000


def read_yaml(path: str, shown: str) -> Written:
    """The first document as written. Raises SettingsError for what is not one sound YAML document."""
    from wslint.syntax.yaml import parse_yaml
    from wslint.text.decode import decode

    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError([Mistake(shown, 0, 0, f"cannot be read: {error.strerror}")]) from None
    if len(data) > MAX_BYTES:
        raise SettingsError([Mistake(shown, 0, 0, f"is larger than {MAX_BYTES} bytes")])
    source = decode(data, shown)
    if not isinstance(source, Source):
        raise SettingsError([Mistake(shown, 0, 0, source.reason)])
    file_ = parse_yaml(source, max_depth=MAX_DEPTH)
    if file_.problems:
        raise SettingsError([_at(problem.span, problem.reason) for problem in file_.problems])
    if len(file_.documents) > 1:
        second = getattr(file_.documents[1].root, "span", Span(source, 0, 0))
        raise SettingsError([_at(second, "a second YAML document: a configuration is one")])
    reader = _Reader(Written(shown, None, {}, {}))
    root = file_.documents[0].root if file_.documents else None
    return reader.read(root)


def _place(span: Span) -> Place:
    first = span.first
    return first.line, first.column


def _at(span: Span, message: str) -> Mistake:
    first = span.first
    return Mistake(span.path, first.line, first.column, message)


class _Task(NamedTuple):
    """A value still to be converted, and where to put it."""

    value: Any
    steps: Steps
    into: dict[Any, Any] | list[Any]
    slot: str | int


class _Reader:
    """Converts a tree without recursion. Aliases are written out, so the number of values is bounded."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.mistakes: list[Mistake] = []
        self.tasks: list[_Task] = []

    def read(self, root: Any) -> Written:
        """Plain data of a tree; None of an empty document."""
        holder: dict[Any, Any] = {"": None}
        if root is not None:
            self.tasks.append(_Task(root, (), holder, ""))
        count = 0
        while self.tasks:
            task = self.tasks.pop()
            count += 1
            if count > MAX_VALUES:
                raise SettingsError([Mistake(self.written.path, 0, 0, f"has more than {MAX_VALUES} values")])
            task.into[task.slot] = self._convert(task)  # type: ignore[index]  # slot and container fit
        if self.mistakes:
            raise SettingsError(self.mistakes)
        return self.written._replace(data=holder[""])

    def _convert(self, task: _Task) -> Any:
        from wslint.syntax.yaml import Mapping, Scalar, Sequence, resolve

        value = task.value
        if isinstance(value, Scalar):
            self.written.values.setdefault(task.steps, _place(value.span))
            return resolve(value, "compose")
        if isinstance(value, Sequence):
            items: list[Any] = [None] * len(value.items)
            for at, item in enumerate(value.items):
                self.written.values[(*task.steps, at)] = _place(item.use)
                self.tasks.append(_Task(item.value, (*task.steps, at), items, at))
            return items
        if isinstance(value, Mapping):
            return self._mapping(value, task)
        return None

    def _mapping(self, mapping: Any, task: _Task) -> dict[str, Any]:
        for first, again in mapping.duplicates:
            place = again.key.span
            line = first.key.span.line
            self.mistakes.append(_at(place, f"`{again.key_text}` is written twice, first in line {line}"))
        result: dict[str, Any] = {}
        for entry in mapping.items():
            if entry.key_text is None:
                self.mistakes.append(_at(entry.key.span, "a key must be a plain word"))
                continue
            steps = (*task.steps, entry.key_text)
            self.written.keys[steps] = _place(entry.key.span)
            self.written.values[steps] = _place(entry.use)
            result[entry.key_text] = None
            self.tasks.append(_Task(entry.value, steps, result, entry.key_text))
        return result
