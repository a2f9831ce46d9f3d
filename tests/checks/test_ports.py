"""What the examples of the port rules cannot show: properties, and trees of many folders."""

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.app import run
from wslint.settings.record import Settings

ADDRESSES = ["", "0.0.0.0:", "127.0.0.1:", "127.0.0.2:", "[::]:", "[::1]:"]
FAMILY = {"": {4, 6}, "0.0.0.0:": {4}, "127.0.0.1:": {4}, "127.0.0.2:": {4}, "[::]:": {6}, "[::1]:": {6}}
EVERY = {"", "0.0.0.0:", "[::]:"}


def found(rule: str, files: Mapping[str, str]) -> list[tuple[str, int, str]]:
    """Path, line and covered text of the findings of one rule in a tree."""
    with TemporaryDirectory() as made:
        folder = Path(made).resolve()
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        outcome = run([str(folder)], Settings(root=str(folder), select=(rule,), allow_empty=True))
        assert not outcome.internal
        return [(one.span.path.rpartition("/")[2], one.span.line, one.span.text) for one in outcome.findings]


entries = st.tuples(
    st.sampled_from(ADDRESSES), st.integers(8000, 8003), st.integers(0, 2), st.sampled_from(["tcp", "udp"])
)


@settings(max_examples=30, deadline=None)
@given(st.lists(entries, min_size=2, max_size=4))
def test_services_collide_exactly_where_two_want_one_port_of_one_address(
    wanted: list[tuple[str, int, int, str]],
) -> None:
    lines = ["services:"]
    for at, (address, first, more, protocol) in enumerate(wanted):
        ports = f"{first}-{first + more}:{first}-{first + more}" if more else f"{first}:{first}"
        lines += [
            f"  s{at}:",
            "    image: registry.example/web:1",
            f'    ports: ["{address}{ports}/{protocol}"]',
        ]
    late = {
        second
        for (_, one), (second, other) in combinations(enumerate(wanted), 2)
        if one[3] == other[3]
        and FAMILY[one[0]] & FAMILY[other[0]]
        and (one[0] == other[0] or one[0] in EVERY or other[0] in EVERY)
        and max(one[1], other[1]) <= min(one[1] + one[2], other[1] + other[2])
    }
    lines_found = {
        line for _, line, _ in found("host-port-collision", {"compose.yaml": "\n".join(lines) + "\n"})
    }
    assert lines_found == {4 + 3 * at for at in late}


def test_a_range_of_the_whole_host_published_a_thousand_times_ends() -> None:
    services = "".join(
        f'  s{at}:\n    image: registry.example/web:1\n    ports: ["1-65535:1-65535"]\n' for at in range(1200)
    )
    assert found("host-port-collision", {"compose.yaml": "services:\n" + services})


def pod(name: str, port: int, labels: str = "app: web") -> str:
    """A pod with one declared port."""
    return (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, labels: {{{labels}}}}}\nspec:\n  containers:\n"
        f"    - {{name: web, image: 'registry.example/web:1', ports: [{{containerPort: {port}}}]}}\n"
    )


def service(port: int, selector: str = "app: web") -> str:
    """A Service of that port, by default its target, too."""
    return (
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
        f"spec:\n  selector: {{{selector}}}\n  ports:\n    - port: {port}\n"
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 65535), st.integers(1, 65535))
def test_a_service_is_held_against_the_one_declared_port(declared: int, target: int) -> None:
    files = {"all.yaml": service(target) + "---\n" + pod("web", declared)}
    expected = [] if declared == target else [("all.yaml", 7, str(target))]
    assert found("service-target-port-mismatch", files) == expected


def test_the_pods_of_the_nearest_folder_are_meant() -> None:
    files = {
        "one/service.yaml": service(80),
        "one/pod.yaml": pod("web", 80),
        "other/service.yaml": service(8080),
        "other/pod.yaml": pod("web", 8080),
    }
    assert found("service-target-port-mismatch", files) == []


def test_a_service_whose_folder_has_no_pods_is_not_said_to_select_nothing() -> None:
    files = {"one/service.yaml": service(80, "app: api"), "other/pod.yaml": pod("web", 80)}
    assert found("service-selects-nothing", files) == []


def test_a_chart_beside_a_service_may_make_its_pods() -> None:
    files = {
        "service.yaml": service(80, "app: api"),
        "pod.yaml": pod("web", 80),
        "templates.yaml": 'apiVersion: v1\nkind: Pod\nmetadata:\n  {{- include "labels" . }}\n',
    }
    assert found("service-selects-nothing", files) == []
    del files["templates.yaml"]
    assert [path for path, _, _ in found("service-selects-nothing", files)] == ["service.yaml"]
