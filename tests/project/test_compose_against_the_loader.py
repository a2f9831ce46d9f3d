"""The merged tree, printed as one file, means to Docker Compose what the files mean that it is made of."""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from compose_cases import CASES, Case
from compose_oracle import Answer, config, needs_compose
from compose_random import RandomProject, projects, text_of
from compose_trees import composition_of, printed, projects_of, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = needs_compose

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
BATCH = 12

Both = tuple[Answer, Answer]


def both(folder: Path, order: tuple[str, ...]) -> Both:
    """What Compose says of some files, and of what we make of them."""
    expected = config(folder, *order)
    merged = composition_of(folder, order).composed
    (folder / "zz-merged.yaml").write_text(printed(merged), encoding="utf-8")
    return expected, config(folder, "zz-merged.yaml")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Both]:
    """All cases of the table, a few at a time: starting the binary is what takes long."""

    root = tmp_path_factory.mktemp("cases")

    def ask(numbered: tuple[int, Case]) -> Both:
        number, case = numbered
        folder = root / str(number)
        folder.mkdir()
        write(folder, {**case.files, "x.env": "", "y.env": ""})
        return both(folder, case.order)

    with ThreadPoolExecutor(4) as pool:
        return dict(zip((case.name for case in CASES), pool.map(ask, enumerate(CASES)), strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_compose_reads_the_merged_file_like_the_files(case: Case, answers: dict[str, Both]) -> None:
    expected, merged = answers[case.name]
    assert isinstance(expected, dict) is case.loads, expected
    if case.loads:
        assert merged == expected


@settings(
    max_examples=3, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(st.tuples(*(projects(number) for number in range(BATCH))))
def test_random_projects_are_merged_as_compose_merges_them(batch: tuple[RandomProject, ...]) -> None:
    check_batch(batch)


def check_batch(
    batch: tuple[RandomProject, ...], count: Callable[[bool], None] = lambda _loads: None
) -> None:
    """Many projects in two runs, each as an include; one by one where that does not load, or differs."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        includes: list[dict[str, object]] = []
        merged: list[dict[str, object]] = []
        for number, project in enumerate(batch):
            folder = root / f"p{number}"
            write(folder, project.files)
            composed = composition_of(folder, project.order).composed
            (folder / "zz-merged.yaml").write_text(printed(composed), encoding="utf-8")
            includes.append({"path": [f"p{number}/{one}" for one in project.order]})
            merged.append({"path": f"p{number}/zz-merged.yaml"})
        write(root, {"all.yaml": text_of({"include": includes}), "merged.yaml": text_of({"include": merged})})
        with ThreadPoolExecutor(4) as pool:
            expected, ours = pool.map(lambda one: config(root, one), ["all.yaml", "merged.yaml"])
            if isinstance(expected, dict) and ours == expected:
                for _ in batch:
                    count(True)
                return
            folders = [(root / f"p{number}", project) for number, project in enumerate(batch)]
            answers = list(pool.map(lambda one: config(one[0], *one[1].order), folders))
            merged_answers = list(pool.map(lambda one: config(one[0], "zz-merged.yaml"), folders))
        for project, answer, merged_answer in zip(batch, answers, merged_answers, strict=True):
            count(isinstance(answer, dict))
            assert isinstance(answer, str) or merged_answer == answer, project


def test_every_compose_file_of_the_corpus_is_read_alike() -> None:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is not here: NOT COMPARED")
    composing = [
        (root, project)
        for root in sorted(CORPUS.iterdir())
        if root.is_dir()
        for project in projects_of(root, only="compose").projects
        + projects_of(root, only="docker-compose").projects
    ]
    assert composing
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(4) as pool:
        scratch = Path(name)

        def ask(numbered: tuple[int, int]) -> Both:
            number, _ = numbered
            root, project = composing[number]
            folder = Path(project.folder)
            copy = scratch / str(number)
            for path in [*project.paths, *map(str, folder.glob(".env"))]:
                relative = Path(path).relative_to(root)
                write(copy, {str(relative): Path(path).read_text(encoding="utf-8")})
            for workload in project.facts.workloads:
                for source in workload.environment.sources:
                    write(copy / folder.relative_to(root), {source.name: ""})
            order = tuple(str(Path(path).relative_to(folder)) for path in project.files)
            return both(copy / folder.relative_to(root), order)

        found = list(pool.map(ask, enumerate(range(len(composing)))))
    for (_, project), (expected, merged) in zip(composing, found, strict=True):
        assert merged == expected or isinstance(expected, str), project.paths
    assert sum(isinstance(expected, dict) for expected, _ in found) >= 0.9 * len(found)
