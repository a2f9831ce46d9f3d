"""Ports of a Compose service, by the table of docker's nat package."""

import pytest
from compose_texts import service

from wslint.model.ports import PublishedPort

Parts = tuple[str | None, int | None, int | None, int, int, str]


def parts(port: PublishedPort) -> Parts:
    return (
        port.host_ip,
        port.host_first,
        port.host_last,
        port.container_first,
        port.container_last,
        port.protocol,
    )


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('"8080"', (None, None, None, 8080, 8080, "tcp")),
        ("8080", (None, None, None, 8080, 8080, "tcp")),
        ("0x50", (None, None, None, 80, 80, "tcp")),
        ("0o100", (None, None, None, 64, 64, "tcp")),
        ("8_0", (None, None, None, 80, 80, "tcp")),
        ('"3000-3005"', (None, None, None, 3000, 3005, "tcp")),
        ("80:8080", (None, 80, 80, 8080, 8080, "tcp")),
        ("22:22", (None, 22, 22, 22, 22, "tcp")),
        ("56:40", (None, 56, 56, 40, 40, "tcp")),
        ('"8000-9000:80"', (None, 8000, 9000, 80, 80, "tcp")),
        ('"9090-9091:8080-8081"', (None, 9090, 9091, 8080, 8081, "tcp")),
        ('"127.0.0.1:8001:8000"', ("127.0.0.1", 8001, 8001, 8000, 8000, "tcp")),
        ('"127.0.0.1::80"', ("127.0.0.1", None, None, 80, 80, "tcp")),
        ('"[::1]::80"', ("::1", None, None, 80, 80, "tcp")),
        ('"[::1]:80:80"', ("::1", 80, 80, 80, 80, "tcp")),
        ('"::1:80:80"', ("::1", 80, 80, 80, 80, "tcp")),
        ('":80"', (None, None, None, 80, 80, "tcp")),
        ('"::80"', (None, None, None, 80, 80, "tcp")),
        ('"0:80"', (None, None, None, 80, 80, "tcp")),
        ("6060:6060/udp", (None, 6060, 6060, 6060, 6060, "udp")),
        ("6060:6060/UDP", (None, 6060, 6060, 6060, 6060, "udp")),
        ("6060:6060/sctp", (None, 6060, 6060, 6060, 6060, "sctp")),
        ("{target: 80}", (None, None, None, 80, 80, "tcp")),
        ('{target: "80", published: 8080}', (None, 8080, 8080, 80, 80, "tcp")),
        ('{target: 80, published: "8080-8090"}', (None, 8080, 8090, 80, 80, "tcp")),
        ("{target: 53, published: 53, protocol: udp, mode: host}", (None, 53, 53, 53, 53, "udp")),
        ("{target: 80, published: 8080, host_ip: 127.0.0.1}", ("127.0.0.1", 8080, 8080, 80, 80, "tcp")),
        ('"${HOST_PORT:-8001}:${PORT:-8000}"', (None, 8001, 8001, 8000, 8000, "tcp")),
        ('"${BIND:-127.0.0.1}:80:8000"', ("127.0.0.1", 80, 80, 8000, 8000, "tcp")),
    ],
)
def test_a_port_is_read_as_compose_reads_it(entry: str, expected: Parts) -> None:
    published = service(f"    ports:\n      - {entry}\n").published
    assert published.complete
    assert [parts(port) for port in published.ports] == [expected]


@pytest.mark.parametrize(
    "entry",
    [
        '"127.0.0.1:80"',
        '"localhost:80:80"',
        '"*:80:80"',
        '"80:80:80"',
        '"80:0"',
        '"65536:80"',
        '"80:65536"',
        '"80-70"',
        '"a:80"',
        '"-80"',
        '"80: 80"',
        '"80 "',
        '"80/icmp"',
        '"80/tcp/udp"',
        '"9090-9092:8080-8081"',
        "80.5",
        "1e2",
        "~",
        "true",
        "[80]",
        "70000",
        "{published: 80}",
        "{target: 0}",
        "{target: 70000}",
        "{target: 80-90}",
        "{target: 80, protocol: icmp}",
        '"${PORT}"',
        '"80:${PORT}"',
        '"٨٠:80"',
    ],
)
def test_a_port_that_compose_refuses_or_nobody_knows_makes_the_list_incomplete(entry: str) -> None:
    published = service(f"    ports:\n      - {entry}\n      - 81:81\n").published
    assert not published.complete
    assert [port.container_first for port in published.ports] == [81]


