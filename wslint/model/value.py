"""The three states of a value: known, absent, unknown. A check that meets an unknown is silent by type."""

from __future__ import annotations

import sys

from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import Generic, TypeAlias, TypeVar

    T = TypeVar("T")
else:
    # To import `typing` takes a tenth of a short run.
    T = None

    class Generic:
        """`typing.Generic`, as far as annotations need it."""

        __slots__ = ()

        def __class_getitem__(cls, of: object) -> type:
            return cls


class Known(NamedTuple, Generic[T]):
    """A value that is written somewhere.

    `span` is where it is written; `via` are the other places that take part in its being in force here,
    nearest use first: the alias, the `env_file:` entry, the image's ENV that a service does not override.
    """

    value: T
    span: Span
    via: tuple[Span, ...] = ()


class Absent(NamedTuple, Generic[T]):
    """A value that is not written: the documented default (None: there is none), and the owner's place."""

    default: T | None
    where: Span


class Unknown(NamedTuple):
    """A value that cannot be known from the files, and why."""

    reason: str
    span: Span | None = None


Value: TypeAlias = "Known[T] | Absent[T] | Unknown"


def in_force(value: Known[T] | Absent[T] | Unknown) -> T | None:
    """The written value, else the documented default, else (unknown, or no default) None."""
    if isinstance(value, Known):
        known: T = value.value
        return known
    return value.default if isinstance(value, Absent) else None


def written(value: Known[T] | Absent[T] | Unknown) -> T | None:
    """The value only if it is written."""
    return value.value if isinstance(value, Known) else None


def place(value: Known[T] | Absent[T] | Unknown, otherwise: Span) -> Span:
    """Where to point: the value as written, else its owner."""
    if isinstance(value, Known):
        return value.span
    if isinstance(value, Absent):
        return value.where
    return value.span or otherwise
