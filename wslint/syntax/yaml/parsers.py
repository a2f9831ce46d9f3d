"""The two parsers of ruamel.yaml: the C one for all files, the plain one for what the C one is too old for."""

from __future__ import annotations

import sys
from types import ModuleType

from wslint.syntax.bare_packages import make_bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, TypeAlias

    Handlers: TypeAlias = Mapping[str, Callable[..., bool]]
    """What to call for each kind of event, by ruamel.yaml's name of its class, with what that is made of:

    `ScalarEvent(anchor, tag, implicit, value, start, end, style)`, `MappingStartEvent` and
    `SequenceStartEvent(anchor, tag, implicit, start, end, flow)`, `AliasEvent(anchor, start, end)`, the others
    `(start, end)`; there may be more. Marks count characters (`index`). Always gives True.
    """


def read_by_c(text: str, handlers: Handlers, budget: Iterator[object]) -> None:
    """Call the handlers for the events of a text, one for each item that `budget` gives, and no more.

    The C parser asks its module for an event's class whenever it makes one; while it reads it finds the
    handlers there. That takes a third less time for a whole tree than to make events and to ask them
    (measured on 2,000 manifests). Raises `ruamel.yaml.error.YAMLError`, `UnicodeEncodeError` for lone
    surrogates, and what the handlers raise.
    """
    module = _c_parser()
    next_event = module.CParser(text).get_event
    names = vars(module)
    classes = {name: names[name] for name in handlers}
    names.update(handlers)
    try:
        for event, _ in zip(iter(next_event, None), budget, strict=False):
            if event is not True:
                _handle(event, handlers)
    finally:
        names.update(classes)


def read_plainly(text: str, handlers: Handlers) -> None:
    """The same with the parser in Python: YAML 1.2, and some fifty times slower."""
    from ruamel.yaml import YAML

    for event in YAML(typ="safe", pure=True).parse(text):
        value = getattr(event, "value", None)
        if isinstance(value, str) and not value.isascii():
            # JSON writes characters beyond U+FFFF as two escapes.
            event.value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        _handle(event, handlers)


def _handle(event: Any, handlers: Handlers) -> None:
    name = type(event).__name__
    start, end = event.start_mark, event.end_mark
    if name == "ScalarEvent":
        handlers[name](event.anchor, event.ctag, event.implicit, event.value, start, end, event.style)
    elif name in ("MappingStartEvent", "SequenceStartEvent"):
        handlers[name](event.anchor, event.ctag, event.implicit, start, end, event.flow_style)
    elif name == "AliasEvent":
        handlers[name](event.anchor, start, end)
    else:
        handlers[name](start, end)


def _c_parser() -> ModuleType:
    """The module with the C parser, without all that could load or dump by it.

    It needs classes of a few modules inside `ruamel.yaml`; importing the package itself loads every loader and
    dumper, which doubles the time until the first file is parsed. Of two of the modules it has only the classes
    of what they raise, which only loading and dumping do: others stand for these while it is imported.
    """
    found = sys.modules.get("_ruamel_yaml")
    if found is not None:
        return found
    make_bare("ruamel.yaml")
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    standing = []
    for name, raised, base in (
        ("constructor", "ConstructorError", MarkedYAMLError),
        ("representer", "RepresenterError", YAMLError),
    ):
        full = f"ruamel.yaml.{name}"
        if full not in sys.modules:
            module = ModuleType(full)
            setattr(module, raised, type(raised, (base,), {"__module__": full}))
            sys.modules[full] = module
            standing.append(full)
    try:
        import _ruamel_yaml
    finally:
        for full in standing:
            del sys.modules[full]
    parser: ModuleType = _ruamel_yaml
    return parser
