"""Where a variable or an option says to connect, when it says loopback."""

from __future__ import annotations

from wslint.model.known_servers import BY_SCHEME, BY_WORD, DATABASES
from wslint.text.record import NamedTuple

# What ends the name of a variable that says where to connect.
_PLACES = frozenset(
    {"url", "uri", "host", "hosts", "addr", "address", "endpoint", "dsn", "server", "servers"}
    | {"broker", "brokers", "pghost"}
)
# Words of names that say where to listen, what to accept, or what a browser is told.
_OTHER_MEANINGS = frozenset(
    {"bind", "binding", "listen", "listener", "listeners", "listening", "advertise", "advertised", "announce"}
    | {"announced", "origin", "origins", "cors", "csrf", "callback", "callbacks", "redirect", "redirects"}
    | {"public", "external", "site", "domain", "canonical", "frontend", "front", "browser", "client", "app"}
    | {"root", "web", "webui", "ui", "home", "website", "dashboard", "portal", "console", "studio", "docs"}
    | {"swagger", "share", "link", "links", "login", "logout", "signin", "oauth", "oauth2", "oidc", "sso"}
    | {"issuer", "nextauth", "webhook", "webhooks", "allowed", "trusted", "no", "noproxy", "hostname", "own"}
    | {"self", "local", "test", "tests", "testing", "dev", "development", "health", "healthcheck", "probe"}
    | {"jmx", "debug", "debugger", "xdebug", "pprof", "aspnetcore", "dotnet", "kestrel", "vite", "vue"}
    | {"react", "gatsby", "storybook", "expo", "example", "default"}
)
# A base URL is the site's own, unless it is that of something else: OLLAMA_BASE_URL.
_OWN_BASE = frozenset({"base"})
# Names that are the address of the server itself.
_OWN_NAMES = frozenset(
    {
        "url",
        "uri",
        "host",
        "addr",
        "address",
        "server",
        "endpoint",
        "server_url",
        "server_host",
        "server_addr",
    }
    | {"server_address", "host_url", "auth_url", "http_host", "api_host", "service_url", "admin_url"}
)
# Words of names for one server that calls another.
_BETWEEN_SERVERS = frozenset({"api", "service", "svc", "backend", "internal", "upstream", "rpc", "grpc"})
# Those of them that make a bare host or address one to connect to: CART_SERVICE_ADDR, UPSTREAM_HOST.
_OTHER_SERVERS = frozenset({"service", "svc", "backend", "upstream"})
_WEB = frozenset({"http", "https", "ws", "wss"})


