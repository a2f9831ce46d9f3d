"""Which files make a Compose project, what it is made of, and what is said of the rest."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from compose_random import RandomProject, projects
from compose_trees import composition_of, projects_of, seam_of, shown, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import Workload
from wslint.project.compose.facts import project_facts
from wslint.project.compose.projects import Composing, compose_projects
from wslint.project.compose.seam import ProjectCall
from wslint.syntax.yaml import parse_yaml
from wslint.text import Source, Span

W = "services: {w: {image: i}}\n"
V = "services: {v: {image: j}}\n"
PARTIAL = "services: {w: {user: u}}\n"


def made(root: Path, files: dict[str, str], *calls: ProjectCall) -> Composing:
    write(root, files)
    return projects_of(root, calls)


def names(composing: Composing, root: Path) -> list[list[str]]:
    return [[str(Path(path).relative_to(root)) for path in one.paths] for one in composing.projects]


def call(root: Path, *files: str, folder: str | None = None, env: tuple[str, ...] = ()) -> ProjectCall:
    span = Span(Source("run.sh", "docker compose up"), 0, 17)
    paths = tuple(str(root / name) for name in files)
    return ProjectCall(paths, folder, tuple(str(root / name) for name in env), (), span)


def only(composing: Composing) -> dict[str, Workload]:
    (project,) = composing.projects
    return {workload.name.split("`")[1]: workload for workload in project.facts.workloads}


@pytest.mark.parametrize(
    ("present", "main"),
    [
        (("compose.yaml", "compose.yml", "docker-compose.yml"), "compose.yaml"),
        (("compose.yml", "docker-compose.yml"), "compose.yml"),
        (("docker-compose.yml", "docker-compose.yaml"), "docker-compose.yml"),
    ],
)
def test_of_several_names_compose_takes_the_first_and_the_override_goes_with_it(
    present: tuple[str, ...], main: str, tmp_path: Path
) -> None:
    composing = made(tmp_path, {**dict.fromkeys(present, W), "compose.override.yml": PARTIAL})
    assert [main, "compose.override.yml"] in names(composing, tmp_path)
    assert sum("compose.override.yml" in one for one in names(composing, tmp_path)) == 1


def test_the_families_of_names_may_differ_and_one_override_is_taken(tmp_path: Path) -> None:
    files = {
        "compose.yaml": W,
        "docker-compose.override.yml": PARTIAL,
        "docker-compose.override.yaml": PARTIAL,
    }
    composing = made(tmp_path, files)
    assert names(composing, tmp_path) == [["compose.yaml", "docker-compose.override.yml"]]
    assert composing.ledger == (
        ("docker-compose.override.yaml", "completes another Compose file, and none says which", None),
    )


def test_compose_file_in_the_env_file_says_which_files(tmp_path: Path) -> None:
    files = {
        ".env": "COMPOSE_FILE=base.yml;over.yml\nCOMPOSE_PATH_SEPARATOR=;\n",
        "base.yml": W,
        "over.yml": PARTIAL,
        "compose.override.yml": PARTIAL,
    }
    assert names(made(tmp_path, files), tmp_path) == [["base.yml", "over.yml"]]


def test_compose_file_that_names_what_is_not_there_is_in_the_ledger(tmp_path: Path) -> None:
    composing = made(tmp_path, {".env": "\nCOMPOSE_FILE=no.yml\n", "compose.yaml": W})
    assert names(composing, tmp_path) == [["compose.yaml"]]
    assert [(path, line) for path, _, line in composing.ledger] == [(".env", 2)]


def test_a_command_with_f_makes_a_project_without_the_override(tmp_path: Path) -> None:
    files = {"compose.yaml": W, "compose.override.yaml": PARTIAL, "prod.yaml": "services: {w: {tty: true}}\n"}
    composing = made(tmp_path, files, call(tmp_path, "compose.yaml", "prod.yaml"))
    assert names(composing, tmp_path) == [
        ["compose.yaml", "compose.override.yaml"],
        ["compose.yaml", "prod.yaml"],
    ]


def test_a_command_names_its_folder_and_its_env_file(tmp_path: Path) -> None:
    files = {"a/compose.yaml": "services: {w: {image: 'i:${T}', build: ./x}}\n", "e.env": "T=7\n", "b/y": ""}
    composing = made(
        tmp_path, files, call(tmp_path, "a/compose.yaml", folder=str(tmp_path / "b"), env=("e.env",))
    )
    web = composing.projects[-1].facts.workloads[0]
    assert isinstance(web.image, Known)
    assert web.image.value == "i:7"
    assert web.build is not None
    assert web.build.folder == str(tmp_path / "b")


def test_a_command_that_names_a_missing_file_is_in_the_ledger(tmp_path: Path) -> None:
    composing = made(tmp_path, {"compose.yaml": W}, call(tmp_path, "compose.yaml", "no.yaml"))
    assert names(composing, tmp_path) == [["compose.yaml"]]
    assert composing.ledger[0][0] == "run.sh"


def test_a_variant_that_cannot_run_alone_goes_on_top_of_the_base_beside_it(tmp_path: Path) -> None:
    files = {"docker-compose.yml": W, "docker-compose.prod.yml": PARTIAL, "docker-compose.test.yml": V}
    assert names(made(tmp_path, files), tmp_path) == [
        ["docker-compose.yml"],
        ["docker-compose.yml", "docker-compose.prod.yml"],
        ["docker-compose.test.yml"],
    ]


@pytest.mark.parametrize("key", ["depends_on: [w]", "links: ['w:x']", "networks: [n]", "volumes: ['n:/x']"])
def test_a_variant_that_needs_what_the_base_declares_goes_on_top_of_it(key: str, tmp_path: Path) -> None:
    base = W + "networks: {n: }\nvolumes: {n: }\n"
    files = {"compose.yaml": base, "compose.dev.yaml": f"services: {{v: {{image: j, {key}}}}}\n"}
    assert ["compose.yaml", "compose.dev.yaml"] in names(made(tmp_path, files), tmp_path)


def test_a_base_that_cannot_run_is_judged_with_what_completes_it(tmp_path: Path) -> None:
    files = {"docker-compose.yml": PARTIAL, "docker-compose.prod.yml": W}
    composing = made(tmp_path, files, call(tmp_path, "docker-compose.yml", "docker-compose.prod.yml"))
    assert names(composing, tmp_path) == [["docker-compose.yml", "docker-compose.prod.yml"]]


def test_a_variant_of_a_variant_is_merged_onto_nothing(tmp_path: Path) -> None:
    files = {"compose.yaml": W, "compose.full.yaml": V, "compose.gpu.yaml": "services: {v: {user: u}}\n"}
    composing = made(tmp_path, files)
    assert names(composing, tmp_path) == [["compose.yaml"], ["compose.full.yaml"]]
    assert [path for path, _, _ in composing.ledger] == ["compose.gpu.yaml"]


def test_a_base_that_only_some_variants_together_complete_is_not_judged(tmp_path: Path) -> None:
    base = "services: {w: {user: u}, v: {user: u}}\n"
    files = {"compose.yaml": base, "compose.a.yaml": "services: {w: {tty: true}}\n"}
    composing = made(tmp_path, files)
    assert composing.projects == ()
    assert [path for path, _, _ in composing.ledger] == ["compose.a.yaml", "compose.yaml"]


def test_what_a_variant_may_get_from_yet_another_file_is_not_called_missing(tmp_path: Path) -> None:
    files = {"compose.yaml": W, "compose.prod.yaml": "services: {w: {networks: [proxy]}}\n"}
    composing = made(tmp_path, files)
    assert [one.composed.complete for one in composing.projects] == [True, False]


def test_a_partial_file_with_nothing_beside_it_is_in_the_ledger(tmp_path: Path) -> None:
    composing = made(tmp_path, {"deploy/docker-compose.prod.yml": PARTIAL})
    assert composing.projects == ()
    assert list(composing.others) == [str(tmp_path / "deploy/docker-compose.prod.yml")]
    assert composing.ledger[0][0] == "deploy/docker-compose.prod.yml"


def test_a_base_and_an_include_are_not_judged_by_themselves(tmp_path: Path) -> None:
    files = {
        "compose.yaml": "include: [sub/compose.yaml]\nservices: {w: {extends: {file: common.yml, service: b}}}\n",
        "sub/compose.yaml": V,
        "common.yml": "services: {b: {image: i}, other: {image: k}}\n",
    }
    composing = made(tmp_path, files)
    assert names(composing, tmp_path) == [["compose.yaml", "sub/compose.yaml", "common.yml"]]
    assert set(only(composing)) == {"w", "v"}
    assert [Path(path).name for path in composing.others] == ["common.yml", "compose.yaml"]


def test_a_main_file_that_others_only_extend_is_judged(tmp_path: Path) -> None:
    files = {
        "compose.yaml": W,
        "sub/compose.yaml": "services: {v: {extends: {file: ../compose.yaml, service: w}}}\n",
    }
    assert names(made(tmp_path, files), tmp_path) == [
        ["compose.yaml"],
        ["sub/compose.yaml", "compose.yaml"],
    ]


def test_of_two_files_that_include_each_other_one_is_judged(tmp_path: Path) -> None:
    files = {
        "a/compose.yaml": "include: [../b/compose.yaml]\n" + W,
        "b/compose.yaml": "include: [../a/compose.yaml]\n",
    }
    composing = made(tmp_path, files)
    (project,) = composing.projects
    assert [(one.check, one.span.path) for one in project.facts.problems] == [
        ("compose-include", project.facts.problems[0].span.path)
    ]


def test_the_owner_of_a_service_is_its_key_in_the_file_that_says_it_first(tmp_path: Path) -> None:
    files = {
        "compose.yaml": "services:\n  w:\n    image: i\n    healthcheck: {interval: 5s}\n",
        "compose.override.yaml": "services:\n  w:\n    command: [x]\n    healthcheck: {retries: 2}\n"
        "    depends_on: {v: {condition: service_healthy, required: false}}\n    env_file: e.env\n"
        "  v: {image: j}\n",
    }
    services = only(made(tmp_path, files))
    web = services["w"]
    assert (web.owner.path, web.owner.line) == ("compose.yaml", 2)
    assert web.extent.source is web.owner.source
    assert services["v"].owner.path == "compose.override.yaml"
    assert isinstance(web.command, Known)
    assert (web.command.span.path, web.command.span.line) == ("compose.override.yaml", 3)
    assert isinstance(web.healthcheck, Known)
    check = web.healthcheck.value
    assert isinstance(check.interval, Known)
    assert isinstance(check.retries, Known)
    assert (check.interval.span.path, check.retries.span.path) == ("compose.yaml", "compose.override.yaml")
    assert isinstance(check.timeout, Absent)
    assert check.timeout.where.path == "compose.yaml"
    (dependency,) = web.depends_on
    assert dependency.condition_span is not None
    assert (dependency.condition_span.text, dependency.required) == ("service_healthy", False)
    assert web.environment.sources[0].folder == str(tmp_path)
    assert not web.partial


def test_a_base_elsewhere_lends_its_folder_to_its_paths_and_takes_our_default_context(tmp_path: Path) -> None:
    files = {
        "compose.yaml": "services:\n  w: {extends: {file: c/b.yml, service: b}}\n"
        "  v: {extends: {file: c/b.yml, service: a}}\n",
        "c/b.yml": "services: {b: {build: ./x, env_file: e.env}, a: {build: {target: t}}}\n",
    }
    services = only(made(tmp_path, files))
    assert services["w"].build is not None
    assert services["w"].build.folder == str(tmp_path / "c")
    assert services["w"].environment.sources[0].folder == str(tmp_path / "c")
    assert services["v"].build is not None
    assert services["v"].build.folder == str(tmp_path)
    assert services["w"].owner.path == "compose.yaml"


def test_a_file_that_takes_part_in_two_places_has_the_variables_of_each(tmp_path: Path) -> None:
    files = {
        "compose.yaml": "include: [a/compose.yaml, b/compose.yaml]\n",
        "a/compose.yaml": "services: {w: {extends: {file: ../c.yml, service: c}}}\n",
        "b/compose.yaml": "services: {v: {extends: {file: ../c.yml, service: c}}}\n",
        "a/.env": "T=1\n",
        "b/.env": "T=2\n",
        "c.yml": "services: {c: {image: 'i:${T}'}}\n",
    }
    services = only(made(tmp_path, files))
    images = [services[name].image for name in "wv"]
    assert [image.value for image in images if isinstance(image, Known)] == ["i:1", "i:2"]


@pytest.mark.parametrize(
    "text",
    [
        "services: {w: {extends: {file: ../out.yml, service: b}}}\n",
        "services: {w: {extends: {file: 'https://x.org/c.yml', service: b}}}\n",
        "services: {w: {extends: {file: '${F}/c.yml', service: b}}}\n",
        "services: {w: {extends: {file: broken.yml, service: b}}}\n",
    ],
)
def test_what_cannot_be_read_makes_the_service_unknown_and_is_no_problem(text: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(tmp_path, {"out.yml": "services: {b: {image: i}}\n"})
    composing = made(root, {"compose.yaml": text, "broken.yml": "\0"})
    project = composing.projects[0]
    assert project.facts.problems == ()
    assert not project.composed.complete
    assert isinstance(project.facts.workloads[0].image, Unknown)
    assert composing.ledger[0][2] == 1


@pytest.mark.parametrize("path", ["../out.yml", "oci://x/y", "https://x.org/y.git", "${F}"])
def test_an_include_from_elsewhere_is_a_line_of_the_ledger(path: str, tmp_path: Path) -> None:
    write(tmp_path, {"out.yml": V})
    composing = made(tmp_path / "root", {"compose.yaml": f"include: ['{path}']\n{W}"})
    project = composing.projects[0]
    assert (project.facts.problems, project.composed.complete) == ((), False)
    assert [line for _, _, line in composing.ledger] == [1]
    assert isinstance(project.facts.workloads[0].image, Known)


def test_a_missing_base_is_a_problem_at_its_place_and_leaves_the_service_unknown(tmp_path: Path) -> None:
    composing = made(tmp_path, {"compose.yaml": "services:\n  w:\n    extends: nobody\n"})
    (problem,) = composing.projects[0].facts.problems
    assert (problem.check, problem.span.text, problem.span.line) == ("compose-extends", "nobody", 3)
    assert isinstance(only(composing)["w"].image, Unknown)


def test_a_base_of_an_included_file_is_found_as_the_newest_compose_finds_it(tmp_path: Path) -> None:
    files = {"compose.yaml": "include: [c.yml]\nservices: {w: {extends: v}}\n", "c.yml": V}
    composing = made(tmp_path, files)
    assert composing.projects[0].facts.problems == ()
    assert isinstance(only(composing)["w"].image, Known)


def test_the_problems_of_each_file_are_reported_once(tmp_path: Path) -> None:
    files = {
        "compose.yaml": "services: {w: {image: i, image: j}}\n",
        "compose.prod.yaml": "services: {w: {user: a, user: b}}\n",
        "compose.test.yaml": "services: {w: {tty: true}}\n",
    }
    composing = made(tmp_path, files)
    facts = [one.facts for one in composing.projects] + list(composing.others.values())
    assert sorted(problem.span.path for one in facts for problem in one.problems) == [
        "compose.prod.yaml",
        "compose.yaml",
    ]


def test_the_result_does_not_depend_on_the_order_of_the_files(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": W, "compose.prod.yaml": PARTIAL, "x/compose.yml": V, "y.yml": V})
    seam = seam_of(tmp_path)
    paths = sorted(str(path) for path in tmp_path.rglob("*.y*ml"))
    results = []
    for order in (paths, list(reversed(paths))):
        files = {path: file for path in order if (file := seam.read(path)) is not None}
        results.append([one.paths for one in compose_projects(files, (), seam).projects])
    assert results[0] == results[1]


def test_the_name_of_the_project_is_that_of_the_env_file_before_that_of_the_file(tmp_path: Path) -> None:
    composing = made(tmp_path, {".env": "COMPOSE_PROJECT_NAME=shop\n", "compose.yaml": "name: other\n" + W})
    assert composing.projects[0].facts.project_name == "shop"


def spans_in(value: object) -> Iterator[Span]:
    """All spans in a record, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from spans_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from spans_in(inner)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(project=projects(0))
