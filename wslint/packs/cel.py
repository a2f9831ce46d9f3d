"""The CEL library: loaded only when a rule asks for it, and kept on a short lead.

An expression cannot do anything but compute: there are no functions but CEL's own. What cannot be computed is
UNKNOWN, as a fact that is not given is. `&&` and `||` are CEL's: an unknown side does not matter where the other
one decides (CEL specification, Logical Operators).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from wslint.packs.tokens import Mistake


class Program(Protocol):
    """A compiled expression."""

    def execute(self, context: dict[str, Any]) -> Any:
        """Compute it. Raises all kinds of things."""


class Unknown:
    """The type of UNKNOWN."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()
_loaded: list[Any] = []


def _library() -> Any:
    """The extension module alone: its package would load a terminal's interface with it.

    Measured: 0.03 s for the module, 0.6 s for the package. It can be loaded but once in a process, so it is kept
    where the package would find it. Raises ImportError.
    """
    if not _loaded:
        import sys

        module: Any = sys.modules.get("cel.cel")
        if module is None:
            from importlib.machinery import PathFinder
            from importlib.util import find_spec, module_from_spec

            package = find_spec("cel")
            inner = PathFinder.find_spec("cel.cel", package.submodule_search_locations) if package else None
            if inner is None or inner.loader is None:
                raise ImportError("cel")
            module = module_from_spec(inner)
            sys.modules["cel.cel"] = module
            inner.loader.exec_module(module)
        _loaded.append(module)
    return _loaded[0]


def compiled(text: str) -> Program:
    """Compile an expression. Raises Mistake with the parser's first complaint."""
    try:
        library = _library()
    except ImportError:
        raise Mistake("needs the package `common-expression-language`, which is not installed") from None
    try:
        program: Program = library.compile(text)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise Mistake(f"is not CEL: {_complaint(text, str(error))}") from None
    return program


def computed(program: Program, facts: Mapping[str, Any]) -> Any:
    """The value of an expression; UNKNOWN where it cannot be computed from what is given."""
    try:
        return program.execute(dict(facts))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        return UNKNOWN


def failure(program: Program, facts: Mapping[str, Any]) -> str:
    """Why an expression does not fit the types of the facts; empty where it does, or where nothing is wrong
    with types: a key that is not there, a division by zero.
    """
    try:
        program.execute(dict(facts))
    except TypeError as error:
        return _first_sentence(str(error))
    except RuntimeError as error:
        # All variables are given and all functions are known: what is missing is a function for the type.
        text = str(error)
        if text.startswith("Undefined variable or function: "):
            return f"`{text.split(chr(39))[1]}` is not for a value of this type"
        return "a pattern is no regular expression" if "not a valid regex" in text else ""
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
    return ""


def _first_sentence(text: str) -> str:
    first = text.partition("\n")[0].partition(". ")[0]
    if first.startswith("No such overload"):
        return "an operator gets values that it is not for (nothing is converted: write `double(…)` or `string(…)`)"
    return first.removeprefix("Unsupported operation: ").partition(". CEL")[0][:200]


def _complaint(text: str, error: str) -> str:
    """`… in column 3`, of `ERROR: <input>:1:3: Syntax error: …`."""
    at = error.find("ERROR: <input>:")
    if at < 0:
        return "it cannot be parsed"
    line, _, rest = error[at + len("ERROR: <input>:") :].partition(":")
    column, _, words = rest.partition(":")
    words = words.split("\n")[0].split(" expecting ")[0].strip().removeprefix("Syntax error: ")[:120]
    where = f"line {line}, column {column}" if "\n" in text.strip() else f"column {column}"
    return f"{words.replace('<EOF>', 'the end')} in {where}"
