"""One module per format. A report is a function of an outcome: it yields texts and never prints.

A new format is one module with `render(outcome, options) -> Iterator[str]` and one line in REPORTERS.
"""

from __future__ import annotations

from wslint.engine.finding import Outcome
from wslint.report.options import RenderOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

Render: TypeAlias = "Callable[[Outcome, RenderOptions], Iterator[str]]"

REPORTERS: dict[str, str] = {
    "text": "wslint.report.text",
    "concise": "wslint.report.concise",
    "json": "wslint.report.json",
    "json-lines": "wslint.report.json_lines",
    "sarif": "wslint.report.sarif",
    "github": "wslint.report.github",
    "gitlab": "wslint.report.gitlab",
    "junit": "wslint.report.junit",
    "rdjson": "wslint.report.rdjson",
    "markdown": "wslint.report.markdown",
}


def reporter(name: str) -> Render:
    """The render function of a format; only its module is imported. Raises KeyError for an unknown name."""
    from importlib import import_module

    render: Render = import_module(REPORTERS[name]).render
    return render
