"""What is documented of the command lines of servers: the options that name a port, and the defaults."""

from __future__ import annotations

from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Server(NamedTuple):
    """How one program is told its port.

    `ports` are options whose value is a port, `addresses` those whose value is an address with one, `hosts`
    those for the host alone. `default` is the port without any of them; where `subcommands` is given, the
    program serves under these only, each with its own default (None: there is none, or it is not known; ""
    is the bare program). `env` says that PORT is read before the default. `configured` are options after
    which nothing is known of a port that the command line does not name. `positional` says what an argument
    may be: a port, an address, a configuration file (the first argument only), or (None) none of these.
    """

    ports: tuple[str, ...] = ("--port",)
    addresses: tuple[str, ...] = ()
    default: int | None = None
    subcommands: Mapping[str, int | None] | None = None
    env: bool = False
    configured: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ("--host",)
    positional: str | None = None


_P = ("--port", "-p")

SERVERS: dict[str, Server] = {
    # Python. Settings of uvicorn, gunicorn, hypercorn; daphne --help; granian, waitress, Flask, FastAPI CLI
    # and Django references; http.server (Python library reference).
    "uvicorn": Server(default=8000, configured=("--uds", "--fd")),
    "gunicorn": Server((), ("-b", "--bind"), 8000, env=True, configured=("-c", "--config", "--paste", "--paster")),
    "hypercorn": Server(
        (), ("-b", "--bind", "--insecure-bind", "--quic-bind"), 8000, configured=("-c", "--config")
    ),
    "daphne": Server(_P, default=8000, configured=("-e", "--endpoint", "-u", "--unix-socket", "--fd"), hosts=("-b", "--bind")),
    "granian": Server(default=8000, configured=("--uds",)),
    "waitress-serve": Server(("--port",), ("--listen",), 8080, configured=("--unix-socket",)),
    "flask": Server(_P, subcommands={"run": 5000}, hosts=("--host", "-h")),
    "fastapi": Server(subcommands={"run": 8000, "dev": 8000}, env=True),
    "http.server": Server((), default=8000, hosts=("--bind", "-b"), positional="port"),
    "runserver": Server((), default=8000, positional="address"),
    "uwsgi": Server((), ("--http", "--http-socket", "--https", "--http11-socket"), configured=("--ini", "--socket", "-s")),
    "streamlit": Server(("--server.port",), subcommands={"run": 8501}, hosts=("--server.address",)),
    "jupyter": Server(
        ("--port", "--ServerApp.port", "--NotebookApp.port"),
        subcommands={"lab": 8888, "notebook": 8888, "server": 8888},
        hosts=("--ip",),
        configured=("--config",),
    ),
    "mlflow": Server(_P, subcommands={"server": 5000, "ui": 5000}, hosts=("--host", "-h")),
    "mkdocs": Server((), ("-a", "--dev-addr"), subcommands={"serve": 8000}, configured=("-f", "--config-file")),
    # JavaScript. CLI references of Next.js, Vite, Angular; READMEs of http-server and serve; deno serve.
    "next": Server(_P, subcommands={"start": 3000, "dev": 3000}, env=True, hosts=("--hostname", "-H")),
    "vite": Server(
        subcommands={"preview": 4173, "dev": 5173, "serve": 5173, "": 5173}, configured=("-c", "--config")
    ),
    "ng": Server(subcommands={"serve": 4200, "s": 4200}),
    "http-server": Server(_P, default=8080, env=True, hosts=("-a",)),
    "serve": Server(("-p",), ("-l", "--listen"), 3000, env=True, configured=("-c", "--config")),
    "deno": Server(subcommands={"serve": 8000}),
    # Ruby, PHP. The Rails command line guide; puma and rackup --help; PHP's built-in web server; Laravel.
    "rails": Server(_P, subcommands={"server": 3000, "s": 3000}, env=True, hosts=("-b", "--binding"), configured=("-c",)),
    "rackup": Server(_P, default=9292, hosts=("-o", "--host")),
    "puma": Server(_P, ("-b", "--bind")),
    "artisan": Server(subcommands={"serve": 8000}),
    "php": Server((), ("-S",)),
    # Databases. redis.conf, postgres, mysqld, mongod and memcached references.
    "redis-server": Server(default=6379, positional="file", hosts=("--bind",)),
    "postgres": Server(_P, default=5432, configured=("-c", "-D", "--config-file"), hosts=("-h",)),
    "mysqld": Server(("--port", "-P"), default=3306, configured=("--defaults-file", "--defaults-extra-file"), hosts=()),
    "mariadbd": Server(("--port", "-P"), default=3306, configured=("--defaults-file", "--defaults-extra-file"), hosts=()),
    "mongod": Server(default=27017, configured=("-f", "--config"), hosts=("--bind_ip",)),
    "memcached": Server(_P, default=11211, configured=("-s",), hosts=("-l",)),
    "caddy": Server((), ("--listen", "-l"), subcommands={"file-server": 80, "respond": None}, configured=("--config",)),
}  # fmt: skip

# Servers whose ports stand in a configuration file, and supervisors of several programs. PORT says nothing of them.
CONFIGURED_ELSEWHERE = frozenset(
    {
        "nginx",
        "openresty",
        "httpd",
        "httpd-foreground",
        "apache2",
        "apache2-foreground",
        "apache2ctl",
        "apachectl",
    }
    | {"haproxy", "envoy", "traefik", "varnishd", "lighttpd", "catalina.sh", "rabbitmq-server", "php-fpm"}
    | {"supervisord", "s6-svscan", "runsvdir", "foreman", "honcho", "overmind", "concurrently"}
)

# Programs that reach for a port of another one, and programs that serve nothing.
CLIENTS = frozenset(
    {
        "curl",
        "wget",
        "http",
        "https",
        "psql",
        "pg_isready",
        "pg_dump",
        "pg_restore",
        "createdb",
        "mysql",
        "mysqldump",
    }
    | {
        "mysqladmin",
        "mariadb",
        "mariadb-admin",
        "redis-cli",
        "mongo",
        "mongosh",
        "mongodump",
        "cqlsh",
        "clickhouse-client",
    }
    | {
        "nc",
        "ncat",
        "netcat",
        "ssh",
        "scp",
        "sftp",
        "autossh",
        "telnet",
        "socat",
        "openssl",
        "ping",
        "grpcurl",
    }
    | {
        "grpc_health_probe",
        "dockerize",
        "wait-for-it",
        "wait-for",
        "wait4ports",
        "ab",
        "hey",
        "wrk",
        "k6",
        "locust",
    }
    | {
        "kubectl",
        "docker",
        "podman",
        "helm",
        "git",
        "rsync",
        "aws",
        "gcloud",
        "az",
        "vault",
        "consul-template",
    }
    | {
        "alembic",
        "celery",
        "flyway",
        "liquibase",
        "sleep",
        "tail",
        "cat",
        "echo",
        "true",
        "false",
        "test",
        "[",
    }
)

# Options by which programs that are not known here name a port to serve, and addresses to listen on.
PORT_NAMES = frozenset(
    {"port", "http-port", "http_port", "server-port", "server.port", "listen-port", "web-port"}
)
ADDRESS_NAMES = frozenset({"listen", "bind", "listen-address", "listen-addr", "web.listen-address", "http-address", "http-addr", "urls"})  # fmt: skip
PORT_PROPERTIES = ("-Dserver.port=", "-Dquarkus.http.port=", "-Dmicronaut.server.port=")
