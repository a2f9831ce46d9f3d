"""Which rules and layers run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import COMPOSE, Bench, found

from wslint.engine.globs import matches, path_matches
from wslint.engine.selection import UnknownRule
from wslint.packs import PackError
from wslint.packs.rule import Pack, Selector
from wslint.settings.record import RuleSettings


@pytest.fixture
def two(bench: Bench) -> Bench:
    """A general rule with a workspace layer and an alias, one off by default, and one for workspaces only."""
    bench.check("off", "workload", bench.module.trial.run)
    bench.check("only", "workload", bench.module.trial.run)
    bench.rule(
        layers={
            "general": {"aliases": {"odd": ("hadolint:DL3025",)}},
            "workspace": {"severity": "error"},
        }
    )
    bench.rule("off", "WS801", enabled=False, topic="other")
    bench.rule("only", "WS802", layers={"workspace": {"severity": "error"}})
    return bench


def summary(bench: Bench, **settings: object) -> list[str]:
    return sorted(
        f"{one.name}/{one.span.text}/{one.severity}"
        for one in bench.run(**settings).findings  # type: ignore[arg-type]
    )


DEFAULT = ["only/agent/error", "trial/agent/error", "trial/web/warning"]
OFF = ["off/agent/warning", "off/web/warning"]
TRIAL = ["trial/agent/error", "trial/web/warning"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, DEFAULT),
        ({"select": ("trial",)}, TRIAL),
        ({"select": ("WS800",)}, TRIAL),
        ({"select": ("hadolint:DL3025",)}, TRIAL),
        ({"select": ("off",)}, OFF),
        ({"select": ("other",)}, []),
        ({"select": ("ALL",)}, OFF + DEFAULT),
        ({"extend_select": ("off",)}, OFF + DEFAULT),
        ({"extend_select": ("ALL",)}, OFF + DEFAULT),
        ({"select": ("trial",), "extend_select": ("off",)}, OFF + TRIAL),
        ({"select": ("workspace",)}, ["only/agent/error", "trial/agent/error"]),
        ({"ignore": ("workspace",)}, ["trial/agent/warning", "trial/web/warning"]),
        ({"select": ("general",)}, ["trial/agent/warning", "trial/web/warning"]),
        ({"ignore": ("trial",)}, ["only/agent/error"]),
        ({"select": ("ALL",), "ignore": ("hadolint:DL3025",)}, [*OFF, "only/agent/error"]),
        ({"ignore": ("ALL",)}, []),
        ({"rules": {"off": RuleSettings(enabled=True)}}, OFF + DEFAULT),
        ({"rules": {"trial": RuleSettings(enabled=False)}}, ["only/agent/error"]),
        (
            {"rules": {"WS800": RuleSettings(severity="note")}},
            ["only/agent/error", "trial/agent/note", "trial/web/note"],
        ),
        ({"select": ("trial",), "rules": {"trial": RuleSettings(enabled=False)}}, TRIAL),
    ],
    ids=[
        "by default what is on runs, each workload in its most specific layer",
        "by name",
        "by code",
        "by an alias of any variant",
        "a name switches on what is off",
        "a topic does not switch on what is off",
        "ALL switches everything on",
        "extending adds a rule that is off",
        "extending by ALL too",
        "extending adds to a selection",
        "a pack means its layers",
        "without a pack its workloads fall back to the general layer",
        "general means the general layers",
        "what is ignored does not run",
        "ignoring wins over ALL",
        "ignoring everything leaves nothing",
        "the configuration switches on",
        "the configuration switches off",
        "a severity in the configuration holds for all layers",
        "a selection by name wins over the configuration's off",
    ],
)
def test_selection(two: Bench, settings: dict[str, object], expected: list[str]) -> None:
    assert summary(two, **settings) == sorted(expected)


def test_a_layer_that_is_off_is_not_replaced_by_the_general_one(bench: Bench) -> None:
    bench.rule(layers={"general": {}, "workspace": {"enabled": False}})
    assert found(bench.run()) == ["web"]


@pytest.mark.parametrize("key", ["select", "extend_select", "ignore"])
def test_an_unknown_word_stops_the_run_with_what_was_meant(two: Bench, key: str) -> None:
    with pytest.raises(UnknownRule, match="unknown rule `trail`; did you mean `trial`") as raised:
        two.run(**{key: ("trail",)})
    assert raised.value.near[0] == "trial"


@pytest.mark.parametrize(
    ("params", "what"),
    [
        ({"at-moast": 3}, "unknown parameter `at-moast`; did you mean `at-most`"),
        ({"at_most": 3}, "unknown parameter `at_most`"),
        ({"at-most": "3"}, "must be a whole number"),
        ({"at-most": True}, "must be a whole number"),
        ({"names": "a"}, "must be a list, each of it a text"),
        ({"names": [1]}, "must be a list, each of it a text"),
    ],
    ids=["misspelt", "underscores", "a text", "a truth value", "no list", "a list of others"],
)
def test_parameters_in_the_configuration_must_fit_the_check(
    bench: Bench, params: dict[str, object], what: str
) -> None:
    bench.rule()
    with pytest.raises(PackError, match=what) as raised:
        bench.run(rules={"trial": RuleSettings(params=params, place=".wslint.yaml:4")})
    assert raised.value.messages[0].endswith("@ .wslint.yaml:4")


def test_parameters_in_the_configuration_replace_those_of_all_layers(bench: Bench) -> None:
    bench.rule(
        layers={
            "general": {"messages": {"": "{limit}"}, "params": {"at-most": 1}},
            "workspace": {"messages": {"": "{limit}"}, "params": {"at-most": 2}},
        }
    )
    assert [one.message for one in bench.run().findings] == ["1", "2"]
    changed = bench.run(rules={"trial": RuleSettings(params={"at-most": 5})})
    assert [one.message for one in changed.findings] == ["5", "5"]


SELECTING = {
    "by the last part of the image's name": ("    image: other.example/x/my-workspace:1\n", {}),
    "by an environment variable": ("    image: x:1\n    environment: {WORKSPACE_ID: a}\n", {}),
    "by a variable that is passed through": ("    image: x:1\n    environment: [WORKSPACE_ID]\n", {}),
    "by a variable of an env file": (
        "    image: x:1\n    env_file: ids.env\n",
        {"ids.env": "WORKSPACE_ID=a\n"},
    ),
    "by a label": ('    image: x:1\n    labels: {"wslint.dev/profile": workspace}\n', {}),
}
NOT_SELECTING = {
    "another image": "    image: postgres:16\n",
    "the registry's name alone": "    image: workspace.example/x:1\n",
    "another value of the label": '    image: x:1\n    labels: {"wslint.dev/profile": other}\n',
    "a variable's value": "    image: x:1\n    environment: {A: WORKSPACE_ID}\n",
}
PACK = Pack(
    "workspace",
    "Workspaces",
    Selector(("*workspace*",), ("WORKSPACE_ID",), ("wslint.dev/profile=workspace",), ()),
)


@pytest.mark.parametrize("case", SELECTING)
def test_a_service_is_selected(bench: Bench, case: str) -> None:
    bench.packs = [PACK]
    bench.rule(layers={"workspace": {}})
    text, more = SELECTING[case]
    assert found(bench.run({"compose.yaml": "services:\n  a:\n" + text, **more})) == ["a"]


@pytest.mark.parametrize("case", NOT_SELECTING)
def test_a_service_is_not_selected_by(bench: Bench, case: str) -> None:
    bench.packs = [PACK]
    bench.rule(layers={"workspace": {}})
    assert found(bench.run("services:\n  a:\n" + NOT_SELECTING[case])) == []


def pods(*containers: str, labels: str = "{}", env: str = "[]") -> str:
    listed = "".join(
        f"        - name: {name}\n          image: {name}:1\n          env: {env if at == 0 else '[]'}\n"
        for at, name in enumerate(containers)
    )
    return (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  selector: {}\n  template:\n"
        f"    metadata: {{labels: {labels}}}\n    spec:\n      containers:\n{listed}"
    )


PROFILE = '{"wslint.dev/profile": workspace}'


@pytest.mark.parametrize(
    ("text", "workloads", "pod"),
    [
        (pods("a"), [], []),
        (pods("a", labels=PROFILE), ["a"], ["d"]),
        (pods("my-workspace", "proxy", labels=PROFILE), ["my-workspace"], ["d"]),
        (pods("a", "b", labels=PROFILE), ["a", "b"], ["d"]),
        (pods("a", "b", env="[{name: WORKSPACE_ID, value: x}]"), ["a"], ["d"]),
        (pods("a", env="[{name: WORKSPACE_ID, valueFrom: {fieldRef: {fieldPath: x}}}]"), ["a"], ["d"]),
    ],
    ids=[
        "nothing says so",
        "the label of a pod with one container means that container",
        "a container that says so itself is the one that the label means",
        "else the label means all main containers",
        "a container beside the workspace is none, but the pod is a workspace's",
        "a variable whose value comes from elsewhere",
    ],
)
def test_pods_and_containers_are_selected(
    bench: Bench, text: str, workloads: list[str], pod: list[str]
) -> None:
    bench.packs = [PACK]
    bench.rule(layers={"workspace": {}})
    bench.check("pod", "pod", bench.module.trial.run)
    bench.rule("pod", "WS801", layers={"workspace": {}})
    ran = bench.run({"d.yaml": text})
    assert found(ran) == workloads
    assert found(ran, "pod") == pod


def test_a_path_in_the_configuration_selects(bench: Bench) -> None:
    bench.rule(layers={"workspace": {}})
    texts = {"agents/compose.yaml": COMPOSE, "compose.yaml": COMPOSE}
    ran = bench.run(texts, selectors={"workspace": {"paths": ("agents/**",)}})
    assert found(ran) == ["web", "agent", "agent"]


def test_a_service_and_a_file_are_selected_by_what_they_hold(bench: Bench) -> None:
    bench.packs = [PACK]
    text = (
        pods("a", labels='{app: a, "wslint.dev/profile": workspace}')
        + "---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: a}, ports: [{port: 1}]}\n"
        + "---\napiVersion: v1\nkind: Service\nmetadata: {name: t}\nspec: {selector: {app: b}, ports: [{port: 1}]}\n"
    )
    bench.check("service", "service", bench.module.trial.run)
    bench.rule("service", layers={"workspace": {}}, applies=("kubernetes",))
    assert found(bench.run({"d.yaml": text}), "service") == ["s"]


def test_a_pack_without_selector_is_for_everything_and_the_last_pack_wins(bench: Bench) -> None:
    bench.packs.append(Pack("house", "Our own", None))
    bench.rule(layers={"general": {}, "workspace": {"severity": "error"}, "house": {"severity": "note"}})
    assert summary(bench) == ["trial/agent/note", "trial/web/note"]


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.yaml", "deploy/a.yaml", True),
        ("deploy", "deploy/a.yaml", True),
        ("deploy/", "deploy/a/b.yaml", True),
        ("deploy/*.yaml", "deploy/a/b.yaml", False),
        ("deploy/**/b.yaml", "deploy/b.yaml", True),
        ("**/b.yaml", "deploy/a/b.yaml", True),
        ("/a.yaml", "deploy/a.yaml", False),
        ("/a.yaml", "a.yaml", True),
        ("deploy/a", "other/deploy/a", False),
        ("de?loy/*", "deploy/a", True),
    ],
)
def test_a_glob_over_a_path(pattern: str, path: str, expected: bool) -> None:
    assert path_matches(pattern, path) is expected


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=10))
def test_a_glob_is_what_the_standard_library_takes_it_for(pattern: str, text: str) -> None:
    from fnmatch import fnmatchcase

    assert matches(pattern, text) is fnmatchcase(text, pattern)


def test_a_hostile_glob_ends() -> None:
    assert not matches("*a" * 200 + "b", "a" * 5000)
    assert not path_matches("**/a/" * 50 + "b", "a/" * 200 + "c")
