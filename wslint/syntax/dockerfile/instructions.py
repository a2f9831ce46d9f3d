"""Logical lines to instructions (Dockerfile reference; BuildKit's parser decides how words are split)."""

from __future__ import annotations

from wslint.syntax.dockerfile.arguments import (
    RefusedError,
    argument_pairs,
    argument_words,
    blank_words,
    json_words,
    name_value_words,
    split_flags,
    word_end,
)
from wslint.syntax.dockerfile.joined import SPACES, JoinedText
from wslint.syntax.dockerfile.lines import LogicalLine, join
from wslint.syntax.dockerfile.records import Instruction, Pair, Word
from wslint.syntax.dockerfile.refusals import (
    KEYWORDS,
    needs_arguments,
    refused_flag,
    refused_words,
    suggestion,
)
from wslint.text import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

_JSON_OR_WHOLE = ("CMD", "ENTRYPOINT", "RUN", "SHELL")
_JSON_OR_WORDS = ("ADD", "COPY", "VOLUME")
_NOT_UNDER_ONBUILD = ("ONBUILD", "FROM", "MAINTAINER")
_PAIRED = ("ENV", "LABEL")
_WHOLE = ("MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR")

Report: TypeAlias = "Callable[[Span, str], None]"


def read_instruction(source: Source, logical: LogicalLine, escape: str, report: Report) -> Instruction:
    """One instruction of a logical line; what BuildKit refuses goes to `report`."""
    text = join(source, logical.pieces).stripped()
    if logical.unterminated is not None:
        opened = logical.heredocs[-1].span
        report(opened, f"the here-document `{logical.unterminated}` is never ended by a line of its own")
    read = _read(text, logical, escape, report, inside=False)
    if logical.heredocs:
        body_end = logical.heredocs[-1].body_span.end
        end = _line_end(source, logical.end) if logical.unterminated is None else body_end
        read = read._replace(span=Span(source, read.span.start, max(read.span.end, end)))
    return read


def _line_end(source: Source, line: int) -> int:
    return source.line_span(line + 1).end


def _read(
    text: JoinedText, logical: LogicalLine, escape: str, report: Report, *, inside: bool
) -> Instruction:
    whole = text.text
    length = word_end(whole)
    keyword = whole[:length].upper()
    keyword_span = text.span(0, length)
    rest = text.part(length, len(whole)).stripped() if length < len(whole) else text.part(length, length)
    refused = False

    def refuse(span: Span, reason: str) -> None:
        nonlocal refused
        refused = True
        report(span, reason)

    if keyword not in KEYWORDS:
        refuse(keyword_span, _unknown_instruction(whole[:length]))
    elif not rest.text and needs_arguments(keyword):
        refuse(keyword_span, f"{keyword} has no arguments")
    elif inside and keyword in _NOT_UNDER_ONBUILD:
        refuse(keyword_span, f"{keyword} cannot stand in an ONBUILD")
    flags, arguments = split_flags(rest, escape) if rest.text else ((), rest)
    words: tuple[Word, ...] = ()
    is_json = False
    onbuild = None
    if keyword == "ONBUILD":
        if arguments.text and not inside:
            onbuild = _read(arguments, logical, escape, refuse, inside=True)
    elif not refused:
        try:
            words, is_json = _words(keyword, arguments, escape)
        except RefusedError as error:
            end = error.end if error.end is not None else len(arguments.text)
            refuse(arguments.span(error.start, end), error.reason)
    read = Instruction(
        keyword=keyword,
        span=text.span(0, len(whole)),
        keyword_span=keyword_span,
        first_line=logical.first + 1,
        last_line=logical.end + 1,
        flags=flags,
        words=words,
        json=is_json,
        arguments=arguments,
        heredocs=logical.heredocs,
        onbuild=onbuild,
        refused=refused,
    )
    if refused or inside:
        # Of what stands in an ONBUILD, BuildKit looks at the words only.
        return read
    why = refused_flag(keyword, flags, words[0].text if words else "") or refused_words(read)
    if why is not None:
        report(*why)
        return read._replace(refused=True)
    return read


def _words(keyword: str, text: JoinedText, escape: str) -> tuple[tuple[Word, ...], bool]:
    """The words, and whether they are in JSON form. Raises RefusedError."""
    if keyword in _WHOLE:
        return _whole(text), False
    if keyword in _PAIRED:
        return name_value_words(text, keyword, escape), False
    if keyword == "ARG":
        return argument_words(text, escape), False
    if keyword == "HEALTHCHECK":
        return _health(text)
    if keyword in _JSON_OR_WHOLE or keyword in _JSON_OR_WORDS:
        found = json_words(text)
        if found is not None:
            return found, True
        return (_whole(text) if keyword in _JSON_OR_WHOLE else blank_words(text)), False
    words = blank_words(text)
    if keyword == "FROM" and not (len(words) == 1 or (len(words) == 3 and words[1].text.upper() == "AS")):
        raise RefusedError("FROM takes one image, or `image AS name`")
    return words, False


def _whole(text: JoinedText) -> tuple[Word, ...]:
    return (Word(text.text, text.span(0, len(text.text))),) if text.text else ()


def _health(text: JoinedText) -> tuple[tuple[Word, ...], bool]:
    """`NONE`, or `CMD` and a command."""
    whole = text.text
    length = word_end(whole, SPACES)
    kind = Word(whole[:length], text.span(0, length))
    rest = text.part(length, len(whole)).stripped() if length < len(whole) else None
    upper = kind.text.upper()
    if upper == "NONE":
        if rest is not None and rest.text:
            raise RefusedError("HEALTHCHECK NONE takes no arguments", len(whole) - len(rest.text))
        return (kind,), False
    if upper != "CMD":
        raise RefusedError("HEALTHCHECK is followed by CMD or NONE", 0, length)
    if rest is None or not rest.text:
        raise RefusedError("HEALTHCHECK CMD has no command", 0, length)
    found = json_words(rest)
    return ((kind, *found), True) if found is not None else ((kind, *_whole(rest)), False)


def pairs(instruction: Instruction) -> tuple[Pair, ...]:
    """The pairs of ENV, LABEL and ARG, in order."""
    if instruction.keyword == "ARG":
        return argument_pairs(instruction.words)
    words = instruction.words
    return tuple(
        Pair(key.text, key.span, value.text, value.span)
        for key, value in zip(words[::2], words[1::2], strict=True)
    )


def _unknown_instruction(word: str) -> str:
    shown = word if len(word) <= 40 else word[:40] + "…"
    return f"unknown instruction `{shown}`{suggestion(word.upper(), KEYWORDS)}"
