"""Pieces of manifests, as guides show them: a container's keys, a list of containers, a pod spec.

A piece is known by keys that nothing else has (Kubernetes API reference, Container and PodSpec). What it
writes is read as ever; what it leaves out may be written around it, and is unknown.
"""

from __future__ import annotations

from wslint.model.facts import FileFacts
from wslint.model.value import Absent, Unknown
from wslint.model.workload import Pod, Role, Workload
from wslint.readers.kubernetes.containers import Surroundings, read_container
from wslint.readers.kubernetes.hosts import read_host_aliases
from wslint.readers.kubernetes.section import Reading, Section
from wslint.readers.opening import REASON, opened
from wslint.readers.yaml_problems import problems_of
from wslint.readers.yaml_remarks import remarks_of
from wslint.syntax.yaml import Mapping, Scalar, Sequence, YamlFile
from wslint.text import Span
from wslint.text.record import NamedTuple

_PROBES = frozenset(("livenessProbe", "readinessProbe", "startupProbe"))
_CONTAINER = _PROBES | frozenset(
    """name image command args workingDir ports envFrom env resources resizePolicy restartPolicy volumeMounts
    volumeDevices lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext stdin
    stdinOnce tty""".split()
)
_LISTS: tuple[tuple[str, Role], ...] = (
    ("initContainers", "init"),
    ("containers", "main"),
    ("ephemeralContainers", "ephemeral"),
)
_POD = frozenset(
    """containers initContainers ephemeralContainers volumes restartPolicy terminationGracePeriodSeconds
    activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken
    nodeName hostNetwork hostPID hostIPC shareProcessNamespace securityContext imagePullSecrets hostname subdomain
    affinity schedulerName tolerations hostAliases priorityClassName priority dnsConfig readinessGates
    runtimeClassName enableServiceLinks preemptionPolicy overhead topologySpreadConstraints setHostnameAsFQDN os
    hostUsers schedulingGates resourceClaims resources""".split()
)
_WRAPPERS = ("spec", "template", "jobTemplate", "podTemplate")
_MAX_DEPTH = 8
_ENDING = ("Never", "OnFailure")


class _Found(NamedTuple):
    """A pod spec, or as much of one as is there, and the containers that were found at its place."""

    spec: Section
    kind: str
    name: str
    loose: tuple[Section, ...]


def read_kubernetes_fragment(file: YamlFile) -> FileFacts | None:
    """The pods of a text that is a piece of a manifest; None where it is none for certain."""
    reading = Reading(file.source)
    pods: list[Pod] = []
    for document in file.documents:
        if document.root is None:
            continue
        found = _search(reading, document.root)
        if found is None:
            return None
        pods.append(_pod(found))
    if not pods:
        return None
    return FileFacts(
        file.source,
        "kubernetes",
        workloads=tuple(container for pod in pods for container in pod.containers),
        pods=tuple(pods),
        problems=problems_of(file),
        remarks=remarks_of(file),
        unknown=tuple(reading.unknown),
    )


def _search(reading: Reading, root: object) -> _Found | None:
    """Go down through what stands around a pod spec to where pods or containers are described."""
    if isinstance(root, Sequence):
        return _listed(reading, root)
    if not isinstance(root, Mapping):
        return None
    section = Section(reading, root, _first_key(root))
    kind = section.word("kind") or "Pod"
    name = ""
    for _ in range(_MAX_DEPTH):
        metadata = section.section("metadata")
        name = name or (metadata.word("name") if metadata is not None else "") or ""
        if _describes(section):
            loose = (section,) if _PROBES & _keys(section) or not _is_spec(section) else ()
            return _Found(section, kind, name, loose)
        below = next((one for key in _WRAPPERS if (one := section.section(key)) is not None), None)
        if below is None:
            return None
        section = Section(reading, below.mapping, _first_key(below.mapping), below.via)
    return None


