"""What is known of programs by their name: those that end by themselves, and those with nothing to lose."""

from __future__ import annotations

from wslint.model.commands import SHELLS, program_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# As PID 1 they do not heed SIGTERM in exec form either (kernel: PID 1 has no default actions), or end at once.
_IDLE = frozenset(
    {"sleep", "tail", "cat", "echo", "printf", "true", "false", ":", "yes", "watch", "top", "ps", "env", "date"}
    | {"whoami", "id", "uname", "hostname", "pwd", "ls", "read", "wait", "exit", "return", "test", "[", "[["}
)  # fmt: skip
_FILE_TOOLS = frozenset(
    {"cp", "mv", "rm", "ln", "mkdir", "rmdir", "touch", "chmod", "chown", "chgrp", "tar", "unzip", "gzip", "gunzip"}
    | {"grep", "sed", "awk", "find", "xargs", "sort", "head", "tee", "diff", "dd", "mount", "umount", "install"}
    | {"base64", "openssl", "envsubst", "jq", "yq", "sysctl", "modprobe", "dig", "nslookup", "ping", "git", "apt"}
    | {"apt-get", "apk", "yum", "dnf", "pip", "pip3", "make", "pytest", "tox", "kubectl", "helm", "aws", "gcloud"}
    | {"az", "terraform", "mc", "curl", "wget", "psql", "mysql", "pg_dump", "pg_restore", "mysqldump", "createdb"}
    | {"mongosh", "mongo", "mongoimport", "redis-cli", "cqlsh", "alembic", "flyway", "liquibase", "migrate"}
    | {"docker", "skopeo", "rsync", "scp", "vault", "etcdctl", "nc", "ncat", "netcat", "pg_isready", "certbot", "ab", "wrk", "hey"}
)  # fmt: skip
# What a program is told to do that comes to an end: `manage.py migrate`, `npm run build`.
_ENDING_WORDS = frozenset(
    {"migrate", "upgrade", "install", "ci", "build", "test", "tests", "lint", "seed", "collectstatic", "compile"}
    | {"createsuperuser", "makemigrations", "loaddata", "init", "setup", "backup", "restore", "export", "import"}
    | {"db:migrate", "db:setup", "db:create", "db:seed", "db:prepare", "--version", "--help", "version", "help"}
)  # fmt: skip


def has_nothing_to_stop(words: Sequence[str | None]) -> bool:
    """Whether a command line plainly ends by itself, idles, or opens a shell: SIGTERM means little to it.

    `words` has None for unknown words; a program that is not known may stay.
    """
    if not words:
        return True
    first = words[0]
    if first is None:
        return False
    name = program_name(first)
    if name in _IDLE or name in _FILE_TOOLS:
        return True
    if name in SHELLS:
        return all(word is not None and word.startswith("-") for word in words[1:])
    return any(word in _ENDING_WORDS for word in words[1:4])
