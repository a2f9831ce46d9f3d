"""The page of a rule: what it says, why, what to write, its parameters, layers, examples, source, aliases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint.packs.rule import Layer, Rule, assertion_of
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.packs.examples import Example
    from wslint.packs.rule import Assertion


class Page(NamedTuple):
    """A rule and the examples of its file."""

    rule: Rule
    bad: tuple[Example, ...]
    good: tuple[Example, ...]


def page_of(rule: Rule) -> Page:
    """The page; the examples are read from the rule's files. Raises PackError if these are not sound."""
    from wslint.packs.examples import examples_of

    examples = examples_of(rule)
    return Page(
        rule,
        tuple(example for example in examples if example.kind == "bad"),
        tuple(example for example in examples if example.kind == "good"),
    )


def first_layer(rule: Rule) -> Layer:
    """The layer for all workloads, or the only one."""
    return rule.layers.get("general") or next(iter(rule.layers.values()))


def summary(rule: Rule) -> str:
    """The rule's usual message."""
    messages = first_layer(rule).messages
    return messages.get("") or next(iter(messages.values()), "")


def aliases_in_order(rule: Rule) -> list[str]:
    """The same demand in other tools, each once, as they are written."""
    found = [word for layer in rule.layers.values() for words in layer.aliases.values() for word in words]
    return list(dict.fromkeys(found))


def record(page: Page) -> dict[str, Any]:
    """The page as plain data."""
    rule = page.rule
    return {
        "code": rule.code,
        "name": rule.name,
        "topic": rule.topic,
        "severity": first_layer(rule).severity,
        "enabled": first_layer(rule).enabled,
        "applies": list(rule.applies),
        "in_documents": rule.in_documents,
        "aliases": aliases_in_order(rule),
        "why": rule.why.strip(),
        "source": rule.source,
        "layers": [
            {
                "pack": layer.pack,
                "severity": layer.severity,
                "enabled": layer.enabled,
                "params": dict(layer.params),
                **_assertion_record(layer),
                "messages": dict(layer.messages),
                "fix": dict(layer.helps),
            }
            for layer in rule.layers.values()
        ],
        "examples": {
            "bad": [_example_record(example) for example in page.bad],
            "good": [_example_record(example) for example in page.good],
        },
    }


def _not_in_guides(rule: Rule) -> str:
    return "" if rule.in_documents else ", not in guides"


def _assertion_record(layer: Layer) -> dict[str, Any]:
    asserted = assertion_of(layer.check)
    if asserted is None:
        return {}
    return {"subject": asserted.subject, "assert": asserted.text, "where": asserted.where or None}


def _example_record(example: Example) -> dict[str, Any]:
    return {
        "name": example.name,
        "pack": example.pack,
        "files": dict(example.files),
        "finds": example.finds or None,
        "fixed": None if example.fixed is None else dict(example.fixed),
    }


def text(page: Page, width: int) -> Iterator[str]:
    """The page for a terminal: the first bad and the first good example, and the names of the others."""
    from wslint.report.cells import wrapped

    rule = page.rule
    layer = first_layer(rule)
    state = "" if layer.enabled else ", off unless selected"
    yield f"{rule.name} ({rule.code}): {layer.severity}{state}\n"
    yield f"for {', '.join(rule.applies)}{_not_in_guides(rule)}; topic {rule.topic}\n"
    for title, paragraphs in _sections(rule):
        yield f"\n{title}\n"
        for paragraph in paragraphs:
            for line in wrapped(paragraph, width - 2, ""):
                yield f"  {line}\n"
    for title, examples in (("Reported", page.bad), ("Not reported", page.good)):
        if examples:
            yield from _shown(title, examples)
    yield f"\nSilence it at one place\n  # wslint: ignore[{rule.name}] the reason\n"


