"""JSON to data without the package `json`, whose import takes six times as long as reading all rules."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_SPACES = " \t\n\r"


def read_json(text: str) -> Any:
    """The value of a JSON text, as `json.loads` gives it, but NaN and the infinities are refused.

    Raises ValueError for what is no JSON, and RecursionError as `json` does. Read by the scanner in C that
    CPython's `json` uses too; where there is none of the known kind, by `json` itself.
    """
    start = len(text) - len(text.lstrip(_SPACES))
    try:
        from _json import make_scanner

        settings: Any = _Settings
        scan = make_scanner(settings)
    except (ImportError, AttributeError, TypeError):
        import json

        return json.loads(text, parse_constant=_refuse)
    try:
        value, end = scan(text, start)
    except StopIteration as stop:
        raise ValueError(f"no JSON value at character {stop.value}") from None
    if text[end:].strip(_SPACES):
        raise ValueError(f"something behind the value, at character {end}")
    return value


def json_list(words: Iterable[str]) -> str:
    """Texts as a JSON array, as `json.dumps` writes it with characters beyond ASCII as they are."""
    try:
        from _json import encode_basestring
    except ImportError:
        from json.encoder import encode_basestring
    return f"[{', '.join(map(encode_basestring, words))}]"


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


class _Settings:
    """What the scanner asks of a decoder (CPython, Modules/_json.c, `scanner_new`)."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = staticmethod(_refuse)
