"""The settings of one run."""

from __future__ import annotations

from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal, TypeAlias

Platform: TypeAlias = "Literal['linux', 'desktop']"
FailOn: TypeAlias = "Literal['error', 'warning', 'note', 'never']"


class IgnoreEntry(NamedTuple):
    """`ignore:` in the configuration: a rule, where (glob over the path), for which workload (glob), why.

    `until` is a date (YYYY-MM-DD) after which the entry no longer holds; `place` is "path:line" of the entry.
    """

    rule: str
    path: str | None
    workload: str | None
    reason: str
    until: str | None
    place: str


class RuleSettings(NamedTuple):
    """`rules: NAME:` in the configuration; None keeps the rule's own."""

    severity: str | None = None
    enabled: bool | None = None
    params: Mapping[str, Any] = {}
    place: str = ""


class LinkEntry(NamedTuple):
    """`links:` in the configuration: an image name that is built by a local Dockerfile (and target)."""

    image: str
    dockerfile: str
    target: str | None


class Settings(NamedTuple):
    """All that decides what a run does, with paths relative to `root`.

    `root` is the folder above which nothing is read (absolute). `selectors` are per pack: additions to
    the pack's selector (images, environment, labels, paths). `came_from` says for each key (as written in the
    configuration, kebab-case) where its value was given: "path:line", or the option; keys at their default
    are not in it. `baseline` is the file of findings that are known. `helm`: render charts by the `helm` of the
    machine; only the command line can ask for it.
    """

    root: str
    origin: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignored: tuple[IgnoreEntry, ...] = ()
    rules: Mapping[str, RuleSettings] = {}
    selectors: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    links: tuple[LinkEntry, ...] = ()
    packs: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: FailOn = "warning"
    platform: Platform = "linux"
    strict: bool = False
    allow_empty: bool = False
    respect_gitignore: bool = True
    force_exclude: bool = False
    focus: bool = False
    baseline: str | None = None
    helm: bool = False
    came_from: Mapping[str, str] = {}
