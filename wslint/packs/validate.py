"""Rule files against schema.json; what is wrong, in words that name the key."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from wslint.packs.mistakes import did_you_mean
from wslint.packs.rule_file import RuleFile, shape_mistakes

_TYPES = {
    "array": "a list",
    "object": "a mapping",
    "string": "a text",
    "boolean": "true or false",
    "integer": "a whole number",
}


class Validator:
    """Holds the schema; made once for all files, since compiling it is the slow part."""

    def __init__(self) -> None:
        import json

        from jsonschema import Draft202012Validator

        path = os.path.join(os.path.dirname(__file__), "schema.json")
        with open(path, encoding="utf-8") as file:
            schema = json.load(file)
        self._kinds = {
            kind: Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})
            for kind in ("pack", "rule", "refinement")
        }

    def mistakes(self, file: RuleFile) -> list[str]:
        """One line for each thing that the schema has against a file."""
        kind = "pack" if file.stem == "pack" else "refinement" if "refines" in file.data else "rule"
        problems = sorted(
            self._kinds[kind].iter_errors(file.data),
            key=lambda problem: list(map(str, problem.absolute_path)),
        )
        found = [line for problem in problems for line in _lines(file, problem)]
        return found if found or kind == "pack" else list(shape_mistakes(file))


def _lines(file: RuleFile, problem: Any) -> Iterator[str]:
    steps = tuple(problem.absolute_path)
    name = f"`{'.'.join(map(str, steps))}`" if steps else "the file"
    if problem.validator == "additionalProperties":
        known = problem.schema.get("properties", {})
        for key in problem.instance:
            if key not in known:
                yield file.mistake(f"unknown key `{key}`{did_you_mean(str(key), known)}", *steps, key)
    elif problem.validator == "required":
        missing = next(key for key in problem.validator_value if key not in problem.instance)
        yield file.mistake(f"{name} has no `{missing}`", *steps)
    elif problem.validator == "enum":
        words = ", ".join(map(str, problem.validator_value))
        yield file.mistake(f"{name} is `{problem.instance}`; it must be one of {words}", *steps)
    elif problem.validator == "type":
        wanted = problem.validator_value
        kinds = [wanted] if isinstance(wanted, str) else wanted
        yield file.mistake(f"{name} must be {' or '.join(_TYPES.get(kind, kind) for kind in kinds)}", *steps)
    elif problem.validator == "pattern":
        yield file.mistake(f"{name} must look like {problem.validator_value}", *steps)
    else:
        yield file.mistake(f"{name}: {str(problem.message)[:200]}", *steps)
