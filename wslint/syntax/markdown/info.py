"""Info strings of fences: CommonMark leaves their form open, and each tool has its own."""

from __future__ import annotations

from collections.abc import Mapping

from wslint.text.late import compile_late
from wslint.text.record import NamedTuple

_PARTS = compile_late(r"""([\w.:-]+)\s?=\s?("[^"\n]*"|'[^'\n]*'|[^\s"'{}]+)|([^\s{}]+)""")
_ENDS_LANGUAGE = frozenset(":,{[ \t")
_MOST = 2_000


class Info(NamedTuple):
    """The language in lower case, the pairs, and the other words."""

    language: str
    attributes: Mapping[str, str]
    words: tuple[str, ...]


def read_info(info: str) -> Info:
    """`yaml`, `yaml title="a b"`, `yaml:compose.yaml`, `yaml {1,3}`, `{.yaml file=x}`, `{code-block} yaml`.

    Sources: Docusaurus ("Code blocks", title), MkDocs Material (title), Hugo (attributes in braces), MyST
    (directives in braces), Pandoc (fenced_code_attributes).
    """
    text = info[:_MOST].strip()
    braced = text.startswith("{")
    text = text.lstrip("{.")
    end = next((at for at, char in enumerate(text) if char in _ENDS_LANGUAGE or char == "}"), len(text))
    language, rest = text[:end].lower(), text[end:]
    if "=" in language:
        language, rest = "", text
    attributes: dict[str, str] = {}
    words: list[str] = []
    for found in _PARTS.finditer(rest):
        key, value, word = found.groups()
        if word is not None:
            words.append(word.strip(":,[]()"))
        else:
            attributes.setdefault(key.lower(), value.strip("\"'"))
    if braced and language in ("code-block", "code-cell", "code") and words:
        language = words.pop(0).lower()
    return Info(language, attributes, tuple(word for word in words if word))
