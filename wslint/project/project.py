"""The project: the facts of all files and the links between them, read-only, each question answered once."""

from __future__ import annotations

from os.path import join, normpath

from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import CopiedFile, Pod, Workload
from wslint.project.environment import EffectiveEnvironment, effective_environment, has_too_many_variables
from wslint.project.linking import (
    ImageLinks,
    link_images,
    local_base,
    named_stages,
    select_stage,
)
from wslint.text import Source
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, TypeAlias, TypeVar

    from wslint.model.calls import ImageBuild, StopCall
    from wslint.model.environment import EnvironmentSource
    from wslint.model.facts import FileFacts
    from wslint.model.kubernetes_objects import Backend, ConfigObject, KubernetesService, Route
    from wslint.project.files import Files
    from wslint.project.health_commands import HealthCommand
    from wslint.project.kubernetes_links import KubernetesLinks
    from wslint.project.process import Listening, Process
    from wslint.project.versioned import Versioned

    T = TypeVar("T")


EnvFile: TypeAlias = "Callable[[str, EnvironmentSource], Mapping[str, Known[str] | Unknown] | None]"
ContextFile: TypeAlias = "Callable[[Workload, Sequence[str], str], Source | None]"


class LinkedBuild(NamedTuple):
    """A build command and what it names: the absolute path of the Dockerfile, the folder of the context.

    `context` is None where it is remote, or read from standard input.
    """

    call: ImageBuild
    dockerfile: str
    context: str | None


class Seams(NamedTuple):
    """What a project asks of the outside, each answer None where there is none inside the root.

    `env_file(shown path of the asking file, the entry that names it)` gives the entries of an env file.
    `context_file(stage, the folders it is built in, path in the build context)` gives the text of a file
    that the stage's Dockerfile copies. `files` are those below the root, for what asks whether one is there.
    """

    env_file: EnvFile
    context_file: ContextFile
    files: Files | None = None


