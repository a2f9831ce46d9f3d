"""The facts that a team's assertions are about: their names, their types, and what stands for absence.

The names are a promise. A version may gain names; one that changes or loses its meaning makes a new version.
docs/team-packs.md shows this table. How each is told from the model is in wslint/packs/facts.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from wslint.text.record import NamedTuple

VERSION = 1

Kind = Literal[
    "text", "number", "number or text", "flag", "texts", "numbers", "items", "map", "record", "group"
]

WORDS: Mapping[Kind, str] = {
    "text": "text",
    "number": "number",
    "number or text": "number or text",
    "flag": "true or false",
    "texts": "list of texts",
    "numbers": "list of numbers",
    "items": "list",
    "map": "map",
    "record": "null or its fields",
    "group": "its fields",
}


class Name(NamedTuple):
    """A fact: its type, what it is, and what it is where nothing is written ("" where that cannot be).

    A "record" may be null as a whole, and so are its fields then; a "group" is only a way to its fields.
    `item` are the fields of each item of a list.
    """

    kind: Kind
    says: str
    absent: str = ""
    item: Mapping[str, Kind] = {}


_PUBLISHED: Mapping[str, Kind] = {
    "address": "text",
    "host": "number",
    "container": "number",
    "protocol": "text",
}
_HOST: Mapping[str, Kind] = {"host": "text", "address": "text"}
_PROBE = (
    ("action", Name("text", "`http`, `tcp`, `grpc` or `exec`")),
    ("port", Name("number or text", "number or name of the port", "null")),
    ("path", Name("text", "path of an `http` probe", "null")),
    ("initialDelay", Name("number", "initialDelaySeconds", "0")),
    ("period", Name("number", "periodSeconds", "10")),
    ("timeout", Name("number", "timeoutSeconds", "1")),
    ("failures", Name("number", "failureThreshold", "3")),
    ("window", Name("number", "seconds from the first failure to the restart: period × failures", "30")),
    ("grace", Name("number", "the probe's own terminationGracePeriodSeconds", "null")),
)

_WORKLOAD = {
    "platform": Name("text", "`image` (a stage of a Dockerfile), `compose`, `kubernetes` or `docker-run`"),
    "name": Name("text", "service, container or stage", "null"),
    "path": Name("text", "file that declares it"),
    "role": Name("text", "`main`, `init`, `sidecar` or `ephemeral`", "`main`"),
    "longRunning": Name("flag", 'whether it is meant to stay: no job, no init container, no `restart: "no"`'),
    "image": Name("record", "image that it runs; of a stage, the one after FROM", "null"),
    "image.reference": Name("text", "as written"),
    "image.registry": Name("text", "part before the repository", "null"),
    "image.repository": Name("text", "without registry; `library/` is not added"),
    "image.tag": Name("text", "tag", "null"),
    "image.digest": Name("text", "digest", "null"),
    "environment": Name(
        "map", "variables in force: its own, its sources', its image's", "null for a variable"
    ),
    "labels": Name("map", "labels: the service's, the stage's, the pod's", "null for a label"),
    "ports": Name("group", "ports"),
    "ports.listening": Name("numbers", "where the process listens, told from its command and PORT"),
    "ports.declared": Name(
        "items",
        "EXPOSE, `expose:`, containerPort",
        "empty",
        {"port": "number", "protocol": "text", "name": "text"},
    ),
    "ports.published": Name(
        "items",
        "`ports:`, `docker run -p`; `address` is null for all, `host` where the engine picks one",
        "empty",
        _PUBLISHED,
    ),
    "healthcheck": Name("record", "check in force, Docker's or Compose's: its own or its image's", "null"),
    "healthcheck.command": Name("text", "what it runs, words joined by blanks"),
    "healthcheck.interval": Name("number", "seconds between two checks", "30"),
    "healthcheck.timeout": Name("number", "seconds that one may take", "30"),
    "healthcheck.startPeriod": Name("number", "seconds in which failures do not count", "0"),
    "healthcheck.retries": Name("number", "failures until it is unhealthy", "3"),
    "healthcheck.window": Name("number", "interval × retries", "90"),
    "probes": Name("group", "probes of Kubernetes"),
    **{
        f"probes.{kind}{'.' + field if field else ''}": name
        for kind in ("liveness", "readiness", "startup")
        for field, name in (("", Name("record", f"{kind}Probe", "null")), *_PROBE)
    },
    "grace": Name(
        "number",
        "seconds to stop: `stop_grace_period`, `--stop-timeout`, the pod's",
        "10; a pod's 30; a stage's null",
    ),
    "stopSignal": Name("text", "STOPSIGNAL, `stop_signal`", "`SIGTERM`"),
    "init": Name("flag", "`init: true`, `--init`", "false"),
    "networkMode": Name("text", "`network_mode`, `--network`", "null"),
    "extraHosts": Name("items", "`extra_hosts`, `--add-host`, hostAliases", "empty", _HOST),
    "profiles": Name("texts", "Compose profiles", "empty"),
    "dependsOn": Name("items", "`depends_on`", "empty", {"service": "text", "condition": "text"}),
    "build": Name("record", "Compose `build:`", "null"),
    "build.context": Name("text", "as written", "`.`"),
    "build.dockerfile": Name("text", "as written; null for `dockerfile_inline`", "`Dockerfile`"),
    "build.target": Name("text", "as written", "null"),
    "stage": Name("record", "stage of a Dockerfile of the tree that it is, or runs", "unknown"),
    "stage.name": Name("text", "after AS", "null"),
    "stage.base": Name("text", "image from elsewhere at the bottom of it"),
    "stage.workdir": Name("text", "WORKDIR", "null"),
    "stage.final": Name("flag", "whether it is the last of its file"),
    "stage.ships": Name("flag", "whether it is run: the last one, or one that is named"),
}
_POD = {
    "kind": Name("text", "kind of the object that holds the template: `Deployment`, `Job`, …"),
    "name": Name("text", "its name"),
    "namespace": Name("text", "its namespace", "null"),
    "path": Name("text", "file that declares it"),
    "labels": Name("map", "labels of the pod", "null for a label"),
    "grace": Name("number", "terminationGracePeriodSeconds", "30"),
    "hostNetwork": Name("flag", "hostNetwork", "false"),
    "extraHosts": Name("items", "hostAliases", "empty", _HOST),
    "longRunning": Name("flag", "whether it is meant to stay"),
    "containers": Name("items", "its containers", "", {"name": "text", "image": "text", "role": "text"}),
}
_SERVICE = {
    "name": Name("text", "name of the Kubernetes Service"),
    "namespace": Name("text", "its namespace", "null"),
    "path": Name("text", "file that declares it"),
    "selector": Name("map", "labels that it selects", "null for a label"),
    "ports": Name(
        "items",
        "its ports; `target` is a number or a name",
        "",
        {"name": "text", "port": "number", "target": "number or text", "protocol": "text"},
    ),
    "headless": Name("flag", "`clusterIP: None`"),
    "external": Name("flag", "type ExternalName"),
    "pods": Name("texts", "pods of the tree behind it, `Deployment/web`", "empty"),
}
_PROJECT = {
    "host": Name("text", "where containers run: `linux` or `desktop` (the setting `platform`)"),
    "workloads": Name(
        "items",
        "all workloads; `image` as written, null without",
        "empty",
        {
            "platform": "text",
            "name": "text",
            "path": "text",
            "role": "text",
            "image": "text",
            "repository": "text",
        },
    ),
    "published": Name("items", "all published ports", "empty", {"workload": "text", **_PUBLISHED}),
}

VOCABULARY: Mapping[str, Name] = {
    **{f"workload.{name}": about for name, about in _WORKLOAD.items()},
    **{f"pod.{name}": about for name, about in _POD.items()},
    **{f"service.{name}": about for name, about in _SERVICE.items()},
    **{f"project.{name}": about for name, about in _PROJECT.items()},
}
"""Every fact by its whole name."""

ROOTS: Mapping[str, tuple[str, ...]] = {
    "workload": ("workload", "pod", "project"),
    "pod": ("pod", "project"),
    "service": ("service", "project"),
    "project": ("project",),
}
"""What an assertion about each subject may name; `pod` is null where a workload is in none."""

ITEM_FIELDS = frozenset(field for name in VOCABULARY.values() for field in name.item)


def table(root: str) -> str:
    """The facts of one root as a Markdown table."""
    rows = ["| fact | type | what it is | where none is written |", "| --- | --- | --- | --- |"]
    for path, name in VOCABULARY.items():
        if path.partition(".")[0] == root and name.kind != "group":
            fields = f" of `{{{', '.join(name.item)}}}`" if name.item else ""
            rows.append(f"| `{path}` | {WORDS[name.kind]}{fields} | {name.says} | {name.absent} |")
    return "\n".join(rows) + "\n"
