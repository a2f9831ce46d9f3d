"""Rules as SARIF describes them: what GitHub shows beside an alert."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wslint.engine.finding import Finding
from wslint.packs.rule import Layer, Rule, RuleSet

# GitHub's limits: texts of a rule in characters, and tags.
_MOST_TEXT = 1024
_MOST_TAGS = 10
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}


def descriptors(
    names: Sequence[str], findings: Sequence[Finding], rules: RuleSet | None
) -> list[dict[str, Any]]:
    """A `reportingDescriptor` for each rule name, in this order; of a rule that is not given, what findings say."""
    known = {rule.name: rule for rule in rules.rules} if rules else {}
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.name, finding)
    return [_described(known[name]) if name in known else _guessed(first[name]) for name in names]


def _described(rule: Rule) -> dict[str, Any]:
    layer = rule.layers.get("general") or next(iter(rule.layers.values()))
    paragraphs = [" ".join(part.split()) for part in rule.why.strip().split("\n\n") if part.strip()]
    title = _title(rule.name)
    record = _record(rule.name, rule.code, layer.severity, rule.source)
    record["fullDescription"] = {"text": _cut(" ".join(paragraphs) or title)}
    record["help"] = {
        "text": "\n\n".join(_plain(rule, layer, paragraphs)),
        "markdown": "\n\n".join(_markdown(rule, layer, paragraphs)),
    }
    packs = [name for name in rule.layers if name != "general"]
    record["properties"]["tags"] = list(dict.fromkeys((rule.topic, *rule.applies, *packs)))[:_MOST_TAGS]
    return record


def _guessed(finding: Finding) -> dict[str, Any]:
    record = _record(finding.name, finding.code, finding.severity, finding.source)
    record["fullDescription"] = {"text": _title(finding.name)}
    text = finding.source or _explained(finding.name)
    record["help"] = {"text": text, "markdown": text}
    return record


def _record(name: str, code: str, severity: str, source: str) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": _title(name)},
        "defaultConfiguration": {"level": severity},
        "properties": {"code": code, "precision": "high", "problem.severity": _PROBLEM[severity]},
    }
    if source:
        record["helpUri"] = source
    return record


def _plain(rule: Rule, layer: Layer, why: list[str]) -> list[str]:
    parts = list(why)
    parts += [f"It says: {message}" for message in _distinct(layer.messages.values())]
    parts += [f"What to write: {text}" for text in _distinct(layer.helps.values())]
    if rule.source:
        parts.append(f"Documented at {rule.source}")
    return [*parts, _explained(rule.name)]


def _markdown(rule: Rule, layer: Layer, why: list[str]) -> list[str]:
    """The help as people see it. `helpUri` is not shown by GitHub, so the page is repeated here."""
    parts = [f"**{_title(rule.name)}** (`{rule.code}`)", *why]
    for title, texts in (("What it says", layer.messages), ("What to write", layer.helps)):
        if lines := _distinct(texts.values()):
            parts.append(f"### {title}\n\n" + "\n".join(f"- {text}" for text in lines))
    if rule.source:
        parts.append(f"### Documented at\n\n<{rule.source}>")
    parts.append(
        f"### To silence it at one place\n\n`# wslint: ignore[{rule.name}] the reason`"
        f"\n\n`wslint explain {rule.name}` has the whole page, with examples."
    )
    return parts


def _distinct(texts: Any) -> list[str]:
    return [text for text in dict.fromkeys(" ".join(text.split()) for text in texts) if text]


def _explained(name: str) -> str:
    return f"`wslint explain {name}` says what the rule demands, and why."


def _title(name: str) -> str:
    words = name.replace("-", " ").strip() or "Finding"
    return _cut(words[:1].upper() + words[1:])


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"
