"""Modules of a package without the package's own code, where that loads far more than what is wanted of it."""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def make_bare(name: str) -> None:
    """Make a package whose own code runs only when something asks it for a name that is none of its modules'.

    From then on it is what it would have been. Nothing is done where it is imported already, or is not there. Of
    a package inside another one, the outer one is imported.
    """
    if name in sys.modules:
        return
    from importlib import import_module
    from importlib.machinery import PathFinder

    outer, _, last = name.rpartition(".")
    around = __import__(outer) if outer else None
    spec = PathFinder.find_spec(name, around.__path__ if around is not None else None)
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
        if wanted.startswith("__") or vars(package).get("__getattr__") is not complete:
            raise AttributeError(wanted)
        # `from . import rules` asks the package before it looks for a module.
        if PathFinder.find_spec(f"{name}.{wanted}", package.__path__) is not None:
            return import_module(f"{name}.{wanted}")
        del vars(package)["__getattr__"]
        loader.exec_module(package)
        return getattr(package, wanted)

    vars(package)["__getattr__"] = complete
    sys.modules[name] = package
    if around is not None:
        vars(around)[last] = package
