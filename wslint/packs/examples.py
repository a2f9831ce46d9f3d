"""The examples of rules: read from the rule files, and run like any deployment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from wslint.packs.mistakes import PackError
from wslint.packs.placeholders import placeholders, texts_of
from wslint.packs.rule import Layer, Rule, RuleSet
from wslint.settings.record import RuleSettings, Settings
from wslint.text import Fix, Span
from wslint.text.record import NamedTuple


class Example(NamedTuple):
    """One example of a rule file. `pack` is whose layer the file gives, `place` "path:line" of its name.

    `finds` is the text that the finding covers (bad ones only); None in the other fields: not said.
    """

    rule: str
    pack: str
    kind: Literal["bad", "good"]
    name: str
    files: Mapping[str, str]
    place: str
    settings: Mapping[str, Any] = {}
    finds: str = ""
    message: str | None = None
    severity: str | None = None
    path: str | None = None
    related: tuple[str, ...] | None = None
    fixed: Mapping[str, str] | None = None
    times: int = 1


class ExampleResult(NamedTuple):
    """What came of an example; `reason` is empty where it passed."""

    rule: str
    kind: str
    example: str
    passed: bool
    reason: str
    place: str


class FoundRelated(Protocol):
    """A related place of a finding, as far as examples look at it."""

    @property
    def span(self) -> Span:
        """Where."""

    @property
    def message(self) -> str:
        """What it says."""


class FoundFinding(Protocol):
    """A finding, as far as examples look at it."""

    @property
    def name(self) -> str:
        """The rule's name."""

    @property
    def message(self) -> str:
        """The message."""

    @property
    def severity(self) -> str:
        """The severity."""

    @property
    def span(self) -> Span:
        """The primary place."""

    @property
    def label(self) -> str:
        """The words beside the caret."""

    @property
    def help(self) -> str:
        """What to write."""

    @property
    def related(self) -> Sequence[FoundRelated]:
        """Other places."""

    @property
    def fix(self) -> Fix | None:
        """The edits."""


class FoundBug(Protocol):
    """A bug that the run met."""

    @property
    def where(self) -> str:
        """Where."""

    @property
    def message(self) -> str:
        """What."""


class RunOutcome(Protocol):
    """What a run gives, as far as examples look at it."""

    @property
    def findings(self) -> Sequence[FoundFinding]:
        """All findings."""

    @property
    def internal(self) -> Sequence[FoundBug]:
        """All bugs."""


Run = Callable[[Sequence[str], Settings], RunOutcome]
"""`wslint.app.run`, which lies above this layer."""


def examples_of(rule: Rule) -> tuple[Example, ...]:
    """The examples of a rule's file and of the files that refine it. Raises PackError."""
    from wslint.packs.pack_folder import shown
    from wslint.packs.rule_file import read_rule_file

    found: list[Example] = []
    for layer in rule.layers.values():
        file = read_rule_file(layer.path, shown(layer.path), layer.pack, "")
        written = file.data.get("examples", {})
        for kind in ("bad", "good"):
            for at, entry in enumerate(written.get(kind, ())):
                line = file.lines.get(("examples", kind, at), 1)
                found.append(_example(rule.name, layer.pack, kind, entry, f"{file.shown}:{line}"))
    return tuple(found)


def _example(rule: str, pack: str, kind: Any, entry: Mapping[str, Any], place: str) -> Example:
    related = entry.get("related")
    return Example(
        rule=rule,
        pack=pack,
        kind=kind,
        name=str(entry["name"]),
        files=entry["files"],
        place=place,
        settings=entry.get("settings", {}),
        finds=str(entry.get("finds", "")),
        message=entry.get("message"),
        severity=entry.get("severity"),
        path=entry.get("path"),
        related=None if related is None else tuple(related),
        fixed=entry.get("fixed"),
        times=entry.get("count", 1),
    )