def test_every_span_of_a_merged_service_lies_in_the_file_that_it_names(
    tmp_path_factory: pytest.TempPathFactory, project: RandomProject
) -> None:
    root = tmp_path_factory.mktemp("random")
    write(root, project.files)
    facts = project_facts(composition_of(root, project.order).composed)
    assert facts.workloads
    for workload in facts.workloads:
        assert workload.owner.text.strip('"') == workload.name.split("`")[1]
        assert workload.extent.source is workload.owner.source
        for span in spans_in(workload):
            assert 0 <= span.start <= span.end <= len(span.source.text)


# -- hostile input --------------------------------------------------------------------------------------


def test_a_long_chain_of_bases_ends(tmp_path: Path) -> None:
    body = "".join(f"  s{n}: {{extends: s{n + 1}}}\n" for n in range(3000))
    write(tmp_path, {"compose.yaml": f"services:\n{body}  s3000: {{image: i}}\n"})
    assert projects_of(tmp_path).projects


def test_bombs_of_aliases_in_two_files_end(tmp_path: Path) -> None:
    levels = ["x-0: &a0 {k: v}\n"]
    for n in range(1, 25):
        inner = ", ".join(f"k{m}: *a{n - 1}" for m in range(9))
        levels.append(f"x-{n}: &a{n} {{{inner}}}\n")
    text = "".join(levels) + W
    write(tmp_path, {"compose.yaml": text, "compose.override.yaml": text})
    begun = time.monotonic()
    project = projects_of(tmp_path).projects[0]
    assert not project.composed.complete
    assert time.monotonic() - begun < 60


