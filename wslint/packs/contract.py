"""What must hold between rules, checks and examples, beyond the form of a file."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, Union, get_args, get_origin

from wslint.checks.check import Check
from wslint.packs.lookup import find_check
from wslint.packs.mistakes import did_you_mean
from wslint.packs.rule import Layer, Rule, RuleSet

LEAST_EXAMPLES = 3
# What the names of facts begin with (wslint/packs/vocabulary.py), and parameters.
_ROOTS = frozenset({"workload", "pod", "service", "project", "params"})


def parameter_mistakes_of(ruleset: RuleSet, packs: Collection[str]) -> list[str]:
    """Checks that do not exist and parameters that do not fit them, in the layers of some packs."""
    return [
        f"{what} @ {layer.path}:1"
        for rule in ruleset.rules
        for layer in rule.layers.values()
        if layer.pack in packs
        for what in _layer_mistakes(layer)
    ]


def _layer_mistakes(layer: Layer) -> list[str]:
    try:
        check = find_check(layer.check)
    except LookupError as error:
        return [f"`check: {layer.check}`: {error}"]
    return parameter_mistakes(check, layer.params)


def parameter_mistakes(check: Check, params: Mapping[str, Any]) -> list[str]:
    """What is wrong with parameters: unknown names, wrong types. Names are in kebab-case."""
    from typing import get_type_hints

    hints = get_type_hints(check.parameters)
    known = [name.replace("_", "-") for name in hints]
    mistakes = []
    for name, value in params.items():
        hint = hints.get(name.replace("-", "_"))
        if hint is None or "_" in name:
            mistakes.append(f"unknown parameter `{name}`{did_you_mean(name, known)}")
        elif not fits(value, hint):
            mistakes.append(f"parameter `{name}` is `{value}`; it must be {_in_words(hint)}")
    return mistakes


def fits(value: Any, hint: Any) -> bool:
    """Whether a value from YAML fits a type: whole numbers are numbers, lists are tuples."""
    origin = get_origin(hint)
    if origin is Literal:
        return value in get_args(hint)
    if origin is tuple:
        return isinstance(value, list | tuple) and all(fits(item, get_args(hint)[0]) for item in value)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        key, item = get_args(hint)
        return isinstance(value, Mapping) and all(fits(k, key) and fits(v, item) for k, v in value.items())
    if origin is Union or str(origin) == "<class 'types.UnionType'>":
        return any(fits(value, one) for one in get_args(hint))
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint) if isinstance(hint, type) else True


def _in_words(hint: Any) -> str:
    words = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "a text",
        type(None): "empty",
    }
    origin = get_origin(hint)
    if origin is Literal:
        return "one of " + ", ".join(map(str, get_args(hint)))
    if origin is tuple:
        return f"a list, each of it {_in_words(get_args(hint)[0])}"
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return "a mapping"
    if get_args(hint):
        return " or ".join(_in_words(one) for one in get_args(hint))
    return words.get(hint, str(hint))


def placeholders(text: str) -> frozenset[str]:
    """The names in braces that the engine fills: `{grace}`; not `${PORT}` and not `{A}`."""
    names = set()
    before, *pieces = text.split("{")
    for piece in pieces:
        name, brace, _ = piece.partition("}")
        if brace and not before.endswith("$") and is_placeholder(name):
            names.add(name)
        before = piece
    return frozenset(names)


def is_placeholder(name: str) -> bool:
    """Whether a name in braces is one to be filled: small letters, digits and `_`, or a fact: `workload.grace`."""
    if name.partition(".")[0] in _ROOTS and "." in name:
        return name.isascii() and all(part.isidentifier() for part in name.split("."))
    return name.isidentifier() and name.isascii() and name == name.lower()


def texts_of(layer: Layer) -> Iterator[str]:
    """All texts of a layer that are shown with a finding."""
    yield from layer.messages.values()
    yield from layer.labels.values()
    yield from layer.helps.values()


def review(ruleset: RuleSet) -> list[str]:
    """What is wrong with the built-in rules as a whole, besides what their examples show.

    Parameters that do not fit, checks without a rule, too few examples, no page that documents it (what is
    wrong with our own suppressions, nobody else documents).
    """
    from wslint.packs.examples import examples_of

    mistakes = parameter_mistakes_of(ruleset, {"general", *(pack.name for pack in ruleset.packs)})
    used = {layer.check for rule in ruleset.rules for layer in rule.layers.values()}
    mistakes += [
        f"the check `{name}` has no rule @ {path}" for name, path in all_checks() if name not in used
    ]
    for rule in ruleset.rules:
        if not rule.source and any(
            not layer.check.startswith("suppressions.") for layer in rule.layers.values()
        ):
            mistakes.append(f"{rule.name} has no `source` @ {rule.path}:1")
        own = [example for example in examples_of(rule) if example.pack == _home(rule)]
        for kind in ("bad", "good"):
            count = sum(1 for example in own if example.kind == kind)
            if count < LEAST_EXAMPLES:
                mistakes.append(
                    f"{rule.name} has {count} {kind} examples, fewer than {LEAST_EXAMPLES} @ {rule.path}:1"
                )
    return mistakes


def _home(rule: Rule) -> str:
    return next(iter(rule.layers))


def all_checks() -> Iterator[tuple[str, str]]:
    """Every check of wslint/checks: "topic.check-name" and its file."""
    import pkgutil

    import wslint.checks

    for module in pkgutil.iter_modules(wslint.checks.__path__):
        loaded = __import__(f"wslint.checks.{module.name}", fromlist=[module.name])
        for name, value in vars(loaded).items():
            if isinstance(value, Check) and value.run.__module__ == loaded.__name__:
                yield f"{module.name}.{name.replace('_', '-')}", str(loaded.__file__)
