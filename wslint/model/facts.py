"""The facts of one file: what a reader gives, and all that linking and checks see."""

from __future__ import annotations

from wslint.model.value import Known, Unknown
from wslint.model.workload import Pod, Workload
from wslint.text import Fix, Fragment, Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    from wslint.model.calls import ComposeCall, ImageBuild, StopCall
    from wslint.model.kubernetes_objects import ConfigObject, KubernetesService, Route

FileKind: TypeAlias = "Literal['dockerfile', 'compose', 'kubernetes', 'shell', 'document', 'env', 'other']"
EmbeddedKind: TypeAlias = "Literal['dockerfile', 'compose', 'kubernetes', 'yaml', 'shell', 'env']"


class Problem(NamedTuple):
    """Something wrong with the file itself. `check` names its rule, such as "syntax-error".

    `fields` fill the rule's message.
    """

    check: str
    span: Span
    fields: Mapping[str, str | int | float]
    related: tuple[tuple[str, Span], ...] = ()
    fix: Fix | None = None


class Remark(NamedTuple):
    """A comment that may be a suppression.

    `text` without the comment sign, `span` the whole comment, `covers` the characters that it speaks of:
    its own line for a comment at the end of a line, else the instruction or mapping entry that begins on
    the next line that is neither blank nor a comment.
    """

    text: str
    span: Span
    covers: Span


class Annotated(NamedTuple):
    """Annotations of a Kubernetes object: suppressions by annotation hold for all of its `extent`."""

    annotations: Mapping[str, Known[str]]
    extent: Span


class Embedded(NamedTuple):
    """A text inside a file that is read as a file of its own: a fence, a recipe, a here-document.

    "yaml" says that only its keys can tell what it is. `source.name` is the path that the host gives it, if
    any; `directory` is the folder in which a shell text runs, relative to the host's own ("" for that; None
    where it cannot be known). `variables` are the literal values that the host sets for a shell text.
    `for_desktop` says that the host means it for Docker Desktop, not for Linux.
    """

    source: Fragment
    kind: EmbeddedKind
    directory: str | None = ""
    variables: Mapping[str, Known[str]] = {}
    for_desktop: bool = False


class FileFacts(NamedTuple):
    """The facts of one file.

    `unknown` are values that could not be known, for the ledger; `skipped` says why a recognised file, or
    a document of it, was left out. `partial` is true for a Compose file that only completes another one: a
    service of it has nothing to run. `environment` holds the entries of an env file. `patches` and
    `resources` are the paths that a kustomization lists, as written: a patch never stands alone. `completes`
    is true for a kustomization that adds labels to templates, or objects that no file here holds.

    `builds`, `compose_calls` and `stops` are what the command lines of a shell text do; `embedded` are texts
    inside it. `scope` tells apart objects that are never deployed together, such as two overlays of one
    base: Services, pods and config objects are linked within one scope only. `for_desktop` are the stretches that
    are meant for Docker Desktop, not for Linux.
    """

    source: Source
    kind: FileKind
    workloads: tuple[Workload, ...] = ()
    pods: tuple[Pod, ...] = ()
    services: tuple[KubernetesService, ...] = ()
    routes: tuple[Route, ...] = ()
    config: tuple[ConfigObject, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    annotated: tuple[Annotated, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    skipped: tuple[Unknown, ...] = ()
    project_name: str | None = None
    partial: bool = False
    patches: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    completes: bool = False
    builds: tuple[ImageBuild, ...] = ()
    compose_calls: tuple[ComposeCall, ...] = ()
    stops: tuple[StopCall, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    scope: str = ""
    for_desktop: tuple[Span, ...] = ()
