"""The ports that well-known servers are documented to listen on, by image, by URL scheme and by word."""

from __future__ import annotations

# Official images on Docker Hub, each from the page of the image; names are the last part of a repository.
BY_IMAGE: dict[str, tuple[int, ...]] = {
    "postgres": (5432,),
    "postgresql": (5432,),
    "postgis": (5432,),
    "pgvector": (5432,),
    "timescaledb": (5432,),
    "mysql": (3306,),
    "mariadb": (3306,),
    "percona": (3306,),
    "redis": (6379,),
    "valkey": (6379,),
    "redis-stack": (6379, 8001),
    "redis-stack-server": (6379,),
    "keydb": (6379,),
    "dragonfly": (6379,),
    "mongo": (27017,),
    "mongodb": (27017,),
    "rabbitmq": (5672, 15672),
    "nats": (4222, 8222),
    "kafka": (9092,),
    "cp-kafka": (9092,),
    "zookeeper": (2181,),
    "elasticsearch": (9200, 9300),
    "opensearch": (9200,),
    "memcached": (11211,),
    "clickhouse-server": (8123, 9000),
    "cassandra": (9042,),
    "neo4j": (7474, 7687),
    "qdrant": (6333, 6334),
    "weaviate": (8080,),
    "influxdb": (8086,),
    "minio": (9000, 9001),
    "ollama": (11434,),
    "couchdb": (5984,),
    "etcd": (2379, 2380),
    "mailhog": (1025, 8025),
    "mailpit": (1025, 8025),
}

BY_SCHEME: dict[str, int] = {
    "http": 80,
    "ws": 80,
    "https": 443,
    "wss": 443,
    "postgres": 5432,
    "postgresql": 5432,
    "postgis": 5432,
    "mysql": 3306,
    "mysql2": 3306,
    "mariadb": 3306,
    "redis": 6379,
    "rediss": 6379,
    "valkey": 6379,
    "mongodb": 27017,
    "amqp": 5672,
    "amqps": 5671,
    "nats": 4222,
    "kafka": 9092,
    "memcached": 11211,
    "bolt": 7687,
    "neo4j": 7687,
    "clickhouse": 9000,
    "sqlserver": 1433,
    "ldap": 389,
}

# Words in the names of variables that say which server is meant.
BY_WORD: dict[str, int] = {
    "postgres": 5432,
    "postgresql": 5432,
    "pg": 5432,
    "pghost": 5432,
    "mysql": 3306,
    "mariadb": 3306,
    "redis": 6379,
    "valkey": 6379,
    "mongo": 27017,
    "mongodb": 27017,
    "rabbitmq": 5672,
    "rabbit": 5672,
    "amqp": 5672,
    "kafka": 9092,
    "nats": 4222,
    "elasticsearch": 9200,
    "opensearch": 9200,
    "memcached": 11211,
    "memcache": 11211,
    "cassandra": 9042,
    "qdrant": 6333,
    "influxdb": 8086,
    "ollama": 11434,
}

# Words for a database that do not say which.
DATABASES = frozenset({"db", "database"})
DATABASE_PORTS = frozenset({5432, 3306, 27017})
# Documented ports on which another protocol than HTTP is spoken.
NOT_HTTP_PORTS = DATABASE_PORTS | {6379, 5671, 5672, 4222, 9092, 2181, 9042, 11211, 7687, 9300, 1433, 389}
