"""The settings of a run, from a configuration file and from options. Options win."""

from __future__ import annotations

import os

from wslint.settings.locate import Located, is_within, locate, shown
from wslint.settings.record import FailOn, IgnoreEntry, LinkEntry, Platform, RuleSettings, Settings
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from wslint.settings.mistakes import Mistake
    from wslint.settings.validate import RuleWords
    from wslint.settings.written import Written

_FLAGS = ("fail-on", "platform", "strict", "allow-empty", "respect-gitignore")


class Overrides(NamedTuple):
    """What was given as options; None and () are "not given". `exclude` and `baseline` are relative to the working
    directory; an empty `baseline` is "none".

    `origins` says for a key (kebab-case) how it was given: "--select", "WSLINT_SELECT".
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    platform: Platform | None = None
    strict: bool | None = None
    allow_empty: bool | None = None
    respect_gitignore: bool | None = None
    force_exclude: bool = False
    focus: bool = False
    baseline: str | None = None
    helm: bool = False
    origins: Mapping[str, str] = {}


def load_settings(
    start: str,
    *,
    config: str | None = None,
    isolated: bool = False,
    overrides: Overrides | None = None,
    words: Callable[[Settings], RuleWords] | None = None,
) -> Settings:
    """The settings for a path.

    `words` gives the words that name rules once the packs are known; with it, unknown rules in the file are
    mistakes. Raises SettingsError with every mistake found.
    """
    located = locate(start, config=config, isolated=isolated)
    settings = Settings(root=located.root)
    if located.config is not None:
        settings = _from_file(located.config, located, words)
    return settings if overrides is None else _overridden(settings, overrides)


def _from_file(path: str, located: Located, words: Callable[[Settings], RuleWords] | None) -> Settings:
    from wslint.settings.mistakes import SettingsError
    from wslint.settings.validate import unknown_words, validate

    written = _read(path)
    mistakes = validate(written)
    if mistakes:
        raise SettingsError(mistakes)
    builder = _Builder(written, path, located)
    settings = builder.build()
    if builder.mistakes:
        raise SettingsError(builder.mistakes)
    if words is not None and _names_rules(written.data or {}):
        known = words(settings)
        mistakes = unknown_words(written, known)
        if mistakes:
            raise SettingsError(mistakes)
        settings = settings._replace(rules=_by_name(written, settings.rules, known))
    return settings


def _read(path: str) -> Written:
    if path.endswith(".toml"):
        from wslint.settings.toml_file import read_toml

        return read_toml(path, shown(path))
    from wslint.settings.yaml_file import read_yaml

    return read_yaml(path, shown(path))


def _names_rules(data: Mapping[str, Any]) -> bool:
    return any(data.get(key) for key in ("select", "extend-select", "ignore", "rules", "selectors"))


def _by_name(
    written: Written, rules: Mapping[str, RuleSettings], words: RuleWords
) -> dict[str, RuleSettings]:
    """Settings of rules by their names, whichever word was written."""
    from wslint.settings.mistakes import SettingsError

    result: dict[str, RuleSettings] = {}
    for word, entry in rules.items():
        name = words.rules[word]
        if name in result:
            text = f"`{word}` is `{name}`, whose settings are already written at {result[name].place}"
            raise SettingsError([written.mistake(("rules", word), text, at_key=True)])
        result[name] = entry
    return result


class _Builder:
    """Makes settings of data that passed the schema; paths become relative to the root."""

    def __init__(self, written: Written, path: str, located: Located) -> None:
        self.written = written
        self.data: dict[str, Any] = written.data or {}
        self.located = located
        self.folder = os.path.dirname(path)
        self.mistakes: list[Mistake] = []
        below = os.path.relpath(self.folder, located.root).replace(os.sep, "/")
        # A configuration from elsewhere (--config) speaks of the root.
        self.prefix = "" if below == "." or below.startswith("..") else below

    def build(self) -> Settings:
        """The settings; look at `mistakes` afterwards."""
        data = self.data
        flags: dict[str, Any] = {key.replace("-", "_"): data[key] for key in _FLAGS if key in data}
        selectors = {
            name: {
                key: tuple(self._glob(word) for word in words) if key == "paths" else tuple(words)
                for key, words in selector.items()
            }
            for name, selector in data.get("selectors", {}).items()
        }
        settings = Settings(
            root=self.located.root,
            origin=self.written.path,
            select=tuple(data.get("select", ())),
            extend_select=tuple(data.get("extend-select", ())),
            ignore=tuple(entry for entry in data.get("ignore", ()) if isinstance(entry, str)),
            ignored=self._ignored(),
            rules=self._rules(),
            selectors=selectors,
            links=self._links(),
            exclude=tuple(self._glob(pattern) for pattern in data.get("exclude", ())),
            packs=self._packs(),
            baseline=self._baseline(),
            came_from={key: self.written.place((key,)) for key in data},
        )
        return settings._replace(**flags)

    def _glob(self, pattern: str) -> str:
        """A pattern with a slash is about the configuration's folder; one without holds at any depth."""
        if not self.prefix or "/" not in pattern.rstrip("/"):
            return pattern
        negation = "!" if pattern.startswith("!") else ""
        return f"{negation}{self.prefix}/{pattern.removeprefix('!').lstrip('/')}"

    def _ignored(self) -> tuple[IgnoreEntry, ...]:
        entries: list[IgnoreEntry] = []
        for at, entry in enumerate(self.data.get("ignore", ())):
            if isinstance(entry, str):
                continue
            until = entry.get("until")
            if until is not None and not _is_date(until):
                text = f"`ignore[{at + 1}].until`: there is no day {until}"
                self.mistakes.append(self.written.mistake(("ignore", at, "until"), text))
            path = entry.get("path")
            entries.append(
                IgnoreEntry(
                    entry["rule"],
                    None if path is None else self._glob(path),
                    entry.get("workload"),
                    entry["reason"],
                    until,
                    self.written.place(("ignore", at)),
                )
            )
        return tuple(entries)

    def _rules(self) -> dict[str, RuleSettings]:
        return {
            name: RuleSettings(
                entry.get("severity"),
                entry.get("enabled"),
                entry.get("params", {}),
                self.written.place(("rules", name)),
            )
            for name, entry in self.data.get("rules", {}).items()
        }

    def _links(self) -> tuple[LinkEntry, ...]:
        links: list[LinkEntry] = []
        for at, entry in enumerate(self.data.get("links", ())):
            path = os.path.join(self.folder if self.prefix else self.located.root, entry["dockerfile"])
            if not is_within(path, self.located.root):
                text = f"`{entry['dockerfile']}` lies outside of the project"
                self.mistakes.append(self.written.mistake(("links", at, "dockerfile"), text))
            below = os.path.relpath(path, self.located.root).replace(os.sep, "/")
            links.append(LinkEntry(entry["image"], below, entry.get("target")))
        return tuple(links)

    def _baseline(self) -> str | None:
        word = self.data.get("baseline")
        if word is None:
            return None
        path = os.path.normpath(os.path.join(self.folder if self.prefix else self.located.root, word))
        if not self.located.trusted and not is_within(path, self.located.root):
            text = f"`baseline`: `{word}` lies outside of the project"
            self.mistakes.append(self.written.mistake(("baseline",), text))
        return os.path.relpath(path, self.located.root).replace(os.sep, "/")

    def _packs(self) -> tuple[str, ...]:
        packs: list[str] = []
        for at, word in enumerate(self.data.get("packs", ())):
            path = os.path.normpath(os.path.join(self.folder, word))
            if not os.path.isdir(path):
                self.mistakes.append(self.written.mistake(("packs", at), f"no such folder: {word}"))
            elif not self.located.trusted and not is_within(path, self.located.root):
                text = f"`{word}` lies outside of the project (a file named by --config may do that)"
                self.mistakes.append(self.written.mistake(("packs", at), text))
            packs.append(path)
        return tuple(packs)


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _overridden(settings: Settings, given: Overrides) -> Settings:
    """Options over settings: `select` and single values replace, lists add."""
    here = os.path.relpath(os.getcwd(), settings.root).replace(os.sep, "/")
    prefix = "" if here == "." or here.startswith("..") else here + "/"
    exclude = tuple(
        prefix + word.removeprefix("./") if "/" in word.rstrip("/") and not os.path.isabs(word) else word
        for word in given.exclude
    )
    settings = settings._replace(
        select=given.select or settings.select,
        extend_select=settings.extend_select + given.extend_select,
        ignore=settings.ignore + given.ignore,
        exclude=settings.exclude + exclude,
        force_exclude=given.force_exclude,
        focus=given.focus,
        helm=given.helm,
        came_from={**settings.came_from, **given.origins},
    )
    if given.baseline is not None:
        settings = settings._replace(baseline=_below(given.baseline, settings.root))
    values: dict[str, Any] = {
        "fail_on": given.fail_on,
        "platform": given.platform,
        "strict": given.strict,
        "allow_empty": given.allow_empty,
        "respect_gitignore": given.respect_gitignore,
    }
    return settings._replace(**{key: value for key, value in values.items() if value is not None})


def _below(path: str, root: str) -> str | None:
    """A path as the root sees it; an absolute one where it lies elsewhere, as links may lead astray."""
    if not path:
        return None
    absolute = os.path.abspath(path)
    relative = os.path.relpath(absolute, root).replace(os.sep, "/")
    return absolute if relative.startswith("../") else relative