def run_examples(ruleset: RuleSet, paths: Sequence[str] | None, run: Run) -> tuple[ExampleResult, ...]:
    """Run the examples of all rules, or of those whose files are, or lie below, one of `paths`.

    `run` is `wslint.app.run`. A pack among the paths need not be in the configuration. Besides each example, every text of a layer must be shown by some bad
    example of the rule: a message that no example reaches is a failure too.
    """
    try:
        ruleset = _with_packs_in(ruleset, paths or ())
    except PackError as error:
        return tuple(_refused(message) for message in error.messages)
    packs = tuple(pack.folder for pack in ruleset.packs if pack.folder)
    results: list[ExampleResult] = []
    for rule in ruleset.rules:
        wanted = {
            layer.pack for layer in rule.layers.values() if paths is None or _is_below(layer.path, paths)
        }
        if not wanted:
            continue
        try:
            examples = [example for example in examples_of(rule) if example.pack in wanted]
        except PackError as error:
            results += [_refused(message) for message in error.messages]
            continue
        shown_messages: list[str] = []
        for example in examples:
            reason, messages = run_example(rule, example, run, packs)
            shown_messages += messages
            results.append(
                ExampleResult(rule.name, example.kind, example.name, not reason, reason, example.place)
            )
        for pack in wanted:
            results += _unreached(rule, rule.layers[pack], shown_messages)
    return tuple(results)


def _with_packs_in(ruleset: RuleSet, paths: Sequence[str]) -> RuleSet:
    """The rules with those of pack folders that are named and not among the packs yet. Raises PackError."""
    from wslint.packs.folders import rules_folder
    from wslint.packs.pack_folder import add_packs

    known = {os.path.realpath(pack.folder) for pack in ruleset.packs if pack.folder}
    new = [
        path
        for path in dict.fromkeys(map(os.path.realpath, paths))
        if os.path.isfile(os.path.join(path, "pack.yaml"))
        and path not in known
        and not _is_below(path, [rules_folder()[0]])
    ]
    return add_packs(ruleset, new) if new else ruleset


def _refused(message: str) -> ExampleResult:
    what, _, place = message.rpartition(" @ ")
    return ExampleResult("rule packs", "", "", False, what, place)


def _is_below(path: str, paths: Sequence[str]) -> bool:
    real = os.path.realpath(path)
    for one in paths:
        wanted = os.path.realpath(one)
        if real == wanted or real.startswith(wanted.rstrip(os.sep) + os.sep):
            return True
    return False


