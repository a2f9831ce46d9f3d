"""Which files are judged together: each file once, by nothing but what files share."""

import itertools
import os
from collections.abc import Iterable, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.project.faces import GUIDE, MANIFEST, NOTHING, REST, Face
from wslint.project.units import Units, units_of

NAMES = st.sampled_from(["settings", "web"])
SERVICES = st.lists(
    st.tuples(st.sampled_from(["default", "prod"]), st.sampled_from(["web", "api"])), max_size=2
).map(tuple)
LABELS = st.sampled_from(["app=web", "app=api", "tier=front"])
PODS = st.lists(
    st.tuples(st.sampled_from(["default", "prod"]), st.sets(LABELS).map(lambda one: tuple(sorted(one)))),
    max_size=2,
)
CONFIG = st.sets(st.tuples(st.sampled_from(["ConfigMap", "Secret"]), st.sampled_from(["a", "b"])), max_size=2)
MANIFESTS = st.builds(
    Face,
    st.just(MANIFEST),
    pods=PODS.map(tuple),
    services=PODS.map(tuple),
    serves=SERVICES,
    routes=SERVICES,
    names=st.sets(NAMES, max_size=1).map(tuple),
    declares=CONFIG.map(tuple),
    wants=CONFIG.map(tuple),
    images=st.sets(st.sampled_from(["redis:7", "shop/web", "a-web", "::"]), max_size=1).map(tuple),
    lists=st.just(()),
    unclear=st.booleans(),
)
KUSTOMIZATIONS = st.builds(
    Face,
    st.just(REST),
    lists=st.sets(st.sampled_from(["../b", "c", "a.yaml"])).map(tuple),
    unclear=st.booleans(),
)
FACES = st.one_of(
    MANIFESTS, MANIFESTS, MANIFESTS, KUSTOMIZATIONS, st.sampled_from([Face(REST), Face(GUIDE), Face(NOTHING)])
)
PATHS = [
    f"{folder}/{name}"
    for folder in ("/t", "/t/a", "/t/a/c", "/t/b")
    for name in ("a.yaml", "kustomization.yaml", "z.yaml")
]
TREES = st.dictionaries(st.sampled_from(PATHS), FACES, max_size=10)
BUILT = st.sets(st.sampled_from(["web", "redis"]), max_size=1)
USED = st.sets(st.sampled_from(PATHS), max_size=2)
quick = settings(max_examples=40)


def nobody(word: str) -> Iterable[str]:
    del word
    return ()


def parts(units: Units) -> list[tuple[str, ...]]:
    return [units.rest, *units.groups, *((guide,) for guide in units.guides)]


@given(TREES, BUILT, USED)
@quick
def test_each_file_is_in_one_unit(faces: Mapping[str, Face], built: set[str], used: set[str]) -> None:
    found = list(itertools.chain.from_iterable(parts(units_of(faces, nobody, built=built, used=used))))
    assert sorted(found) == sorted(
        path for path, face in faces.items() if face.role != NOTHING or path in used
    )


@given(TREES, BUILT, USED)
@quick
def test_what_a_file_needs_is_another_file_of_the_tree(
    faces: Mapping[str, Face], built: set[str], used: set[str]
) -> None:
    units = units_of(faces, lambda _: PATHS, built=built, used=used)
    for path, others in units.needs.items():
        assert path in faces
        assert path not in others
        assert others <= faces.keys()


@given(TREES, BUILT, USED, st.randoms(use_true_random=False))
@quick
def test_the_order_of_the_files_does_not_matter(
    faces: Mapping[str, Face], built: set[str], used: set[str], random: object
) -> None:
    shuffled = sorted(faces)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = units_of({path: faces[path] for path in shuffled}, nobody, built=built, used=used)
    assert again == units_of(faces, nobody, built=built, used=used)


@given(TREES)
@quick
def test_a_file_that_shares_nothing_changes_no_other_unit(faces: Mapping[str, Face]) -> None:
    before = units_of(faces, nobody)
    alone = Face(
        MANIFEST,
        pods=(("elsewhere", ("app=alone",)),),
        serves=(("elsewhere", "alone"),),
        names=("alone",),
        images=("alone:1",),
    )
    after = units_of({**faces, "/elsewhere/z.yaml": alone}, nobody)
    assert after.needs == before.needs
    assert after.guides == before.guides
    assert after.rest == before.rest
    assert set(after.groups) == {*before.groups, ("/elsewhere/z.yaml",)}


@given(TREES)
@quick
def test_a_service_is_with_the_nearest_pods_that_it_selects(faces: Mapping[str, Face]) -> None:
    units = units_of(faces, nobody)
    unit_of = unit_by_path(units)
    for path, face in faces.items():
        for namespace, selector in face.services:
            matching = [
                other
                for other, its in faces.items()
                for where, labels in its.pods
                if selector and namespace == where and set(selector) <= set(labels)
            ]
            alone = [other for other in matching if faces[other].role == MANIFEST]
            for other in nearest_to(path, alone):
                assert unit_of[path] == unit_of[other]


@given(TREES)
@quick
def test_a_route_is_with_the_nearest_services_to_which_it_leads(faces: Mapping[str, Face]) -> None:
    units = units_of(faces, nobody)
    unit_of = unit_by_path(units)
    for path, face in faces.items():
        for one in face.routes:
            for found in nearest_to(path, [other for other, its in faces.items() if one in its.serves]):
                assert unit_of[path] == unit_of[found]
                for other, its in faces.items():
                    if os.path.dirname(other) == os.path.dirname(found) and one[1] in {
                        name for _, name in its.routes
                    }:
                        assert unit_of[path] == unit_of[other]


