"""Which names and values say to connect to loopback, and at which port."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.model.destinations import destination


@pytest.mark.parametrize(
    ("name", "value", "address", "port"),
    [
        ("DATABASE_URL", "postgresql+asyncpg://u:p@localhost:5433/db", "localhost:5433", 5433),
        ("DATABASE_URL", "postgres://u:p@localhost/db?sslmode=disable", "localhost", 5432),
        ("SPRING_DATASOURCE_URL", "jdbc:mysql://127.0.0.1:3306/shop", "127.0.0.1:3306", 3306),
        ("CELERY_BROKER", "redis://localhost:6379/0", "localhost:6379", 6379),
        ("REDIS_URL", "redis://[::1]:6379", "[::1]:6379", 6379),
        ("USERS_SERVICE_URL", "http://localhost/api", "localhost", 80),
        ("ELASTICSEARCH_HOSTS", "https://localhost:9200", "localhost:9200", 9200),
        ("OLLAMA_BASE_URL", "http://localhost:11434", "localhost:11434", 11434),
        ("REDIS_HOST", "localhost", "localhost", 6379),
        ("PGHOST", "127.0.0.1", "127.0.0.1", 5432),
        ("KAFKA_BROKERS", "localhost:9092", "localhost:9092", 9092),
        ("DB_HOST", "localhost", "localhost", None),
        ("CART_SERVICE_ADDR", "localhost:7070", "localhost:7070", 7070),
        ("MYSQL_DSN", "root:pw@tcp(127.0.0.1:3307)/shop", "127.0.0.1:3307", 3307),
        ("DB_DSN", "host=localhost user=a port=5433 dbname=b", "localhost", 5433),
        ("ConnectionStrings__Default", "Host=localhost;Port=5432;Database=a", "localhost", 5432),
        ("--redis-addr", "localhost:6379", "localhost:6379", 6379),
        ("", "amqp://guest@localhost", "localhost", 5672),
    ],
)
def test_an_address_to_connect_to_is_found_with_its_port(
    name: str, value: str, address: str, port: int | None
) -> None:
    found = destination(name, value)
    assert found is not None
    assert (value[found.start : found.end], found.port) == (address, port)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "127.0.0.1"),
        ("HOSTNAME", "localhost"),
        ("SERVER_HOST", "127.0.0.1"),
        ("FLASK_RUN_HOST", "localhost"),
        ("METRICS_ADDR", "127.0.0.1:9102"),
        ("--metrics-addr", "127.0.0.1:8080"),
        ("REDIS_BIND_ADDRESS", "127.0.0.1"),
        ("LISTEN_URL", "http://localhost:8080"),
        ("ASPNETCORE_URLS", "http://localhost:5000"),
        ("--urls", "http://localhost:5000"),
        ("--listen-client-urls", "http://127.0.0.1:2379"),
        ("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://localhost:9092"),
        ("CORS_ORIGINS", "http://localhost:3000"),
        ("CSRF_TRUSTED_ORIGINS", "http://localhost:3000"),
        ("NEXT_PUBLIC_API_URL", "http://localhost:8000"),
        ("VITE_API_URL", "http://localhost:8000"),
        ("REACT_APP_API_URL", "http://localhost:8000"),
        ("NEXTAUTH_URL", "http://localhost:3001"),
        ("APP_URL", "http://localhost"),
        ("BASE_URL", "http://localhost:8000"),
        ("GF_SERVER_ROOT_URL", "http://localhost:3000"),
        ("KC_HOSTNAME_URL", "http://localhost:8080"),
        ("WEBHOOK_URL", "http://localhost:5678"),
        ("TEST_DATABASE_URL", "postgres://localhost:5432/test"),
        ("ALLOWED_HOSTS", "localhost"),
        ("NO_PROXY", "localhost"),
        ("JMX_HOST", "localhost"),
        ("DATABASE_URL", "postgres://db:5432/shop"),
        ("DATABASE_URL", "sqlite:///data.db"),
        ("MONGO_URI", "mongodb://localhost:27017,other:27017/a"),
        ("CACHE_URL", "file://localhost/var/cache"),
        ("REDIS_URL", "redis://localhost.example:6379"),
        ("REDIS_URL", "redis://localhost:99999"),
        ("GREETING", "http://localhost:8000"),
        ("", "http://localhost:8000"),
        ("", "localhost:5432"),
    ],
)
def test_what_is_no_address_to_connect_to_is_left_alone(name: str, value: str) -> None:
    assert destination(name, value) is None


@given(st.text(max_size=12), st.text(alphabet="localhst127.:/@[]?#;=,tcp() ", max_size=60))
def test_no_name_and_value_break_it(name: str, value: str) -> None:
    for one in (name, "REDIS_HOST", "DB_DSN", "DATABASE_URL", "ConnectionStrings__A"):
        for text in (value, f"redis://{value}", f"tcp({value})"):
            found = destination(one, text)
            assert found is None or 0 <= found.start < found.end <= len(text)