@pytest.mark.parametrize(
    ("entry", "container"),
    [
        ('"${HOST_PORT}:8000"', "8000"),
        ('"$BIND:8000-8001/udp"', "8000-8001"),
        ("{target: 8000, published: abc}", "8000"),
        ("{target: 8000, published: '${P}'}", "8000"),
        ("{target: 8000, published: 80, host_ip: localhost}", "8000"),
        ('{target: 8000, published: 80, host_ip: "[::1]"}', "8000"),
    ],
)
def test_the_container_side_is_known_where_only_the_host_side_is_not(entry: str, container: str) -> None:
    published = service(f"    ports:\n      - {entry}\n").published
    (port,) = published.ports
    assert (port.host_first, port.container_span.text, published.complete) == (None, container, False)


@pytest.mark.parametrize(
    ("entry", "whole", "host", "container"),
    [
        ('"8001:8000"', "8001:8000", "8001", "8000"),
        ("8001:8000/udp", "8001:8000/udp", "8001", "8000"),
        ("'127.0.0.1:8001:8000'", "127.0.0.1:8001:8000", "8001", "8000"),
        ('"9090-9091:8080-8081"', "9090-9091:8080-8081", "9090-9091", "8080-8081"),
        ('"8000"', "8000", None, "8000"),
        ('"${H:-1}:${P:-2}"', "${H:-1}:${P:-2}", "${H:-1}", "${P:-2}"),
        ('"${H:-1}:80${P:-2}"', "${H:-1}:80${P:-2}", "${H:-1}", "80${P:-2}"),
        ('"\\x38001:8000"', "\\x38001:8000", "\\x38001:8000", "\\x38001:8000"),
        ("{target: 80, published: '8080'}", "{target: 80, published: '8080'}", "8080", "80"),
    ],
)
def test_both_sides_of_a_port_lie_where_they_are_written(
    entry: str, whole: str, host: str | None, container: str
) -> None:
    (port,) = service(f"    ports:\n      - {entry}\n").published.ports
    assert port.span.text == whole
    assert port.container_span.text == container
    assert (port.host_span and port.host_span.text) == host


def test_a_port_from_the_env_file_is_known() -> None:
    (port,) = service('    ports: ["${HOST_PORT}:8000"]\n', HOST_PORT="8009").published.ports
    assert port.host_first == 8009
    assert port.host_span is not None
    assert port.host_span.text == "${HOST_PORT}"


def test_ports_that_are_no_list_are_not_known() -> None:
    assert not service("    ports: {a: 1}\n").published.complete
    assert not service("    ports: 80:80\n").published.complete


def test_no_ports_are_no_ports() -> None:
    assert service("").published == ((), True)


def test_reset_takes_ports_away() -> None:
    assert service('    ports: !reset ["80:80"]\n').published == ((), True)


def test_override_gives_the_ports_it_has() -> None:
    (port,) = service('    ports: !override ["80:81"]\n').published.ports
    assert port.container_first == 81


@pytest.mark.parametrize(
    ("entry", "first", "last", "protocol", "text"),
    [
        ("8000", 8000, 8000, "tcp", "8000"),
        ('"8000"', 8000, 8000, "tcp", "8000"),
        ('"8000-8010/udp"', 8000, 8010, "udp", "8000-8010"),
        ('"${PORT:-8000}"', 8000, 8000, "tcp", "${PORT:-8000}"),
    ],
)
def test_exposed_ports_are_declared(entry: str, first: int, last: int, protocol: str, text: str) -> None:
    declared = service(f"    expose: [{entry}]\n").declared
    (port,) = declared.ports
    assert (port.first, port.last, port.protocol, port.span.text) == (first, last, protocol, text)
    assert declared.complete


@pytest.mark.parametrize("entry", ["abc", '"80:81"', "82-80", "1.5", "true", "{a: 1}", "$P", "0", "70000"])
def test_an_exposed_port_that_is_none_makes_the_list_incomplete(entry: str) -> None:
    assert service(f"    expose: [{entry}]\n").declared == ((), False)
