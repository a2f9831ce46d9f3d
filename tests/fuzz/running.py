"""Targets: whole runs over folders of files: findings, every report, fixes that are written, settings, packs."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from wslint import app
from wslint.engine.baseline import match, parse, remember, text_of
from wslint.engine.finding import Finding, Outcome
from wslint.fixing import Fixed, Job, fix_all, write_all
from wslint.fixing.writing import refused
from wslint.packs import PackError, load_rules
from wslint.packs.pack_folder import add_packs
from wslint.packs.rule import RuleSet
from wslint.project.memory import Memory
from wslint.report import REPORTERS, reporter
from wslint.report.options import RenderOptions
from wslint.report.patch import unified
from wslint.report.why import render as render_why
from wslint.report.why_json import render as render_why_json
from wslint.settings.load import load_settings
from wslint.settings.mistakes import SettingsError
from wslint.settings.record import Settings
from wslint.silencing.proposals import Proposals
from wslint.text import Source
from wslint.text.decode import decode

from .looking import check_span
from .seeding import Tree
from .targets import texts, trees


@cache
def rules() -> RuleSet:
    """The built-in rules, read once: a run by itself reads them each time."""
    return load_rules()


class Internal(AssertionError):  # noqa: N818
    """A check has raised, which a run tells of and goes on."""


class Halfway(AssertionError):  # noqa: N818
    """Fixes were written as they should not be."""


@contextmanager
def laid_out(tree: Tree) -> Iterator[str]:
    """The files in a folder of their own; paths and names are as harmless as the seeds' are."""
    root = _folder()
    try:
        for path, text in tree.items():
            file = os.path.join(root, path)
            os.makedirs(os.path.dirname(file), exist_ok=True)
            with open(file, "wb") as opened:
                opened.write(as_bytes(text))
        yield root
    finally:
        for name in os.listdir(root):
            path = os.path.join(root, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)


@cache
def _folder() -> str:
    """One folder for all runs of a process: paths in answers stay the same."""
    memory = "/dev/shm"  # noqa: S108  # only where it is faster than the disk
    made = tempfile.mkdtemp(prefix="wslint-fuzz-", dir=memory if os.path.isdir(memory) else None)
    import atexit

    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return os.path.realpath(made)


