"""URLs in one-line programs: `python -c`, `node -e`."""

from __future__ import annotations

from wslint.model.urls import Url, read_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_STOPS = frozenset("\"'` \t\n\r)<>,;\\")
# Signs of a value that is put into a string when the program runs.
_FILLED = frozenset("{}$%")
# Whatever may look at a status.
_LOOKS = ("raise_for_status", "status", ".ok", "assert", "exit", "except", " if ", "code")


def code_urls(code: str, word: int) -> Iterator[Url]:
    """The URLs that are written in full in a program's text; the path is None where more may be added to it."""
    at = 0
    while True:
        start = code.find("http", at)
        if start < 0:
            return
        end = at = start + 4
        if not code.startswith(("://", "s://"), at):
            continue
        while end < len(code) and code[end] not in _STOPS:
            end += 1
        text = code[start:end]
        authority_end = text.find("/", 8) if text.startswith("https") else text.find("/", 7)
        authority = text if authority_end < 0 else text[:authority_end]
        url = None if _FILLED & set(authority) or authority.endswith(":") else read_url(text, word, start)
        at = end
        if url is None:
            continue
        # 'http://h:1' + path, "http://h:1/%s" % path, `http://h:1/${path}`
        after = code[end + 1 : end + 20].lstrip()[:1] if end < len(code) and code[end] in "\"'`" else ""
        if after in {"+", "%", "."}:
            if url.port_at is None or authority_end < 0:
                continue
            yield url._replace(path=None, path_at=None)
        elif _FILLED & set(text[len(authority) :]):
            yield url._replace(path=None, path_at=None)
        else:
            yield url


def sees_http_errors(tool: str, code: str) -> bool | None:
    """Whether an answer of 400 and above makes the program fail; None where that cannot be told.

    urllib's urlopen raises HTTPError; requests and httpx return the answer (their documentation).
    """
    if tool != "python":
        return None
    if "urlopen" in code:
        return None if "except" in code or "suppress" in code else True
    asks = any(call in code for call in ("requests.get(", "requests.head(", "httpx.get(", "httpx.head("))
    return False if asks and not any(sign in code for sign in _LOOKS) else None
