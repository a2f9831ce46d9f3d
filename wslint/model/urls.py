"""URLs in words of a command: their parts, and where each stands."""

from __future__ import annotations

from wslint.text.record import NamedTuple

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Part(NamedTuple):
    """The characters `[start, end)` of a word, counted from 0."""

    word: int
    start: int
    end: int


class Url(NamedTuple):
    """An http(s) URL. `path` begins with `/` and has no query; `port` is the scheme's where none is written."""

    scheme: str
    host: str
    port: int | None
    path: str | None
    at: Part
    host_at: Part | None
    port_at: Part | None
    path_at: Part | None


def read_url(
    text: str, word: int, offset: int, *, scheme: str = "http", shortcut: bool = False
) -> Url | None:
    """Read a URL that stands at `offset` of a word; without a scheme it has `scheme`, as curl takes it.

    `shortcut` allows HTTPie's `:8000/path`. None for other schemes, for no URL, and for an impossible port.
    """
    begin = 0
    if "://" in text:
        scheme = text.partition("://")[0].lower()
        begin = len(scheme) + 3
    if scheme not in _DEFAULT_PORTS:
        return None
    end = min((at for at in (text.find(char, begin) for char in "/?#") if at >= 0), default=len(text))
    authority_at = begin + text[begin:end].rfind("@") + 1
    authority = text[authority_at:end]
    host, port_at = authority, None
    port: int | None = _DEFAULT_PORTS[scheme]
    if not authority.endswith("]") and ":" in authority:
        host, _, digits = authority.rpartition(":")
        start = authority_at + len(host) + 1
        if digits:
            if not (digits.isascii() and digits.isdigit()) or len(digits) > 5 or not 0 < int(digits) < 65536:
                return None
            port = int(digits)
            port_at = Part(word, offset + start, offset + end)
    if (not host and not shortcut) or any(char.isspace() for char in text):
        return None
    path_end = min((at for at in (text.find(char, end) for char in "?#") if at >= 0), default=len(text))
    path = text[end:path_end]
    return Url(
        scheme=scheme,
        host=host.strip("[]") or "localhost",
        port=port,
        path=path or "/",
        at=Part(word, offset, offset + len(text)),
        host_at=Part(word, offset + authority_at, offset + authority_at + len(host)) if host else None,
        port_at=port_at,
        path_at=Part(word, offset + end, offset + path_end) if path else None,
    )
