"""What is wrong with a rule file that asserts something, at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wslint.packs.assertion import like, parameter_name
from wslint.packs.expression import read_expression, read_name, type_mistake
from wslint.packs.mistakes import did_you_mean
from wslint.packs.placeholders import placeholders
from wslint.packs.rule import Assertion
from wslint.packs.rule_file import RuleFile
from wslint.packs.tokens import Mistake
from wslint.packs.vocabulary import VOCABULARY


def is_placed(path: str) -> bool:
    """Whether a placeholder names a fact or a parameter, not a field."""
    return "." in path


def stated(data: Mapping[str, Any], base: Assertion | None = None) -> Assertion:
    """The assertion of a rule file, or of one that refines `base`; texts that it does not have are the base's."""
    own = base or Assertion("workload", "")
    texts = [*_texts(data, "message"), *_texts(data, "labels"), *_texts(data, "fix")]
    shows = {name for _, text in texts for name in placeholders(text) if is_placed(name)}
    given = {parameter_name(name): value for name, value in data.get("params", {}).items()}
    given = {name: like(own.params.get(name), value) for name, value in given.items()}
    return Assertion(
        str(data.get("subject", own.subject)),
        str(data.get("assert", own.text)).strip(),
        str(data.get("where", own.where)).strip(),
        str(data.get("at", own.at)).strip(),
        {**own.fields, **data.get("fields", {})},
        {**own.params, **given},
        tuple(sorted({*own.shows, *shows})),
        tuple(dict.fromkeys((*own.places, *data.get("labels", {})))),
    )


def _texts(data: Mapping[str, Any], key: str) -> list[tuple[tuple[str, ...], str]]:
    value = data.get(key, {})
    if isinstance(value, str):
        return [((key,), value)]
    return [((key, name), text) for name, text in value.items()]


def assertion_mistakes(file: RuleFile, assertion: Assertion) -> list[str]:
    """Everything that is wrong with what the file says; `assertion` is what it comes to."""
    found = list(_parameter_mistakes(file))
    if found:
        return found
    for steps, text, decides in _expressions(assertion):
        try:
            expression = read_expression(text, assertion.subject, assertion.params)
            reason = type_mistake(expression, assertion.params, decides=decides)
            if decides and not any(not use.path.startswith("params.") for use in expression.uses):
                reason = "names no fact"
        except Mistake as mistake:
            reason = str(mistake)
        if reason:
            found.append(file.mistake(f"`{'.'.join(steps)}` {reason}", *steps))
    applies = file.data.get("applies", ("any",))
    if assertion.subject in ("pod", "service") and not {"kubernetes", "any"} & set(applies):
        found.append(file.mistake(f"`applies` has no kubernetes, where a {assertion.subject} is", "applies"))
    found += _name_mistakes(file, assertion)
    if not found:
        found += _unused(file, assertion)
    found += _text_mistakes(file, assertion)
    return list(dict.fromkeys(found))


def _parameter_mistakes(file: RuleFile) -> Iterator[str]:
    from keyword import iskeyword

    kinds = "a text, a number, true or false, or a list of texts or numbers"
    for name, value in file.data.get("params", {}).items():
        if iskeyword(name) or any(part[:1].isdigit() for part in name.split("-")):
            yield file.mistake(f"a parameter cannot be called `{name}`", "params", name)
        elif not _is_simple(value):
            yield file.mistake(f"the parameter `{name}` must be {kinds}", "params", name)


def _expressions(assertion: Assertion) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    yield ("assert",), assertion.text, True
    if assertion.where:
        yield ("where",), assertion.where, True
    for name, text in assertion.fields.items():
        yield ("fields", name), text, False


def _unused(file: RuleFile, assertion: Assertion) -> Iterator[str]:
    """Parameters that nothing looks at: most likely another one was meant."""
    used = {name.partition(".")[2] for name in assertion.shows}
    for _, text, _decides in _expressions(assertion):
        uses = read_expression(text, assertion.subject, assertion.params).uses
        used |= {use.path.partition(".")[2] for use in uses if use.path.startswith("params.")}
    for name in file.data.get("params", {}):
        if parameter_name(name) not in used:
            guess = did_you_mean(name, used)
            yield file.mistake(f"nothing uses the parameter `{name}`{guess}", "params", name)


def _is_simple(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and (
            all(isinstance(item, str) for item in value)
            or all(isinstance(item, int | float) and not isinstance(item, bool) for item in value)
        )
    return isinstance(value, str | int | float)


def _name_mistakes(file: RuleFile, assertion: Assertion) -> Iterator[str]:
    """`at` and the keys of `labels` are names of facts."""
    named = [("at",)] if assertion.at else []
    for steps, path in [
        *((one, assertion.at) for one in named),
        *((("labels", p), p) for p in assertion.places),
    ]:
        try:
            read_name(path, assertion.subject)
        except Mistake as mistake:
            yield file.mistake(f"`{steps[0]}` {mistake}", *steps)


def _text_mistakes(file: RuleFile, assertion: Assertion) -> Iterator[str]:
    """Placeholders that nothing fills."""
    if any(steps[1:] not in ((), ("",)) for steps, _ in _texts(file.data, "message")):
        yield file.mistake("`message` of a rule with `assert` is one text", "message")
    for key in ("message", "labels", "fix"):
        for steps, text in _texts(file.data, key):
            for name in sorted(placeholders(text)):
                reason = _placeholder_mistake(name, assertion)
                if reason:
                    yield file.mistake(f"`{key}` has `{{{name}}}`, {reason}", *steps)


def _placeholder_mistake(name: str, assertion: Assertion) -> str:
    if not is_placed(name):
        known = {*assertion.fields, "workload"}
        if name in known:
            return ""
        return f"which is none of `fields`{did_you_mean(name, [*known, *VOCABULARY])}"
    root, _, field = name.partition(".")
    if root == "params":
        return (
            ""
            if field in assertion.params
            else f"which is no parameter{did_you_mean(field, assertion.params)}"
        )
    try:
        use = read_name(name, assertion.subject)
    except Mistake as mistake:
        return f"which {mistake}"
    if use.way == "value" and VOCABULARY[use.path].kind in ("record", "items"):
        return "which is more than one value; write a field of its own, or an expression in `fields`"
    return "" if use.way in ("key", "value") else "which is a map; write one of its keys"