class Project:
    """All facts, linked. Everything it returns is immutable; answers are kept."""

    def __init__(
        self,
        files: Sequence[FileFacts],
        *,
        folders: Mapping[str, str],
        stages_of: Mapping[str, Sequence[Workload]],
        configured_links: Iterable[tuple[str, str, str | None]] = (),
        seams: Seams,
        host: str = "linux",
        builds: Sequence[LinkedBuild] = (),
        is_document: bool = False,
    ) -> None:
        """Link the facts.

        `folders`: shown path of a file to its absolute folder; `stages_of`: absolute path of a Dockerfile
        to its stages; `host`: "linux" or "desktop", the platform that containers run on; `builds`: the
        build commands whose Dockerfile is there. `is_document`: the facts are those of one guide, which
        shows what matters and leaves out the rest.
        """
        self.files = tuple(files)
        self.host = host
        self.is_document = is_document
        self.workloads: tuple[Workload, ...] = tuple(w for f in self.files for w in f.workloads)
        self.pods: tuple[Pod, ...] = tuple(p for f in self.files for p in f.pods)
        self.services: tuple[KubernetesService, ...] = tuple(s for f in self.files for s in f.services)
        self.routes: tuple[Route, ...] = tuple(r for f in self.files for r in f.routes)
        self.config: tuple[ConfigObject, ...] = tuple(c for f in self.files for c in f.config)
        self._folders = folders
        self._seams = seams
        self._pod_of = {id(c): p for p in self.pods for c in p.containers}
        self._file_of = {id(w): f for f in self.files for w in f.workloads}
        self._scope_of = {
            id(one): f.scope
            for f in self.files
            if f.scope
            for group in (f.pods, f.services, f.routes, f.config)
            for one in group
        }
        named, self._builds_of = _named_by_builds(builds, stages_of)
        self._links: ImageLinks = link_images(self.workloads, stages_of, folders, configured_links, named)
        self._targeted = {id(w) for w in self.workloads if self._links.users_of.get(id(w))}
        self._links = self._built()
        self._answers: dict[tuple[str, int], Any] = {}

    def _built(self) -> ImageLinks:
        """The links to stages as the arguments of those who build them make them, known by the same users.

        Who runs an image by its name runs what the others build.
        """
        image_of, users_of = dict(self._links.image_of), dict(self._links.users_of)
        for stage in self.workloads:
            users = users_of.get(id(stage), ())
            given = [user.build.arguments for user in users if user.build and user.build.arguments]
            if not given:
                continue
            from wslint.project.build_arguments import built_with

            for user in users:
                built: Workload | None = stage
                for arguments in [user.build.arguments] if user.build is not None else given:
                    built = built_with(built, arguments) if built is not None else None
                if built is None:
                    del image_of[id(user)]
                elif built is not stage:
                    image_of[id(user)] = built
                    users_of[id(built)] = users
                    self._file_of[id(built)] = self._file_of[id(stage)]
        return self._links._replace(image_of=image_of, users_of=users_of)

    # -- who belongs to whom ------------------------------------------------------------------------

    def scope_of(self, thing: Pod | KubernetesService | Route | ConfigObject) -> str:
        """What a Kubernetes object is deployed with: empty for single manifests, else a build's name."""
        return self._scope_of.get(id(thing), "")

    def file_of(self, workload: Workload) -> FileFacts:
        """The file that declares a workload."""
        return self._file_of[id(workload)]

    def pod_of(self, workload: Workload) -> Pod | None:
        """The pod of a Kubernetes container."""
        return self._pod_of.get(id(workload))

    def image_of(self, workload: Workload) -> Workload | None:
        """The local Dockerfile stage that a workload runs; None where remote, unknown or ambiguous."""
        return self._links.image_of.get(id(workload))

    def users_of(self, stage: Workload) -> tuple[Workload, ...]:
        """The workloads that run a stage."""
        return self._links.users_of.get(id(stage), ())

    def ships(self, stage: Workload) -> bool:
        """Whether a stage is run: the last of its file, or one that a workload names."""
        facts = stage.image_facts
        return facts is not None and (facts.final or id(stage) in self._targeted)

    def base_is_local(self, stage: Workload) -> bool:
        """Whether the stage's external base is an image that this tree builds."""
        facts = stage.image_facts
        return facts is not None and facts.base is not None and local_base(self._links.names, facts.base)

    def base_stage(self, stage: Workload) -> Workload | None:
        """The stage of another Dockerfile of the tree that is the stage's base; None where not exactly one."""
        facts = stage.image_facts
        if facts is None or facts.base is None:
            return None
        found = named_stages(self._links.names, facts.base)
        return found[0] if len(found) == 1 else None

    def links_by_path(self) -> Mapping[str, int]:
        """How many links lead from each file: workload to image, Service to pod, backend to Service."""
        found: dict[str, int] = {}
        for workload in self.workloads:
            if self.image_of(workload) is not None:
                found[workload.path] = found.get(workload.path, 0) + 1
        for service in self.services:
            path = service.owner.source.path
            found[path] = found.get(path, 0) + len(self.pods_of(service))
        for route in self.routes:
            path = route.owner.source.path
            links = sum(1 for backend in route.backends if self.service_of(route, backend) is not None)
            found[path] = found.get(path, 0) + links
        return found

    # -- the network --------------------------------------------------------------------------------

    def compose_services(self, workload: Workload) -> tuple[Workload, ...]:
        """All services of the Compose file of a service, itself included."""
        return self.beside(workload) if workload.platform == "compose" else ()

    def beside(self, workload: Workload) -> tuple[Workload, ...]:
        """All workloads of the same platform in the file or text of a workload, itself included."""
        file = self.file_of(workload)
        return self._once(
            f"beside {workload.platform}",
            file,
            lambda: tuple(one for one in file.workloads if one.platform == workload.platform),
        )

    def awaited_beside(self, workload: Workload) -> frozenset[str]:
        """The services for whose end one of the workloads beside one waits (Compose file reference, `depends_on`)."""
        return self._once(
            f"awaited {workload.platform}",
            self.file_of(workload),
            lambda: frozenset(
                dependency.service
                for one in self.beside(workload)
                for dependency in one.depends_on
                if dependency.condition == "service_completed_successfully"
            ),
        )

    def names_beside(self, workload: Workload) -> frozenset[str]:
        """The names to which the workloads beside one answer: services, containers, aliases; its own included."""
        return self._once(
            f"names {workload.platform}", self.file_of(workload), lambda: _names(self.beside(workload))
        )

    def network_modes(self, workload: Workload) -> Mapping[str | None, tuple[Workload, ...]]:
        """Whom of its neighbours runs in which network mode; under None those of whom it is unknown."""
        return self._once(
            f"modes {workload.platform}", self.file_of(workload), lambda: _by_mode(self.beside(workload))
        )

    def pods_of(self, service: KubernetesService) -> tuple[Pod, ...]:
        """The pods that a Service selects, of the nearest file or folder that has any."""
        return self._once("pods_of", service, lambda: self._kubernetes().pods_of(service))

    def _kubernetes(self) -> KubernetesLinks:
        from wslint.project.kubernetes_links import KubernetesLinks

        return self._once("kubernetes", self, lambda: KubernetesLinks(self))

    def is_selected(self, pod: Pod) -> bool:
        """Whether some Service of the tree sends requests to a pod."""
        return id(pod) in self._once("selected", self, self._selected)

    def _selected(self) -> frozenset[int]:
        """What Services select. Those of one selector and folder share their answer: it is looked through once."""
        answers = {id(pods): pods for pods in map(self.pods_of, self.services)}
        return frozenset(id(one) for pods in answers.values() for one in pods)

    def service_of(self, route: Route, backend: Backend) -> KubernetesService | None:
        """The one Service that a backend names; None where it is not in the tree or there are several."""
        return self._kubernetes().service_of(route, backend)

    # -- what is in force ---------------------------------------------------------------------------

    def environment(self, workload: Workload) -> EffectiveEnvironment:
        """The environment in force: the workload's own, its sources', its image's."""
        return self._once("environment", workload, lambda: self._environment(workload))

    def _environment(self, workload: Workload) -> EffectiveEnvironment:
        stage = self.image_of(workload)
        pod = self.pod_of(workload)
        return effective_environment(
            workload.environment,
            workload.owner,
            pod.namespace if pod is not None else None,
            self._find_config(workload),
            lambda source: self._env_file(workload, source),
            self.environment(stage) if stage is not None else None,
        )

    def _env_file(
        self, workload: Workload, source: EnvironmentSource
    ) -> Mapping[str, Known[str] | Unknown] | None:
        find = self._seams.env_file
        too_many = self._once("many variables", self, lambda: has_too_many_variables(self.workloads, find))
        return None if too_many else find(workload.path, source)

    def _find_config(
        self, workload: Workload
    ) -> Callable[[str, str, str | None], Mapping[str, Known[str] | Unknown] | None]:
        pod = self.pod_of(workload)
        scope = "" if pod is None else self.scope_of(pod)

        def find(kind: str, name: str, namespace: str | None) -> Mapping[str, Known[str] | Unknown] | None:
            named = self._kubernetes().config(scope, kind, name, namespace)
            if len(named) > 1:
                named = [config for config in named if config.owner.source.path == workload.path]
            return named[0].data if len(named) == 1 and named[0].complete else None

        return find

    def process(self, workload: Workload) -> Process:
        """What runs: ENTRYPOINT and CMD put together with what the deployment overrides."""
        from wslint.project.process import process_of

        return self._once("process", workload, lambda: process_of(self, workload))

    def listening(self, workload: Workload) -> Listening:
        """The ports on which the process of a workload listens, and how sure that is."""
        from wslint.project.process import listening_of

        return self._once("listening", workload, lambda: listening_of(self, workload))

    def health_commands(self, workload: Workload) -> tuple[HealthCommand, ...]:
        """The commands that check a workload: what they ask, run and hide; inherited from its image included."""
        from wslint.project.health_commands import health_commands_of

        return self._once("health", workload, lambda: health_commands_of(self, workload))

    def missing_tools(self, workload: Workload) -> frozenset[str]:
        """Programs that a workload's image surely has not got, among those that health checks use."""
        return self._once("missing tools", workload, lambda: self._missing_tools(workload))

    def _missing_tools(self, workload: Workload) -> frozenset[str]:
        stage = workload if workload.platform == "image" else self.image_of(workload)
        if stage is not None:
            return stage.image_facts.missing_tools if stage.image_facts is not None else frozenset()
        if workload.build is not None or not isinstance(workload.image, Known):
            return frozenset()
        from wslint.readers.image.tools import missing_tools

        return missing_tools(workload.image.value, (), ())

    def probed_images(self) -> frozenset[str]:
        """The names (last part of the repository) of the images that containers of pods with probes run."""
        return self._once("probed images", self, self._probed_images)

    def _probed_images(self) -> frozenset[str]:
        from wslint.model.images import parse_reference

        names = set()
        for workload in self.workloads:
            if any(not isinstance(probe, Absent) for probe in workload.probes.values()):
                image = workload.image
                reference = parse_reference(image.value) if isinstance(image, Known) else None
                if reference is not None:
                    names.add(reference.name)
        return frozenset(names)

    # -- files beside -------------------------------------------------------------------------------

    def context_file(self, stage: Workload, copied: CopiedFile) -> Source | None:
        """The text of a file that a stage copies from its build context; None where it cannot be told."""
        if copied.stage is not None:
            return None
        return self._seams.context_file(stage, self.contexts_of(stage), copied.source)

    @property
    def disk(self) -> Files | None:
        """The files below the root; None for a project of texts alone."""
        return self._seams.files

    def versioned(self) -> Versioned | None:
        """What git knows of these files."""
        from wslint.project.versioned import Versioned

        files = self._seams.files
        return None if files is None else self._once("versioned", self, lambda: Versioned(files.root))

    def builders_of(self, stage: Workload) -> tuple[Workload, ...]:
        """The Compose services that build a stage (their context says where its COPY sources lie)."""
        return tuple(user for user in self.users_of(stage) if user.build is not None)

    def build_commands_of(self, stage: Workload) -> tuple[LinkedBuild, ...]:
        """The build commands that make an image of a stage."""
        return self._builds_of.get(id(stage), ())

    def stops_of(self, workload: Workload) -> tuple[StopCall, ...]:
        """The `docker stop -t` lines beside a `docker run` line that name its container."""
        name = workload.container_name
        if name is None or workload.platform != "docker-run":
            return ()
        beside = self._once("files by path", self, self._by_path).get(workload.path, ())
        return tuple(stop for facts in beside for stop in facts.stops if stop.container == name.value)

    def _by_path(self) -> Mapping[str, Sequence[FileFacts]]:
        found: dict[str, list[FileFacts]] = {}
        for facts in self.files:
            found.setdefault(facts.source.path, []).append(facts)
        return found

    def contexts_of(self, stage: Workload) -> tuple[str, ...]:
        """The absolute folders that a stage is built in, as services and build commands say; sorted."""
        found = {one.context for one in self.build_commands_of(stage) if one.context is not None}
        for user in self.builders_of(stage):
            build = user.build
            if build is not None and build.context is not None:
                folder = build.folder or self.absolute_folder(user.path)
                found.add(normpath(join(folder, build.context)))
        return tuple(sorted(found))

    def absolute_folder(self, path: str) -> str:
        """The absolute folder of a file, by its shown path."""
        return self._folders.get(path, "")

    def place_of(self, path: str) -> str:
        """The absolute path of a file, by its shown path; as shown where it is not one of the files."""
        folder = self._folders.get(path)
        return f"{folder}/{path.rsplit('/', 1)[-1]}" if folder is not None else path

    def forget(self) -> None:
        """Drop the answers that are kept, for whoever wants to see how they are found."""
        self._answers.clear()

    def _once(self, question: str, about: object, answer: Callable[[], T]) -> T:
        key = (question, id(about))
        if key not in self._answers:
            self._answers[key] = answer()
        kept: T = self._answers[key]
        return kept


