"""Schemas of formats that publish theirs in no package, written from their documentation.

`GITLAB`: "Code Quality report format" of GitLab's documentation. `RDJSON`: reviewdog's proto/rdf/reviewdog.proto, in
the JSON mapping of Protocol Buffers; stricter than reviewdog, in that no unknown key is allowed.
"""

from typing import Any


def _closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


_TEXT = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 1}

GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": _TEXT,
            "check_name": _TEXT,
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": "^(\\./|/)"}},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": _COUNT}},
                },
                "oneOf": [{"required": ["lines"]}, {"required": ["positions"]}],
            },
        },
    },
}

_POSITION = _closed(["line", "column"], line=_COUNT, column=_COUNT)
_RANGE = _closed(["start", "end"], start=_POSITION, end=_POSITION)
_SOURCE = _closed(["name"], name=_TEXT, url=_TEXT)
_SEVERITY = {"enum": ["ERROR", "WARNING", "INFO"]}

RDJSON = _closed(
    ["diagnostics"],
    source=_SOURCE,
    severity=_SEVERITY,
    diagnostics={
        "type": "array",
        "items": _closed(
            ["message", "location"],
            message={"type": "string"},
            location=_closed(["path"], path={"type": "string"}, range=_RANGE),
            severity=_SEVERITY,
            source=_SOURCE,
            code=_closed(["value"], value=_TEXT, url=_TEXT),
            suggestions={
                "type": "array",
                "items": _closed(["range", "text"], range=_RANGE, text={"type": "string"}),
            },
            original_output={"type": "string"},
        ),
    },
)
