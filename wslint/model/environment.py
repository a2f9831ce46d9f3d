"""Environment variables of a workload, and where the rest of them come from."""

from __future__ import annotations

from wslint.model.value import Known, Unknown
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal


class Variable(NamedTuple):
    """One variable as written: `span` of the whole entry, `value` known or unknown."""

    name: str
    value: Known[str] | Unknown
    name_span: Span


class ConfigReference(NamedTuple):
    """A variable taken from a key of a ConfigMap or Secret (`valueFrom`)."""

    name: str
    kind: Literal["ConfigMap", "Secret"]
    object_name: str
    key: str
    optional: bool
    span: Span


class EnvironmentSource(NamedTuple):
    """A whole set of variables: `envFrom`, or an env file (then `name` is the path as written).

    `folder` is the absolute folder that the path is relative to; None: that of the declaring file.
    """

    kind: Literal["ConfigMap", "Secret", "file"]
    name: str
    prefix: str
    optional: bool
    span: Span
    raw: bool = False
    folder: str | None = None


class Environment(NamedTuple):
    """What a workload says of its environment.

    Later variables of the same name win; variables win over sources. `complete` is false where something
    that may define further variables cannot be read (a template, an unresolved include).
    """

    variables: tuple[Variable, ...] = ()
    references: tuple[ConfigReference, ...] = ()
    sources: tuple[EnvironmentSource, ...] = ()
    complete: bool = True