@given(TREES)
@quick
def test_who_names_the_same_config_is_one_unit(faces: Mapping[str, Face]) -> None:
    unit_of = unit_by_path(units_of(faces, nobody))
    for (path, face), (other, its) in itertools.product(faces.items(), repeat=2):
        roles = {face.role, its.role}
        if roles <= {MANIFEST, REST} and set(face.names) & set(its.names):
            assert unit_of[path] == unit_of[other]


def test_a_pod_further_away_than_another_is_not_with_the_service() -> None:
    pod = Face(MANIFEST, pods=(("default", ("app=web",)),))
    faces = {
        "/t/a/service.yaml": Face(MANIFEST, services=(("default", ("app=web",)),)),
        "/t/a/pod.yaml": pod,
        "/t/b/pod.yaml": pod,
        "/t/b/route.yaml": Face(MANIFEST, routes=(("default", "web"),)),
    }
    assert units_of(faces, nobody).groups == (
        ("/t/a/pod.yaml", "/t/a/service.yaml"),
        ("/t/b/pod.yaml",),
        ("/t/b/route.yaml",),
    )
    del faces["/t/a/pod.yaml"]
    assert ("/t/a/service.yaml", "/t/b/pod.yaml") in units_of(faces, nobody).groups


def unit_by_path(units: Units) -> dict[str, int]:
    return {path: at for at, part in enumerate(parts(units)) for path in part}


def nearest_to(path: str, others: Iterable[str]) -> list[str]:
    """Those of the same file, else of the deepest folder that holds both."""
    ranks = {
        other: len(path) if other == path else len(os.path.commonpath((path, other))) for other in others
    }
    return [
        other
        for other, rank in ranks.items()
        if rank == max(ranks.values()) and (path not in ranks or other == path)
    ]


def test_what_a_kustomization_lists_belongs_to_the_rest() -> None:
    faces = {
        "/t/k/kustomization.yaml": Face(REST, lists=("../base", "../one.yaml")),
        "/t/k/below/pod.yaml": Face(MANIFEST),
        "/t/base/pod.yaml": Face(MANIFEST),
        "/t/one.yaml": Face(MANIFEST),
        "/t/two.yaml": Face(MANIFEST),
    }
    assert units_of(faces, nobody).groups == (("/t/two.yaml",),)


def test_who_runs_an_image_that_the_tree_builds_belongs_to_the_rest() -> None:
    images = {
        "/a.yaml": "registry.example/shop/web:1",
        "/b.yaml": "my-web",
        "/c.yaml": "website",
        "/d.yaml": "::web",
    }
    faces = {path: Face(MANIFEST, images=(image,)) for path, image in images.items()}
    assert units_of(faces, nobody, built=("web", "shop/web")).rest == ("/a.yaml", "/b.yaml")
    assert units_of(faces, nobody, built=("::web",)).rest == ("/d.yaml",)


def test_who_names_what_nobody_declares_needs_those_who_speak_of_it() -> None:
    faces = {
        "/a/pod.yaml": Face(MANIFEST, wants=(("ConfigMap", "settngs"),)),
        "/a/config.yaml": Face(MANIFEST, declares=(("ConfigMap", "settings"),)),
        "/b/other.yaml": Face(MANIFEST),
        "/b/up.sh": Face(REST),
    }
    asked = []

    def speaks(word: str) -> Iterable[str]:
        asked.append(word)
        return ("/b/up.sh", "/not/looked/at.md")

    assert units_of(faces, speaks).needs == {"/a/pod.yaml": {"/a/config.yaml", "/b/up.sh"}}
    assert asked == ["settngs"]


def test_of_very_many_names_nobody_asks_who_speaks_of_them() -> None:
    faces: dict[str, Face] = {
        f"/a/{at}.yaml": Face(MANIFEST, wants=(("ConfigMap", f"no {at}"),)) for at in range(151)
    }
    faces["/a/config.yaml"] = Face(MANIFEST, declares=(("ConfigMap", "settings"),))

    def speaks(word: str) -> Iterable[str]:
        raise AssertionError(word)

    assert units_of(faces, speaks).needs["/a/0.yaml"] == faces.keys() - {"/a/0.yaml"}


def test_a_service_without_pods_needs_the_pods_around_it() -> None:
    pod = Face(MANIFEST, pods=(("default", ("app=web",)),))
    faces = {
        "/a/service.yaml": Face(MANIFEST, services=(("default", ("app=wb",)),)),
        "/a/deep/er/pod.yaml": pod,
        "/b/pod.yaml": pod,
        "/c/pod.yaml": Face(MANIFEST, pods=(("prod", ("app=wb",)),)),
        "/d/operator.yaml": Face(MANIFEST, unclear=True),
    }
    assert units_of(faces, nobody).needs == {"/a/service.yaml": {"/a/deep/er/pod.yaml", "/c/pod.yaml"}}
    unclear = {**faces, "/e/kustomization.yaml": Face(REST, lists=("x",), unclear=True)}
    assert "/a/service.yaml" in units_of(unclear, nobody).rest
