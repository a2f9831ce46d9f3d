"""Where what a container is told (variables, command, health check) mentions a host name."""

from __future__ import annotations

from wslint.model.masking import masked
from wslint.model.value import Absent, Known
from wslint.project.arguments import Argument, command_arguments
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wslint.model.commands import Command
    from wslint.model.workload import Workload
    from wslint.project.project import Project

MOST_IN_A_WORD = 20
"""How many mentions in one word are looked at: a script of megabytes must not cost the square of its length."""

_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")


class Mention(NamedTuple):
    """One occurrence of a host name.

    `span` covers the name where it stands as it is, else the value that holds it; `via` are the places that
    bring the value into the workload, nearest use first. `holder` is the name of the variable or option
    that holds it, empty where there is none.
    """

    span: Span
    holder: str
    via: tuple[Span, ...] = ()


def mentions_of(project: Project, workload: Workload, name: str) -> Iterator[Mention]:
    """Every mention of a host name (lower case) in what is in force in a workload, variables first."""
    for variable, value in project.environment(workload).values.items():
        if isinstance(value, Known):
            if name_in(value.value, name) is not None:
                yield Mention(value_part(value, name), variable, value.via)
        elif (part := _in_unknown(value.span, name)) is not None:
            yield Mention(part, variable)
    for command in _commands(project, workload):
        words = command_arguments(command)
        for at, word in enumerate(words):
            yield from _in_word(words, at, word, name)


def _in_unknown(span: Span | None, name: str) -> Span | None:
    """Where a name stands in a value of which other parts are unknown: `http://NAME:${PORT}`."""
    if span is None or name not in _lowered(span.text):
        return None
    text = masked(span.text)
    at = name_in(text, name) if text is not None else None
    return None if at is None else Span(span.source, span.start + at, span.start + at + len(name))


def _commands(project: Project, workload: Workload) -> Iterator[Command]:
    process = project.process(workload)
    for value in (process.entrypoint, process.command):
        if isinstance(value, Known):
            yield value.value
    if workload.platform == "kubernetes":
        # Kubernetes does not run the image's HEALTHCHECK.
        for probe in workload.probes.values():
            if isinstance(probe, Known) and isinstance(probe.value.command, Known):
                yield probe.value.command.value
        return
    check = workload.healthcheck
    stage = project.image_of(workload)
    if isinstance(check, Absent) and stage is not None:
        check = stage.healthcheck
    if isinstance(check, Known) and not check.value.disabled and isinstance(check.value.test, Known):
        yield check.value.test.value


def _in_word(words: tuple[Argument, ...], at: int, word: Argument, name: str) -> Iterator[Mention]:
    if word.text is None or word.span is None:
        part = _in_unknown(word.span, name) if word.text is None else None
        if part is not None:
            yield Mention(part, option_of(words, at))
        return
    start = name_in(word.text, name)
    for _ in range(MOST_IN_A_WORD):
        if start is None:
            return
        if not _is_fallback(word.text, start) and not _is_comment(word.text, start):
            part = word.part(start, start + len(name))
            if part is None or part == word.span:
                part = value_part(Known(word.text, word.span), name)
            yield Mention(part, option_of(words, at))
        start = name_in(word.text, name, start + len(name))


def option_of(words: tuple[Argument, ...], at: int) -> str:
    """The option whose value a word is or holds: `--url` for both `--url X` and `--url=X`; else empty."""
    text = words[at].text or ""
    if text.startswith("-") and "=" in text:
        return text.partition("=")[0]
    before = words[at - 1].text if at else None
    if before is not None and before.startswith("-") and "=" not in before and not text.startswith("-"):
        return before
    return ""


def name_in(text: str, name: str, start: int = 0) -> int | None:
    """The offset of a host name (lower case) in a text, as a whole name; None where it is not there."""
    lower = _lowered(text)
    at = lower.find(name, start)
    while at >= 0:
        end = at + len(name)
        following = lower[end : end + 2]
        goes_on = following[:1] in _NAME_CHARACTERS and following[:1] and following not in (".", ". ")
        if not (at and lower[at - 1] in _NAME_CHARACTERS) and not goes_on:
            return at
        at = lower.find(name, end)
    return None


def _lowered(text: str) -> str:
    """Lower case, but never longer: some capitals have two small letters, and offsets must hold."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def value_part(value: Known[str], part: str) -> Span:
    """Where a part of a value is written, if it stands there as it is, and once; else the whole value."""
    span = value.span
    written, wanted = _lowered(span.text), _lowered(part)
    at = written.find(wanted)
    if at < 0 or written.find(wanted, at + 1) >= 0:
        return span
    return Span(span.source, span.start + at, span.start + at + len(part))


def _is_fallback(text: str, at: int) -> bool:
    """Whether an offset lies in a `${NAME:-…}`: what stands there holds only where NAME is not set."""
    opened = text.rfind("${", 0, at)
    return opened >= 0 and "}" not in text[opened:at]


def _is_comment(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line.lstrip().startswith("#") or " # " in line
