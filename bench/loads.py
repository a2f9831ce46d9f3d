"""The loads: what is run in turn on which input, and the rows that come of it."""

import pathlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench import inputs
from bench.install import Kit
from bench.measure import BrokenError, Step, in_turn, peak_memory
from bench.rows import Row, alone, compared, summed

MEGABYTE = 1_000_000


class Sizes(NamedTuple):
    """How many files the large loads have."""

    manifests: int = 2_000
    many: int = 10_000
    few: int = 1_000
    most: int = 100_000
    slow: int = 200  # for programs that take seconds for a hundred files
    workers: tuple[int, ...] = (50, 100, 200, 500, 2_000)


class Bench(NamedTuple):
    """Where a load finds what it needs; `rounds` is how often each step is timed."""

    kit: Kit
    corpus: pathlib.Path
    folder: pathlib.Path
    rounds: int
    sizes: Sizes

    def wslint(self, name: str, *arguments: object, cache: pathlib.Path | None = None) -> Step:
        """wslint on paths that are the whole project."""
        command = self.kit.wslint.check("--isolated", *(str(one) for one in arguments), cache=cache)
        return Step(name, (command,), folder=self.folder)

    def other(self, name: str, *arguments: object) -> Step:
        """Another program with these paths."""
        command = (*self.kit.others[name].command, *(str(one) for one in arguments))
        return Step(name, (command,), folder=self.folder)

    def fewer(self, most: int) -> int:
        """Rounds for a load that takes long."""
        return min(self.rounds, most)


class Load(NamedTuple):
    """A load by the name that `--only` takes, and the other programs without which it cannot be measured."""

    name: str
    needs: tuple[str, ...]
    rows: Callable[[Bench], Iterator[Row]]


def one_dockerfile(bench: Bench) -> Iterator[Row]:
    """Cold, start of the process included."""
    path = inputs.one_dockerfile(bench.corpus, bench.folder)
    in_its_folder = bench.corpus / inputs.LONG_DOCKERFILE
    for title, file, target in (
        ("one Dockerfile, cold, process start included", path, 0.8),
        ("the same in its folder, whose files wslint reads too", in_its_folder, None),
    ):
        times = in_turn([bench.wslint("wslint", file), bench.other("hadolint", file)], bench.rounds)
        yield compared(title, "hadolint", times["wslint"], times["hadolint"], target)


def folder_of_all_kinds(bench: Bench) -> Iterator[Row]:
    """example-voting-app: each of the others gets, in one call, the files that it can check."""
    tree = inputs.tree(bench.corpus, bench.folder, inputs.VOTING)
    steps = [
        bench.wslint("wslint", tree),
        bench.other("hadolint", *inputs.dockerfiles_in(tree)),
        bench.other("dclint", *inputs.compose_files_in(tree)),
        bench.other("kubeconform", tree / "k8s-specifications"),
    ]
    times = in_turn(steps, bench.rounds)
    title = "a folder with Dockerfiles, Compose and Kubernetes (example-voting-app), cold"
    others = ("hadolint", "dclint", "kubeconform")
    in_all = summed(*(times[name] for name in others))
    yield compared(title, "hadolint + dclint + kubeconform in turn", times["wslint"], in_all, 0.1)
    for name in others:
        yield compared("the same folder", f"{name} alone", times["wslint"], times[name])


def kubernetes(bench: Bench) -> Iterator[Row]:
    """Manifests: wslint with all rules, kubeconform with schemas only."""
    count = bench.sizes.manifests
    folder = inputs.manifests(bench.corpus, bench.folder, count)
    cache = bench.folder / "cache"
    steps = [
        bench.wslint("all rules", "--select", "ALL", folder),
        bench.other("kubeconform", folder),
        bench.wslint("default", folder),
        bench.wslint("filling", folder, cache=cache)._replace(before=inputs.emptied(cache)),
    ]
    times = in_turn(steps, bench.rounds)
    theirs = times["kubeconform"]
    title = f"{count:,} distinct Kubernetes files made from the corpus, cold, all rules on"
    yield compared(title, "kubeconform", times["all rules"], theirs, 0.7, "parser")
    yield compared("the same, the rules that are on by default", "kubeconform", times["default"], theirs)
    yield compared("the same, filling an empty cache", "kubeconform", times["filling"], theirs)


def dockerfiles(bench: Bench) -> Iterator[Row]:
    """All in one call each; and named in place, where wslint reads the five projects around them as context."""
    folder = inputs.dockerfiles(bench.corpus, bench.folder)
    alone_there, in_place = inputs.dockerfiles_in(folder), inputs.dockerfiles_in(bench.corpus)
    steps = [bench.wslint("wslint", folder), bench.other("hadolint", *alone_there)]
    times = in_turn([*steps, bench.wslint("in place", *in_place)], bench.rounds)
    title = f"the corpus' {len(alone_there)} Dockerfiles, cold"
    yield compared(title, "hadolint", times["wslint"], times["hadolint"], 0.2)
    again = "the same named in place: wslint reads all files of their projects as context"
    yield compared(again, "hadolint", times["in place"], times["hadolint"])