def _names(workloads: Iterable[Workload]) -> frozenset[str]:
    found: set[str] = set()
    for one in workloads:
        found.update(one.aliases)
        if one.container_name is not None:
            found.add(one.container_name.value)
        if one.platform == "compose":
            found.add(one.key.rpartition("#")[2])
    return frozenset(found)


def _by_mode(workloads: Iterable[Workload]) -> Mapping[str | None, tuple[Workload, ...]]:
    found: dict[str | None, list[Workload]] = {}
    for one in workloads:
        mode = one.network_mode
        if not isinstance(mode, Absent):
            found.setdefault(mode.value if isinstance(mode, Known) else None, []).append(one)
    return {mode: tuple(them) for mode, them in found.items()}


def _named_by_builds(
    builds: Sequence[LinkedBuild], stages_of: Mapping[str, Sequence[Workload]]
) -> tuple[list[tuple[str, Workload]], dict[int, tuple[LinkedBuild, ...]]]:
    """The names that build commands give to stages, and the commands by the identity of their stage."""
    named: list[tuple[str, Workload]] = []
    builds_of: dict[int, tuple[LinkedBuild, ...]] = {}
    for one in builds:
        stage = select_stage(stages_of.get(one.dockerfile, ()), one.call.build.target)
        if stage is None:
            continue
        named += [(tag.value, stage) for tag in one.call.tags]
        builds_of[id(stage)] = (*builds_of.get(id(stage), ()), one)
    return named, builds_of
