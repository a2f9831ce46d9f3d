"""Facts and findings as data, and back."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from same import difference, sources_of

from wslint.app import run
from wslint.cache.codec import Damaged, NotData, decode, encode
from wslint.model.facts import FileFacts
from wslint.model.value import Known, Unknown
from wslint.packs import load_rules
from wslint.packs.examples import examples_of
from wslint.project.load import Request, load_project
from wslint.project.project import Project
from wslint.settings.record import Settings
from wslint.text import Fragment, Piece, Source, Span

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
TREES = sorted(path for path in CORPUS.iterdir() if path.is_dir()) if CORPUS.is_dir() else []
real = pytest.mark.skipif(not TREES, reason="../shared/corpus is not there: NO REAL FACTS ARE KEPT")


def projects_of(folder: Path) -> tuple[Project, ...]:
    root = str(folder)
    loaded = load_project(
        Request(
            *(root, root, (root,), (), ()),
            respect_gitignore=True,
            force_exclude=False,
            host="linux",
            links=(),
        )
    )
    return loaded.project, *loaded.documents


def again(value: Any) -> Any:
    sources = sources_of(value)
    return decode(encode(value, sources), sources)


def facts_of(folder: Path) -> Iterator[FileFacts]:
    for project in projects_of(folder):
        yield from project.files


@pytest.fixture(scope="module")
def made_facts(tmp_path_factory: pytest.TempPathFactory) -> tuple[FileFacts, ...]:
    folder = tmp_path_factory.mktemp("made")
    (folder / "Dockerfile").write_text(
        "FROM alpine:3 AS base\nARG P=80\nENV A=${P} B='é'\nEXPOSE 80\nHEALTHCHECK CMD wget \\\n  localhost\n"
        "FROM base\nCOPY run.sh /\nCMD /run.sh\n"
    )
    (folder / "pod.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec:\n  containers:\n"
        "  - {name: web, image: nginx, ports: [{containerPort: 80}], env: [{name: A, value: b}]}\n"
    )
    (folder / "compose.yaml").write_text(
        "services:\n  web:\n    build: .\n    ports: ['8080:80']\n    stop_grace_period: 1m30s\n"
        "    healthcheck: {test: 'curl localhost:${P:-80}', retries: 3}\n"
    )
    (folder / "up.sh").write_text(
        "docker run --health-cmd 'curl localhost' -e A=b nginx\ndocker stop -t 5 web\n"
    )
    (folder / "README.md").write_text(
        "# A\n\n> ```yaml\n> services: {web: {image: nginx}}\n> ```\n\n    docker stop a\n"
    )
    return tuple(facts_of(folder))


def test_facts_of_every_kind_come_back_as_they_were(made_facts: tuple[FileFacts, ...]) -> None:
    assert {facts.kind for facts in made_facts} >= {"dockerfile", "kubernetes", "compose", "shell"}
    assert [difference(facts, again(facts)) for facts in made_facts] == [None] * len(made_facts)
    assert difference(made_facts, again(made_facts)) is None


@real
@pytest.mark.parametrize("folder", TREES, ids=lambda path: path.name)
def test_the_facts_of_real_files_come_back_as_they_were(folder: Path) -> None:
    """Nothing raises `NotData`; every object is the same one in every place, and every span has its text."""
    count = 0
    for facts in facts_of(folder):
        assert difference(facts, again(facts)) is None, facts.source.path
        count += 1
    assert count > 20


def test_the_facts_of_the_rules_examples_come_back_as_they_were(tmp_path: Path) -> None:
    examples = [one for rule in load_rules(Settings(root=str(tmp_path))).rules for one in examples_of(rule)]
    assert len(examples) > 200
    for at, example in enumerate(examples):
        for name, text in example.files.items():
            file = tmp_path / str(at) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, newline="")
    for project in projects_of(tmp_path):
        for facts in project.files:
            assert difference(facts, again(facts)) is None, facts.source.path


@real
def test_the_findings_of_a_real_tree_come_back_as_they_were() -> None:
    folder = next(path for path in TREES if path.name.startswith("dockersamples"))
    outcome = run([str(folder)], Settings(root=str(folder)))
    assert len(outcome.findings) > 10
    assert difference(outcome.findings, again(outcome.findings)) is None


def test_a_container_of_a_pod_is_the_workload_itself(made_facts: tuple[FileFacts, ...]) -> None:
    facts = again(next(one for one in made_facts if one.kind == "kubernetes"))
    assert facts.pods[0].containers[0] is facts.workloads[0]


def test_texts_and_paths_of_spans_are_those_of_the_sources_that_are_given() -> None:
    source = Source("a", "0123456789")
    data = encode((Span(source, 1, 3), source), [source])
    other = Source("b", "abcdefghij")
    span, back = decode(data, [other])
    assert back is other
    assert (span.text, span.path) == ("bc", "b")


constants = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
values = st.recursive(
    constants,
    lambda inner: (
        st.lists(inner).map(tuple)
        | st.lists(inner)
        | st.dictionaries(constants.filter(lambda one: one == one), inner)
        | st.dictionaries(st.text(), inner).map(MappingProxyType)
        | st.frozensets(constants)
        | st.builds(lambda value: Known(value, Span(SOURCE, 1, 70_000)), inner)
        | st.lists(inner, min_size=1, max_size=1).map(lambda one: (one[0], one[0]))
    ),
    max_leaves=20,
)
SOURCE = Source("x", "0123456789" * 8_000)


@given(values)
def test_any_value_of_these_kinds_comes_back_as_it_was(value: object) -> None:
    assert difference(value, decode(encode(value, [SOURCE]), [SOURCE])) is None


@pytest.mark.parametrize(
    "value",
    [
        -(10**5_000),
        2**16,
        2**32,
        16**6_000,
        "\ud800",
        "".join(map(chr, range(500))),
        -0.0,
        float("nan"),
        {},
        [],
    ],
    ids=range(10),
)
def test_odd_constants_come_back_as_they_were(value: object) -> None:
    assert difference((value, [value]), again((value, [value]))) is None


def test_equal_constants_of_different_types_stay_apart() -> None:
    assert list(map(repr, again((1, True, 1.0, 0, False, -0.0, "1")))) == [
        *("1", "True", "1.0", "0", "False", "-0.0", "'1'")
    ]


def test_equal_records_stay_apart_and_the_same_one_stays_one() -> None:
    one, other = Unknown("why"), Unknown("why")
    back = again((one, other, one))
    assert back == (one, other, one)
    assert back[0] is back[2]
    assert back[0] is not back[1]


def test_a_fragment_of_a_fragment_comes_back_with_its_place() -> None:
    host = Source("guide.md", "> abc\n> def\n")
    outer = Fragment(host, "abc\ndef\n", (Piece(0, 2, 4), Piece(4, 8, 4)), prefix="> ", whole=True, name="x")
    inner = Fragment(outer, "c\nd", (Piece(0, 2, 3),), exact=False)
    found = Span(inner, 2, 3)
    back = again((found, outer, inner, found))
    assert difference((found, outer, inner, found), back) is None
    assert back[0].home == Span(host, 8, 9)


class Foreign(NamedTuple):
    """A record that is none of wslint's."""

    value: int


