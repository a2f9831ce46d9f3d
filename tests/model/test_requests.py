"""What the commands of health checks ask."""

import shlex

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wslint.model.requests import client_request


def words(line):
    return [None if word == "?" else word for word in shlex.split(line)]


def asked(line):
    return [(r.scheme, r.host, r.port, r.path) for r in client_request(words(line))]


@pytest.mark.parametrize(
    ("line", "scheme", "host", "port", "path"),
    [
        ("curl -f http://localhost:8000/health", "http", "localhost", 8000, "/health"),
        ("curl localhost:8000", "http", "localhost", 8000, "/"),
        ("curl -fsS http://localhost/health?x=1#y", "http", "localhost", 80, "/health"),
        ("curl -k https://127.0.0.1/", "https", "127.0.0.1", 443, "/"),
        ("curl 'http://[::1]:80/x'", "http", "::1", 80, "/x"),
        ("curl -o /dev/null -w '%{http_code}' -X GET -H 'x: y' --max-time 5 -m5 http://h:1/", "http", "h", 1, "/"),
        ("curl -sSfo/dev/null --retry 3 http://h:1/", "http", "h", 1, "/"),
        ("curl --fail --url http://h:1/", "http", "h", 1, "/"),
        ("curl --url=http://h:1/", "http", "h", 1, "/"),
        ("curl -H ? http://h:1/a", "http", "h", 1, "/a"),
        ("curl http://user:pass@h:1/a", "http", "h", 1, "/a"),
        ("/usr/bin/timeout 5 /usr/bin/curl h:1", "http", "h", 1, "/"),
        ("wget -qO- http://localhost:80/x", "http", "localhost", 80, "/x"),
        ("wget --spider -q -T 5 --tries=1 localhost:80/x", "http", "localhost", 80, "/x"),
        ("busybox wget -q -O /dev/null http://h:1", "http", "h", 1, "/"),
        ("http --check-status GET :8000/health", "http", "localhost", 8000, "/health"),
        ("nc -z localhost 8000", "tcp", "localhost", 8000, None),
        ("nc -zv -w 5 127.0.0.1 8000", "tcp", "127.0.0.1", 8000, None),
        ("pg_isready -U postgres -d app", "postgres", "localhost", None, None),
        ("pg_isready -h db --port=5433", "postgres", "db", 5433, None),
        ("redis-cli ping", "redis", "localhost", 6379, None),
        ("redis-cli -h r -p 6380 -a x ping", "redis", "r", 6380, None),
        ("mysqladmin ping -h 127.0.0.1 -P 3307", "mysql", "127.0.0.1", 3307, None),
        ("mysqladmin ping --protocol=TCP -h localhost --port 3307", "mysql", "localhost", 3307, None),
        ("mariadb-admin ping -P 3307 --protocol tcp", "mysql", "localhost", 3307, None),
        ("grpc_health_probe -addr=:5000", "grpc", "localhost", 5000, None),
        ("grpc_health_probe --addr h:5000", "grpc", "h", 5000, None),
        ('python -c "import urllib.request as u; u.urlopen(\'http://localhost:8000/health\')"', "http", "localhost", 8000, "/health"),
        ("node -e \"fetch('http://localhost:3000/x').then(r => process.exit(r.ok ? 0 : 1))\"", "http", "localhost", 3000, "/x"),
        ("python -c \"urlopen('http://h:1/' + path)\"", "http", "h", 1, None),
        ("python -c \"urlopen(f'http://h:1/{path}')\"", "http", "h", 1, None),
    ],
)  # fmt: skip
def test_one_request_is_read(line, scheme, host, port, path):
    assert asked(line) == [(scheme, host, port, path)]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "curl",
        "curl ?",
        "curl -o http://h:1/ -f",
        "curl --unix-socket /run/x http://h/",
        "curl -x proxy:80 http://h/",
        "curl -K file http://h/",
        "curl ftp://h/",
        "curl h:99999",
        "curl 'http://{a,b}/'",
        "wget -i file",
        "nc -l 0.0.0.0 80",
        "nc -z localhost ?",
        "nc -zu localhost 53",
        # By a Unix socket, in spite of the port.
        "mysqladmin ping -h localhost -P 3306",
        "mysqladmin ping --port=3306",
        "mysqladmin ping -h localhost -P 3306 --protocol=socket",
        "pg_isready -d postgres://h:1/x",
        "pg_isready -h /var/run/postgresql",
        "redis-cli -s /run/x ping",
        "grpc_health_probe",
        "python health.py http://h:1",
        "python -c ?",
        "python -c \"urlopen(f'http://{h}:1/')\"",
        "python -c \"urlopen('http://localhost:' + port)\"",
        "python -c \"urlopen('http://localhost:80' + port)\"",
        "node -r x/http://h:1 app.js",
        "true http://h:1",
    ],
)
def test_what_asks_nothing_that_can_be_told(line):
    assert asked(line) == []