def test_includes_that_fan_out_end(tmp_path: Path) -> None:
    files = {f"c{n}.yaml": f"include: [c{n + 1}.yaml, d{n + 1}.yaml]\n" for n in range(30)}
    files |= {f"d{n}.yaml": f"include: [c{n + 1}.yaml, d{n + 1}.yaml]\n" for n in range(30)}
    write(tmp_path, {**files, "c30.yaml": W, "d30.yaml": V, "compose.yaml": "include: [c0.yaml]\n" + W})
    assert not composition_of(tmp_path, ("compose.yaml",)).composed.complete


SCRAPS = st.sampled_from(
    "services include extends w v a.yaml b.yaml file service path image i : , [ ] { } - ! & * null !reset "
    "!override depends_on ports environment build networks <<".split(" ")
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(SCRAPS, max_size=25), second=st.lists(SCRAPS, max_size=25))
def test_whatever_the_texts_are_nothing_is_raised(
    first: list[str], second: list[str], tmp_path: Path
) -> None:
    texts = {
        str(tmp_path / "compose.yaml"): "services: {w: {" + " ".join(first),
        str(tmp_path / "compose.override.yaml"): " ".join(second),
    }
    files = {path: parse_yaml(Source(Path(path).name, text)) for path, text in texts.items()}
    compose_projects(files, (), seam_of(tmp_path)._replace(read=files.get, is_file=files.__contains__))


