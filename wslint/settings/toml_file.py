"""`[tool.wslint]` of a pyproject.toml. tomllib keeps no places, so keys are found by reading the lines."""

from __future__ import annotations

from typing import Any

from wslint.settings.locate import MAX_BYTES
from wslint.settings.mistakes import Mistake, SettingsError
from wslint.settings.written import Place, Steps, Written

_QUOTES = "\"'"
_TOO_DEEP = "is nested too deeply"


class _Refused(ValueError):  # noqa: N818  # what is said of the file
    """The file is larger or deeper than any that people write."""


def has_wslint_table(path: str) -> bool:
    """Whether the file has a table `tool.wslint`. A file that is not TOML has none: others will say so."""
    try:
        return _table(_load(path)) is not None
    except _Refused:
        return True
    except (OSError, ValueError):
        return False


def read_toml(path: str, shown: str) -> Written:
    """The table as written. Raises SettingsError if the file is not TOML or has no such table."""
    try:
        whole = _load(path)
    except OSError as error:
        raise SettingsError([Mistake(shown, 0, 0, f"cannot be read: {error.strerror}")]) from None
    except _Refused as problem:
        raise SettingsError([Mistake(shown, 0, 0, str(problem))]) from None
    except ValueError as error:
        raise SettingsError([_syntax_mistake(shown, str(error))]) from None
    data = _table(whole)
    if data is None:
        raise SettingsError([Mistake(shown, 0, 0, "has no table [tool.wslint]")])
    with open(path, encoding="utf-8") as file:
        keys = _places(file.read(MAX_BYTES))
    try:
        written = Written(shown, _plain(data), keys, {})
    except RecursionError:
        raise SettingsError([Mistake(shown, 0, 0, _TOO_DEEP)]) from None
    written.values[()] = keys.get((), (1, 1))
    return written


def _load(path: str) -> dict[str, Any]:
    import tomllib

    with open(path, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _Refused(f"is larger than {MAX_BYTES} bytes")
    text = data.decode()
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _Refused(_TOO_DEEP) from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:
        # The standard library's own limit (`sys.set_int_max_str_digits`).
        raise _Refused("has a number with too many digits") from None


def _table(whole: dict[str, Any]) -> Any:
    tool = whole.get("tool")
    return tool.get("wslint") if isinstance(tool, dict) else None


def _syntax_mistake(shown: str, text: str) -> Mistake:
    """From tomllib's words, "… (at line 3, column 5)"."""
    head, separator, tail = text.rpartition(" (at line ")
    numbers = tail.rstrip(")").split(", column ")
    if separator and len(numbers) == 2 and all(number.isdecimal() for number in numbers):
        return Mistake(shown, int(numbers[0]), int(numbers[1]), f"not TOML: {head}")
    return Mistake(shown, 0, 0, f"not TOML: {text}")


def _plain(value: Any) -> Any:
    """Dates become the text that YAML would give."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool) else str(value)


def _places(text: str) -> dict[Steps, Place]:
    """Where the keys below tool.wslint stand, as well as single lines tell."""
    keys: dict[Steps, Place] = {}
    tables: dict[Steps, int] = {}
    table: Steps = ()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.lstrip()
        column = len(line) - len(stripped) + 1
        if stripped.startswith("["):
            repeated = stripped.startswith("[[")
            table = _dotted(stripped.lstrip("["), "]")
            if repeated:
                tables[table] = tables.get(table, -1) + 1
                table = (*table, tables[table])
            steps = table
        elif "=" in stripped and not stripped.startswith("#"):
            steps = (*table, *_dotted(stripped, "="))
        else:
            continue
        for length in range(2, len(steps) + 1):
            if steps[:2] == ("tool", "wslint"):
                keys.setdefault(steps[2:length], (number, column))
    return keys


def _dotted(text: str, end: str) -> Steps:
    """The words of a dotted key up to `end`; quotes taken off."""
    words: list[str] = []
    word = ""
    quote = ""
    for character in text:
        if quote:
            if character == quote:
                quote = ""
            else:
                word += character
        elif character in _QUOTES:
            quote = character
        elif character == end:
            break
        elif character == ".":
            words.append(word)
            word = ""
        elif not character.isspace():
            word += character
    return (*words, word)
