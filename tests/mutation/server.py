"""A pytest plugin that collects once, then forks for each mutant and runs the tests that reach it.

Mutants inside of functions are put in place by swapping code objects in the fork; others need the module to be
imported anew, by a pytest of their own that has this plugin too. Files are never written.
"""

import ast
import functools
import gc
import importlib.abc
import importlib.util
import json
import os
import resource
import shutil
import signal
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from selection import Selection

WORK = Path(os.environ["WSLINT_MUTATION"])
_ONE = os.environ.get("WSLINT_MUTANT", "")
_RECORD = "WSLINT_MUTATION_RECORD" in os.environ
_WORKERS = int(os.environ.get("WSLINT_MUTATION_WORKERS", "1"))
# Seconds: what a mutant may take beyond three times what its tests take, and what its tests may take.
_GRACE, _MOST = 15, 60
_MEMORY = 4 << 30


def mutants() -> list[dict]:
    return [json.loads(line) for line in _lines_of(WORK / "mutants.jsonl")]


def _lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


class _Mutated(importlib.abc.SourceLoader, importlib.abc.MetaPathFinder):
    """Imports one module from another text."""

    def __init__(self, mutant: dict) -> None:
        self._path = str(Path(mutant["path"]).resolve())
        self._name = mutant["path"].removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        self._source = mutant["source"]

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self)

    def get_filename(self, fullname):
        return self._path

    def get_data(self, path):
        return self._source.encode()

    def path_stats(self, path):
        raise OSError  # no compiled file


if _ONE:
    sys.meta_path.insert(0, _Mutated(next(one for one in mutants() if one["key"] == _ONE)))


def swap(path: str, source: str) -> bool:
    """Put the functions and tables of a text in the place of the imported ones; False where more differs."""
    name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    text = Path(path).read_text("utf-8")
    old, new = compile(text, path, "exec"), compile(source, path, "exec")
    changed = list(_changed(old, new))
    if None in changed:
        return _swap_tables(sys.modules[name], ast.parse(text), ast.parse(source))
    for was, now in changed:
        found = [
            one
            for one in gc.get_objects()
            if isinstance(one, types.FunctionType) and one.__module__ == name and one.__code__ == was
        ]
        if not found or any(len(one.__code__.co_freevars) != len(now.co_freevars) for one in found):
            return False
        for one in found:
            one.__code__ = now
    return True


def _swap_tables(module: types.ModuleType, old: ast.Module, new: ast.Module) -> bool:
    """Compute a table anew, and those that are made of it, and put it wherever it was imported."""
    stale: set[str] = set()
    for was, now in zip(old.body, new.body, strict=True):
        target = _target(now)
        if ast.dump(was) != ast.dump(now) and (target is None or _target(was) != target):
            return False
        used = {one.id for one in ast.walk(now) if isinstance(one, ast.Name)}
        if target is None or (ast.dump(was) == ast.dump(now) and not used & stale):
            continue
        before = vars(module)[target]
        try:
            exec(compile(ast.Module([now], []), module.__file__, "exec"), vars(module))  # noqa: S102
        except NameError:
            return False  # an annotation that is for type checkers only
        after = vars(module)[target]
        for other in list(sys.modules.values()):
            if getattr(other, "__dict__", {}).get(target) is before:
                vars(other)[target] = after
        stale.add(target)
    return bool(stale)


