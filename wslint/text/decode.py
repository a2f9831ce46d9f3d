"""The bytes of a file to its text."""

from __future__ import annotations

from wslint.text.record import NamedTuple
from wslint.text.source import Source

# The UTF-32 mark begins with the UTF-16 one: longest first. RFC 3629 §6 and Unicode §23.8 list them.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)


class Undecodable(NamedTuple):
    """Why bytes are no text, and the 0-based offset of the first byte that says so."""

    reason: str
    offset: int


def mark_of(data: bytes) -> tuple[bytes, str, str]:
    """The byte order mark of a file (may be empty), the codec of what follows it, and its name for people."""
    return next((one for one in _MARKS if data.startswith(one[0])), (b"", "utf-8", "UTF-8"))


def decode(data: bytes, path: str) -> Source | Undecodable:
    """The text of a file: UTF-8, or what its byte order mark says. `path` is the source's."""
    mark, codec, name = mark_of(data)
    if codec == "utf-8":
        nul = data.find(b"\0")
        if nul >= 0:
            return Undecodable(f"a binary file: there is a NUL byte at offset {nul}", nul)
    try:
        text = data[len(mark) :].decode(codec)
    except UnicodeDecodeError as problem:
        offset = problem.start + len(mark)
        return Undecodable(f"byte 0x{data[offset]:02x} at offset {offset} is not {name}", offset)
    nul = text.find("\0")
    if nul >= 0:
        offset = len(mark) + len(text[:nul].encode(codec))
        return Undecodable(f"a binary file: there is a NUL character at offset {offset}", offset)
    return Source(path, text, bom=bool(mark))
