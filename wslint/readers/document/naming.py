"""Which file a fence is: by its title, its first comment, or the sentence or heading just before it."""

from __future__ import annotations

import re

from wslint.syntax.markdown import Fence
from wslint.text.late import compile_late

_TOKEN = compile_late(r"[`*]{0,4}[\w.@+/~-]+[`*]{0,4}")
_QUOTED = compile_late(r"(`{1,3}|\*\*)([\w.@+/~-]+)\1")
_NAME = compile_late(r"[\w.@+/-]+")
_LINK = compile_late(r"\[([^\[\]\n]{0,200})\]\([^()\n]{0,300}\)")
_SENTENCE_END = compile_late(r"[.!?:]\s")
_NUMBER = compile_late(r"^(?:step\s+)?\d{1,3}[.):]?\s+", re.IGNORECASE)
_MAKES = compile_late(
    r"\b(?:create|save|write|put|make|named?|called|following|contents?|here(?:'s| is)|this is|looks like"
    r"|examples?|copy|paste|start with|sample|complete|full|minimal|define|prepare|use)\b",
    re.IGNORECASE,
)
_CHANGES = compile_late(
    r"\b(?:add|adds|adding|update|edit|modify|change|append|extend|insert|replace|section|part|snippet|excerpt|under"
    r"|within|block|override|adjust|set|include|enable|uncomment|remove|mount|entry|lines?)\b",
    re.IGNORECASE,
)
_ATTRIBUTES = ("title", "filename", "file", "name", "path", "label")
_MOST_LINES = 5
_LONGEST = 500


def kind_of_name(name: str) -> str | None:
    """What a file of a name is: dockerfile, yaml, json, shell or env; None for what is no name of such a file."""
    base = name.rpartition("/")[2]
    lower = base.lower()
    stem, dot, ending = lower.rpartition(".")
    if lower in ("dockerfile", "containerfile") or (dot and ending in ("dockerfile", "containerfile")):
        return "dockerfile" if base[:1] in "DC" or dot else None
    if base.startswith(("Dockerfile.", "Containerfile.", "Dockerfile-")):
        return "dockerfile"
    if ending in ("yaml", "yml") and stem:
        return "yaml"
    if lower == ".env" or lower.startswith(".env.") or (ending == "env" and stem):
        return "env"
    return {"json": "json", "sh": "shell", "bash": "shell"}.get(ending) if stem else None


def last_sentence(text: str) -> str:
    """The last sentence of a paragraph, in one line."""
    flat = " ".join(text[-1000:].split())
    start = 0
    for end in _SENTENCE_END.finditer(flat):
        if end.end() < len(flat):
            start = end.end()
    return flat[start:]


def name_of(fence: Fence, kinds: tuple[str, ...]) -> str | None:
    """The path that names a fence, if it is one for a file of `kinds`; relative, with no way out of its folder.

    Prose before commands speaks of the scripts that they run, so it names none.
    """
    for key in _ATTRIBUTES:
        found = _path(fence.attributes.get(key, ""), kinds)
        if found is not None:
            return found
    for word in fence.words:
        found = _path(word, kinds)
        if found is not None:
            return found
    found = _in_comment(fence, kinds)
    return found if found is not None or kinds == ("shell",) else _said_before(fence, kinds)


def _path(text: str, kinds: tuple[str, ...]) -> str | None:
    name = text.strip().strip("`*_\"'():").removeprefix("./")
    if not name or len(name) > 200 or name.startswith(("/", "~")) or not _NAME.fullmatch(name):
        return None
    if ".." in name.split("/") or "://" in name or kind_of_name(name) not in kinds:
        return None
    return name


def _in_comment(fence: Fence, kinds: tuple[str, ...]) -> str | None:
    for line in fence.text.text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        bare = line.strip()
        if bare and bare != "---" and not bare.startswith(("#", "//", "<!--")):
            return None
        words = bare.lstrip("#/<!- ").removesuffix("-->").strip()
        key, colon, rest = words.partition(":")
        if colon and key.strip().lower() in ("file", "filename", "path", "name"):
            words = rest
        first, _, more = words.strip().partition(" ")
        if not more or more.startswith(("(", "—", "–", "-")):
            found = _path(first, kinds)
            if found is not None:
                return found
    return None


def _said_before(fence: Fence, kinds: tuple[str, ...]) -> str | None:
    if fence.before is not None:
        found = _in_words(last_sentence(fence.before.text), kinds)
        if found is not None:
            return found
    if fence.headings and fence.first:
        return _in_words(_NUMBER.sub("", " ".join(fence.headings[-1].text[:_LONGEST].split())), kinds)
    return None


def _in_words(text: str, kinds: tuple[str, ...]) -> str | None:
    """The one file that a sentence or a heading names, if it says that this is the file."""
    text = text[:_LONGEST]
    text = _LINK.sub(r"\1", text) if "](" in text else text
    only = _path(text, kinds)
    if only is not None:
        return only
    names = {found for quoted in _QUOTED.finditer(text) if (found := _path(quoted.group(2), kinds))}
    if not names:
        # A bare word must have an ending: "the Dockerfile" is any.
        words = (found.group().rstrip(".,:;") for found in _TOKEN.finditer(text))
        names = {found for word in words if "." in word and (found := _path(word, kinds))}
    if len(names) != 1 or not _MAKES.search(text) or _CHANGES.search(text):
        return None
    return names.pop()
