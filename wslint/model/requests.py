"""What a health check's command asks of whom: curl, wget, nc and their kin, as their manuals define them."""

from __future__ import annotations

from wslint.model.commands import program_name, strip_wrappers
from wslint.model.requests_in_code import code_urls, sees_http_errors
from wslint.model.urls import Part, Url, read_url
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Part", "Request", "client_request"]


class Request(NamedTuple):
    """One question that a command asks.

    `scheme` is http, https, tcp, grpc, postgres, redis or mysql. `port` is the written one, else the
    scheme's default where the program has no other way to be told; None where unknown. `path` begins with
    `/` (None: unknown, or the protocol has none). `at` is the URL or address as written; `host_at`,
    `port_at` and `path_at` are None where the part is not written. `fails_on_http_error`: whether an answer
    of 400 and above makes the command fail; None where that cannot be told or does not apply.
    `shows_status`: the status is printed, so that something behind a pipe may look at it.
    """

    tool: str
    scheme: str
    host: str | None
    port: int | None
    path: str | None
    at: Part
    host_at: Part | None = None
    port_at: Part | None = None
    path_at: Part | None = None
    fails_on_http_error: bool | None = None
    shows_status: bool = False


class Item(NamedTuple):
    """An option (`name` with its dashes, `text` its value if it takes one) or an operand (`name` is "")."""

    name: str
    text: str | None
    word: int
    offset: int


# Options that take a value: curl(1), GNU wget(1) and BusyBox wget, nc(1), HTTPie.
_CURL_LETTERS = "AbcCdDeEFHKmoPQrtTuUwxXyYz"
_CURL_WORDS = frozenset(
    (
        "--url --output --request --header --user --user-agent --data --data-raw --data-binary --data-ascii "
        "--data-urlencode --json --form --form-string --cookie --cookie-jar --max-time --connect-timeout --retry "
        "--retry-delay --retry-max-time --write-out --cacert --capath --cert --key --cert-type --key-type --pass "
        "--proxy --proxy-user --noproxy --resolve --connect-to --interface --unix-socket --abstract-unix-socket "
        "--config --dump-header --stderr --max-redirs --max-filesize --limit-rate --speed-limit --speed-time --range "
        "--referer --upload-file --output-dir --ciphers --tls-max --tlsv1.3-ciphers --dns-servers --doh-url "
        "--expect100-timeout --happy-eyeballs-timeout-ms --keepalive-time --local-port --oauth2-bearer --preproxy "
        "--proto --proto-default --proto-redir --rate --request-target --service-name --socks4 --socks4a --socks5 "
        "--socks5-hostname --time-cond --trace --trace-ascii --variable --expand-url --url-query --aws-sigv4 --netrc-file"
    ).split()
)
_WGET_LETTERS = "aBDegiloOPQRtTUwAIXY"
_WGET_WORDS = frozenset(
    (
        "--output-document --timeout --tries --header --user --password --user-agent --post-data --post-file --wait "
        "--method --body-data --body-file --dns-timeout --connect-timeout --read-timeout --ca-certificate --input-file "
        "--output-file --append-output --quota --limit-rate --max-redirect --execute --http-user --http-password"
    ).split()
)
_ELSEWHERE = frozenset(
    {
        "-x",
        "-K",
        "--config",
        "--proxy",
        "--preproxy",
        "--unix-socket",
        "--abstract-unix-socket",
        "--connect-to",
    }
    | {
        "--resolve",
        "--socks4",
        "--socks4a",
        "--socks5",
        "--socks5-hostname",
        "--expand-url",
        "--request-target",
    }
)
_CODE_OPTIONS: dict[str, frozenset[str]] = {
    "python": frozenset({"-c"}),
    "node": frozenset({"-e", "-p", "-pe", "--eval", "--print"}),
    "bun": frozenset({"-e", "--eval", "-p", "--print"}),
    "deno": frozenset({"eval"}),
    "php": frozenset({"-r"}),
    "ruby": frozenset({"-e"}),
    "perl": frozenset({"-e"}),
}


def client_request(argv: Sequence[str | None]) -> tuple[Request, ...]:
    """What one command asks: empty where it asks nothing, or nothing that can be told from its words.

    `argv` has None for unknown words. Places count words of `argv` from 0.
    """
    start = strip_wrappers(argv).start
    if start < len(argv) and program_name(argv[start] or "") == "busybox":
        start += 1
    if start >= len(argv):
        return ()
    name = program_name(argv[start] or "")
    if name.startswith("python"):
        name = "python"
    read = _READERS.get(name)
    return tuple(read(name, argv, start + 1)) if read is not None else ()


