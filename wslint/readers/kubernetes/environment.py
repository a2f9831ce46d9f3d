"""`env` and `envFrom` of a container.

Source: Kubernetes API reference, EnvVar, EnvVarSource and EnvFromSource.
"""

from __future__ import annotations

from wslint.model.environment import ConfigReference, Environment, EnvironmentSource, Variable
from wslint.model.value import Known, Unknown
from wslint.readers.kubernetes.references import Scope, expand
from wslint.readers.kubernetes.section import Section, is_null, is_template
from wslint.syntax.yaml import Mapping, Scalar, Sequence
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

Setting = Variable | ConfigReference

_KEY_REFERENCES: tuple[tuple[str, Literal["ConfigMap", "Secret"]], ...] = (
    ("configMapKeyRef", "ConfigMap"),
    ("secretKeyRef", "Secret"),
)
_SOURCES: tuple[tuple[str, Literal["ConfigMap", "Secret"]], ...] = (
    ("configMapRef", "ConfigMap"),
    ("secretRef", "Secret"),
)
NOTHING = Environment()


class ReadEnvironment(NamedTuple):
    """The environment of a container, and what `$(NAME)` in its commands can see of it."""

    environment: Environment
    scope: Scope


def read_environment(container: Section, injected: Variable | None = None) -> ReadEnvironment:
    """The environment; `injected` is a variable that the platform sets beside the written ones.

    Of two entries with one name the later holds, whatever their kinds.
    """
    sources, complete = _sources(container)
    values: dict[str, str | None] = {}
    scope = Scope(values, bool(sources) or not complete)
    settings: dict[str, Setting] = {}
    entry = container.mapping.entry("env")
    if entry is not None and isinstance(entry.value, Sequence):
        complete = complete and all(isinstance(item.value, Mapping) for item in entry.value.items)
        for section in container.items("env"):
            setting = _setting(section, scope)
            if setting is None:
                complete = False
                continue
            settings.pop(setting.name, None)
            settings[setting.name] = setting
            known = isinstance(setting, Variable) and isinstance(setting.value, Known)
            values[setting.name] = setting.value.value if known else None  # type: ignore[union-attr]
    elif entry is not None and not is_null(entry.value):
        complete = False
    if injected is not None and injected.name not in settings:
        settings[injected.name] = injected
        values[injected.name] = injected.value.value if isinstance(injected.value, Known) else None
    if not settings and not sources and complete:
        return ReadEnvironment(NOTHING, scope)
    variables = tuple(s for s in settings.values() if isinstance(s, Variable))
    references = tuple(s for s in settings.values() if isinstance(s, ConfigReference))
    return ReadEnvironment(Environment(variables, references, sources, complete), scope)


def _setting(section: Section, scope: Scope) -> Setting | None:
    """One entry of `env`; None where its name cannot be known."""
    name = section.scalar("name")
    if name is None or not name.value or is_template(name.value):
        if name is not None:
            section.reading.cannot_know("the name of a variable is a template", name.content_span)
        return None
    span = name.content_span
    value_from = section.section("valueFrom")
    if value_from is not None:
        return _reference(section, value_from, name.value, span)
    if section.is_set("valueFrom"):
        return Variable(name.value, Unknown("`valueFrom` cannot be read", span), span)
    entry = section.mapping.entry("value")
    if entry is None or is_null(entry.value):
        # An empty value is what Kubernetes sets where none is written.
        return Variable(name.value, Known("", span, section.via), span)
    if not isinstance(entry.value, Scalar):
        unknown = section.reading.cannot_know("`value` wants a string", entry.use)
        return Variable(name.value, unknown, span)
    scalar = entry.value
    place = scalar.content_span
    if "{{" in scalar.value or "${" in scalar.value:
        unknown = section.reading.cannot_know(f"the value of {name.value} is a template", place)
        return Variable(name.value, unknown, span)
    text = expand(scalar.value, scope)
    if text is None:
        return Variable(
            name.value, Unknown("it refers to a variable whose value is not known here", place), span
        )
    return Variable(name.value, Known(text, place, section.via_of(entry)), span)


def _reference(section: Section, value_from: Section, name: str, span: Span) -> Setting:
    for key, kind in _KEY_REFERENCES:
        reference = value_from.section(key)
        if reference is None:
            continue
        object_name, data_key = reference.word("name"), reference.word("key")
        if not object_name or not data_key or is_template(object_name) or is_template(data_key):
            break
        optional = _is_optional(reference)
        return ConfigReference(name, kind, object_name, data_key, optional, section.mapping.span)
    return Variable(name, Unknown(f"{name} is filled in by the cluster", span), span)


def _sources(container: Section) -> tuple[tuple[EnvironmentSource, ...], bool]:
    """The entries of `envFrom`, and whether all of them could be read."""
    entry = container.mapping.entry("envFrom")
    if entry is None or is_null(entry.value):
        return (), True
    if not isinstance(entry.value, Sequence):
        return (), False
    found: list[EnvironmentSource] = []
    for item in container.items("envFrom"):
        source = _source(item)
        if source is not None:
            found.append(source)
    return tuple(found), len(found) == len(entry.value.items)


def _source(item: Section) -> EnvironmentSource | None:
    prefix = item.text("prefix", "")
    written = prefix.value if isinstance(prefix, Known) else ""
    for key, kind in _SOURCES:
        reference = item.section(key)
        name = None if reference is None else reference.text("name")
        if reference is None or name is None or isinstance(prefix, Unknown):
            continue
        if isinstance(name, Known) and name.value:
            return EnvironmentSource(kind, name.value, written, _is_optional(reference), name.span)
    return None


def _is_optional(reference: Section) -> bool:
    """Whether a reference may lead nowhere."""
    optional = reference.flag("optional", default=False)
    return isinstance(optional, Known) and optional.value