def run_example(rule: Rule, example: Example, run: Run, packs: tuple[str, ...] = ()) -> tuple[str, list[str]]:
    """Run one example; why it fails (empty: it passes), and the messages that it showed.

    `packs` are the folders of the packs that the run needs besides those that come with wslint.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="wslint-example-") as made:
        # A link in the path of the temporary folder would lead out of the root.
        folder = os.path.realpath(made)
        settings = _settings(rule, example, folder)._replace(packs=packs)
        try:
            outcome = _run_in(folder, example.files, settings, run)
        except Exception as error:  # noqa: BLE001 (one example that breaks the run is one failure)
            return f"the run fails: {type(error).__name__}: {error}", []
        bug = next((f"a bug: {bug.where}: {bug.message}" for bug in outcome.internal), "")
        findings = [finding for finding in outcome.findings if finding.name == rule.name]
        messages = [finding.message for finding in findings]
        if bug or example.kind == "good":
            return bug or _unwanted(findings), messages
        reason = (
            _missed(example, findings)
            or _wrong_layer(rule, example, findings)
            or _unfilled(rule.layers[example.pack], findings)
            or _unfixed(rule, example, findings, settings, run)
        )
        return reason, messages


def _settings(rule: Rule, example: Example, folder: str) -> Settings:
    given = example.settings
    params = given.get("params")
    return Settings(
        root=folder,
        select=(rule.name, *given.get("extend-select", ())),
        ignore=tuple(given.get("ignore", ())),
        rules={rule.name: RuleSettings(params=params)} if params else {},
        platform=given.get("platform", "linux"),
        allow_empty=True,
    )


def _run_in(folder: str, files: Mapping[str, str], settings: Settings, run: Run) -> RunOutcome:
    for path, text in files.items():
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    return run([folder], settings)


def _place_of(span: Span) -> str:
    return f"{span.text!r} in line {span.line} of {span.path.rsplit('/', 1)[-1]}"


def _unwanted(findings: Sequence[FoundFinding]) -> str:
    if not findings:
        return ""
    first = findings[0]
    return f"there must be no finding, but at {_place_of(first.span)}: {first.message}"


def _missed(example: Example, findings: Sequence[FoundFinding]) -> str:
    if not findings:
        return "there is no finding"
    if len(findings) != example.times:
        places = "; ".join(f"{_place_of(one.span)}: {one.message}" for one in findings)
        return f"there are {len(findings)} findings, not {example.times}: {places}"
    reasons = [_difference(example, finding) for finding in findings]
    return "" if "" in reasons else reasons[0]


def _difference(example: Example, finding: FoundFinding) -> str:
    """Why a finding is not the one that the example names; empty if it is."""
    if finding.span.text != example.finds:
        return f"the finding is at {_place_of(finding.span)}, not at {example.finds!r}"
    if example.path is not None and not f"/{finding.span.path}".endswith(f"/{example.path}"):
        return f"the finding is in {finding.span.path}, not in {example.path}"
    if example.message is not None and example.message not in finding.message:
        return f"the message is {finding.message!r}, without {example.message!r}"
    if example.severity is not None and finding.severity != example.severity:
        return f"the severity is {finding.severity}, not {example.severity}"
    if example.related is not None:
        texts = tuple(related.span.text for related in finding.related)
        if texts != example.related:
            return f"the related places are {list(texts)}, not {list(example.related)}"
    return ""


def _wrong_layer(rule: Rule, example: Example, findings: Sequence[FoundFinding]) -> str:
    layer = rule.layers[example.pack]
    possible = {layer.severity, *layer.severities.values()}
    for finding in findings:
        if finding.severity not in possible:
            return f"the severity is {finding.severity}, which the layer {layer.pack} never gives: is it selected?"
    return ""


def _unfilled(layer: Layer, findings: Sequence[FoundFinding]) -> str:
    names = {name for text in texts_of(layer) for name in placeholders(text)}
    for finding in findings:
        shown = [
            finding.message,
            finding.label,
            finding.help,
            *(related.message for related in finding.related),
        ]
        for name in sorted(names):
            if any(f"{{{name}}}" in text for text in shown):
                return f"the check does not fill {{{name}}}: {finding.message!r}"
    return ""


def _unreached(rule: Rule, layer: Layer, messages: Sequence[str]) -> Iterator[ExampleResult]:
    """The messages of a layer that no bad example shows; those that it only takes over are not its own."""
    base = next(iter(rule.layers.values()))
    taken_over = {} if base is layer else base.messages
    for variant, template in layer.messages.items():
        if taken_over.get(variant) != template and not any(
            _could_be(template, message) for message in messages
        ):
            reason = f"no bad example shows the message of the variant {variant!r}"
            yield ExampleResult(rule.name, "bad", "", False, reason, f"{layer.path}:1")


def _could_be(template: str, message: str) -> bool:
    """Whether a message can come of a template: its literal parts are there, in order."""
    at = 0
    for name in placeholders(template):
        template = template.replace(f"{{{name}}}", "\0")
    parts = template.split("\0")
    if not message.startswith(parts[0]) or not message.endswith(parts[-1]):
        return False
    for part in parts:
        at = message.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def _unfixed(
    rule: Rule, example: Example, findings: Sequence[FoundFinding], settings: Settings, run: Run
) -> str:
    """Apply the fixes: the text must be the expected one, and nothing is left to find or to fix."""
    fixes = [finding.fix for finding in findings if finding.fix is not None]
    if not fixes:
        return "" if example.fixed is None else "there is a `fixed` text, but no fix"
    texts = dict(example.files)
    for path, text in apply(fixes).items():
        below = next((name for name in texts if f"/{path}".endswith(f"/{name}")), None)
        if below is None:
            return f"a fix edits {path}, which is no file of the example"
        texts[below] = text
    for path, wanted in (example.fixed or {}).items():
        if texts.get(path) != wanted:
            return f"the fix makes this of {path}: {texts.get(path)!r}"
    left = _run_in(settings.root, texts, settings, run)
    still = [finding for finding in left.findings if finding.name == rule.name]
    if any(finding.fix is not None for finding in still) or (len(fixes) == len(findings) and still):
        return f"after the fix there is still a finding: {still[0].message}"
    return ""


def apply(fixes: Sequence[Fix]) -> dict[str, str]:
    """The texts after all edits of some fixes, by path; the same edit of two fixes counts once.

    Raises ValueError where edits overlap.
    """
    edits = {(e.span.source.path, e.span.start, e.span.end, e.text): e for fix in fixes for e in fix.edits}
    texts: dict[str, str] = {}
    ends: dict[str, int] = {}
    for (path, start, end, text), edit in sorted(edits.items(), key=lambda item: item[0][:3], reverse=True):
        if end > ends.get(path, len(edit.span.source.text)):
            raise ValueError(f"two fixes edit the same place of {path}")
        before = texts.get(path, edit.span.source.text)
        texts[path] = before[:start] + text + before[end:]
        ends[path] = start
    return texts
