"""Targets: what a run keeps of a whole tree: the next run says the same, and damaged it is nothing at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from unittest.mock import patch

from wslint import app, incremental
from wslint.cache.codec import Damaged
from wslint.cache.store import Store
from wslint.engine.finding import Outcome
from wslint.incremental import index, results
from wslint.incremental import run as incremental_run
from wslint.settings.record import Settings
from wslint.text import Source

from .looking import check_span
from .running import Internal, laid_out, rules
from .seeding import Tree
from .targets import trees


class NotAsOne(AssertionError):  # noqa: N818
    """A run that makes use of what was kept says something else than a whole run."""


@contextmanager
def _place() -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="wslint-kept-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _told(outcome: Outcome) -> object:
    """All of an outcome, spans by what they show."""
    if outcome.internal:
        raise Internal(outcome.internal[0].message)
    found = [
        (
            one.sort_key(), one.severity, one.label, one.workload, one.help, one.source,
            [(place.message, check_span(place.span), place.span.path, place.span.start) for place in one.related],
            [(span.path, span.start, span.end) for span in one.also],
            one.span.end, one.fix and [(edit.span.path, edit.span.start, edit.text) for edit in one.fix.edits],
        )
        for one in (*outcome.findings, *(silenced.finding for silenced in outcome.suppressed))
    ]  # fmt: skip
    return found, [one[1:] for one in outcome.suppressed], outcome.coverage._asdict()


def _both(root: str, folder: str) -> object:
    settings = Settings(root, select=("ALL",))
    whole = _told(app.run(["."], settings, cwd=root))
    if _told(app.run(["."], settings, cwd=root, cache=folder)) != whole:
        raise NotAsOne("another outcome")
    return whole


@trees("kept-runs", most=6, weight=3)
def kept_runs(tree: Tree) -> object:
    """Cold, again, and after one file has become like another one."""
    paths = sorted(tree)
    with (
        laid_out(tree) as root,
        _place() as folder,
        patch.object(incremental, "FEW", 0),
        patch.object(app, "load_rules", lambda _: rules()),
        patch.object(incremental_run, "load_rules", lambda _: rules()),
    ):
        answers = [_both(root, folder), _both(root, folder)]
        shutil.copyfile(os.path.join(root, paths[0]), os.path.join(root, "copied.yaml"))
        answers.append(_both(root, folder))
        os.remove(os.path.join(root, paths[-1]))
        answers.append(_both(root, folder))
        shutil.copyfile(os.path.join(root, "copied.yaml"), os.path.join(root, paths[-1]))
        answers.append(_both(root, folder))
        for name in os.listdir(folder):
            _damaged_rows(os.path.join(folder, name))
        return answers


def _damaged_rows(path: str) -> None:
    """Everything that is kept of outcomes, with other bytes: read, or not, and nothing raised but `Damaged`."""
    import sqlite3

    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT key, data FROM outcomes WHERE length(data) > 60").fetchall()
    connection.close()
    for number, (key, data) in enumerate(rows):
        random = Random(number)  # noqa: S311
        other = bytearray(data)
        for _ in range(random.choice((1, 1, 3))):
            other[random.randrange(len(other))] = random.choice((0, 34, 44, 57, 91, 123, 255))
        if random.random() < 0.2:
            del other[random.randrange(len(other)) :]
        if " " not in key:
            index.load(bytes(other))
            continue
        try:
            results.load(bytes(other), lambda name, bom: Source(name, "x\n" * 900, bom=bom))
        except Damaged:
            continue
    Store(path).close()
