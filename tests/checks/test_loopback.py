"""Loopback addresses: in arguments, beside variables for the port, and of programs that serve browsers."""

import pytest

COMPOSE = """\
services:
  web:
    image: registry.example/web:1
    command: {command}
    environment: {environment}
  cache:
    image: redis:7
"""


def covered(find, command='["web-server"]', environment="{}"):
    files = {"compose.yaml": COMPOSE.format(command=command, environment=environment)}
    return [finding.span.text for finding in find(files, "loopback-in-container")]


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ('["web-server", "--redis", "redis://localhost:6379"]', ["localhost:6379"]),
        ('["web-server", "--redis=redis://localhost:6379"]', ["localhost:6379"]),
        ('["web-server", "--redis-url=redis://localhost:6379/0?a=b"]', ["localhost:6379"]),
        ('["web-server", "--redis=redis://cache:6379"]', []),
        ('["web-server", "--redis", "redis://localhost"]', ["localhost"]),
    ],
)
def test_an_address_among_the_arguments_is_found_at_its_place(find, command, found):
    assert covered(find, command) == found


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ("{REDIS_HOST: localhost, REDIS_PORT: '6379'}", ["localhost"]),
        ("{REDIS_HOST: localhost, REDIS_PORT: '6380'}", []),
        ("{REDIS_HOST: localhost, REDIS_PORT: tcp}", []),
        ("{REDIS_HOST: localhost, REDIS_PORT: '063790'}", []),
        (
            "{REDIS_HOST: localhost, REDIS_PORT: '${PORT}', REDIS_URL: 'redis://localhost:6379'}",
            ["localhost:6379"],
        ),
    ],
)
def test_the_port_of_a_host_may_stand_in_the_variable_beside_it(find, environment, found):
    assert covered(find, environment=environment) == found