def second_run(bench: Bench) -> Iterator[Row]:
    """Each round: a cold run that fills the cache, a run with nothing changed, one with one file edited."""
    count = bench.sizes.many
    for title, make in ((f"{count:,} manifests", inputs.manifests), (f"{count:,} files, a mix", inputs.mix)):
        folder = make(bench.corpus, bench.folder, count)
        cache = bench.folder / "cache"
        steps = [
            bench.wslint("without", folder),
            bench.wslint("cold", folder, cache=cache)._replace(before=inputs.emptied(cache)),
            bench.wslint("same", folder, cache=cache),
            bench.wslint("edited", folder, cache=cache)._replace(before=inputs.Edits(folder, 1)),
        ]
        times = in_turn(steps, bench.fewer(5), warm=False)
        cold, without = times["cold"], times["without"]
        beside = "its cold run, which fills the cache"
        yield compared(f"{title}, second run, nothing changed", beside, times["same"], cold, 0.08)
        yield compared(f"{title}, one changed", beside, times["edited"], cold, 0.1)
        yield compared(f"{title}, nothing changed", "its run without a cache", times["same"], without)
        yield compared(f"{title}, one changed", "its run without a cache", times["edited"], without)
        yield compared(f"{title}, cold, filling the cache", "its run without a cache", cold, without)


def pre_commit(bench: Bench) -> Iterator[Row]:
    """What pre-commit's hook runs, in a repository: `check --focus --force-exclude` with the changed files."""
    tree = inputs.tree(bench.corpus, bench.folder, inputs.EXAMPLES, versioned=True)
    edits = inputs.Edits(tree, 3)
    names = [str(path.relative_to(tree)) for path in edits.paths]
    files = sum(path.is_file() for path in tree.rglob("*") if ".git" not in path.parts)
    rows = []
    for title, cache, target in (("warm", bench.folder / "cache", 0.3), ("without a cache", None, None)):
        inputs.emptied(bench.folder / "cache")()
        command = bench.kit.wslint.check("--focus", "--force-exclude", *names, cache=cache)
        times = in_turn([Step("hook", (command,), edits, tree)], bench.rounds)
        load = f"a pre-commit call with three changed files in a project of {files}, {title}"
        rows.append(alone(load, "s", times["hook"], target))
    yield from rows


def memory(bench: Bench) -> Iterator[Row]:
    """The most that all processes of a run have at one time; runs of their own, since watching slows them down."""
    count = bench.sizes.many
    for name, make in (("manifests", inputs.manifests), ("files, a mix", inputs.mix)):
        folder = make(bench.corpus, bench.folder, count)
        cache = bench.folder / "cache"
        inputs.emptied(cache)()
        for title in ("cold", "second run"):
            step = bench.wslint("watched", folder, cache=cache)
            peak = peak_memory(step.commands[0], step.folder)
            load = f"peak memory at {count:,} {name}, {title}, all processes"
            yield alone(f"{load} (PSS)", "MB", [peak.shared_once / MEGABYTE], 200)
            yield alone(f"{load} (RSS: shared pages count for each)", "MB", [peak.resident / MEGABYTE])


def growth(bench: Bench) -> Iterator[Row]:
    """Time per file of a very large project against a small one, both cold with an empty cache."""
    few, most = bench.sizes.few, bench.sizes.most
    cache = bench.folder / "cache"
    steps = []
    for count in (few, most):
        folder = inputs.manifests(bench.corpus, bench.folder, count)
        filling = bench.wslint(f"cold {count}", folder, cache=cache)
        steps.append(filling._replace(before=inputs.emptied(cache)))
    steps.append(bench.wslint("again", folder, cache=cache))
    times = in_turn(steps, bench.fewer(2), warm=False)
    per_file = {count: [one / count for one in times[f"cold {count}"]] for count in (few, most)}
    title = f"time per file at {most:,} against {few:,}, cold"
    yield compared(title, f"its time per file at {few:,}", per_file[most], per_file[few], 1.2, "")
    cold = times[f"cold {most}"]
    yield compared(f"{most:,} files, second run", "its cold run", times["again"], cold)


def workers(bench: Bench) -> Iterator[Row]:
    """From how many files on a second process pays."""
    if "--jobs" not in bench.kit.wslint.help:
        raise BrokenError("this wslint has no --jobs")
    for count in bench.sizes.workers:
        folder = inputs.manifests(bench.corpus, bench.folder, count)
        steps = [bench.wslint(f"{jobs}", "--jobs", jobs, folder) for jobs in (1, 2)]
        times = in_turn(steps, bench.rounds)
        yield compared(f"{count:,} manifests, cold, `--jobs 2`", "`--jobs 1`", times["2"], times["1"])


def further(name: str, *, slow: bool = False) -> Callable[[Bench], Iterator[Row]]:
    """Manifests beside a program that has no target; fewer of them for a slow one."""

    def rows(bench: Bench) -> Iterator[Row]:
        count = bench.sizes.slow if slow else bench.sizes.manifests
        folder = inputs.manifests(bench.corpus, bench.folder, count)
        paths: list[object] = [folder]
        if name == "checkov":
            paths = ["--directory", folder]
        elif name == "kube-score":
            paths = [*sorted(folder.rglob("*.yaml"))]
        steps = [bench.wslint("wslint", folder), bench.other(name, *paths)]
        times = in_turn(steps, bench.fewer(3), warm=not slow)
        yield compared(f"{count:,} Kubernetes files, cold", name, times["wslint"], times[name])

    return rows


LOADS = (
    Load("dockerfile", ("hadolint",), one_dockerfile),
    Load("folder", ("hadolint", "dclint", "kubeconform"), folder_of_all_kinds),
    Load("kubernetes", ("kubeconform",), kubernetes),
    Load("dockerfiles", ("hadolint",), dockerfiles),
    Load("second-run", (), second_run),
    Load("pre-commit", (), pre_commit),
    Load("memory", (), memory),
    Load("growth", (), growth),
    Load("workers", (), workers),
    Load("yamllint", ("yamllint",), further("yamllint")),
    Load("kube-linter", ("kube-linter",), further("kube-linter")),
    Load("kube-score", ("kube-score",), further("kube-score")),
    Load("checkov", ("checkov",), further("checkov", slow=True)),
)