def as_bytes(text: str) -> bytes:
    """Escaped bytes as they were, other halves of pairs as they come."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def checked(root: str, settings: Settings, path: str = ".", **more: object) -> Outcome:
    """A run, of which nothing but findings comes."""
    with patch.object(app, "load_rules", lambda _: rules()):
        outcome = app.run([path], settings, cwd=root, **more)  # type: ignore[arg-type]
    if outcome.internal:
        bug = outcome.internal[0]
        raise Internal(f"{bug.where.partition(' at ')[0]}: {bug.message}")
    for finding in (*outcome.findings, *(one.finding for one in outcome.suppressed)):
        check_span(finding.span)
        assert finding.message, "a finding without words"
        for place in finding.related:
            check_span(place.span)
    return outcome


def _told(outcome: Outcome) -> object:
    return outcome.findings, outcome.suppressed, outcome.coverage._asdict()


@trees("check", weight=12)
def check(tree: Tree) -> object:
    """The folder or one of its files; on Linux or for Docker Desktop; the usual rules, all, and for all workloads."""
    way = sum(map(len, tree.values()))
    with laid_out(tree) as root:
        settings = Settings(
            root,
            platform="desktop" if way % 7 == 0 else "linux",
            select=("ALL",) if way % 2 else (),
            selectors={"workspace": {"paths": ("**",)}} if way % 3 == 0 else {},
            respect_gitignore=way % 5 > 0,
        )
        return _told(checked(root, settings, min(tree) if way % 11 == 0 else "."))


@trees("reports", most=4, weight=4)
def reports(tree: Tree) -> object:
    with laid_out(tree) as root:
        outcome = checked(root, Settings(root))
        plain = RenderOptions(root=root, cwd=root, rules=rules())
        rich = plain._replace(width=40, wrap=True, color=True, coverage=True, verbose=True, expand=True)
        options = rich if len(outcome.findings) % 2 else plain
        found = ["".join(reporter(name)(outcome, options)) for name in REPORTERS]
        for text in found:
            text.encode("utf-8", "surrogateescape")
        kept = parse(text_of(remember(outcome.findings, ["."], root, cwd=root)))
        matched = match(outcome.findings, kept, root, cwd=root, exists=lambda _: True)
        assert not matched.new, "a baseline does not know what is in it"
        return found, kept


@trees("why", most=3, weight=2)
def why_at(tree: Tree) -> object:
    """What is read in a file, and what each rule says of it."""
    path = sorted(tree)[len(tree) // 2]
    line = 1 if len(tree[path]) % 2 else None
    with laid_out(tree) as root, chdir(root):
        with patch.object(app, "load_rules", lambda _: rules()):
            answer = app.why(path, line, None, Settings(root))
        shown = "".join(render_why(answer, RenderOptions(width=60))), "".join(render_why_json(answer))
        return shown, [(one.name, one.state) for one in answer.verdicts]


@trees("fixes", most=3, weight=4)
def fixes(tree: Tree) -> object:
    """All fixes, also the unsafe ones, and what is in the files then."""
    with laid_out(tree) as root:
        outcome = checked(root, Settings(root))
        fixed = fix_all(_job(root, outcome.findings, Memory()))
        return _written(root, tree, fixed)


@trees("silencing", most=3, weight=2)
def silencing(tree: Tree) -> object:
    """Comments that silence each finding, put into the files."""
    with laid_out(tree) as root:
        proposals = Proposals("a reason", lambda path: os.path.join(root, path))
        outcome = checked(root, Settings(root))
        found, left = proposals.of(outcome.findings)
        job = _job(root, found, Memory())

        def judge(texts: Mapping[str, str], more: Sequence[str]) -> Outcome:
            judged = job.judge(texts, more)
            return judged._replace(findings=tuple(proposals.of(judged.findings)[0]))

        fixed = fix_all(job._replace(judge=judge))
        return _written(root, tree, fixed), [reason for _, reason in left]


def _job(root: str, findings: Sequence[Finding], memory: Memory) -> Job:
    def judge(texts: Mapping[str, str], more: Sequence[str]) -> Outcome:
        overlay = {os.path.join(root, path): text for path, text in texts.items()}
        return checked(root, Settings(root), overlay=overlay, memory=memory)

    return Job(
        tuple(findings),
        judge,
        lambda _: True,
        lambda path: refused(os.path.join(root, path), root),
        True,
        True,
    )


def _written(root: str, tree: Tree, fixed: Fixed) -> object:
    unwritten = write_all(fixed.drafts, fixed.groups, lambda path: os.path.join(root, path), root)
    if unwritten:
        raise Halfway(f"not written: {unwritten[0].reason}")
    there = {str(path.relative_to(root)) for path in Path(root).rglob("*") if path.is_file()}
    if there != set(tree):
        raise Halfway(f"other files: {sorted(there ^ set(tree))}")
    for path in tree:
        data = Path(root, path).read_bytes()
        if path not in fixed.drafts:
            if data != as_bytes(tree[path]):
                raise Halfway("a file without fixes has changed")
            continue
        source = decode(data, path)
        if not isinstance(source, Source) or source.text != fixed.drafts[path].text:
            raise Halfway("a file is not what its fixes make of it")
    again = checked(root, Settings(root)) if fixed.drafts else None
    gone = {(one.name, one.span.path, one.message, one.span.text) for one in fixed.made}
    shown = "".join(unified(sorted(fixed.drafts.items())))
    return shown, len(gone), again and again.findings, [one.reason for one in fixed.failed]


@texts("settings-file", "settings", most=400, weight=2)
def settings_file(text: str) -> object:
    return _settings(".wslint.yaml", text)


@texts("settings-in-toml", "toml", "settings", most=300)
def settings_in_toml(text: str) -> object:
    return _settings("pyproject.toml", text)


def _no_words() -> None:
    raise AssertionError("no mistake is told")


def _settings(name: str, text: str) -> object:
    with laid_out({name: text, "compose.yaml": "services: {a: {image: a}}\n"}) as root:
        path = os.path.join(root, name)
        try:
            settings = load_settings(root, config=path)
            rules_of = load_rules(settings) if settings.packs else rules()
        except SettingsError as error:
            return [str(one) for one in error.mistakes] or _no_words()
        except PackError as error:
            return error.messages
        return repr(settings), len(rules_of.rules)


@texts("rule-pack", "kubernetes", "compose", "settings", most=1200)
def rule_pack(text: str) -> object:
    """A rule file of a team's own; the seeds are rule files where the text does not look like one."""
    from .seeding import rule_files

    files = rule_files()
    base = files[len(text) % len(files)]
    middle = (len(text) * 7919) % (len(base) + 1)
    written = base[:middle] + text[:80] + base[middle + 5 :]
    with laid_out({"team/pack.yaml": "name: team\ntitle: x\n", "team/a.yaml": written}) as root:
        try:
            added = add_packs(rules(), [os.path.join(root, "team")])
        except PackError as error:
            return error.messages
        return len(added.rules)
