"""The classes of records that occur in data: named with a mark of their fields, found again by both.

Data of another version of a record is never read as this one: its name comes with a sum over its fields.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Layout = tuple[tuple[type[tuple[object, ...]], int], ...]

_PACKAGE = "wslint."


class Unfit(ValueError):  # noqa: N818
    """A class that is no record of this program, or no longer as the data has it."""


def described(classes: Iterable[type[tuple[object, ...]]]) -> str:
    """The classes in one line, in their order. Raises `Unfit` for one that cannot be found again by its name."""
    return " ".join(map(_description, classes))


def found(description: str) -> Layout:
    """The classes of such a line, each with its number of fields. Raises `Unfit`, whatever the line is.

    Imports modules of this program only. What was found is kept: there are a few classes only.
    """
    known = _FOUND_OF.get(description)
    if known is None:
        known = (
            tuple([_FOUND.get(one) or _class(one) for one in description.split(" ")]) if description else ()
        )
        if len(_FOUND_OF) < _MOST_LINES:
            _FOUND_OF[description] = known
    return known


_MOST_LINES = 1_000
_FOUND_OF: dict[str, Layout] = {}
_FOUND: dict[str, tuple[type[tuple[object, ...]], int]] = {}
_DESCRIPTIONS: dict[type, str] = {}


def _description(cls: type[tuple[object, ...]]) -> str:
    known = _DESCRIPTIONS.get(cls)
    if known is None:
        module, name = cls.__module__, cls.__qualname__
        at_home = module.startswith(_PACKAGE) and getattr(sys.modules.get(module), name, None) is cls
        if not at_home or not _is_record(cls):
            raise Unfit(f"{module}.{name} is no record of a module of wslint")
        known = _DESCRIPTIONS[cls] = f"{module.removeprefix(_PACKAGE)}:{name}:{_mark(cls)}"
    return known


def _class(description: str) -> tuple[type[tuple[object, ...]], int]:
    parts = description.split(":")
    if len(parts) != 3 or not all(one.isidentifier() for one in (*parts[0].split("."), parts[1])):
        raise Unfit(f"no class of records: {description[:80]!r}")
    module = _PACKAGE + parts[0]
    if "__main__" in parts[0]:
        raise Unfit(f"{module} holds no records")
    try:
        __import__(module)
    except ImportError as problem:
        raise Unfit(f"there is no {module}") from problem
    cls = getattr(sys.modules[module], parts[1], None)
    if not isinstance(cls, type) or not _is_record(cls) or _mark(cls) != parts[2]:
        raise Unfit(f"{description} is not as it was")
    answer = _FOUND[description] = cls, len(_fields(cls))
    return answer


def _is_record(cls: type) -> bool:
    """Whether a class is a named tuple with fields: one without any would cost nothing, however many there are."""
    return issubclass(cls, tuple) and bool(_fields(cls))


def _fields(cls: type) -> tuple[str, ...]:
    fields: tuple[str, ...] = getattr(cls, "_fields", ())
    return fields


def _mark(cls: type) -> str:
    """Eight hexadecimal digits that depend on the names of the fields and their order."""
    from zlib import crc32

    return f"{crc32(' '.join(_fields(cls)).encode()):08x}"
