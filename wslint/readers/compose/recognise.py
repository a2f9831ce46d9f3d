"""Which YAML files are Compose files, and which of those only complete another one."""

from __future__ import annotations

from wslint.model.facts import FileFacts
from wslint.syntax.yaml import Mapping

_TOP_LEVEL = frozenset(
    ("name", "version", "services", "networks", "volumes", "secrets", "configs", "include", "models")
)
_RUNNABLE = ("image", "build", "extends", "provider")
_SERVICE_KEYS = """
    annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs
    container_name cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus
    cpuset credential_spec depends_on deploy develop device_cgroup_rules devices dns dns_opt dns_search
    domainname entrypoint env_file environment expose extends external_links extra_hosts gpus group_add
    healthcheck hostname image init ipc isolation label_file labels links logging mac_address mem_limit
    mem_reservation mem_swappiness memswap_limit models network_mode networks oom_kill_disable oom_score_adj
    pid pids_limit platform ports post_start pre_start pre_stop privileged profiles provider pull_policy
    read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal
    storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes volumes_from
    working_dir
"""
_SERVICE = frozenset(_SERVICE_KEYS.split())
"""The keys of a service (Compose file reference, services)."""


def looks_like_compose(root: Mapping) -> bool:
    """Whether a document is a Compose file by its content.

    It has nothing at the top but Compose's own keys, its services are mappings, and one of them says what
    to run, or all their keys are Compose's (an override file).
    """
    services = root.get("services")
    if not isinstance(services, Mapping):
        return False
    for entry in root.items():
        name = entry.key_text
        if name is None or not (name in _TOP_LEVEL or name.startswith("x-")):
            return False
    bodies = [entry.value for entry in services.items() if isinstance(entry.value, Mapping)]
    if not bodies:
        return False
    if any(runs_something(body) for body in bodies):
        return all(_mostly_service(body) for body in bodies)
    return all(_only_service(body) for body in bodies)


def runs_something(service: Mapping) -> bool:
    """Whether a service says what to run: an image, a build, another service, a provider."""
    return any(service.get(key) is not None for key in _RUNNABLE)


def is_service_key(name: str | None) -> bool:
    """Whether a key is one of a service, or an extension."""
    return name is not None and (name in _SERVICE or name.startswith("x-"))


def _mostly_service(service: Mapping) -> bool:
    known = [is_service_key(entry.key_text) for entry in service.items()]
    return 2 * sum(known) >= len(known)


def _only_service(service: Mapping) -> bool:
    return all(is_service_key(entry.key_text) for entry in service.items())


def is_override_name(path: str) -> bool:
    """Whether a file is an override by its name, which Compose merges onto the main file by itself.

    `compose.override.y[a]ml` and `docker-compose.override.y[a]ml` (compose-go, cli/options.go). Other
    variants (`compose.prod.yaml`, `docker-compose-dev.yml`) mean nothing by their name: see `stands_alone`.
    """
    name = path.rpartition("/")[2]
    stem, _, ending = name.rpartition(".")
    return ending in ("yml", "yaml") and stem in ("compose.override", "docker-compose.override")


def stands_alone(facts: FileFacts) -> bool:
    """Whether each service of a file has something to run: an image, a build, a provider or `extends`."""
    return not facts.partial
