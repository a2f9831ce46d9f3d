"""The two parsers of ruamel.yaml: the C one for all files, the plain one for what the C one is too old for."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


def c_events(text: str) -> Callable[[], Any]:
    """A function that gives the next event of a text, None at the end; marks count characters.

    Raises, now or later, `ruamel.yaml.error.YAMLError`, and `UnicodeEncodeError` for lone surrogates.
    """
    _import_without_loaders()
    from _ruamel_yaml import CParser

    _flatten_events()

    next_event: Callable[[], Any] = CParser(text).get_event
    return next_event


def plain_events(text: str) -> Callable[[], Any]:
    """The same from the parser in Python: YAML 1.2, and some fifty times slower."""
    from ruamel.yaml import YAML

    events = iter(YAML(typ="safe", pure=True).parse(text))

    def next_event() -> Any:
        event: Any = next(events, None)
        value = getattr(event, "value", None)
        if isinstance(value, str) and not value.isascii():
            # JSON writes characters beyond U+FFFF as two escapes.
            event.value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return event

    return next_event


def _flatten_events() -> None:
    """Let the two events that a text has most of be made without calls of their bases' constructors.

    The same attributes, set in one place: a third less time for a whole tree (measured on 2,000
    manifests). Only where the constructors take what they are known to take.
    """
    from ruamel.yaml import events

    for kind, plain, flat in (
        (events.ScalarEvent, _SCALAR, _make_scalar),
        (events.CollectionStartEvent, _COLLECTION, _make_collection),
    ):
        made = kind.__init__
        if made is not flat and made.__code__.co_varnames == plain:
            vars_of: Any = kind
            vars_of.__init__ = flat


_SCALAR = ("self", "anchor", "tag", "implicit", "value", "start_mark", "end_mark", "style", "comment")
_COLLECTION = (
    *("self", "anchor", "tag", "implicit", "start_mark", "end_mark", "flow_style", "comment", "nr_items"),
)


def _make_scalar(  # noqa: PLR0913, PLR0917 (ruamel.yaml's own parameters)
    self: Any,
    anchor: Any,
    tag: Any,
    implicit: Any,
    value: Any,
    start_mark: Any = None,
    end_mark: Any = None,
    style: Any = None,
    comment: Any = None,
) -> None:
    self.start_mark = start_mark
    self.end_mark = end_mark
    self.comment = comment
    self.anchor = anchor
    self.ctag = tag
    self.implicit = implicit
    self.value = value
    self.style = style


def _make_collection(  # noqa: PLR0913, PLR0917 (ruamel.yaml's own parameters)
    self: Any,
    anchor: Any,
    tag: Any,
    implicit: Any,
    start_mark: Any = None,
    end_mark: Any = None,
    flow_style: Any = None,
    comment: Any = None,
    nr_items: Any = None,
) -> None:
    self.start_mark = start_mark
    self.end_mark = end_mark
    self.comment = comment
    self.anchor = anchor
    self.ctag = tag
    self.implicit = implicit
    self.flow_style = flow_style
    self.nr_items = nr_items


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
