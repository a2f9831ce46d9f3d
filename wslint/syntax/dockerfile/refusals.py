"""What BuildKit refuses although the words of an instruction can be told apart.

The source is BuildKit's package frontend/dockerfile/instructions; only what no version of it takes is here.
Flags of RUN, COPY and ADD grow with versions of the frontend, so their names are not judged.
"""

from __future__ import annotations

from wslint.syntax.dockerfile.records import Flag, Instruction
from wslint.text import Span

KEYWORDS = (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER "
    "VOLUME WORKDIR"
).split()
# All flags that a keyword takes. ARG and STOPSIGNAL ignore theirs.
_FLAGS: dict[str, tuple[str, ...]] = {
    "HEALTHCHECK": ("interval", "timeout", "start-period", "start-interval", "retries"),
    "FROM": ("platform",),
    **dict.fromkeys(
        "CMD ENTRYPOINT ENV EXPOSE LABEL MAINTAINER ONBUILD SHELL USER VOLUME WORKDIR".split(), ()
    ),
}
# Flags that are nothing without `=value`.
_VALUED = frozenset("platform from chown chmod checksum mount network security".split()) | set(
    _FLAGS["HEALTHCHECK"]
)
# RUN, CMD and ENTRYPOINT may stand alone.
_ALONE = frozenset({"RUN", "CMD", "ENTRYPOINT"})
_PROTOCOLS = frozenset({"tcp", "udp", "sctp"})
_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")


def needs_arguments(keyword: str) -> bool:
    """Whether the keyword alone is refused."""
    return keyword not in _ALONE


def refused_flag(keyword: str, flags: tuple[Flag, ...], first_word: str) -> tuple[Span, str] | None:
    """The first flag that the keyword does not take, or not like this."""
    # The flags of HEALTHCHECK NONE are not looked at.
    if not flags or first_word.upper() == "NONE":
        return None
    known = _FLAGS.get(keyword)
    for flag in flags:
        if known is not None and flag.name not in known:
            what = f"unknown flag --{flag.name} of {keyword}" if known else f"{keyword} takes no flags"
            return flag.span, what + suggestion(flag.name, known)
        if flag.value is None and flag.name in _VALUED and keyword not in ("ARG", "STOPSIGNAL"):
            return flag.span, f"--{flag.name} has no value"
    return None


def refused_words(instruction: Instruction) -> tuple[Span, str] | None:
    """Why the words are refused, and where; None where they may be right."""
    keyword = instruction.keyword
    words = instruction.words
    whole = instruction.arguments_span
    if keyword in ("COPY", "ADD") and len(words) < 2:
        return whole, f"{keyword} needs a source and a destination"
    if keyword == "SHELL" and not (instruction.json and words):
        return whole, 'SHELL is a JSON array, such as ["/bin/sh", "-c"]'
    if keyword == "FROM" and len(words) == 3 and not _is_stage_name(words[2].text.lower()):
        return words[2].span, f"`{words[2].text}` cannot name a stage: a letter, then letters, digits, - _ ."
    for word in words:
        if keyword == "VOLUME" and not word.text.strip():
            return word.span, "a volume without a path"
        if keyword == "ARG" and word.text.startswith("="):
            return word.span, f"`{word.text}` has no name before the `=`"
        if keyword == "EXPOSE" and not _may_be_ports(word.text):
            return word.span, f"`{word.text}` is no port"
    return None


def _is_stage_name(name: str) -> bool:
    return "a" <= name[:1] <= "z" and _NAME.issuperset(name)


def _may_be_ports(text: str) -> bool:
    """Whether a word of EXPOSE is `80`, `80-90/udp`, or nothing that can be judged (docker/go-connections, nat)."""
    if any(sign in text for sign in "$'\"\\`:"):
        return True
    numbers, slash, protocol = text.partition("/")
    if slash and protocol.lower() not in _PROTOCOLS and protocol:
        return False
    first, dash, last = numbers.partition("-")
    bounds = [_port(first), _port(last) if dash else _port(first)]
    return 0 <= bounds[0] <= bounds[1]


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text.lstrip("0")) > 5 or int(text) > 65535:
        return -1
    return int(text)


def suggestion(word: str, known: tuple[str, ...] | list[str]) -> str:
    """`; did you mean …?` for a word that is one slip away from a known one, else nothing."""
    for one in known:
        if _one_slip(word, one):
            return f"; did you mean {one}?"
    return ""


def _one_slip(word: str, known: str) -> bool:
    """Whether one letter is missing, too many, wrong, or two neighbours are swapped."""
    if abs(len(word) - len(known)) > 1:
        return False
    start = 0
    while start < min(len(word), len(known)) and word[start] == known[start]:
        start += 1
    end = 0
    while end < min(len(word), len(known)) - start and word[-1 - end] == known[-1 - end]:
        end += 1
    left, right = word[start : len(word) - end], known[start : len(known) - end]
    return (len(left) <= 1 and len(right) <= 1) or (len(left) == 2 and left == right[::-1])
