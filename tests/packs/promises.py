"""What holds for every finding of a rule, whatever its example is about."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from wslint.engine.finding import Finding
from wslint.packs.rule import Rule

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "fixing.md"
# They speak of a file, of what routes to pods, or of what is copied into an image.
_NAMELESS_TOPICS = {"file", "compose", "routing", "kustomize", "suppressions"}
# Of these some findings concern a stage that has no name, an object, or a line of a Dockerfile.
_NAMELESS_RULES = set(
    """shell-form-entrypoint entrypoint-script-without-exec stop-signal-uncatchable secret-literal
    copy-source-missing copy-source-not-versioned secret-in-build-arg""".split()
)


def broken_promises(rule: Rule, finding: Finding) -> Iterator[str]:
    """What is wrong with a finding that its words and places do not show."""
    topics = {layer.check.partition(".")[0] for layer in rule.layers.values()}
    if not topics & _NAMELESS_TOPICS and rule.name not in _NAMELESS_RULES and not finding.workload:
        yield "the workload concerned is not named"
    if finding.workload == "":
        yield "the workload concerned has an empty name"
    if finding.secret != (rule.name == "secret-literal"):
        yield "what must not be printed is not marked, or something else is"
    if finding.fix is not None:
        safe = {"safe": True, "unsafe": False}.get(_kinds()[rule.name])
        if safe is not None and finding.fix.safe != safe:
            yield f"the fix is safe: {finding.fix.safe}; docs/fixing.md says otherwise"
        if not finding.fix.description or not finding.fix.edits:
            yield "the fix does not say what it does, or does nothing"


@cache
def _kinds() -> dict[str, str]:
    """The last column of the table of docs/fixing.md, by the rule's name in the first one."""
    rows = [line.strip("| ").split(" | ") for line in _PAGE.read_text("utf-8").splitlines()]
    return {row[0][1:].partition("]")[0]: row[-1] for row in rows if row[0].startswith("[")}
