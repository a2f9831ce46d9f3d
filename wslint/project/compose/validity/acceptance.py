"""A quick yes: whether a project fits the Compose schema. Only what does not is given to jsonschema.

Importing jsonschema takes longer than all else that is done for a small project. This knows the keywords that
the Compose schema has, no others; tests hold it against jsonschema.
"""

from __future__ import annotations

import re
from typing import Any

from wslint.project.compose.validity.tables import Hole

Schema = dict[str, Any]

_patterns: dict[str, re.Pattern[str]] = {}


def is_type(value: object, name: str) -> bool:
    """Whether a value is of a type of JSON schema (draft 7: 1.0 is an integer, true is none)."""
    if name == "string":
        return isinstance(value, str)
    if name == "object":
        return isinstance(value, dict)
    if name == "array":
        return isinstance(value, list)
    if name == "null":
        return value is None
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return name == "number" and isinstance(value, int | float)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern is found in a text."""
    compiled = _patterns.get(pattern)
    if compiled is None:
        compiled = _patterns[pattern] = re.compile(pattern)
    return compiled.search(text) is not None


def resolved(schema: Schema, root: Schema) -> Schema:
    """The schema that a `$ref` leads to; all of them are `#/definitions/NAME`."""
    while "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    return schema


def types_of(schema: Schema) -> tuple[str, ...]:
    """The types that a schema allows; none where it says nothing."""
    types = schema.get("type", ())
    return (types,) if isinstance(types, str) else tuple(types)


def accepts(value: Any, schema: Schema, root: Schema) -> bool:
    """Whether a value fits. What hangs on a `Hole` does. As deep as the schema, which is not recursive."""
    if isinstance(value, Hole):
        return True
    schema = resolved(schema, root)
    if "oneOf" in schema and not any(accepts(value, branch, root) for branch in schema["oneOf"]):
        return False
    types = types_of(schema)
    if types and not any(is_type(value, name) for name in types):
        return False
    if isinstance(value, str):
        return _fits_text(value, schema)
    if isinstance(value, list):
        return _fits_list(value, schema, root)
    if isinstance(value, dict):
        return _fits_mapping(value, schema, root)
    if value is None or isinstance(value, bool):
        return "enum" not in schema or value in schema["enum"]
    return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))


def _fits_text(value: str, schema: Schema) -> bool:
    if "enum" in schema and value not in schema["enum"]:
        return False
    return "pattern" not in schema or matches(schema["pattern"], value)


def _fits_list(value: list[Any], schema: Schema, root: Schema) -> bool:
    items = schema.get("items")
    if items is not None and not all(accepts(item, items, root) for item in value):
        return False
    return not schema.get("uniqueItems") or first_repeated(value) is None


def first_repeated(value: list[Any]) -> tuple[int, int] | None:
    """The places of the first two equal items; 1 and true are not equal, an unknown equals nothing."""
    seen: dict[Any, int] = {}
    for at, item in enumerate(value):
        if isinstance(item, Hole):
            continue
        key = (isinstance(item, bool), repr(item) if isinstance(item, dict | list) else item)
        if key in seen and "?" not in (repr(item) if isinstance(item, dict | list) else ""):
            return seen[key], at
        seen[key] = at
    return None


def _fits_mapping(value: dict[str, Any], schema: Schema, root: Schema) -> bool:
    if any(key not in value for key in schema.get("required", ())):
        return False
    properties = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    open_ended = schema.get("additionalProperties") is not False
    for key, item in value.items():
        known = False
        if key in properties:
            known = True
            if not accepts(item, properties[key], root):
                return False
        for pattern, wanted in patterns.items():
            if matches(pattern, key):
                known = True
                if wanted and not accepts(item, wanted, root):
                    return False
        if not known and not open_ended:
            return False
    return True
