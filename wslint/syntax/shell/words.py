"""Words of tree-sitter's bash grammar to shell words: quotes removed, variables kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wslint.syntax.shell.script import (
    Assignment,
    Elements,
    HereDocument,
    LiteralPart,
    Part,
    ShellWord,
    Substitution,
    Variable,
)

if TYPE_CHECKING:
    from tree_sitter import Node

# Defaults within defaults beyond this depth are left unknown.
_DEEPEST = 20

_TRANSPARENT = frozenset({"concatenation", "command_name", "variable_assignment", "brace_expression"})
_UNKNOWABLE = frozenset(
    {
        "command_substitution",
        "process_substitution",
        "arithmetic_expansion",
        "ansi_c_string",
        "translated_string",
    }
    | {"array"}
)
_STARTS = {"string", "raw_string", "simple_expansion", "expansion"} | _UNKNOWABLE
WORDS = frozenset(
    {"word", "number", "extglob_pattern", "regex", "$", "test_operator", "subscript", "special_variable_name"}
    | {"variable_name", "semgrep_metavariable", "file_descriptor"}
    | _TRANSPARENT
    | _STARTS
)


def word_of(nodes: Sequence[Node], text: str) -> ShellWord:
    """The word made of nodes that touch each other."""
    return _word(nodes, nodes[0].start_byte, nodes[-1].end_byte, text)


def assignment_of(node: Node, text: str) -> Assignment | None:
    """`NAME=value`; None where the left side is no name, so that the whole is an ordinary word."""
    name = node.children[0]
    operator = node.children[1] if len(node.children) > 1 else name
    written = text[name.start_byte : name.end_byte]
    if not (written.isascii() and written.isidentifier()) and name.type != "subscript":
        return None
    value = _word(node.children[2:], operator.end_byte, node.end_byte, text)
    elements, added, adds = None, None, operator.type == "+="
    if name.type != "subscript" and len(node.children) == 3 and node.children[2].type == "array":
        inner = [child for child in node.children[2].children if child.is_named and child.type != "comment"]
        elements = tuple(word_of([child], text) for child in inner)
    elif adds and name.type != "subscript":
        added = value
    if operator.type != "=" or name.type == "subscript":
        unknown = Substitution(value.start, value.end)
        value = ShellWord(value.start, value.end, None, (unknown,))
    return Assignment(written, value, node.start_byte, node.end_byte, elements, adds, added)


def document_of(
    start: Node, body: Node | None, end: Node | None, text: str, *, indented: bool
) -> HereDocument | None:
    """A here-document; None where it has no lines."""
    delimiter = text[start.start_byte : start.end_byte]
    literal = any(char in delimiter for char in "'\"\\")
    if body is None or end is None:
        return None
    begin = body.start_byte
    # With `<<-` the grammar takes the first line's tabs, and those before the delimiter, otherwise than others.
    begin = (
        text.rfind("\n", 0, begin) + 1
        if not text[text.rfind("\n", 0, begin) + 1 : begin].strip("\t")
        else begin
    )
    stop = max(begin, text.rfind("\n", 0, end.start_byte) + 1)
    if literal:
        whole = LiteralPart(text[begin:stop], begin, stop, quoted=True)
        return HereDocument(begin, stop, True, indented, (whole,) if stop > begin else ())
    parts: list[Part] = []
    at = begin
    for child in body.children:
        if child.type not in _STARTS:
            continue
        _unescaped(text, at, child.start_byte, parts)
        _part(child, text, parts, quoted=True, depth=0)
        at = child.end_byte
    _unescaped(text, at, stop, parts)
    return HereDocument(begin, stop, False, indented, tuple(parts))


def _unescaped(text: str, start: int, end: int, parts: list[Part]) -> None:
    """Literal text of a here-document: a backslash escapes `$`, backquote, itself and a line end."""
    at = start
    while at < end:
        slash = text.find("\\", at, end - 1)
        while slash >= 0 and text[slash + 1] not in "$`\\\n":
            slash = text.find("\\", slash + 1, end - 1)
        if slash < 0:
            slash = end
        if slash > at:
            parts.append(LiteralPart(text[at:slash], at, slash, quoted=True))
        if slash < end and text[slash + 1] != "\n":
            parts.append(LiteralPart(text[slash + 1], slash, slash + 2, quoted=True))
        at = slash + 2


def _word(nodes: Sequence[Node], start: int, end: int, text: str) -> ShellWord:
    parts: list[Part] = []
    _read(nodes, start, end, text, parts, quoted=False, depth=0)
    parts = _joined(parts)
    bare = "".join(p.text if isinstance(p, LiteralPart) and not p.quoted else "\0" for p in parts)
    if _expands(bare):
        parts = [Substitution(start, end)]
    # An escaped pattern character is quoted; it never comes here as bare text.
    glob = any(c in bare for c in "*?[")
    literal = [p.text for p in parts if isinstance(p, LiteralPart)]
    return ShellWord(start, end, "".join(literal) if len(literal) == len(parts) else None, tuple(parts), glob)


def _expands(bare: str) -> bool:
    """Whether unquoted text has a tilde or braces that a shell may expand (bash does, dash does not)."""
    if bare.startswith("~"):
        return True
    opening = bare.find("{")
    closing = bare.rfind("}")
    inner = bare[opening:closing] if 0 <= opening < closing else ""
    return "," in inner or ".." in inner


def _joined(parts: list[Part]) -> list[Part]:
    """Neighbouring literals of one kind made one."""
    out: list[Part] = []
    for part in parts:
        before = out[-1] if out else None
        if isinstance(part, LiteralPart) and isinstance(before, LiteralPart) and before.quoted == part.quoted:
            out[-1] = LiteralPart(before.text + part.text, before.start, part.end, part.quoted)
        else:
            out.append(part)
    return out


def _read(
    nodes: Sequence[Node], start: int, end: int, text: str, parts: list[Part], *, quoted: bool, depth: int
) -> None:
    """Add the parts of `text[start:end]`: what is no quote, expansion or substitution in `nodes` is literal.

    The grammar leaves out some of the white space in strings, hence literals are what lies between.
    """
    stack = list(reversed(nodes))
    at = start
    while stack:
        node = stack.pop()
        if node.type in _TRANSPARENT:
            stack.extend(reversed(node.children))
        elif node.type in _STARTS:
            begin = node.start_byte
            if node.type == "string" and begin > at and text[begin - 1] == "$":
                begin -= 1
            _literal(text, at, begin, parts, quoted=quoted)
            if begin < node.start_byte:
                parts.append(Substitution(begin, node.end_byte))  # $"…" is translated
            else:
                _part(node, text, parts, quoted=quoted, depth=depth)
            at = node.end_byte
    _literal(text, at, end, parts, quoted=quoted)


def _part(node: Node, text: str, parts: list[Part], *, quoted: bool, depth: int) -> None:
    """Add the parts of one quote or expansion."""
    start, end = node.start_byte, node.end_byte
    if node.type == "simple_expansion":
        parts.append(Variable(text[start + 1 : end], "", None, start, end, quoted))
    elif node.type == "expansion":
        parts.append(_expansion(node, text, quoted=quoted, depth=depth))
    elif node.type == "raw_string" and not quoted:
        parts.append(LiteralPart(text[start + 1 : end - 1], start + 1, end - 1, quoted=True))
    elif node.type == "string" and not quoted:
        if end - start == 2:
            parts.append(LiteralPart("", start + 1, end - 1, quoted=True))
        _read(node.children[1:-1], start + 1, end - 1, text, parts, quoted=True, depth=depth)
    else:
        parts.append(Substitution(start, end))


def _expansion(node: Node, text: str, *, quoted: bool, depth: int) -> Part:
    """`${name}`, or `${name operator word}`."""
    start, end = node.start_byte, node.end_byte
    inner = node.children[1:-1]
    # `${ARGS[@]+"${ARGS[@]}"}` is how old shells with `set -u` take an array that may be empty.
    if inner and inner[0].type == "subscript" and (len(inner) == 1 or inner[1].type in {"+", ":+"}):
        name, _, index = text[inner[0].start_byte : inner[0].end_byte].partition("[")
        if index in ("@]", "*]"):
            return Elements(name, index == "@]" or not quoted, start, end, quoted)
    if not inner or inner[0].type not in {"variable_name", "special_variable_name"} or depth > _DEEPEST:
        return Substitution(start, end)
    name = text[inner[0].start_byte : inner[0].end_byte]
    if len(inner) == 1:
        return Variable(name, "", None, start, end, quoted)
    operator = text[inner[1].start_byte : inner[1].end_byte]
    parts: list[Part] = []
    begin = inner[1].end_byte
    _read(inner[2:], begin, end - 1, text, parts, quoted=quoted, depth=depth + 1)
    parts = _joined(parts)
    literal = [p.text for p in parts if isinstance(p, LiteralPart)]
    value = "".join(literal) if len(literal) == len(parts) else None
    return Variable(name, operator, ShellWord(begin, end - 1, value, tuple(parts)), start, end, quoted)


def _literal(text: str, start: int, end: int, parts: list[Part], *, quoted: bool) -> None:
    """Add literal text. Between double quotes a backslash escapes only `$`, backquote, `"`, itself and a line end."""
    at = start
    while at < end:
        slash = text.find("\\", at, end - 1)
        if slash < 0:
            parts.append(LiteralPart(text[at:end], at, end, quoted))
            return
        if slash > at:
            parts.append(LiteralPart(text[at:slash], at, slash, quoted))
        escaped = text[slash + 1]
        if quoted and escaped not in '$`"\\\n':
            parts.append(LiteralPart(text[slash : slash + 2], slash, slash + 2, quoted=True))
        elif escaped != "\n":
            parts.append(LiteralPart(escaped, slash, slash + 2, quoted=True))
        at = slash + 2
