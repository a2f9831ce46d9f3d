"""What stands in front of a server's own words: interpreters, package runners, scripts that wait."""

from __future__ import annotations

from wslint.model.commands import program_name, strip_wrappers
from wslint.model.servers import SERVERS
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Launched(NamedTuple):
    """The program (None: unknown) and the index of the first of its own arguments.

    `through_script` says that a package manager runs a script that is not seen here, with these arguments.
    """

    program: str | None
    arguments: int
    through_script: bool = False


_PYTHON_VALUED = frozenset({"-X", "-W"})
# Runners: the words that must follow, and the options that take a value.
_RUNNERS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "npx": (frozenset(), frozenset({"-p", "--package"})),
    "bunx": (frozenset(), frozenset({"-p", "--package"})),
    "uvx": (frozenset(), frozenset({"--from", "--with", "--python", "-p"})),
    "poetry": (frozenset({"run"}), frozenset({"-C", "--directory", "-P", "--project"})),
    "pipenv": (frozenset({"run"}), frozenset()),
    "pdm": (frozenset({"run"}), frozenset({"-p", "--project"})),
    "rye": (frozenset({"run"}), frozenset()),
    "uv": (
        frozenset({"run"}),
        frozenset({"--with", "--python", "-p", "--env-file", "--package", "--extra", "--group", "--project"})
        | frozenset({"--directory", "--with-requirements", "--with-editable", "--index-url", "--only-group", "--no-group"}),
    ),
    "bundle": (frozenset({"exec"}), frozenset({"--gemfile"})),
    "newrelic-admin": (frozenset({"run-program"}), frozenset()),
    "conda": (frozenset({"run"}), frozenset({"-n", "--name", "-p", "--prefix", "--cwd"})),
}  # fmt: skip
_WAITERS = frozenset({"wait-for-it", "wait-for-it.sh", "wait-for", "wait-for.sh", "wait"})
_MANAGERS = frozenset({"npm", "yarn", "pnpm", "bun"})
# Words of package managers that run a program rather than a script.
_EXECUTE = frozenset({"exec", "dlx", "x"})
_DEPTH = 8


def launched(words: Sequence[str | None]) -> Launched | None:
    """Look through wrappers, interpreters and runners; None where nothing is left."""
    at = 0
    for _ in range(_DEPTH):
        at += strip_wrappers(words[at:]).start
        if at >= len(words):
            return None
        word = words[at]
        if word is None:
            return Launched(None, at + 1)
        if word.startswith("-"):
            # Arguments of a program that is not seen here: an image's entrypoint.
            return Launched(None, at)
        name = program_name(word)
        following = _behind(name, words, at + 1)
        if following is None:
            return _program(name, words, at)
        if following == at:
            return None
        at = following
    return None


def _behind(name: str, words: Sequence[str | None], at: int) -> int | None:
    """The index of the program that `name` runs; None where it runs itself; its own index for nothing."""
    if name in _WAITERS:
        return words.index("--", at) + 1 if "--" in words[at:] else at - 1
    if name in _MANAGERS:
        return at + 1 if at < len(words) and words[at] in _EXECUTE else None
    if name not in _RUNNERS:
        return None
    needed, valued = _RUNNERS[name]
    at = _skip_options(words, at, valued)
    if needed:
        if at >= len(words) or words[at] not in needed:
            return None
        at = _skip_options(words, at + 1, valued)
    return at


def _skip_options(words: Sequence[str | None], at: int, valued: frozenset[str]) -> int:
    while at < len(words):
        word = words[at]
        if word is None or not word.startswith("-"):
            break
        at += 2 if word in valued else 1
        if word == "--":
            break
    return at


def _program(name: str, words: Sequence[str | None], at: int) -> Launched | None:
    """The program proper: the module or script that an interpreter runs, or `name` itself."""
    if name.startswith(("python", "pypy")):
        return _python(words, at + 1)
    if name in {"node", "nodejs"}:
        script = _skip_options(
            words, at + 1, frozenset({"-r", "--require", "--import", "--loader", "--env-file"})
        )
        known = _node_program(words[script]) if script < len(words) else None
        return Launched(known, script + 1) if known else Launched(name, at + 1)
    if name in {"php", "ruby"} and at + 1 < len(words):
        script_name = program_name(words[at + 1] or "")
        if script_name in {"artisan", "rails"}:
            return Launched(script_name, at + 2)
    if name in {"manage.py", "django-admin"}:
        return _django(words, at + 1)
    if name in _MANAGERS:
        return _manager(name, words, at + 1)
    bare = name.partition("@")[0] or name
    return Launched(bare, at + 1)


def _node_program(script: str | None) -> str | None:
    """`node node_modules/.bin/next` is next."""
    name = program_name(script or "").removesuffix(".js")
    return name if name in SERVERS and "node_modules/" in (script or "") else None


def _python(words: Sequence[str | None], at: int) -> Launched | None:
    while at < len(words):
        word = words[at]
        if word is None or not word.startswith("-"):
            break
        if word == "-m":
            module = words[at + 1] if at + 1 < len(words) else None
            if module == "django":
                return _django(words, at + 2)
            # A package's __main__ is the program of the same name, but for waitress.
            return Launched({"waitress": "waitress-serve"}.get(module, module) if module else None, at + 2)
        if word == "-c":
            return None
        at += 2 if word in _PYTHON_VALUED else 1
    if at >= len(words):
        return None
    script = words[at]
    if script is None:
        return Launched(None, at + 1)
    name = program_name(script)
    if name == "manage.py":
        return _django(words, at + 1)
    # /venv/bin/gunicorn is a script, too.
    return Launched(name if name in SERVERS else "python", at + 1)


def _django(words: Sequence[str | None], at: int) -> Launched | None:
    at = _skip_options(words, at, frozenset({"--settings", "--pythonpath"}))
    if at < len(words) and words[at] in {"runserver", "runserver_plus"}:
        return Launched("runserver", at + 1)
    return Launched(None, len(words), through_script=True) if at < len(words) and words[at] is None else None


def _manager(name: str, words: Sequence[str | None], at: int) -> Launched:
    """`npm run x -- ARGUMENTS`; yarn, pnpm and bun hand all that follows the script's name over."""
    if "--" in words[at:]:
        return Launched(name, words.index("--", at) + 1, through_script=True)
    if name == "npm":
        return Launched(name, len(words), through_script=True)
    while at < len(words) and (words[at] or "").startswith("-"):
        at += 1
    at += 2 if at < len(words) and words[at] == "run" else 1
    return Launched(name, min(at, len(words)), through_script=True)