def _items(argv: Sequence[str | None], at: int, letters: str, long_names: frozenset[str]) -> Iterator[Item]:
    """Options and operands in order; unknown operands are left out."""
    operands_only = False
    while at < len(argv):
        word = argv[at]
        at += 1
        if word is None:
            continue
        if operands_only or not word.startswith("-") or word == "-":
            yield Item("", word, at - 1, 0)
        elif word == "--":
            operands_only = True
        elif word.startswith("--"):
            name, equals, value = word.partition("=")
            if equals:
                yield Item(name, value, at - 1, len(name) + 1)
            elif name in long_names:
                yield Item(name, argv[at] if at < len(argv) else None, at, 0)
                at += 1
            else:
                yield Item(name, None, at - 1, 0)
        else:
            items = list(_cluster(word, at, argv, letters))
            yield from items
            at += items[-1].word == at


def _cluster(word: str, at: int, argv: Sequence[str | None], letters: str) -> Iterator[Item]:
    """The options in `-fsSo/dev/null`; the word of a value that stands apart is `at`."""
    for position, letter in enumerate(word[1:], 1):
        if letter not in letters:
            yield Item("-" + letter, None, at - 1, 0)
        elif position + 1 < len(word):
            yield Item("-" + letter, word[position + 1 :], at - 1, position + 1)
            return
        else:
            yield Item("-" + letter, argv[at] if at < len(argv) else None, at, 0)
            return


def _http(tool: str, url: Url, fails: bool | None, *, shows: bool = False) -> Request:
    return Request(
        tool=tool,
        scheme=url.scheme,
        host=url.host,
        port=url.port,
        path=url.path,
        at=url.at,
        host_at=url.host_at,
        port_at=url.port_at,
        path_at=url.path_at,
        fails_on_http_error=fails,
        shows_status=shows,
    )


def _curl(tool: str, argv: Sequence[str | None], at: int) -> Iterator[Request]:
    items = list(_items(argv, at, _CURL_LETTERS, _CURL_WORDS))
    names = {item.name for item in items}
    if names & _ELSEWHERE:
        return
    failing = [item.name for item in items if item.name in {"-f", "--fail", "--fail-with-body", "--no-fail"}]
    fails = bool(failing) and failing[-1] != "--no-fail"
    shows = bool(
        names
        & {"-w", "--write-out", "-i", "--include", "-I", "--head", "-v", "--verbose", "-D", "--dump-header"}
    )
    for item in items:
        # curl expands braces and ranges in URLs unless told not to.
        if item.name not in {"", "--url"} or not item.text or "{" in item.text:
            continue
        url = read_url(item.text, item.word, item.offset)
        if url is not None:
            yield _http(tool, url, fails, shows=shows)


def _wget(tool: str, argv: Sequence[str | None], at: int) -> Iterator[Request]:
    """An answer of 400 and above is exit status 8 (GNU wget) or 1 (BusyBox)."""
    items = list(_items(argv, at, _WGET_LETTERS, _WGET_WORDS))
    if any(item.name in {"-i", "--input-file", "-e", "--execute"} for item in items):
        return
    for item in items:
        url = read_url(item.text, item.word, item.offset) if not item.name and item.text else None
        if url is not None:
            yield _http(tool, url, fails=True)


def _httpie(tool: str, argv: Sequence[str | None], at: int) -> Iterator[Request]:
    """`http [METHOD] URL [ITEM …]`; `:8000/x` is localhost (HTTPie, URL shortcuts)."""
    items = list(
        _items(argv, at, "apAo", frozenset({"--timeout", "--auth", "--print", "--session", "--verify"}))
    )
    operands = [item for item in items if not item.name]
    if len(operands) > 1 and (operands[0].text or "").isupper():
        operands = operands[1:]
    if not operands or not operands[0].text:
        return
    text, word, offset = operands[0].text, operands[0].word, operands[0].offset
    url = read_url(text, word, offset, scheme=tool, shortcut=True)
    if url is not None:
        checks = any(item.name == "--check-status" for item in items)
        yield _http(tool, url, True if checks else None)


def _netcat(tool: str, argv: Sequence[str | None], at: int) -> Iterator[Request]:
    items = list(
        _items(argv, at, "IiMmOPpqsTVWwXx", frozenset({"--wait", "--idle-timeout", "--source-port"}))
    )
    names = {item.name for item in items}
    operands = [item for item in items if not item.name]
    if names & {"-l", "-U", "-u", "-x", "--listen", "--udp"} or len(operands) != 2 or None in argv[at:]:
        return
    host, port = operands
    number = _port(port.text)
    if number is not None and host.text:
        yield _address(tool, "tcp", (host.text, _whole(host)), (number, _whole(port)))


def _whole(item: Item) -> Part:
    return Part(item.word, item.offset, item.offset + len(item.text or ""))


def _address(
    tool: str,
    scheme: str,
    host: tuple[str | None, Part | None],
    port: tuple[int | None, Part | None],
    word: int = 0,
) -> Request:
    at = port[1] or host[1] or Part(word, 0, 0)
    return Request(tool, scheme, host[0], port[0], None, at, host[1], port[1])