def test_several_urls_are_several_requests():
    assert [r.port for r in client_request(words("curl -f http://h:1/ http://h:2/"))] == [1, 2]
    code = "for u in ('http://h:1/', 'https://h:2/'): urlopen(u)"
    assert [r.port for r in client_request(["python3", "-c", code])] == [1, 2]


@pytest.mark.parametrize(
    ("line", "at", "host", "port", "path"),
    [
        (
            "curl -f http://localhost:8000/health?x",
            "http://localhost:8000/health?x",
            "localhost",
            "8000",
            "/health",
        ),
        ("curl --url=h:80/a", "h:80/a", "h", "80", "/a"),
        ("curl localhost", "localhost", "localhost", None, None),
        ("nc -z localhost 80", "80", "localhost", "80", None),
        ("grpc_health_probe -addr=h:5000", "h:5000", "h", "5000", None),
        ("redis-cli -p6380 ping", "6380", None, "6380", None),
        ("python -c \"get('http://h:8000/x')\"", "http://h:8000/x", "h", "8000", "/x"),
    ],
)
def test_parts_stand_where_they_are_written(line, at, host, port, path):
    argv = words(line)
    (request,) = client_request(argv)
    parts = (request.at, request.host_at, request.port_at, request.path_at)
    assert [part and argv[part.word][part.start : part.end] for part in parts] == [at, host, port, path]


@pytest.mark.parametrize(
    ("line", "fails"),
    [
        ("curl http://h:1", False),
        ("curl -f http://h:1", True),
        ("curl -fsSL http://h:1", True),
        ("curl --fail-with-body http://h:1", True),
        ("curl -f --no-fail http://h:1", False),
        ("curl -H -f http://h:1", False),
        ("wget -q http://h:1", True),
        ("http http://h:1", None),
        ("http --check-status http://h:1", True),
        ("nc -z h 1", None),
        ("python -c \"urllib.request.urlopen('http://h:1')\"", True),
        ("python -c \"requests.get('http://h:1')\"", False),
        ("python -c \"requests.get('http://h:1').raise_for_status()\"", None),
        ("python -c \"httpx.get('http://h:1').status_code == 200 or exit(1)\"", None),
        ("node -e \"fetch('http://h:1')\"", None),
    ],
)
def test_whether_an_error_status_makes_the_command_fail(line, fails):
    (request,) = client_request(words(line))
    assert request.fails_on_http_error is fails


def test_a_printed_status_is_told():
    assert client_request(words("curl -s -o /dev/null -w '%{http_code}' h:1"))[0].shows_status
    assert not client_request(words("curl -s h:1"))[0].shows_status


vocabulary = st.sampled_from(
    [None, "", "-", "--", "curl", "wget", "nc", "http", "-f", "-o", "-w", "--url", "--url=http://h:1/a", "http://h:8000/x?y", "h:1", "80",
     "localhost", "pg_isready", "-h", "-p", "-p80", "redis-cli", "python", "-c", "urlopen('http://h:1/x')", "-addr=:1", "grpc_health_probe"]
)  # fmt: skip


@example(["pg_isready", "-h"])
@example(["redis-cli", "-p"])
@given(st.lists(vocabulary, max_size=7))
def test_any_words_are_read_and_every_part_lies_within_its_word(argv):
    for request in client_request(argv):
        for part in (request.at, request.host_at, request.port_at, request.path_at):
            assert part is None or 0 <= part.start <= part.end <= len(argv[part.word])
        if request.port_at is not None and request.port is not None:
            assert argv[request.port_at.word][request.port_at.start : request.port_at.end] == str(
                request.port
            )


@given(st.text("http://s localhost:80[]@?#{}'\"+%$.é", max_size=60))
def test_any_url_and_any_code_is_read(text):
    client_request(["curl", text])
    client_request(["python", "-c", text])