def _listed(reading: Reading, root: Sequence) -> _Found | None:
    """A list of containers without its key."""
    sections = [
        Section(reading, item.value, _first_key(item.value))
        for item in root.items
        if isinstance(item.value, Mapping)
    ]
    if not sections or len(sections) != len(root.items):
        return None
    if not all(_keys(one) <= _CONTAINER and (one.is_set("image") or _describes(one)) for one in sections):
        return None
    if not all(one.is_set("name") or _describes(one) for one in sections):
        return None
    nothing = Mapping(root.source, root.start, None, None, False)
    nothing.end = root.end
    return _Found(Section(reading, nothing, sections[0].owner), "Pod", "", tuple(sections))


def _keys(section: Section) -> frozenset[str | None]:
    return frozenset(entry.key_text for entry in section.mapping.items())


def _describes(section: Section) -> bool:
    """Whether a mapping has keys of a container or a pod spec only, and one that nothing else has."""
    if not _keys(section) <= _CONTAINER | _POD:
        return False
    mapping = section.mapping
    if any(isinstance(mapping.get(key), Mapping) for key in _PROBES):
        return True
    if isinstance(mapping.get("terminationGracePeriodSeconds"), Scalar) or _is_spec(section):
        return True
    if isinstance(mapping.get("hostAliases"), Sequence):
        return True
    if any(item.is_set("containerPort") for item in section.items("ports")):
        return True
    image = isinstance(mapping.get("image"), Scalar)
    variables = any(item.is_set("name") and len(_keys(item)) > 1 for item in section.items("env"))
    return image and (
        variables or any(section.is_set(key) for key in ("volumeMounts", "envFrom", "imagePullPolicy"))
    )


def _is_spec(section: Section) -> bool:
    """Whether there is a list of containers."""
    return any(
        item.is_set("image") or item.is_set("name") for key, _ in _LISTS for item in section.items(key)
    )


def _pod(found: _Found) -> Pod:
    spec = found.spec
    owner = _first_key(spec.mapping) if spec.mapping.items() else spec.owner
    outside = Unknown(REASON, owner)
    aliases = read_host_aliases(spec)
    title = f"{found.kind}/{found.name}" if found.name else "the fragment's"
    key = f"{owner.source.path}#fragment:{owner.line}"
    aliases = outside if isinstance(aliases, Absent) else aliases
    around = Surroundings(title, key, {}, aliases)
    containers: list[Workload] = []
    for number, section in enumerate(found.loose):
        containers.append(_container(section, around, "main", number))
    for list_key, role in _LISTS:
        for number, section in enumerate(spec.items(list_key)):
            sidecar = role == "init" and section.word("restartPolicy") == "Always"
            containers.append(_container(section, around, "sidecar" if sidecar else role, number))
    grace = spec.seconds("terminationGracePeriodSeconds", None, 0)
    network = spec.flag("hostNetwork", default=None)
    probed = any(
        not isinstance(one.probes[kind], Unknown) for one in containers for kind in ("liveness", "readiness")
    )
    entry = spec.mapping.entry("containers")
    return Pod(
        kind=found.kind,
        name=found.name or "fragment",
        namespace=None,
        labels=None,
        owner=owner,
        extent=spec.mapping.span,
        containers=tuple(containers),
        grace=outside if isinstance(grace, Absent) else grace,
        host_network=outside if isinstance(network, Absent) else network,
        host_aliases=aliases,
        long_running=probed and spec.word("restartPolicy") not in _ENDING,
        containers_span=entry.key.span if entry is not None else None,
    )


def _container(section: Section, around: Surroundings, role: Role, number: int) -> Workload:
    named = section.is_set("name")
    read = read_container(section, around, role, number)
    read = opened(read, declares=section.is_set("ports") and read.declared.complete)
    if named or section.is_set("image"):
        return read
    return read._replace(
        owner=_first_key(section.mapping), name=around.title.removesuffix("'s") + "'s container"
    )


def _first_key(mapping: Mapping) -> Span:
    for entry in mapping.entries:
        return entry.key.span
    return mapping.span