VALUES = st.recursive(
    st.sampled_from(["null", "a", "1", "w", "a.yaml", "80:80", "A=1", "{}", "[]", "!reset x"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda one: "[" + ", ".join(one) + "]"),
        st.dictionaries(
            st.sampled_from(["w", "file", "service", "path", "source", "target", "subnet", "x"]),
            inner,
            max_size=3,
        ).map(lambda one: "{" + ", ".join(f"{key}: {value}" for key, value in one.items()) + "}"),
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(
    "build command configs depends_on deploy devices dns env_file environment extends extra_hosts healthcheck "
    "labels logging networks ports secrets ulimits volumes".split()
)
BODIES = st.dictionaries(KEYS, VALUES, max_size=4).map(
    lambda one: "{" + ", ".join(f"{key}: {value}" for key, value in one.items()) + "}"
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(base=BODIES, over=BODIES, include=VALUES, networks=VALUES)
def test_values_of_any_form_merge_without_being_raised(
    tmp_path: Path, base: str, over: str, include: str, networks: str
) -> None:
    texts = {
        str(tmp_path / "compose.yaml"): f"services: {{w: {base}}}\nnetworks: {networks}\n",
        str(tmp_path / "compose.override.yaml"): f"services: {{w: {over}}}\ninclude: {include}\n",
        str(tmp_path / "a.yaml"): f"services: {{w: {over}}}\nnetworks: {networks}\n",
    }
    files = {path: parse_yaml(Source(Path(path).name, text)) for path, text in texts.items()}
    seam = seam_of(tmp_path)._replace(read=files.get, is_file=files.__contains__)
    for project in compose_projects(files, (), seam).projects:
        assert shown(project.composed.root) is not None
