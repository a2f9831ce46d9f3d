"""Random small Compose projects: a base, overrides, bases of services in other files, includes."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import strategies as st

Draw = Callable[..., Any]


class Tagged(NamedTuple):
    tag: str
    value: Any


class RandomProject(NamedTuple):
    files: dict[str, str]
    order: tuple[str, ...]


def text_of(value: Any) -> str:
    """YAML in flow style."""
    if isinstance(value, Tagged):
        return f"{value.tag} {text_of(value.value)}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {text_of(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(text_of(one) for one in value) + "]"
    return json.dumps(value)


WORDS = st.sampled_from(["a", "b", "x y", "${T}", "${T:-z}", "${N-q}", "$$x", "1", "k=v", ""])
PLAIN = st.sampled_from(["a", "b", "c", "${T}"])
NAMES = st.sampled_from(["A", "B", "C", "D"])
VALUES = st.one_of(WORDS, st.sampled_from([1, 0, 8080, 1.5, True, None]))


def some(elements: Any, most: int = 3) -> Any:
    return st.lists(elements, max_size=most, unique_by=text_of)


def several(*elements: Any, most: int = 3) -> Any:
    return some(st.sampled_from(elements), most)


ITEMS = st.builds(
    lambda name, value: name if value is None else f"{name}={value}", NAMES, st.one_of(st.none(), WORDS)
)
PAIRS = st.one_of(st.dictionaries(NAMES, VALUES, max_size=3), some(ITEMS))
TEXT_PAIRS = st.one_of(st.dictionaries(NAMES, WORDS, max_size=3), some(ITEMS))
STRING_OR_LIST = st.one_of(PLAIN, some(PLAIN))
COMMANDS = st.one_of(st.sampled_from(["run it", "sh -c 'x y'"]), st.lists(PLAIN, max_size=3))
PORTS = several(
    "80:80", "8080:80", "127.0.0.1:80:80", "80", "81:80/udp", "9000-9001:90-91", "9000:90", "${P}:80",
    {"target": 80, "published": "80"}, {"target": 80, "published": "8080", "protocol": "udp"},
    {"target": 90, "host_ip": "127.0.0.1", "published": "9000"}, most=4,
)  # fmt: skip
VOLUMES = several(
    "./x:/d", "./y:/d", "/d", "/srv:/e:ro", "./${T}:/f", "d:/d",
    {"type": "bind", "source": "./z", "target": "/d"}, {"type": "tmpfs", "target": "/e"}, most=4,
)  # fmt: skip
HOSTS = st.one_of(
    several("a:1.1.1.1", "a=2.2.2.2", "b=1.1.1.1", "c:host-gateway"),
    st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["1.1.1.1", "2.2.2.2"]), max_size=2),
)
MOUNTS = several(
    "s", "t", {"source": "s"}, {"source": "t", "target": "/run/secrets/s"}, {"source": "s", "target": "/x"}
)
BUILDS = st.one_of(
    st.sampled_from([".", "./c", "https://x.org/y.git"]),
    st.fixed_dictionaries(
        {"context": st.sampled_from([".", "./c"])},
        optional={
            "args": TEXT_PAIRS,
            "labels": TEXT_PAIRS,
            "tags": some(PLAIN),
            "target": PLAIN,
            "cache_from": some(PLAIN),
            "extra_hosts": HOSTS,
        },
    ),
)
CHECKS = st.fixed_dictionaries(
    {},
    optional={
        "test": st.sampled_from(["x", ["CMD", "a"], ["CMD-SHELL", "b c"]]),
        "interval": st.sampled_from(["5s", "1m"]),
        "retries": st.sampled_from([1, 2]),
        "disable": st.booleans(),
    },
)
LOGGING = st.fixed_dictionaries(
    {},
    optional={"driver": PLAIN, "options": st.dictionaries(NAMES, st.sampled_from(["1", "2"]), max_size=2)},
)
ENV_FILES = st.one_of(
    st.sampled_from(["x.env", "./y.env"]),
    several("x.env", "./y.env", {"path": "x.env", "required": False}, {"path": "y.env"}),
)
DEPLOY = st.fixed_dictionaries({}, optional={"labels": TEXT_PAIRS, "replicas": st.sampled_from([1, 2])})
CONDITIONS = st.fixed_dictionaries(
    {"condition": st.sampled_from(["service_started", "service_healthy"])},
    optional={"restart": st.booleans()},
)
LIMITS = st.one_of(st.sampled_from([1, 2]), st.just({"soft": 1, "hard": 2}))
KEYS: dict[str, Any] = {
    "user": PLAIN, "hostname": PLAIN, "restart": st.sampled_from(["no", "always"]), "tty": st.booleans(),
    "stop_grace_period": st.sampled_from(["1s", "2m"]), "command": COMMANDS, "entrypoint": COMMANDS,
    "environment": PAIRS, "labels": TEXT_PAIRS, "annotations": TEXT_PAIRS, "sysctls": TEXT_PAIRS,
    "dns": STRING_OR_LIST, "dns_search": STRING_OR_LIST, "dns_opt": some(PLAIN), "tmpfs": STRING_OR_LIST,
    "env_file": ENV_FILES, "ports": PORTS, "expose": several("80", "81", "82"), "cap_add": some(PLAIN),
    "cap_drop": some(PLAIN), "group_add": some(PLAIN), "security_opt": some(NAMES), "profiles": some(NAMES),
    "devices": several("/a:/x", "/b", "/c:/x:r", "/b:/b"), "volumes": VOLUMES, "extra_hosts": HOSTS,
    "secrets": MOUNTS, "configs": MOUNTS, "build": BUILDS, "healthcheck": CHECKS, "logging": LOGGING,
    "deploy": DEPLOY, "ulimits": st.dictionaries(st.sampled_from(["nofile", "nproc"]), LIMITS, max_size=2),
    "x-own": st.dictionaries(NAMES, VALUES, max_size=2),
}  # fmt: skip
# Null in their place is refused, or is more than "nothing".
NEVER_NULL = {"command", "entrypoint", "logging", "devices", "build", "tty", "networks", "depends_on"}


@st.composite
def bodies(draw: Draw, number: int, *, over: bool, extends: tuple[Any, ...] = ()) -> dict[str, Any]:
    """The body of a service; `over` one that may have null and tags."""
    keys = draw(st.lists(st.sampled_from(sorted(KEYS)), max_size=6, unique=True))
    body: dict[str, Any] = {key: draw(KEYS[key]) for key in keys}
    if draw(st.booleans()):
        near = [f"d{number}", f"e{number}"]
        body["depends_on"] = draw(
            st.one_of(several(*near), st.dictionaries(st.sampled_from(near), CONDITIONS, max_size=2))
        )
    if draw(st.booleans()):
        nets = [f"n{number}", f"m{number}"]
        aliases = st.fixed_dictionaries({}, optional={"aliases": some(PLAIN)})
        body["networks"] = draw(
            st.one_of(several(*nets), st.dictionaries(st.sampled_from(nets), aliases, max_size=2))
        )
    for key in list(body) if over else ():
        change = draw(st.integers(0, 9))
        if change == 0:
            body[key] = Tagged("!reset", body[key])
        elif change == 1:
            body[key] = Tagged("!override", body[key])
        elif change == 2 and key not in NEVER_NULL:
            body[key] = None
    if extends and draw(st.booleans()):
        body["extends"] = draw(st.sampled_from(extends))
    return body


@st.composite
def projects(draw: Draw, number: int) -> RandomProject:
    """A project whose names end with `number`, so that many can be read at once."""
    w, d, e, b = (f"{letter}{number}" for letter in "wdeb")
    files = {".env": "T=t\n", "x.env": "", "y.env": "", "s/x.env": "", "s/y.env": "", "s/.env": "T=u\nP=7\n"}
    own = ({"service": b, "file": "s/base.yaml"}, {"service": d}, d)
    near = (f"r{number}", {"service": f"r{number}"})
    tops: dict[str, Any] = {"networks": {f"{n}{number}": {"labels": draw(TEXT_PAIRS)} for n in "nm"}}

    def service(*, over: bool, extends: tuple[Any, ...] = ()) -> dict[str, Any]:
        return draw(bodies(number, over=over, extends=extends))

    base = {
        w: {"image": "i:${T}", **service(over=False, extends=own)},
        d: {"image": "d", **service(over=False)},
        e: {"image": "e"},
    }
    files["s/base.yaml"] = text_of(
        {"services": {b: service(over=False, extends=near), f"r{number}": service(over=False)}}
    )
    first: dict[str, Any] = {"services": base, **tops}
    order = ["a.yaml"]
    if draw(st.booleans()):
        first["include"] = draw(
            st.sampled_from(
                [["s/inc.yaml"], [{"path": ["s/inc.yaml", "s/inc2.yaml"]}], [{"path": "s/inc.yaml",
                 "project_directory": "."}]]
            )
        )  # fmt: skip
        files["s/inc.yaml"] = text_of(
            {"services": {f"v{number}": {"image": "v:${T}", **service(over=False)}}}
        )
        files["s/inc2.yaml"] = text_of({"services": {f"v{number}": service(over=True)}})
    files["a.yaml"] = text_of(first)
    for name in draw(st.sampled_from([(), ("b.yaml",), ("b.yaml", "c.yaml")])):
        over: dict[str, Any] = {
            "services": {w: service(over=True, extends=own[:1]), d: service(over=True)},
            "networks": {f"n{number}": {"labels": draw(TEXT_PAIRS)}},
        }
        files[name] = text_of(over) if draw(st.booleans()) else f"{text_of(over)}\n---\n{text_of({})}"
        order.append(name)
    return RandomProject(files, tuple(order))
