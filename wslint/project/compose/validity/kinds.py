"""Which fields hold a duration, a size, a port and so on, for what the loader reads only after the schema.

The fields are those of compose-go v2.9.1's types (types/types.go and the files beside it).
"""

from __future__ import annotations

from wslint.project.compose.validity.casts import Trie, kind_at, step

_HOOK: Trie = {"command": "command", "privileged": "bool", "environment": "environment"}
_UPDATE: Trie = {"delay": "duration", "monitor": "duration", "parallelism": "natural"}
_RATES: Trie = {"[]": {"rate": "size"}}
_GIVEN: Trie = {"[]": {"mode": "mode"}}
_REQUEST: Trie = {"[]": {"count": "count"}}

KINDS: Trie = {
    "services": {
        "*": {
            **dict.fromkeys(
                ("mem_limit", "mem_reservation", "memswap_limit", "mem_swappiness", "shm_size"), "size"
            ),
            "stop_grace_period": "duration",
            "attach": "bool",
            "command": "command",
            "entrypoint": "command",
            "environment": "environment",
            "extra_hosts": "hosts",
            "blkio_config": {
                "weight": "small",
                "weight_device": {"[]": {"weight": "small"}},
                **dict.fromkeys(
                    ("device_read_bps", "device_read_iops", "device_write_bps", "device_write_iops"), _RATES
                ),
            },
            "build": {
                "shm_size": "size",
                "extra_hosts": "hosts",
                "args": "environment",
                "ssh": "ssh",
                "additional_contexts": "contexts",
                "no_cache": "bool",
                "pull": "bool",
                "privileged": "bool",
                "secrets": _GIVEN,
                "ulimits": {"*": "build-limit"},
            },
            "configs": _GIVEN,
            "secrets": _GIVEN,
            "depends_on": {"*": {"restart": "bool"}},
            "deploy": {
                "update_config": _UPDATE,
                "rollback_config": _UPDATE,
                "restart_policy": {"delay": "duration", "window": "duration", "max_attempts": "natural"},
                "placement": {"max_replicas_per_node": "natural"},
                "resources": {
                    "limits": {"cpus": "number", "memory": "size", "pids": "whole"},
                    "reservations": {"cpus": "number", "memory": "size", "devices": _REQUEST},
                },
            },
            "develop": {"watch": {"[]": {"path": "filled", "exec": _HOOK}}},
            "devices": {"[]": "device"},
            "env_file": {"[]": {"required": "bool"}},
            "expose": {"[]": "exposed"},
            "gpus": _REQUEST,
            "healthcheck": {
                **dict.fromkeys(("interval", "timeout", "start_period", "start_interval"), "duration"),
                "test": "test",
                "retries": "natural",
            },
            "ports": {"[]": {"": "port", "host_ip": "address", "target": "natural"}},
            "ulimits": {"*": "limit"},
            "post_start": {"[]": _HOOK},
            "pre_stop": {"[]": _HOOK},
            "volumes": {
                "[]": {
                    "": "mount",
                    "bind": {"create_host_path": "bool"},
                    "tmpfs": {"size": "size", "mode": "small"},
                }
            },
        }
    },
}
"""By path, as wslint/project/compose/validity/casts.py has it."""

_RULES = {
    "duration": "compose-invalid-duration",
    "size": "compose-invalid-size",
    "port": "compose-invalid-port",
}


def kind_of(path: tuple[str | int, ...]) -> tuple[str, str] | None:
    """The rule and its variant for a field of the wrong type, where it has one of its own."""
    trie: Trie = KINDS
    for part in path:
        trie = step(trie, "[]" if isinstance(part, int) else part)
    kind = kind_at(trie)
    rule = _RULES.get(kind) if kind else None
    return None if rule is None else (rule, "type")
