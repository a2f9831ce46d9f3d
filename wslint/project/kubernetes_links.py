"""Which pods a Service selects, which Service a backend means, which ConfigMap has a name."""

from __future__ import annotations

from wslint.model.value import Known
from wslint.project.linking import namespace_of, selects
from wslint.project.nearest import Nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from wslint.model.kubernetes_objects import Backend, ConfigObject, KubernetesService, Route
    from wslint.model.workload import Pod
    from wslint.project.project import Project

    Label: TypeAlias = tuple[str, str, str, str]
    """Scope, namespace, label and its value."""


class KubernetesLinks:
    """The objects of a project by labels and names, each index made when it is first asked."""

    def __init__(self, project: Project) -> None:
        """Nothing is indexed yet."""
        self._project = project
        self._labels: dict[Label, list[Pod]] | None = None
        self._selected: dict[tuple[str, str, frozenset[tuple[str, str]]], Nearest] = {}
        self._services: dict[tuple[str, str, str], list[KubernetesService]] | None = None
        self._named: dict[tuple[str, str, str], Nearest] = {}
        self._config: dict[tuple[str, str, str, str], list[ConfigObject]] | None = None

    def pods_of(self, service: KubernetesService) -> tuple[Pod, ...]:
        """The pods that a Service selects, of the nearest file or folder that has any."""
        if not isinstance(service.selector, Known):
            return ()
        selector = service.selector.value
        key = (self._project.scope_of(service), namespace_of(service.namespace), frozenset(selector.items()))
        found = self._selected.get(key)
        if found is None:
            pods = self._pods_with(key[0], key[1], selector)
            matching = [pod for pod in pods if pod.labels is not None and selects(selector, pod.labels)]
            found = self._selected[key] = self._near(matching)
        return found.to(self._project.place_of(service.owner.source.path))

    def _pods_with(self, scope: str, namespace: str, selector: Mapping[str, str]) -> Sequence[Pod]:
        """The pods of a namespace that have the selector's rarest label: few, in however large a tree."""
        if self._labels is None:
            self._labels = {}
            for pod in self._project.pods:
                its_scope, its_namespace = self._project.scope_of(pod), namespace_of(pod.namespace)
                for key, value in (pod.labels or {}).items():
                    self._labels.setdefault((its_scope, its_namespace, key, value), []).append(pod)
        labels = self._labels
        found = [labels.get((scope, namespace, key, value), ()) for key, value in selector.items()]
        return min(found, key=len, default=())

    def service_of(self, route: Route, backend: Backend) -> KubernetesService | None:
        """The one Service that a backend names; None where it is not in the tree or there are several."""
        if self._services is None:
            self._services = {}
            for one in self._project.services:
                key = (self._project.scope_of(one), namespace_of(one.namespace), one.name)
                self._services.setdefault(key, []).append(one)
        wanted = namespace_of(backend.namespace or route.namespace)
        key = (self._project.scope_of(route), wanted, backend.service)
        named = self._named.get(key)
        if named is None:
            named = self._named[key] = self._near(self._services.get(key, ()))
        found = named.to(self._project.place_of(route.owner.source.path))
        return found[0] if len(found) == 1 else None

    def config(self, scope: str, kind: str, name: str, namespace: str | None) -> Sequence[ConfigObject]:
        """The ConfigMaps, Secrets or claims of a name that are deployed together."""
        if self._config is None:
            self._config = {}
            for one in self._project.config:
                key = (self._project.scope_of(one), one.kind, one.name, namespace_of(one.namespace))
                self._config.setdefault(key, []).append(one)
        return self._config.get((scope, kind, name, namespace_of(namespace)), ())

    def _near(self, things: Iterable[Pod] | Iterable[KubernetesService]) -> Nearest:
        place_of = self._project.place_of
        return Nearest((place_of(one.owner.source.path), one) for one in things)
