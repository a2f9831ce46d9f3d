"""Helm charts of a project: a line of the ledger each, or the facts of what Helm renders."""

from __future__ import annotations

import os
from collections.abc import Sequence

from wslint.model.facts import FileFacts
from wslint.project.files import Files
from wslint.project.helm import chart_at, charts, not_rendered, render
from wslint.project.reading import read_yaml
from wslint.text.record import NamedTuple

TIME_LIMIT = 20.0
"""Seconds that Helm gets for one chart."""
MOST_RENDERED = 200


class ChartFacts(NamedTuple):
    """What charts give. `rendered` are the absolute paths of templates that were checked as rendered.

    `ledger` has shown paths and reasons.
    """

    facts: tuple[FileFacts, ...]
    rendered: frozenset[str]
    ledger: tuple[tuple[str, str], ...]


def chart_facts(templates: Sequence[str], files: Files, *, helm: bool) -> ChartFacts:
    """The charts that have these templates (absolute paths); rendered by the `helm` on the PATH if `helm`."""
    program = _helm() if helm else None
    facts: list[FileFacts] = []
    rendered: set[str] = set()
    ledger: list[tuple[str, str]] = []
    for at, (folder, own) in enumerate(charts(templates, files.is_file).items()):
        where = files.shown(os.path.join(folder, "Chart.yaml"))
        if program is None or at >= MOST_RENDERED:
            chart = chart_at(folder, files.text)
            reason = not_rendered(chart.name if chart is not None else os.path.basename(folder), len(own))
            ledger.append((where, reason if not helm else f"{reason}, but there is no helm on the PATH"))
            continue
        made = render(folder, program, TIME_LIMIT, files.text)
        if isinstance(made, str):
            ledger.append((where, f"the Helm chart was not rendered: {made}"))
            continue
        for one in made.files:
            read = read_yaml(one.source)
            if isinstance(read, FileFacts):
                facts.append(read._replace(scope=where))
                rendered.add(one.path)
    return ChartFacts(tuple(facts), frozenset(rendered), tuple(ledger))


def _helm() -> str | None:
    from shutil import which

    return which("helm")