class Text(str):
    """A string that is more than one."""

    __slots__ = ()


@pytest.mark.parametrize(
    "value",
    [
        lambda: 1,
        {1},
        b"",
        1j,
        Foreign(1),
        Text("a"),
        Source("a", ""),
        Span(Source("a", ""), 0, 0),
        {(1,): 2},
        frozenset({(1,)}),
        Fragment(Source("a", ""), "", ()),
        {Source("a", ""): 1},
        type,
        Known(range(3), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_more_than_data_is_refused(value: object) -> None:
    with pytest.raises(NotData):
        encode((value,), [])


def test_a_value_of_great_depth_is_refused() -> None:
    value: object = ()
    for _ in range(100_000):
        value = (value, 1)
    with pytest.raises(NotData):
        encode(value, [])


@pytest.fixture(scope="module")
def kept(made_facts: tuple[FileFacts, ...]) -> tuple[bytes, list[Source]]:
    sources = sources_of(made_facts)
    return encode(made_facts, sources), sources


def looked_at(data: bytes, sources: list[Source]) -> None:
    """Decode; whatever comes out can be walked to its end."""
    try:
        value = decode(data, sources)
    except Damaged:
        return
    assert sources_of(value) is not None


@settings(max_examples=300)
@given(st.data())
def test_damaged_data_is_refused_or_harmless(kept: tuple[bytes, list[Source]], data: st.DataObject) -> None:
    whole, sources = kept
    damaged = bytearray(whole)
    places = st.integers(0, len(whole) - 1) | st.integers(0, 100)
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(places)] = data.draw(st.integers(0, 255) | st.sampled_from([0, 1, 255]))
    looked_at(bytes(damaged), sources)


def test_data_that_ends_early_is_refused(kept: tuple[bytes, list[Source]]) -> None:
    whole, sources = kept
    for end in range(0, len(whole) - 1, 7):
        looked_at(whole[:end], sources)
    with pytest.raises(Damaged):
        decode(whole[: len(whole) // 3], sources)


def test_data_with_a_number_too_few_or_too_many_never_gives_a_record_without_all_its_fields(
    kept: tuple[bytes, list[Source]],
) -> None:
    whole, sources = kept
    assert whole[5:6] == b"h"
    count = int.from_bytes(whole[8:12], sys.byteorder)
    refused = 0
    for at in range(12, 12 + 2 * count, 2):
        for middle, change in ((b"", -1), (whole[at : at + 2] * 2, 1)):
            head = whole[:8] + (count + change).to_bytes(4, sys.byteorder)
            try:
                value = decode(head + whole[12:at] + middle + whole[at + 2 :], sources)
            except Damaged:
                refused += 1
                continue
            assert all(len(one) == len(one._fields) for one in records_in(value))
    assert refused > count


def records_in(value: Any) -> Iterator[Any]:
    seen: dict[int, Any] = {}
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (tuple, list, frozenset, dict, MappingProxyType)) and id(one) not in seen:
            seen[id(one)] = one
            waiting += [*one, *one.values()] if isinstance(one, (dict, MappingProxyType)) else one
            if hasattr(one, "_fields"):
                yield one


@pytest.mark.parametrize("part", [str, lambda at: Unknown(str(at % 9)), lambda at: Span(SOURCE, at, at)])
def test_more_values_than_half_the_numbers_can_name_come_back_as_they_were(part: Any) -> None:
    value = tuple(map(part, range(33_000)))
    assert decode(encode(value, [SOURCE]), [SOURCE]) == value


@given(st.binary(max_size=80))
def test_bytes_that_are_no_data_are_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        decode(data, [])
    looked_at(encode((), [])[:8] + data, [])


def test_data_for_other_sources_is_refused() -> None:
    source = Source("a", "b")
    with pytest.raises(Damaged):
        decode(encode(Span(source, 0, 1), [source]), [])


def test_data_of_a_record_whose_fields_have_changed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def record(*names: str) -> Any:
        made = NamedTuple("Made", [(name, int) for name in names])
        made.__module__ = "wslint.made_up"
        module.Made = made
        return made

    module: Any = ModuleType("wslint.made_up")
    monkeypatch.setitem(sys.modules, "wslint.made_up", module)
    data = encode(record("width", "height")(1, 2), [])
    record("height", "width")
    with pytest.raises(Damaged):
        decode(data, [])
    made = record("width", "height")
    assert type(decode(data, [])) is made
    assert decode(data, []) == (1, 2)


@pytest.mark.parametrize("name", ["modal.value", "model.commands", "..evil.value", "__main__.va"])
def test_data_with_a_class_that_is_no_record_of_ours_is_refused(name: str) -> None:
    data = encode(Unknown("why"), [])
    assert b"model.value" in data
    with pytest.raises(Damaged):
        decode(data.replace(b"model.value", name.encode()), [])


def test_reading_data_imports_only_what_is_in_it() -> None:
    data = encode(Unknown("why"), [])
    code = (
        f"import sys; from wslint.cache.codec import decode; assert decode({data!r}, []).reason == 'why'\n"
        "print(*sorted(one for one in sys.modules if one.startswith('wslint')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        *("wslint", "wslint.cache", "wslint.cache.codec", "wslint.cache.records", "wslint.model"),
        *(
            "wslint.model.value",
            "wslint.text",
            "wslint.text.edits",
            "wslint.text.fragment",
            "wslint.text.places",
        ),
        *("wslint.text.record", "wslint.text.source"),
    ]


def test_the_same_value_is_the_same_data_whatever_the_hash_seed() -> None:
    code = (
        "from wslint.cache.codec import encode\n"
        "print(encode((frozenset(map(str, range(9))), {'b': 1.5, 'a': frozenset({None, 'x'})}), []))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
