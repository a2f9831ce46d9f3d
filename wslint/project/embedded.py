"""Texts inside other texts to facts: here-documents, recipes of Makefiles, steps of CI files."""

from __future__ import annotations

from wslint.model.facts import Embedded, FileFacts
from wslint.model.value import Unknown
from wslint.project.reading import ComposeText, Reading, read_yaml
from wslint.project.shell_budget import ShellBudget
from wslint.syntax.unreadable import Unreadable
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DEEPEST = 4
"""How many texts may lie inside each other: a here-document in a step of a workflow is two."""
MOST = 5_000
_MOST_TOGETHER = 500


class Inside(NamedTuple):
    """The facts of an embedded text, and the absolute path of the file that it is in."""

    path: str
    facts: FileFacts


def embedded_facts(host: FileFacts, path: str) -> tuple[list[Inside], list[Unknown]]:
    """The facts of all texts in a file, those inside them included; and what could not be read of them."""
    found: list[Inside] = []
    skipped: list[Unknown] = []
    waiting: list[tuple[Embedded, int]] = [(one, 1) for one in reversed(host.embedded)]
    built = _built_in(host.embedded)
    budget = ShellBudget()
    while waiting and len(found) < MOST:
        embedded, depth = waiting.pop()
        if not budget.takes(embedded):
            continue
        facts = _facts(embedded, built)
        if isinstance(facts, Unknown):
            skipped.append(facts)
            continue
        if facts is None:
            continue
        if embedded.for_desktop:
            facts = as_for_desktop(facts)
        if facts.kind == "kubernetes":
            # What a script applies is deployed with what else it applies.
            facts = facts._replace(scope=path)
        found.append(Inside(path, facts))
        if depth < DEEPEST:
            waiting += [(one, depth + 1) for one in reversed(facts.embedded)]
    return found, skipped if budget.cut is None else [*skipped, budget.cut]


def _built_in(texts: Sequence[Embedded]) -> frozenset[str]:
    """The images that the recipes or steps of a file build by names that are partly unknown.

    A step that builds and one that runs what was built are two texts.
    """
    from wslint.readers.shell import partly_known, read_shell

    if len(texts) > _MOST_TOGETHER:
        return frozenset()
    budget = ShellBudget()
    shells = [
        one
        for one in texts
        if one.kind == "shell" and "build" in one.source.text and "$" in one.source.text and budget.takes(one)
    ]
    read = (read_shell(one.source, directory=one.directory, variables=one.variables) for one in shells)
    return frozenset(name for facts in read for name in partly_known(facts.builds))


def as_for_desktop(facts: FileFacts) -> FileFacts:
    """The facts of a text all of which is meant for Docker Desktop, with the texts inside it."""
    return facts._replace(
        for_desktop=(Span(facts.source, 0, len(facts.source.text)),),
        embedded=tuple(one._replace(for_desktop=True) for one in facts.embedded),
    )


def _facts(embedded: Embedded, built: frozenset[str]) -> FileFacts | Unknown | None:
    source = embedded.source
    if embedded.kind == "shell":
        from wslint.readers.shell import read_shell

        return read_shell(source, directory=embedded.directory, variables=embedded.variables, built=built)
    if embedded.kind == "dockerfile":
        from wslint.readers.image import read_image
        from wslint.syntax.dockerfile import parse_dockerfile

        parsed = parse_dockerfile(source)
        if isinstance(parsed, Unreadable):
            return Unknown(f"a Dockerfile in here cannot be parsed: {parsed.reason}", parsed.span)
        facts = read_image(parsed)
        if any(one.check == "syntax-error" for one in facts.problems):
            # A script may add to a Dockerfile what is only a part of one.
            return Unknown("a text for a Dockerfile that is none by itself", facts.problems[0].span)
        return facts
    if embedded.kind == "env":
        return None
    found = read_yaml(source)
    if isinstance(found, ComposeText):
        from wslint.readers.compose import read_compose

        return read_compose(found.parsed, {})
    return None if isinstance(found, Reading) else found
