"""What libyaml says about a text that it cannot parse, in words that help."""

from __future__ import annotations

from wslint.syntax.unreadable import Unreadable
from wslint.text import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_REASONS = {
    "mapping values are not allowed in this context": (
        "a `:` is not expected here: quote a value that contains `: `, or check the indentation"
    ),
    "mapping keys are not allowed in this context": "a `?` key is not expected here: check the indentation",
    "block sequence entries are not allowed in this context": (
        "a list item is not expected here: start the list on a line of its own"
    ),
    "could not find expected ':'": "a key needs a `:` after it on the same line, and a space or nothing after that",
    "did not find expected '-' indicator": (
        "a `-` is expected here, as for the items before: check the indentation"
    ),
    "did not find expected node content": "a value is expected here",
    "did not find expected <document start>": "text after the end of the document: `---` is missing, or the indentation is wrong",
    "did not find expected alphabetic or numeric character": (
        "the name of an anchor or alias is made of letters, digits, `-` and `_`; quote a value that begins with `&` or `*`"
    ),
    "did not find expected comment or line break": "the text of a block must begin on the next line",
    "did not find expected hexdecimal number": "hexadecimal digits are missing after the backslash",
    "found unknown escape character": (
        "this backslash escape is not known: write `\\\\`, or use single quotes, where a backslash is itself"
    ),
    "found invalid Unicode character escape code": "this escape is no Unicode character",
    "found a tab character where an indentation space is expected": "a tab is used for indentation: YAML wants spaces",
    "found a tab character that violates indentation": "a tab is used for indentation: YAML wants spaces",
    "found an indentation indicator equal to 0": "the indentation of a block is a digit from 1 to 9",
    "found unexpected ':'": "a `:` is not expected here: quote the value",
    "found undefined tag handle": "this tag uses a handle that no %TAG line declares",
    "found unknown directive name": "this directive is not known: a line that begins with `%` must be quoted",
    "found duplicate %YAML directive": "the %YAML line is given twice",
    "found duplicate %TAG directive": "this %TAG line is given twice",
    "found incompatible YAML document": "this version of YAML is not supported",
    "could not find expected directive name": "a line that begins with `%` is a directive and needs a name: quote it",
    "did not find expected whitespace or line break": "a space is missing after the tag",
}

_CANNOT_START = {
    "\t": "a tab is used for indentation: YAML wants spaces",
    "@": "a plain value cannot begin with `@`: quote it",
    "`": "a plain value cannot begin with a backtick: quote it",
    "%": "a plain value cannot begin with `%`: quote it",
}

_OPENED = {
    "while scanning a quoted scalar": ("did not", "found unexpected"),
    "while parsing a flow sequence": ("did not",),
    "while parsing a flow mapping": ("did not",),
}
_CLOSERS = {"[": "]", "{": "}"}


# libyaml 0.1 knows less than go-yaml, which reads `[80:80]`, `[a?b]`, `&a.b`, and JSON's surrogate pairs.
_NARROW = frozenset((
    "found unexpected ':'",
    "did not find expected alphabetic or numeric character",
    "did not find expected whitespace or line break",
    "found invalid Unicode character escape code",
))  # fmt: skip
_NARROW_AT_SIGN = frozenset((
    "did not find expected node content",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
))  # fmt: skip


def may_be_valid(problem: Any, found: str) -> bool:
    """Whether a `MarkedYAMLError` at the character `found` may be libyaml's fault rather than the text's."""
    return problem.problem in _NARROW or (problem.problem in _NARROW_AT_SIGN and found in (":", "?"))


def unreadable(source: Source, problem: Any, base: int) -> Unreadable:
    """A `MarkedYAMLError` whose marks count from `base`; the span is one character, none at the end."""
    text = source.text
    said = str(problem.problem or "it is not YAML")
    at = _offset(problem.problem_mark, base, len(text))
    context = str(problem.context or "")
    if said.startswith(_OPENED.get(context, ("\0",))):
        opened = _offset(problem.context_mark, base, len(text))
        return Unreadable(_one(source, opened), _not_closed(source, opened, at))
    if said == "could not find expected ':'" and problem.context_mark is not None:
        word = _offset(problem.context_mark, base, len(text))
        return Unreadable(_to_line_end(source, word), _REASONS[said])
    if context == "while parsing a flow node" and said == "did not find expected node content":
        return Unreadable(
            _one(source, at), "a value is expected here, or what closes the `[` or `{` before it"
        )
    if said == "found character that cannot start any token":
        found = text[at : at + 1]
        return Unreadable(_one(source, at), _CANNOT_START.get(found, f"a value cannot begin with `{found}`"))
    if said == "did not find expected key":
        return Unreadable(_one(source, at), _no_key(source, at))
    reason = _REASONS.get(said)
    if reason is None:
        reason = f"{context}: {said}" if context else said
    return Unreadable(_one(source, at), reason)


def unreadable_character(source: Source, at: int) -> Unreadable:
    """For a character that YAML does not allow anywhere (YAML 1.2 §5.1)."""
    code = ord(source.text[at : at + 1] or "\0")
    kind = "half of a surrogate pair" if 0xD800 <= code <= 0xDFFF else "a control character"
    return Unreadable(_one(source, at), f"{kind} (U+{code:04X}) is not allowed in YAML")


def _not_closed(source: Source, opened: int, at: int) -> str:
    """A quote or bracket; where the parser gave up helps to find where it should have been closed."""
    sign = source.text[opened : opened + 1]
    if sign in ('"', "'"):
        return f"this {sign} is never closed"
    closer = _CLOSERS.get(sign, "bracket")
    if at >= len(source.text.rstrip()):
        return f"this {sign} is never closed"
    return f"this {sign} is not closed: `,` or `{closer}` is expected in line {Span(source, at, at).line}"


def _no_key(source: Source, at: int) -> str:
    """Within a block mapping: text after a quoted value, or a line with an indentation of its own."""
    line = source.text.rfind("\n", 0, at) + 1
    if source.text[line:at].strip():
        return "nothing more is expected after the value: quote the whole, or start a new line"
    if source.text[at : at + 1] == "-":
        return "a key is expected here, not a list item: check the indentation"
    return "a key is expected here, as for those before: check the indentation"


def _offset(mark: Any, base: int, length: int) -> int:
    return length if mark is None else min(base + int(mark.index), length)


def _to_line_end(source: Source, at: int) -> Span:
    end = source.text.find("\n", at)
    return Span(source, at, at + len(source.text[at : None if end < 0 else end].rstrip()))


def _one(source: Source, at: int) -> Span:
    text = source.text
    return Span(source, at, at + 1 if at < len(text) and text[at] not in "\r\n" else at)
