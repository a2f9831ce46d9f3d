"""Small Compose files and what becomes of them when a key is dropped, renamed, moved or given another value."""

import json
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from wslint.model.facts import Problem
from wslint.project.compose.records import Composed, FileContext
from wslint.project.compose.validity import problems_of_project
from wslint.syntax.yaml import Mapping, Node, Scalar, parse_yaml, resolve
from wslint.text import Source

CASES = Path(__file__).parent / "compose_validity_cases.txt"
_IN_A_SERVICE = "services:\n  web:\n    image: x\n"


class Case(NamedTuple):
    """A small file. `want` are the lines and rules of its problems; `remark` says where the loader differs."""

    name: str
    text: str
    want: frozenset[tuple[int, str]]
    remark: str


def cases() -> list[Case]:
    """The table of small files."""
    found = []
    for block in CASES.read_text(encoding="utf-8").split("\n=== ")[1:]:
        head, _, text = block.partition("\n")
        name, _, remark = head.partition(" (")
        if text.startswith("    "):
            text = _IN_A_SERVICE + text
        found.append(Case(name, text, _wanted(text), remark.rstrip(")")))
    return found


def _wanted(text: str) -> frozenset[tuple[int, str]]:
    want = set()
    for number, line in enumerate(text.splitlines(), 1):
        for word in line.partition("#! ")[2].split():
            rule, _, offset = word.partition("@")
            want.add((number + int(offset or 0), rule))
    return frozenset(want)


def problems_in(text: str, path: str = "compose.yaml", *, complete: bool = True) -> tuple[Problem, ...]:
    """What is wrong with a project of one file, without any variables."""
    source = Source(path, text)
    root = parse_yaml(source).documents[0].root
    assert isinstance(root, Mapping)
    return problems_of_project(Composed(root, (source,), lambda _: FileContext({}, "/x"), (), complete))


def data_of(text: str) -> Any:
    """A file as plain data, nothing filled in."""

    def plain(node: Node) -> Any:
        if isinstance(node, Scalar):
            return resolve(node, "compose")
        if isinstance(node, Mapping):
            return {entry.key_text: plain(entry.value) for entry in node.items()}
        return [plain(item.value) for item in node.items]

    root = parse_yaml(Source("x", text)).documents[0].root
    assert root is not None
    return plain(root)


VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 1.5, 70000, "", "x", "10", "10s", "64m", "80:80", "1.2.3.4", "a=b", "yes", "web",
    "service:web", "./x:/d", "data:/d", "a b", "CMD", [], ["x"], ["x", "x"], [1], [None], ["web"], ["80:80"],
    [{"a": 1}], {}, {"a": 1}, {"a": None}, {"a": {}}, {"type": "bind"}, {"target": 80}, {"condition": "service_started"},
]  # fmt: skip
KEYS = [
    "image", "build", "ports", "volumes", "networks", "secrets", "configs", "depends_on", "environment", "deploy",
    "healthcheck", "command", "container_name", "profiles", "scale", "target", "source", "type", "x-a", "web", "db",
    "name", "external", "file", "mem_limit", "tmpfs", "extra_hosts", "network_mode", "links", "labels", "ulimits",
]  # fmt: skip


def mutant(data: Any, random: Random, donors: list[Any]) -> str:
    """A file that differs in one to three places, as JSON, which is YAML too.

    `donors` are services of other files, keys of which are put into this one's.
    """
    changed = deepcopy(data)
    services = changed.get("services")
    if donors and isinstance(services, dict) and services and random.random() < 0.6:
        donor = random.choice(list(random.choice(donors).values()) or [None])
        taker = services[random.choice(list(services))]
        if isinstance(donor, dict) and isinstance(taker, dict) and donor:
            for key in random.sample(list(donor), random.randint(1, len(donor))):
                taker[key] = deepcopy(donor[key])
            if random.random() < 0.5:
                return json.dumps(changed, indent=1)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        spots = list(_containers(changed))
        if not spots:
            break
        _change(random.choice(spots), random)
    return json.dumps(changed, indent=1)


def _containers(value: Any) -> list[Any]:
    found = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict | list) and one:
            found.append(one)
            waiting.extend(one.values() if isinstance(one, dict) else one)
    return found


def _change(spot: Any, random: Random) -> None:
    if isinstance(spot, list):
        at = random.randrange(len(spot))
        choice = random.random()
        if choice < 0.3:
            spot.append(deepcopy(spot[at]))
        elif choice < 0.5:
            del spot[at]
        else:
            spot[at] = deepcopy(random.choice(VALUES))
        return
    key = random.choice(list(spot))
    choice = random.random()
    if choice < 0.15:
        del spot[key]
    elif choice < 0.3:
        spot[random.choice(KEYS)] = spot.pop(key)
    elif choice < 0.5:
        spot[random.choice(KEYS)] = deepcopy(random.choice(VALUES))
    else:
        spot[key] = deepcopy(random.choice(VALUES))