class Destination(NamedTuple):
    """A loopback address to connect to.

    `port` is None where none is written and the scheme has no default. `start` and `end` bound host and
    port as written in the value; `web` is true where a browser could be told it as well; `service` where
    the name speaks of one server calling another; `database` where some database is meant, whatever it is.
    """

    port: int | None
    start: int
    end: int
    web: bool
    service: bool
    database: bool = False


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, lower case: `MY_DB_URL`, `--database-url`, `ConnectionStrings__Redis`, `a.b`."""
    return tuple("".join(char if char.isalnum() else " " for char in name.lower()).split())


def destination(name: str, value: str) -> Destination | None:
    """The loopback address that a variable or option of this name says to connect to; None where it is none.

    Understands URLs (RFC 3986; `jdbc:` before them), `host:port`, a host alone, Go's `user@tcp(host:port)`
    and `host=… port=…` (libpq, ADO.NET). Of several hosts nothing is said.
    """
    if len(value) > 2000 or "\n" in value:
        return None
    words = words_of(name)
    if "://" in value:
        return _of_url(words, value)
    if words[:1] == ("connectionstrings",) or words[-2:] == ("connection", "string"):
        return _of_string(value)
    if not _says_where(words):
        return None
    peer = [BY_WORD[word] for word in words if word in BY_WORD]
    database = any(word in DATABASES for word in words)
    if "tcp(" in value or "=" in value:
        return _of_string(value) if words[-1] in ("dsn", "url", "uri") else None
    other = any(word in _OTHER_SERVERS for word in words[:-1]) and words[0] != "service"
    if not (peer or database or other) or words[-1] in ("url", "uri"):
        return None
    found = _authority(value, 0, len(value))
    if found is None:
        return None
    port = found.port or (peer[0] if len(set(peer)) == 1 else None)
    return found._replace(port=port, database=database)


def _says_where(words: tuple[str, ...]) -> bool:
    if not words or words[-1] not in _PLACES or "_".join(words) in _OWN_NAMES:
        return False
    return not _means_otherwise(words)


def _means_otherwise(words: tuple[str, ...]) -> bool:
    has_peer = any(word in BY_WORD or word in DATABASES for word in words)
    return bool(_OTHER_MEANINGS & set(words)) or (bool(_OWN_BASE & set(words)) and not has_peer)


def _of_url(words: tuple[str, ...], value: str) -> Destination | None:
    begin = 5 if value[:5].lower() == "jdbc:" else 0
    scheme, _, rest = value[begin:].partition("://")
    scheme = scheme.lower().partition("+")[0]
    if _means_otherwise(words) or "://" in rest or any(char.isspace() for char in value):
        return None
    if scheme not in _WEB and scheme not in BY_SCHEME and scheme not in ("tcp", "grpc"):
        return None
    if (scheme in _WEB or scheme not in BY_SCHEME) and not _says_where(words):
        return None
    start = value.index("://") + 3
    end = min((at for at in (value.find(char, start) for char in "/?#;") if at >= 0), default=len(value))
    start += value[start:end].rfind("@") + 1
    found = _authority(value, start, end)
    if found is None:
        return None
    web = scheme in _WEB and not any(word in BY_WORD for word in words)
    service = bool(_BETWEEN_SERVERS & set(words))
    return found._replace(port=found.port or BY_SCHEME.get(scheme), web=web, service=service)


def _of_string(value: str) -> Destination | None:
    """Go's MySQL driver, and keywords of libpq and ADO.NET."""
    at = value.find("tcp(")
    if at >= 0:
        end = value.find(")", at)
        found = _authority(value, at + 4, end) if end >= 0 else None
        return found._replace(port=found.port or 3306) if found is not None else None
    separator = ";" if ";" in value else " "
    host: Destination | None = None
    port: int | None = None
    start = 0
    for piece in value.split(separator):
        key, _, text = piece.partition("=")
        key = key.strip().lower()
        if key in ("host", "server", "data source"):
            begin = start + len(piece) - len(text)
            host = _authority(value, begin, begin + len(text))
            if host is None:
                return None
        elif key == "port" and text.isascii() and text.isdigit() and len(text) < 6:
            port = int(text)
        start += len(piece) + 1
    return host._replace(port=port or host.port) if host is not None else None


def _authority(value: str, start: int, end: int) -> Destination | None:
    """`host`, `host:port`, `[::1]:port` between two offsets, if the host is loopback."""
    text = value[start:end]
    host, colon, digits = text, "", ""
    if text.count(":") == 1 or "]:" in text:
        host, colon, digits = text.rpartition(":")
    if not is_loopback(host.strip("[]")):
        return None
    if colon and not (digits.isascii() and digits.isdigit() and len(digits) < 6 and 0 < int(digits) < 65536):
        return None
    return Destination(int(digits) if colon else None, start, end, web=False, service=False)


def is_loopback(host: str) -> bool:
    """Whether a host is the container itself: localhost, 127.0.0.0/8, ::1 (RFC 6761, RFC 5735, RFC 4291)."""
    if host.lower() == "localhost" or host == "::1":
        return True
    parts = host.split(".")
    return len(parts) == 4 and parts[0] == "127" and all(part.isdigit() and len(part) < 4 for part in parts)