def _sections(rule: Rule) -> Iterator[tuple[str, list[str]]]:
    layer = first_layer(rule)
    yield "What it says", list(dict.fromkeys(layer.messages.values()))
    if asserted := assertion_of(layer.check):
        yield "What it asserts", _asserted(asserted)
    if rule.why:
        yield "Why", [" ".join(part.split()) for part in rule.why.strip().split("\n\n")]
    if helps := list(dict.fromkeys(filter(None, layer.helps.values()))):
        yield "What to write", helps
    if layer.params:
        yield "Parameters", [f"{name}: {plain(value)}" for name, value in layer.params.items()]
    if len(rule.layers) > 1 or layer.pack != "general":
        yield "Layers", [_layer_line(each, layer) for each in rule.layers.values()]
    if rule.source:
        yield "Documented at", [rule.source]
    if aliases := aliases_in_order(rule):
        yield "Elsewhere", [", ".join(aliases)]


def _asserted(asserted: Assertion) -> list[str]:
    """The expressions of a rule that asserts something, for people."""
    lines = [f"of every {asserted.subject}: {' '.join(asserted.text.split())}"]
    if asserted.where:
        lines.append(f"where {' '.join(asserted.where.split())}")
    return lines


def _layer_line(layer: Layer, usual: Layer) -> str:
    parts = [layer.severity]
    parts += [
        f"{name}: {plain(value)}" for name, value in layer.params.items() if usual.params.get(name) != value
    ]
    asserted = assertion_of(layer.check)
    if asserted is not None and layer is not usual and layer.check != usual.check:
        parts += _asserted(asserted)
    if layer.messages != usual.messages:
        parts += [
            f"“{message}”"
            for variant, message in layer.messages.items()
            if usual.messages.get(variant) != message
        ]
    return f"{layer.pack}: {', '.join(parts)}"


def plain(value: Any) -> str:
    """A parameter as it is written in YAML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(plain(item) for item in value)}]"
    return "null" if value is None else str(value)


def _shown(title: str, examples: tuple[Example, ...]) -> Iterator[str]:
    first = examples[0]
    yield f"\n{title}: {first.name}\n"
    for path, content in first.files.items():
        yield f"  --- {path}\n"
        for line in content.rstrip("\n").split("\n"):
            yield f"  {line}".rstrip() + "\n"
    if len(examples) > 1:
        yield f"{title} also\n"
    for example in examples[1:]:
        yield f"  - {example.name}\n"


def markdown(page: Page) -> Iterator[str]:
    """The page for the site: every example in full."""
    rule = page.rule
    yield f"# {rule.name}\n\n"
    about = f"for {', '.join(rule.applies)}{_not_in_guides(rule)}"
    yield f"`{rule.code}` · {first_layer(rule).severity} · topic {rule.topic} · {about}\n"
    for title, paragraphs in _sections(rule):
        yield f"\n## {title}\n\n"
        if title in {"Parameters", "Layers"}:
            yield "".join(f"- {paragraph}\n" for paragraph in paragraphs)
        elif title == "What it asserts":
            yield "".join(f"- `{paragraph}`\n" for paragraph in paragraphs)
        elif title == "Documented at":
            yield f"<{paragraphs[0]}>\n"
        elif title == "What it says":
            yield "".join(f"- {_escaped(paragraph)}\n" for paragraph in paragraphs)
        else:
            yield "\n\n".join(paragraphs) + "\n"
    for title, examples in (("Reported", page.bad), ("Not reported", page.good)):
        if examples:
            yield f"\n## {title}\n"
        for example in examples:
            yield f"\n### {example.name}\n"
            for path, content in example.files.items():
                fence = "````" if "```" in content else "```"
                language = (
                    "yaml"
                    if path.endswith((".yaml", ".yml"))
                    else "dockerfile"
                    if "ockerfile" in path
                    else ""
                )
                yield f"\n`{path}`\n\n{fence}{language}\n{content.rstrip()}\n{fence}\n"


def _escaped(message: str) -> str:
    """`{field}` set as code, so that no site generator takes it for its own."""
    return message.replace("{", "`{").replace("}", "}`") if "`" not in message else message
