"""The two parsers of ruamel.yaml: the C one for all files, the plain one for what the C one is too old for."""

from __future__ import annotations

import sys
from types import ModuleType

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
    _import_without_loaders()
    import _ruamel_yaml

    next_event = _ruamel_yaml.CParser(text).get_event
    names = vars(_ruamel_yaml)
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


def _import_without_loaders() -> None:
    """Make `ruamel.yaml` a package whose own code runs when something asks it for a name.

    The C parser needs classes of a few modules inside the package; importing the package itself loads
    every loader and dumper, which doubles the time until the first file is parsed.
    """
    name = "ruamel.yaml"
    if name in sys.modules:
        return
    from importlib.machinery import PathFinder

    import ruamel

    spec = PathFinder.find_spec(name, ruamel.__path__)
    if spec is None or spec.loader is None or spec.submodule_search_locations is None:
        return
    package = ModuleType(name)
    package.__spec__ = spec
    package.__loader__ = spec.loader
    package.__file__ = spec.origin
    package.__package__ = name
    package.__path__ = list(spec.submodule_search_locations)
    loader = spec.loader

    def complete(wanted: str) -> Any:
        if wanted.startswith("__") or "__getattr__" not in vars(package):
            raise AttributeError(wanted)
        del vars(package)["__getattr__"]
        loader.exec_module(package)
        return getattr(package, wanted)

    vars(package)["__getattr__"] = complete
    sys.modules[name] = package
    vars(ruamel)["yaml"] = package
