"""Fields that Compose's loader turns from strings into other types, right after filling in variables.

compose-go v2.9.1, loader/interpolate.go: `interpolateTypeCastMapping`. A string that cannot be turned is refused.
"""

from __future__ import annotations

from typing import Union

Trie = Union[None, str, "dict[str, Trie]"]

_EXTERNAL: Trie = {"*": {"external": "bool"}}
_UPDATE: Trie = {"parallelism": "whole", "max_failure_ratio": "number"}

CASTS: Trie = {
    "services": {
        "*": {
            **dict.fromkeys(
                (
                    "cpu_count",
                    "cpu_period",
                    "cpu_quota",
                    "cpu_rt_period",
                    "cpu_rt_runtime",
                    "cpu_shares",
                    "oom_score_adj",
                    "pids_limit",
                    "scale",
                ),
                "whole",
            ),
            **dict.fromkeys(("cpu_percent", "cpus"), "number"),
            **dict.fromkeys(
                ("init", "oom_kill_disable", "privileged", "read_only", "stdin_open", "tty"), "bool"
            ),
            "deploy": {
                "replicas": "whole",
                "update_config": _UPDATE,
                "rollback_config": _UPDATE,
                "restart_policy": {"max_attempts": "whole"},
                "placement": {"max_replicas_per_node": "whole"},
            },
            "healthcheck": {"retries": "whole", "disable": "bool"},
            "ports": {"[]": {"target": "whole"}},
            "ulimits": {"*": {"": "whole", "hard": "whole", "soft": "whole"}},
            "volumes": {"[]": {"read_only": "bool", "volume": {"nocopy": "bool"}}},
        }
    },
    "networks": {
        "*": dict.fromkeys(("external", "internal", "attachable", "enable_ipv4", "enable_ipv6"), "bool")
    },
    "volumes": _EXTERNAL,
    "secrets": _EXTERNAL,
    "configs": _EXTERNAL,
}
"""By path; `*` is any key, `[]` any item, `""` the place itself where there are others below it."""

_BOOLS = {"true": True, "y": True, "yes": True, "on": True}
_NOT = {"false": False, "n": False, "no": False, "off": False}
_BOOLEANS = {**_BOOLS, **_NOT}


def step(trie: Trie, key: str) -> Trie:
    """What holds below a key."""
    if not isinstance(trie, dict):
        return None
    return trie[key] if key in trie and key else trie.get("*")


def kind_at(trie: Trie) -> str | None:
    """The type wanted at a place itself."""
    found = trie.get("") if isinstance(trie, dict) else trie
    return found if isinstance(found, str) else None


def cast(text: str, kind: str) -> bool | int | float | None:
    """The value of a string: "bool", "whole" (number) or "number"; None where it is none.

    As Go's strconv.Atoi and ParseFloat read them: no white space around, no `1` for true.
    """
    if kind == "bool":
        return _BOOLEANS.get(text.lower())
    if kind == "whole":
        digits = text[1:] if text[:1] in ("+", "-") else text
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 19:
            return None
        value = int(text)
        return value if -(2**63) <= value < 2**63 else None
    if text != text.strip() or not text.isascii():
        return None
    lower = text.lower()
    try:
        # Hexadecimal ones have an exponent in Go.
        return float.fromhex(lower) if lower.lstrip("+-").startswith("0x") and "p" in lower else float(text)
    except (ValueError, OverflowError):
        return None
