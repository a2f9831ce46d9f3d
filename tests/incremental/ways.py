"""A run as a whole, and one that makes use of what earlier ones kept: the same bytes in every report."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from wslint import app, incremental
from wslint.engine.finding import Outcome
from wslint.incremental import run as incremental_run
from wslint.packs import load_rules
from wslint.packs.rule import RuleSet
from wslint.project import disk
from wslint.report import reporter
from wslint.report.options import RenderOptions
from wslint.settings.record import Settings

FORMATS = ("text", "json")


@cache
def _built_in() -> RuleSet:
    return load_rules()


def rules_of(settings: Settings) -> RuleSet:
    """The rules of settings; the built-in ones are read once for all tests."""
    return load_rules(settings) if settings.packs or settings.rules or settings.selectors else _built_in()


@contextmanager
def quickly(*, old: bool = True) -> Iterator[None]:
    """Small trees are worth a cache. With `old`, no file counts as changed just now: states are trusted."""
    with ExitStack() as patches:
        for module in (app, incremental_run):
            patches.enter_context(patch.object(module, "load_rules", rules_of))
        patches.enter_context(patch.object(incremental, "FEW", 1))
        if old:
            patches.enter_context(patch.object(disk, "is_recent", lambda state, now: False))
        yield


def reports(outcome: Outcome, settings: Settings) -> dict[str, str]:
    """All that is said of an outcome, by format."""
    options = RenderOptions(
        coverage=True,
        verbose=True,
        expand=True,
        root=settings.root,
        cwd=settings.root,
        rules=rules_of(settings),
    )
    assert outcome.internal == ()
    return {name: "".join(reporter(name)(outcome, options)) for name in FORMATS}


class Ways:
    """Runs over one tree, with one cache."""

    def __init__(self, root: Path, folder: Path, *, old: bool = True) -> None:
        self.root = root
        self.cache = str(folder)
        self.old = old
        self.fallen_back = False

    def settings(self, **more: object) -> Settings:
        """Settings for the tree in which all rules run."""
        return Settings(root=str(self.root), **{"select": ("ALL",), **more})  # type: ignore[arg-type]

    def run(self, paths: Sequence[str], settings: Settings, folder: str | None) -> dict[str, str]:
        outcome = app.run(paths, settings, cwd=str(self.root), cache=folder)
        return reports(outcome, settings)

    def same(self, paths: Sequence[str] = (".",), settings: Settings | None = None) -> dict[str, str]:
        """What is found either way. Fails where it is not the same."""
        settings = settings or self.settings()
        with quickly(old=self.old):
            whole = self.run(paths, settings, None)
            with self._watching():
                kept = self.run(paths, settings, self.cache)
        assert incremental.problems == []
        for name in FORMATS:
            assert kept[name].splitlines() == whole[name].splitlines()
        assert kept == whole
        return whole

    def judged(self) -> Outcome:
        """The outcome of a run that makes use of the cache, not reported: that would read texts."""
        with quickly(old=self.old):
            return app.run(["."], self.settings(), cwd=str(self.root), cache=self.cache)

    def kept_only(self, paths: Sequence[str] = (".",), settings: Settings | None = None) -> dict[str, str]:
        """What is found with the help of the cache."""
        with quickly(old=self.old):
            return self.run(paths, settings or self.settings(), self.cache)

    @contextmanager
    def _watching(self) -> Iterator[None]:
        """Note whether the cache could be of use, or the run was made as a whole."""
        before = incremental.run_with_cache

        def watched(*args: object) -> Outcome | None:
            outcome = before(*args)  # type: ignore[arg-type]
            self.fallen_back = outcome is None
            return outcome

        with patch.object(incremental, "run_with_cache", watched):
            yield


def replaced(path: Path, one: str, other: str) -> None:
    """Edit a file in place."""
    text = path.read_text()
    assert one in text, (path, one)
    path.write_text(text.replace(one, other))


def removed(path: Path) -> None:
    path.unlink()


Edit = Callable[[Path], object]


def edit(path: str, one: str, other: str) -> Edit:
    return lambda root: replaced(root / path, one, other)


def write(path: str, text: str) -> Edit:
    def written(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    return written


def remove(path: str) -> Edit:
    return lambda root: removed(root / path)


def move(one: str, other: str) -> Edit:
    return lambda root: os.replace(root / one, root / other)