def _target(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return None


def _changed(
    old: types.CodeType, new: types.CodeType
) -> Iterator[tuple[types.CodeType, types.CodeType] | None]:
    """Pairs of functions that differ; None for a difference in what is run at import."""
    was, now = _functions(old), _functions(new)
    if [one.co_qualname for one in was] != [one.co_qualname for one in now] or not _is_same_but_for_code(
        old, new
    ):
        yield None
        return
    for before, after in zip(was, now, strict=True):
        if before == after:
            continue
        if before.co_flags & 2:  # a function with locals of its own; bodies of classes have none
            yield None if before.co_name.startswith("<") and before.co_name != "<lambda>" else (before, after)
        else:
            yield from _changed(before, after)


def _functions(code: types.CodeType) -> list[types.CodeType]:
    return [one for one in code.co_consts if isinstance(one, types.CodeType)]


def _is_same_but_for_code(old: types.CodeType, new: types.CodeType) -> bool:
    def rest(code: types.CodeType) -> list:
        return [(type(one), one) for one in code.co_consts if not isinstance(one, types.CodeType)]

    # repr, since 1 == True and () hides what is in it
    return old.co_code == new.co_code and repr(rest(old)) == repr(rest(new)) and old.co_names == new.co_names


_took: dict[str, float] = {}
_failed: set[str] = set()


def pytest_runtest_logreport(report):
    if _RECORD:
        _took[report.nodeid] = _took.get(report.nodeid, 0) + report.duration
        if not report.passed:
            _failed.add(report.nodeid)


def pytest_sessionfinish():
    """Tests that pass as things are; others tell nothing of mutants."""
    if _RECORD:
        passed = {name: round(took, 4) for name, took in _took.items() if name not in _failed}
        (WORK / "durations.json").write_text(json.dumps(passed), encoding="utf-8")


def _warm_up() -> None:
    """Import what runs import late, so that no fork has to; what functions remember is forgotten again."""
    from wslint.app import run
    from wslint.settings.record import Settings

    folder = str(Path("examples").resolve())
    run([folder], Settings(root=folder, select=("ALL",)))
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and str(one.__module__).startswith("wslint"):
            one.cache_clear()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    if _ONE or _RECORD:
        return None
    _warm_up()
    by_name = {item.nodeid: item for item in session.items}
    selection = Selection(WORK, session.items)
    done = {json.loads(line)["key"] for line in _lines_of(WORK / "results.jsonl")}
    waiting = [one for one in reversed(mutants()) if one["key"] not in done]
    running: dict[int, tuple[dict, float, int, int]] = {}
    killers: set[str] = set()
    with (WORK / "results.jsonl").open("a", encoding="utf-8") as results:
        while waiting or running:
            while waiting and len(running) < _WORKERS:
                mutant = waiting.pop()
                tests, expected = selection.of(mutant, _MOST, killers)
                if not tests:
                    results.write(json.dumps({"key": mutant["key"], "result": "no test", "by": ""}) + "\n")
                    continue
                reader, writer = os.pipe()
                pid = os.fork()
                if pid == 0:
                    os.close(reader)
                    _child(mutant, [by_name[name] for name in tests], writer, expected)
                os.close(writer)
                running[pid] = (mutant, time.monotonic() + 4 * (expected * 3 + _GRACE), reader, len(tests))
            killers |= _reap(running, results)
    return True


def _reap(running, results):
    """Wait for some to end, or end those whose time is up; the tests that failed."""
    killers = set()
    time.sleep(0.01)
    for pid, (mutant, end, reader, tests) in list(running.items()):
        done, status = os.waitpid(pid, os.WNOHANG)
        if not done:
            if time.monotonic() < end:
                continue  # RLIMIT_CPU ends those that compute; this is for those that wait
            os.killpg(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
        with os.fdopen(reader, "rb") as stream:
            os.set_blocking(reader, False)
            by = (stream.read() or b"").decode("utf-8", "replace")
        code = os.waitstatus_to_exitcode(status)
        if code in (0, 1):
            result = "killed" if code else "survived"
        else:
            result = "timed out" if code in (-signal.SIGXCPU, -signal.SIGKILL) else "killed"
        written = {"key": mutant["key"], "result": result, "by": by[:300], "tests": tests}
        results.write(json.dumps(written) + "\n")
        results.flush()
        shutil.rmtree(WORK / "tmp" / mutant["key"], ignore_errors=True)
        del running[pid]
        if result == "killed":
            killers.add(by)
    return killers


def _child(mutant: dict, items: list, writer: int, expected: float) -> None:
    """Run the tests until one fails; ends the process: 1 if one did."""
    os.setsid()
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    most = int(expected * 3 + _GRACE)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 2))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        if mutant["key"] != "none" and not swap(mutant["path"], mutant["source"]):
            _exec_alone(mutant, items, writer)
        failed = _first_failure(items, WORK / "tmp" / mutant["key"])
    except BaseException as problem:  # noqa: BLE001 - whatever it is, the mutant shows
        failed = f"{type(problem).__name__}: {problem}"
    os.write(writer, failed.encode("utf-8", "replace")[:1000])
    os._exit(1 if failed else 0)


def _exec_alone(mutant: dict, items: list, writer: int) -> None:
    """Become a pytest that imports the mutant."""
    names = WORK / f"{mutant['key']}.args"
    names.write_text("\n".join(item.nodeid for item in items), encoding="utf-8")
    os.dup2(writer, 1)
    environ = {**os.environ, "WSLINT_MUTANT": mutant["key"]}
    base = f"--basetemp={WORK / 'tmp' / mutant['key']}"
    options = [
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        "-p",
        "server",
        base,
        "--no-header",
    ]
    code = f"import sys, pytest; sys.exit(bool(pytest.main({[*options, f'@{names}']!r})))"
    os.execve(sys.executable, [sys.executable, "-c", code], environ)  # noqa: S606


def _first_failure(items: list, base: Path) -> str:
    factory = items[0].config._tmp_path_factory
    base.mkdir(parents=True, exist_ok=True)
    factory._basetemp = base
    failures: list[str] = []

    class Watch:
        def pytest_runtest_logreport(self, report):
            if report.failed:
                failures.append(report.nodeid)

    items[0].config.pluginmanager.register(Watch())
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if failures:
            break
    return failures[0] if failures else ""