def _port(text: str | None) -> int | None:
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 5:
        return None
    return int(text) if 0 < int(text) < 65536 else None


class _Database(NamedTuple):
    """A client's options: those with a value, those for host and port, those that make it ask elsewhere.

    `default` is the port where none is written; None where the environment or a socket may decide. `socket`:
    to `localhost` it goes by a Unix socket, whatever the port (MySQL manual, "Connecting to the MySQL Server").
    """

    scheme: str
    letters: str
    words: frozenset[str]
    hosts: tuple[str, ...]
    ports: tuple[str, ...]
    elsewhere: tuple[str, ...]
    default: int | None
    socket: bool = False


_MYSQL = _Database(
    scheme="mysql",
    letters="hPuSci",
    words=frozenset({"--host", "--port", "--user", "--socket", "--protocol"}),
    hosts=("-h", "--host"),
    ports=("-P", "--port"),
    elsewhere=("-S", "--socket"),
    default=None,
    socket=True,
)
_DATABASES = {
    "pg_isready": _Database(
        scheme="postgres",
        letters="dhpUt",
        words=frozenset({"--dbname", "--host", "--port", "--username", "--timeout"}),
        hosts=("-h", "--host"),
        ports=("-p", "--port"),
        elsewhere=(),
        default=None,
    ),
    "redis-cli": _Database(
        scheme="redis",
        letters="hpsaurindDXt",
        words=frozenset({"--user", "--pass", "--cacert", "--cert", "--key", "--sni"}),
        hosts=("-h",),
        ports=("-p",),
        elsewhere=("-s", "-u"),
        default=6379,
    ),
    "mysqladmin": _MYSQL,
    "mariadb-admin": _MYSQL,
}


def _database(tool: str, argv: Sequence[str | None], at: int) -> Iterator[Request]:
    known = _DATABASES[tool]
    host: tuple[str | None, Part | None] = ("localhost", None)
    port: tuple[int | None, Part | None] = (known.default, None)
    by_socket = known.socket
    for item in _items(argv, at, known.letters, known.words):
        # A connection string names host and port itself.
        is_string = item.name in {"-d", "--dbname"} and "=" in (item.text or "=")
        if item.name in known.elsewhere or is_string or "://" in (item.text or ""):
            return
        if item.word >= len(argv):
            return  # an option without its value: the tool only prints its usage
        if item.name in known.hosts:
            host = (item.text, _whole(item))
        elif item.name in known.ports:
            port = (_port(item.text), _whole(item))
        elif item.name == "--protocol":
            by_socket = (item.text or "").lower() != "tcp"
    if not (host[0] or "").startswith("/") and not (by_socket and host[0] == "localhost"):
        yield _address(tool, known.scheme, host, port, at - 1)


def _grpc(tool: str, argv: Sequence[str | None], at: int) -> Iterator[Request]:
    """`-addr=localhost:50051`, `--addr :50051` (grpc_health_probe README)."""
    for index in range(at, len(argv)):
        name, equals, value = (argv[index] or "").partition("=")
        if name.lstrip("-") != "addr" or not name.startswith("-"):
            continue
        word, offset = (index, len(name) + 1) if equals else (index + 1, 0)
        text = value if equals else (argv[word] if word < len(argv) else None)
        host, colon, digits = (text or "").rpartition(":")
        number = _port(digits)
        if colon and number is not None:
            begin = offset + len(host) + 1
            place = Part(word, offset, offset + len(host)) if host else None
            port = (number, Part(word, begin, begin + len(digits)))
            request = _address(tool, "grpc", (host or "localhost", place), port)
            yield request._replace(at=Part(word, offset, begin + len(digits)))
        return


def _code(tool: str, argv: Sequence[str | None], at: int) -> Iterator[Request]:
    """`python -c CODE`, `node -e CODE`: the URLs in the code."""
    for index in range(at, len(argv) - 1):
        word, code = argv[index], argv[index + 1]
        if word in _CODE_OPTIONS[tool]:
            if code is None:
                return
            fails = sees_http_errors(tool, code)
            for url in code_urls(code, index + 1):
                yield _http(tool, url, fails)
            return
        if word is not None and not word.startswith("-"):
            return


_READERS: dict[str, Callable[[str, Sequence[str | None], int], Iterator[Request]]] = {
    "curl": _curl,
    "wget": _wget,
    "http": _httpie,
    "https": _httpie,
    "nc": _netcat,
    "ncat": _netcat,
    "netcat": _netcat,
    "grpc_health_probe": _grpc,
    "grpc-health-probe": _grpc,
    **dict.fromkeys(_DATABASES, _database),
    **dict.fromkeys(_CODE_OPTIONS, _code),
}
