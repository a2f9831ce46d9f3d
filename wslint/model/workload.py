"""One container as it will run, whatever declares it, and the pod around it."""

from __future__ import annotations

from wslint.model.commands import Command
from wslint.model.environment import Environment, Variable
from wslint.model.ports import Declared, Published
from wslint.model.probes import Healthcheck, Probe, ProbeKind
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

Platform: TypeAlias = "Literal['image', 'compose', 'kubernetes', 'docker-run']"
Role: TypeAlias = "Literal['main', 'init', 'sidecar', 'ephemeral']"


class Build(NamedTuple):
    """Compose `build:`, or a build command. Paths as written; None where unknown or remote.

    `folder` is the absolute folder that the context is relative to; None: that of the declaring file.
    `given` are the arguments whose value comes from a variable of whoever builds, each with its place.
    """

    context: str | None
    dockerfile: str | None
    target: Value[str]
    span: Span
    inline: bool = False
    arguments: Mapping[str, str | None] = {}
    folder: str | None = None
    given: tuple[Known[str], ...] = ()


class HostEntry(NamedTuple):
    """A line of the container's /etc/hosts: `extra_hosts`, `--add-host` or hostAliases."""

    host: str
    address: str
    span: Span
    address_span: Span


class Dependency(NamedTuple):
    """An entry of Compose `depends_on:`; `condition` is service_started where none is written.

    `span` is the service's name in it. `required` is false where a disabled service is tolerated.
    """

    service: str
    condition: str
    span: Span
    condition_span: Span | None = None
    required: bool = True


class CopiedFile(NamedTuple):
    """COPY or ADD of one source into an image; paths as written, destination made absolute if known.

    `stage` is None for the build context, else the name, number or image given by --from. `resolved` is
    false where the source has a variable without a known value. `parents` and `exclude` are the flags of
    those names.
    """

    source: str
    destination: str | None
    stage: str | None
    span: Span
    heredoc: str | None = None
    resolved: bool = True
    parents: bool = False
    exclude: tuple[str, ...] = ()


class Handed(NamedTuple):
    """A build argument that an ENV takes its value from: the ENV's name and value, and the ARG's name."""

    variable: str
    value_span: Span
    argument: Known[str]


class ImageFacts(NamedTuple):
    """What only an image stage knows. `number` is its place in its file, from 0, as --from counts.

    `base` is the reference of the external image at the bottom of the stage's chain (None: unknown).
    `shell_runs` are the texts of all RUN instructions in the chain, `copied` all COPY and ADD, base stages
    first. `final` is true for the last stage of its file. A `destination` in `copied` that is surely a
    folder ends with `/`. `shell` is None for Docker's default. `missing_tools` are programs that the image
    surely has not got, among those that health checks use. `build_args` are the stage's ARGs with a default
    (those before FROM are the first stage's). `onbuild_unknown` is true where triggers of a base run, too.
    `parent` is the number of the stage of the same file that the stage is FROM. `arguments` are the names of
    all ARGs of the chain, `handed` those that end in an ENV.
    """

    number: int
    stage: str | None
    final: bool
    base: str | None
    base_span: Span
    shell_runs: tuple[str, ...]
    copied: tuple[CopiedFile, ...]
    workdir: str | None
    shell: tuple[str, ...] | None
    onbuild_unknown: bool = False
    missing_tools: frozenset[str] = frozenset()
    build_args: tuple[Variable, ...] = ()
    parent: int | None = None
    arguments: tuple[Known[str], ...] = ()
    handed: tuple[Handed, ...] = ()


class PreStop(NamedTuple):
    """A preStop hook; `sleep` is the seconds it surely sleeps, None where it does something else."""

    sleep: float | None
    span: Span


class Workload(NamedTuple):
    """One container as it will run. Equality is identity.

    `name` is for people: "stage `runtime`", "service `web`", "Deployment/agent container `agent`".
    `owner` is the place where missing things belong: the stage's FROM, the service's key, the container's
    name. `grace` in seconds: Compose stop_grace_period (default 10), docker run --stop-timeout; a pod's
    grace is on the pod. `partial` is true where more may be inherited from elsewhere (`extends`) into what
    has no unknown state here: labels, profiles, networks, dependencies. `aliases` are further names under
    which a service is reached in its networks. `once` is true where a service is written to stay ended once
    it ends (Compose `restart: "no"`, which is the default as well). `mounts` are the names of the pod's
    volumes that a container of Kubernetes mounts.
    """

    platform: Platform
    name: str
    key: str
    owner: Span
    extent: Span
    image: Value[str]
    entrypoint: Value[Command]
    command: Value[Command]
    healthcheck: Value[Healthcheck]
    grace: Value[float]
    stop_signal: Value[str]
    init: Value[bool]
    network_mode: Value[str]
    extra_hosts: Value[tuple[HostEntry, ...]]
    pre_stop: Value[PreStop]
    role: Role = "main"
    environment: Environment = Environment()
    declared: Declared = Declared()
    published: Published = Published()
    mounts: tuple[Known[str], ...] = ()
    probes: Mapping[ProbeKind, Value[Probe]] = {}
    labels: Mapping[str, Known[str] | Unknown] = {}
    profiles: tuple[str, ...] = ()
    build: Build | None = None
    image_facts: ImageFacts | None = None
    networks: tuple[str, ...] | None = None
    aliases: tuple[str, ...] = ()
    scaled: bool = False
    depends_on: tuple[Dependency, ...] = ()
    container_name: Known[str] | None = None
    partial: bool = False
    once: bool = False

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def path(self) -> str:
        """The path of the file that declares it."""
        return self.owner.source.path


class ObjectReference(NamedTuple):
    """A ConfigMap, Secret or claim that a pod names. `key_span` covers the one key that it wants, if one."""

    kind: Literal["ConfigMap", "Secret", "PersistentVolumeClaim"]
    name: str
    span: Span
    optional: bool = False
    key: str | None = None
    key_span: Span | None = None


class Pod(NamedTuple):
    """A pod template and its containers (init and ephemeral ones included, told apart by role).

    `owner` is the object's name, or its kind where it has none. `grace` is
    terminationGracePeriodSeconds (default 30). `long_running` is false for Jobs, CronJobs and pods that
    are meant to end (restartPolicy Never or OnFailure). `namespace` is None where none is written.
    `labels` is None where they, or the namespace, cannot be known. `partial` is true where the template
    only completes another one, as a Kustomize patch does: a container without image, or no containers.
    `annotations` are those that suppress something. `containers_span` is the key `containers`, beside which
    a missing field of the pod is written. `volumes` are the names of its volumes, claim templates included;
    None where they cannot be known. `uses` are the objects that it names.
    """

    kind: str
    name: str
    namespace: str | None
    labels: Mapping[str, str] | None
    owner: Span
    extent: Span
    containers: tuple[Workload, ...]
    grace: Value[float]
    host_network: Value[bool]
    host_aliases: Value[tuple[HostEntry, ...]]
    long_running: bool
    annotations: Mapping[str, Known[str]] = {}
    template_labels_span: Span | None = None
    partial: bool = False
    containers_span: Span | None = None
    volumes: frozenset[str] | None = None
    uses: tuple[ObjectReference, ...] = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def title(self) -> str:
        """Kind and name, as kubectl prints it."""
        return f"{self.kind}/{self.name}"


__all__ = [
    "Absent",
    "Build",
    "CopiedFile",
    "Dependency",
    "Handed",
    "HostEntry",
    "ImageFacts",
    "ObjectReference",
    "Pod",
    "PreStop",
    "Workload",
]
