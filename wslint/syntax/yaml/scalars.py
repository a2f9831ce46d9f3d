"""What scalars are to the programs that read them.

Kubernetes reads with sigs.k8s.io/yaml (a fork of go-yaml v2), Compose with go-yaml v3; the facts are from
their resolve.go. Neither knows base 60, both know octal as `017` and `0o17` and underscores in numbers, and
`yes`, `on`, `y` … are bools only to v2. Timestamps stay strings, as v2 leaves them for JSON.
"""

from __future__ import annotations

from math import inf, isinf, nan

from wslint.syntax.yaml.tree import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Dialect: TypeAlias = "Literal['kubernetes', 'compose', 'json']"
Resolved = None | bool | int | float | str

_WORDS: dict[str, Resolved] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
    ".nan": nan, ".NaN": nan, ".NAN": nan,
    ".inf": inf, ".Inf": inf, ".INF": inf,
    "+.inf": inf, "+.Inf": inf, "+.INF": inf,
    "-.inf": -inf, "-.Inf": -inf, "-.INF": -inf,
}  # fmt: skip
_OLD_WORDS: dict[str, Resolved] = {
    "y": True, "Y": True, "yes": True, "Yes": True, "YES": True, "on": True, "On": True, "ON": True,
    "n": False, "N": False, "no": False, "No": False, "NO": False, "off": False, "Off": False, "OFF": False,
}  # fmt: skip
_JSON_WORDS: dict[str, Resolved] = {"": None, "null": None, "true": True, "false": False}

_FLOAT_SIGNS = frozenset("0123456789.eE+-")
_DIGITS = {2: frozenset("01"), 8: frozenset("01234567"), 10: frozenset("0123456789"),
           16: frozenset("0123456789abcdefABCDEF")}  # fmt: skip
_BASES = {"0x": 16, "0b": 2, "0o": 8}
_MAX_DIGITS = 400


def resolve(scalar: Scalar, dialect: Dialect) -> Resolved:
    """The value of a scalar: None, bool, int, float or str.

    Quoted scalars and blocks are strings, unless a tag says otherwise. A tag that does not fit its text
    leaves the text, and so does a tag that is not YAML's own.
    """
    tag = scalar.tag
    if tag is None:
        return _implicit(scalar.value, dialect) if scalar.style is None else scalar.value
    if tag not in _FITS:
        return scalar.value
    value = _implicit(scalar.value, dialect)
    if tag == "!!float" and type(value) is int:
        return _to_float(value, scalar.value)
    return value if isinstance(value, _FITS[tag]) and (tag != "!!int" or type(value) is int) else scalar.value


_FITS: dict[str, type] = {"!!int": int, "!!float": float, "!!bool": bool, "!!null": type(None)}


def _implicit(text: str, dialect: Dialect) -> Resolved:
    """The type that a plain text has by its looks."""
    if dialect == "json":
        return _JSON_WORDS[text] if text in _JSON_WORDS else _json_number(text)
    if text in _WORDS:
        return _WORDS[text]
    if dialect == "kubernetes" and text in _OLD_WORDS:
        return _OLD_WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if text[0] == ".":
        number = _decimal(text)
        return text if number is None else number
    if "_" in text:
        plain = text.replace("_", "")
        value = _number(plain)
    else:
        value = _number(text)
    return text if value is None else value


def _number(text: str) -> int | float | None:
    """An int in Go's notation, of any base; else a decimal fraction; else None."""
    negative = text[:1] == "-"
    body = text[1:] if text[:1] in ("-", "+") else text
    base = 10
    digits = body
    if body[:2].lower() in _BASES:
        base, digits = _BASES[body[:2].lower()], body[2:]
    elif len(body) > 1 and body[0] == "0":
        base, digits = 8, body[1:]
    if digits and _DIGITS[base].issuperset(digits) and len(digits) <= _MAX_DIGITS:
        value = int(digits, base)
        # Decimals beyond 64 bits are floats, as the regular expression for floats takes them first.
        if -(2**63) <= (-value if negative else value) < 2**64 or base in (2, 16):
            return -value if negative else value
    return _decimal(text)


def _decimal(text: str) -> float | None:
    """A decimal number; None for anything else, and for what is too large."""
    if not _FLOAT_SIGNS.issuperset(text):
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return None if isinf(value) else value


def _json_number(text: str) -> int | float | str:
    """A number by JSON's grammar (RFC 8259 §6); any other text as it is."""
    body = text.removeprefix("-")
    whole = body[:1] == "0" and body[1:2].isdigit()
    if whole or not body[:1].isdigit() or not _FLOAT_SIGNS.issuperset(body) or ".e" in body.lower():
        return text
    if _DIGITS[10].issuperset(body) and len(body) <= _MAX_DIGITS:
        return int(text)
    value = _decimal(text)
    return text if value is None or body.endswith(".") else value


def _to_float(value: int, text: str) -> float | str:
    try:
        return float(value)
    except OverflowError:
        return text
