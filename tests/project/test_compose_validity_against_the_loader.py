"""Our verdicts against those of Docker Compose's own loader."""

import json
import os
from pathlib import Path
from random import Random

import pytest
from compose_loader import MISSING, binary, refusal_of_file, refusals
from compose_mutants import cases, data_of, mutant, problems_in
from compose_trees import composition_of, write
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from wslint.project.compose.validity import problems_of_project
from wslint.syntax.yaml import Mapping, parse_yaml
from wslint.text import Source

PROGRAM = binary()
CORPUS = Path(__file__).parents[2] / "../shared/corpus"
pytestmark = pytest.mark.skipif(PROGRAM is None, reason=MISSING)

BASES = [data_of(case.text) for case in cases() if not case.want and not case.remark]
DONORS = [base["services"] for base in BASES if isinstance(base.get("services"), dict)]


def test_the_loader_refuses_a_small_file_exactly_if_it_has_a_problem() -> None:
    assert PROGRAM is not None
    table = cases()
    said = refusals(PROGRAM, [case.text for case in table])
    unlike = [
        (case.name, reason)
        for case, reason in zip(table, said, strict=True)
        if bool(reason) != bool(case.want) and not case.remark
    ]
    assert not unlike
    # What it differs in on purpose is refused by this version of the loader only.
    assert all(reason for case, reason in zip(table, said, strict=True) if case.remark)


@settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 10**9))
def test_what_the_loader_loads_is_never_called_invalid(seed: int) -> None:
    assert PROGRAM is not None
    random = Random(seed)  # noqa: S311
    texts = [mutant(random.choice(BASES), random, DONORS) for _ in range(30)]
    for text, reason in zip(texts, refusals(PROGRAM, texts), strict=True):
        problems = problems_in(text)
        assert reason or not problems, f"{problems}\n{text}"


@settings(
    max_examples=3,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 10**9))
def test_two_files_that_the_loader_merges_are_never_called_invalid(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert PROGRAM is not None
    random = Random(seed)  # noqa: S311
    folder = tmp_path_factory.mktemp("projects")
    pairs = []
    for at in range(15):
        over = random.choice(BASES)
        files = {
            "a.yaml": json.dumps(random.choice(BASES)),
            "b.yaml": mutant(over, random, []) if random.random() < 0.3 else json.dumps(over),
        }
        pairs.append(folder / str(at))
        write(pairs[-1], {**files, "token": "x", "a": "x"})
    for root in pairs:
        composed = composition_of(root, ("a.yaml", "b.yaml")).composed
        problems = composed.problems + problems_of_project(composed, "call")
        if problems:
            refused = refusal_of_file(PROGRAM, root / "a.yaml", root / "b.yaml", home=str(root))
            assert refused, f"{problems}\n{(root / 'a.yaml').read_text()}\n{(root / 'b.yaml').read_text()}"


def _corpus() -> list[Path]:
    found = []
    for folder, _, names in os.walk(CORPUS):
        found += [
            Path(folder, name)
            for name in names
            if name.endswith((".yml", ".yaml")) and "compose" in name and "override" not in name
        ]
    return sorted(found)


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="no ../shared/corpus: real files are not held against the loader"
)
def test_real_files_are_judged_as_the_loader_judges_them(tmp_path: Path) -> None:
    assert PROGRAM is not None
    judged = 0
    for path in _corpus():
        text = path.read_text(encoding="utf-8")
        file = parse_yaml(Source(path.name, text))
        root = file.documents[0].root if len(file.documents) == 1 else None
        if file.problems or not isinstance(root, Mapping) or "extends:" in text or root.get("include"):
            continue
        judged += 1
        refused = refusal_of_file(PROGRAM, path, home=str(tmp_path))
        assert refused or not problems_in(text, path.name), f"{path}: {problems_in(text, path.name)}"
    assert judged
