"""Helm charts: recognised and named, and rendered where somebody asks for it.

Source: Helm documentation, "Charts" and "helm template" (v3).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping

from wslint.project import disk
from wslint.project.helm_lines import placed
from wslint.project.helm_process import run_helm
from wslint.project.paths import within
from wslint.syntax.yaml import Mapping as YamlMapping
from wslint.syntax.yaml import Scalar, Sequence, parse_yaml
from wslint.text import Fragment, Source
from wslint.text.record import NamedTuple

MAX_FILES = 10_000
"""How many files a chart may have to be rendered."""
_MARK = "# Source: "
_RELEASE = "release"

Read = Callable[[str], "Source | None"]


class RenderedFile(NamedTuple):
    """What a template gives: its absolute path, and the manifests, placed in the template line by line."""

    path: str
    source: Fragment


class Rendered(NamedTuple):
    """A chart as `helm template` renders it with its own values."""

    name: str
    files: tuple[RenderedFile, ...]


class Chart(NamedTuple):
    """What a Chart.yaml says. `missing` are dependencies that are not in the folder `charts`."""

    name: str
    library: bool
    missing: tuple[str, ...]


def charts(paths: Iterable[str], is_file: Callable[[str], bool]) -> dict[str, tuple[str, ...]]:
    """The absolute folders of the charts that have some of these files as templates, and which.

    The templates of a chart inside another one's `charts` are that one's: they are rendered with it.
    """
    found: dict[str, list[str]] = {}
    for path in paths:
        folder = _chart_of(path, is_file)
        if folder is not None:
            found.setdefault(folder, []).append(path)
    return {folder: tuple(sorted(found[folder])) for folder in sorted(found)}


def _chart_of(path: str, is_file: Callable[[str], bool]) -> str | None:
    """The folder of the outermost chart that a template belongs to."""
    chart = None
    parts = path.split(os.sep)
    for at in range(len(parts) - 2, 0, -1):
        if (parts[at] == "templates" and chart is None) or (parts[at] == "charts" and chart is not None):
            folder = os.sep.join(parts[:at])
        else:
            continue
        if is_file(os.path.join(folder, "Chart.yaml")):
            chart = folder
    return chart


def not_rendered(name: str, count: int) -> str:
    """The ledger's reason for a chart whose templates are not checked."""
    templates = "1 template" if count == 1 else f"{count} templates"
    return f"Helm chart {name}: {templates} not checked; --helm renders it"


def chart_at(folder: str, read: Read) -> Chart | None:
    """The chart in a folder; None where its Chart.yaml cannot be read."""
    source = read(os.path.join(folder, "Chart.yaml"))
    if source is None:
        return None
    documents = parse_yaml(source).documents
    root = documents[0].root if documents else None
    if not isinstance(root, YamlMapping):
        return None
    name, kind = root.get_scalar("name"), root.get_scalar("type")
    missing = tuple(one for one in _dependencies(root) if not _is_there(folder, one))
    return Chart(
        name.value if name is not None else os.path.basename(folder),
        kind is not None and kind.value == "library",
        missing,
    )


def _dependencies(root: YamlMapping) -> list[str]:
    listed = root.get("dependencies")
    if not isinstance(listed, Sequence):
        return []
    names = [item.value.get("name") for item in listed.items if isinstance(item.value, YamlMapping)]
    return [one.value for one in names if isinstance(one, Scalar)]


def _is_there(folder: str, name: str) -> bool:
    """Whether a dependency is in `charts`, as a folder or packed."""
    charts = os.path.join(folder, "charts")
    if disk.is_link(charts) and not within(charts, folder):
        return False
    try:
        entries = disk.names(charts)
    except OSError:
        return False
    return any(one == name or (one.startswith(f"{name}-") and one.endswith(".tgz")) for one in entries)


def render(chart_folder: str, helm: str, timeout: float, read: Read) -> Rendered | str:
    """What `helm template` makes of a chart with its own values, or why it does not.

    `helm` is the program; it gets `timeout` seconds, no network as far as the system lets us, and an empty
    home. Hooks and tests are left out, dependencies are not fetched. `read` gives the text of a file inside
    the root.
    """
    chart = chart_at(chart_folder, read)
    if chart is None:
        return "its Chart.yaml cannot be read"
    if chart.library:
        return "a library chart: there is nothing to render"
    if chart.missing:
        return f"its dependency {chart.missing[0]} is not in charts/"
    problem = _leads_out(chart_folder)
    if problem is not None:
        return problem
    output = run_helm(
        [helm, "template", _RELEASE, chart_folder, "--no-hooks", "--skip-tests"], timeout=timeout
    )
    if output.reason:
        return output.reason
    return Rendered(chart.name, tuple(_files(chart_folder, output.text, read)))


def _leads_out(folder: str) -> str | None:
    """Why a chart is not given to Helm, which follows links wherever they lead."""
    real = os.path.realpath(folder)
    count = 0
    for where, folders, files in os.walk(folder):
        for name in (*folders, *files):
            count += 1
            path = os.path.join(where, name)
            if count > MAX_FILES:
                return f"more than {MAX_FILES} files"
            if os.path.islink(path):
                target = os.path.realpath(path)
                if target != real and not target.startswith(real + os.sep):
                    return "a link leads out of the chart"
    return None


def _files(folder: str, output: str, read: Read) -> Iterable[RenderedFile]:
    """The manifests by their templates; what has none is placed in the Chart.yaml."""
    for path, text in _by_template(folder, output).items():
        host = read(path)
        template = host is not None
        if host is None:
            host = read(os.path.join(folder, "Chart.yaml"))
        if host is not None:
            yield RenderedFile(path, placed(host, text, template=template))


def _by_template(folder: str, output: str) -> Mapping[str, str]:
    """The manifests of each template, by the comments that Helm writes above them."""
    found: dict[str, list[str]] = {}
    for document in ("\n" + output).split("\n---\n"):
        body = document.strip("\n")
        first, _, rest = body.partition("\n")
        if not first.startswith(_MARK) or not rest.strip():
            continue
        parts = first[len(_MARK) :].strip().split("/")[1:]
        if not parts or ".." in parts:
            continue
        found.setdefault(os.path.join(folder, *parts), []).append(rest + "\n")
    return {path: "---\n".join(texts) for path, texts in found.items()}
