"""Words of a rule, filled with the fields of a violation."""

from __future__ import annotations

from wslint.checks.violation import Field, Violation
from wslint.engine.finding import Finding, RelatedPlace, Severity
from wslint.packs.rule import Layer, Rule
from wslint.text import at_home

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def render(template: str, fields: Mapping[str, Field]) -> str:
    """Fill `{name}` by the field of that name, in one pass: what is filled in is not looked at again.

    Braces around anything else stay as they are. Whole floats are written without a point.
    """
    if "{" not in template:
        return template
    first, *pieces = template.split("{")
    out = [first]
    for piece in pieces:
        name, brace, rest = piece.partition("}")
        if brace and name in fields:
            out += (in_words(fields[name]), rest)
        else:
            out += ("{", piece)
    return "".join(out)


def in_words(value: Field) -> str:
    """A field as text: 90.0 is `90`, 0.1 + 0.2 is `0.3`."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".10g")
    return str(value)


def dress(rule: Rule, layer: Layer, violation: Violation) -> Finding:
    """The finding that a violation is, with all its places in whole files, not in fragments of them.

    Raises LookupError where the layer has no words for it.
    """
    variant = violation.variant
    fields: Mapping[str, Field] = {"workload": violation.workload or "", **violation.fields}
    template = layer.messages.get(variant)
    if template is None:
        template = layer.messages.get("")
        if template is None:
            raise LookupError(f"no message for the variant `{variant}`")
    related = tuple(
        RelatedPlace(place.span.home, render(_label(layer, place.label), fields))
        for place in violation.related
    )
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity_of(layer.severities.get(variant, layer.severity)),
        message=render(template, fields),
        span=violation.span.home,
        label=render(_label(layer, violation.label), fields) if violation.label else "",
        related=related,
        workload=violation.workload,
        aliases=layer.aliases.get(variant, layer.aliases.get("", ())),
        help=render(layer.helps.get(variant, layer.helps.get("", "")), fields),
        source=rule.source,
        fix=None if violation.fix is None else at_home(violation.fix),
        secret=violation.secret,
    )


def _label(layer: Layer, name: str) -> str:
    text = layer.labels.get(name)
    if text is None:
        raise LookupError(f"no label `{name}`")
    return text


def severity_of(word: str) -> Severity:
    """A severity, checked. Raises LookupError."""
    if word == "error":
        return "error"
    if word == "warning":
        return "warning"
    if word == "note":
        return "note"
    raise LookupError(f"no severity `{word}`")


def merge(findings: list[Finding]) -> list[Finding]:
    """One finding for each rule, primary span and message; what the others point at becomes `also`.

    The order of the first ones is kept, and the highest severity wins.
    """
    from wslint.engine.finding import RANK

    kept: dict[tuple[str, int, int, int, str], Finding] = {}
    for finding in findings:
        span = finding.span
        key = (finding.name, id(span.source), span.start, span.end, finding.message)
        first = kept.get(key)
        if first is None:
            kept[key] = finding
            continue
        known = {place.span for place in first.related} | set(first.also)
        further = [s for s in (*(place.span for place in finding.related), *finding.also) if s not in known]
        severity = min(first.severity, finding.severity, key=RANK.__getitem__)
        kept[key] = first._replace(also=(*first.also, *dict.fromkeys(further)), severity=severity)
    return list(kept.values())
