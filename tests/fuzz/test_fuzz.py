"""A short run over every target, and what the harness itself finds out."""

import json
from itertools import count
from pathlib import Path
from random import Random

import pytest

from wslint.text import Source, Span

from . import harness, mutating
from .__main__ import main
from .seeding import Seeds, kind_of, seeds
from .targets import TARGETS, TEXT, Target, every

SEED = 5
# Whole runs take longer than parsing a line.
FEW = {
    "check": 12,
    "kept-runs": 4,
    "reports": 6,
    "fixes": 6,
    "silencing": 6,
    "rule-pack": 10,
    "compose-merging": 20,
}


@pytest.mark.parametrize("name", every())
def test_a_short_run_meets_nothing_but_findings(name: str) -> None:
    few = FEW.get(name, 40)
    total = harness.fuzz(every()[name], seeds(corpus=False), seed=SEED, wants_more=lambda done, _: done < few)
    assert total.inputs == few
    assert not total.faults, total.faults[0].fault.message


def test_each_kind_of_text_has_seeds() -> None:
    known = seeds(corpus=False).texts
    assert {"compose", "kubernetes", "dockerfile", "shell", "markdown", "makefile", "ci", "env"} <= set(known)
    assert kind_of("a/docker-compose.prod.yml") == "compose"
    assert kind_of("base/kustomization.yaml") == "kustomization"


def test_an_input_can_be_made_again_by_its_number() -> None:
    for name in ("check", "yaml", "ports", "kustomize-building"):
        target = every()[name]
        once = [harness.input_of(target, seeds(corpus=False), 1, number) for number in range(5)]
        assert once == [harness.input_of(target, seeds(corpus=False), 1, number) for number in range(5)]
        assert once != [harness.input_of(target, seeds(corpus=False), 2, number) for number in range(5)]


def test_no_file_of_a_tree_lies_where_another_one_is() -> None:
    for number in range(60):
        tree = mutating.tree(Random(number), seeds(corpus=False))  # noqa: S311
        assert 0 < len(tree) <= 8
        assert not any(other.startswith(path + "/") for path in tree for other in tree)


def _target(run: object) -> Target:
    return Target("planted", lambda random, _: {TEXT: "".join(random.choices("ab\n", k=30))}, run)  # type: ignore[arg-type]


def _met(run: object) -> harness.Total:
    return harness.fuzz(_target(run), Seeds({}, (), ()), seed=1, wants_more=lambda done, _: done < 20)


def test_an_exception_is_a_fault_and_told_once_for_each_place() -> None:
    def run(files: dict[str, str]) -> object:
        return [][files[TEXT].count("ab") > 1]

    total = _met(run)
    assert [met.fault.kind for met in total.faults] == ["IndexError"]
    assert total.inputs == 20


def test_a_span_outside_of_its_text_is_a_fault() -> None:
    total = _met(lambda files: [{"a": (Span(Source("a", files[TEXT]), 3, 31),)}])
    assert [met.fault.kind for met in total.faults] == ["Misplaced"]


def test_two_answers_to_one_input_are_a_fault() -> None:
    counter = count()
    assert [met.fault.kind for met in _met(lambda _: next(counter)).faults] == ["Unlike"]


def test_an_answer_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "LONGEST", 0.05)

    def run(_: dict[str, str]) -> object:
        while True:
            pass

    target = _target(run)
    total = harness.fuzz(target, Seeds({}, (), ()), seed=1, wants_more=lambda done, _: done < 1)
    assert [met.fault.kind for met in total.faults] == ["TooSlow"]


def test_what_does_not_matter_is_left_out_of_an_input() -> None:
    def run(files: dict[str, str]) -> object:
        return 1 // (not ("b" in files[TEXT] and "\n" in files[TEXT]))

    total = _met(run)
    assert sorted(harness.smaller(_target(run), total.faults[0])[TEXT]) == ["\n", "b"]


def test_the_command_tells_totals_and_keeps_what_it_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(files: dict[str, str]) -> object:
        return len(files[TEXT]) // 0

    monkeypatch.setitem(TARGETS, "planted", _target(run))
    options = ["--no-corpus", "--keep", str(tmp_path / "found"), "--totals", str(tmp_path / "totals.jsonl")]
    assert main(["--target", "planted", "--target", "ports", "--inputs", "3", *options]) == 1
    told = capsys.readouterr().out
    assert "planted" in told
    assert "3 inputs" in told
    assert "ZeroDivisionError at test_fuzz.py:run" in told
    lines = [json.loads(line) for line in (tmp_path / "totals.jsonl").read_text().splitlines()]
    assert [(line["target"], line["inputs"], len(line["faults"])) for line in lines] == [
        ("planted", 3, 1),
        ("ports", 3, 0),
    ]
    (kept,) = (tmp_path / "found" / "planted").iterdir()
    assert main(["--replay", str(kept)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out
