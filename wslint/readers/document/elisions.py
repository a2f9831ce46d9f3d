"""What shows that a text is shortened, a form to fill in, or the difference of two: not to be read as it is."""

from __future__ import annotations

import re

from wslint.text.late import compile_late

_DOTS = r"(?:\.\.\.|…|\[\.\.\.\]|\[…\]|\(\.\.\.\)|<\.\.\.>|<snip>|\[snip\]|<!--)"
_LINE = compile_late(rf"^[ \t]*(?:-[ \t]{{1,20}})?(?:[#/]{{1,3}}[ \t]*)?{_DOTS}", re.MULTILINE)
_COMMENT = compile_late(
    rf"#[ \t]*(?:{_DOTS}|\(?(?:snip\b|(?:the[ ])?(?:rest|remainder)[ ]of\b|omitted\b|unchanged\b|truncated\b"
    r"|(?:your[ ])?(?:other|existing|remaining|additional|more)[ ]"
    r"(?:services?|settings?|config\w*|options?|keys?|fields?|containers?|env\w*|variables?|values?|volumes?|ports?)\b"
    r"|same[ ]as\b|etc\b))",
    re.IGNORECASE,
)
_VALUE = compile_late(
    rf"(?::|^[ \t]*[A-Z]{{2,20}})[ \t]+[\[{{\"']?[ \t]?{_DOTS}[ \t]?[\]}}\"']?[ \t]*(?:#|$)", re.MULTILINE
)
_ADDED = compile_late(r"^(?:\+|@@ )", re.MULTILINE)
_PLACEHOLDER = compile_late(r"<[A-Za-z][A-Za-z0-9 _./:|-]{0,60}>")
_TEMPLATE = compile_late(r"(?:^|:|-)[ \t]*\"?\{[{%]", re.MULTILINE)


def shortened(text: str) -> bool:
    """Whether something is left out: `...`, `# ...`, `…`, `<snip>`, `# rest of the file`."""
    return any(form.search(text) is not None for form in (_LINE, _VALUE, _COMMENT))


def is_difference(text: str) -> bool:
    """Whether lines begin with the `+` of a diff; `-` alone begins items of a list as well."""
    return _ADDED.search(text) is not None


def has_placeholder(text: str) -> bool:
    """Whether `<your-image>` stands somewhere."""
    return _PLACEHOLDER.search(text) is not None


def is_template(text: str) -> bool:
    """Whether `{{` or `{%` stands where a line or a value begins."""
    return ("{{" in text or "{%" in text) and _TEMPLATE.search(text) is not None


def without_placeholders(text: str) -> str:
    """The text with each `<name>` made a shell variable of no known value, of the same length.

    To a shell `<name>` is a file to read from, and all that follows would be lost.
    """
    return _PLACEHOLDER.sub(_variable, text) if "<" in text else text


def _variable(found: re.Match[str]) -> str:
    length = len(found.group())
    return "${" + "_" * (length - 3) + "}" if length > 3 else "$__"
