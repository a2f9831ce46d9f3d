"""Validated rule files → rules with layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wslint.packs.mistakes import did_you_mean
from wslint.packs.rule import MARK, Layer, Pack, Rule, RuleSet, Selector, assertion_of
from wslint.packs.rule_file import BESIDE_ASSERT, RuleFile

GENERAL = "general"


class Assembler:
    """Adds the files of packs to the rules that are there already; mistakes are collected."""

    def __init__(self, base: RuleSet = RuleSet((), ())) -> None:  # noqa: B008 (immutable)
        self.rules: dict[str, Rule] = {rule.name: rule for rule in base.rules}
        self.packs: list[Pack] = list(base.packs)
        self.mistakes: list[str] = []
        self._codes: dict[str, str] = {rule.code: rule.name for rule in base.rules}

    def add_pack(self, file: RuleFile, folder: str) -> None:
        """A `pack.yaml`; `folder` is empty for what comes with wslint."""
        name = str(file.data["name"])
        if name == GENERAL or any(pack.name == name for pack in self.packs):
            self.mistakes.append(file.mistake(f"there is another pack called `{name}`", "name"))
            return
        selector = file.data.get("selector")
        self.packs.append(
            Pack(name, str(file.data["title"]), selector_of(selector) if selector else None, folder)
        )

    def add_rules(self, files: Sequence[RuleFile]) -> None:
        """Rule files of one pack: the full rules first, then what refines a rule."""
        for file in files:
            if "refines" not in file.data:
                self._add_rule(file)
        for file in files:
            if "refines" in file.data:
                self._refine(file)

    def result(self) -> RuleSet:
        """All rules, sorted by code."""
        return RuleSet(tuple(sorted(self.rules.values(), key=lambda rule: rule.code)), tuple(self.packs))

    def _add_rule(self, file: RuleFile) -> None:
        data = file.data
        name, code = str(data["name"]), str(data["code"])
        if name != file.stem:
            self.mistakes.append(file.mistake(f"the rule `{name}` is in a file of another name", "name"))
        if name in self.rules:
            other = self.rules[name].path
            self.mistakes.append(file.mistake(f"there is another rule called `{name}` ({other})", "name"))
            return
        if code in self._codes:
            self.mistakes.append(file.mistake(f"the code {code} belongs to `{self._codes[code]}`", "code"))
            return
        self._codes[code] = name
        layer = layer_of(data, file.pack, file.path)
        if "assert" in data:
            layer = self._asserting(file, layer, None)
        self.rules[name] = Rule(
            code,
            name,
            str(data.get("topic") or file.folder or data.get("check", file.pack).partition(".")[0]),
            tuple(data["applies"]),
            str(data["why"]).strip(),
            str(data.get("source", "")),
            {file.pack: layer},
            file.path,
            data.get("in-documents", True),
        )

    def _refine(self, file: RuleFile) -> None:
        name = str(file.data["refines"])
        rule = self.rules.get(name)
        if name != file.stem:
            self.mistakes.append(
                file.mistake(f"what refines `{name}` is in a file of another name", "refines")
            )
        if rule is None:
            guess = did_you_mean(name, self.rules)
            self.mistakes.append(file.mistake(f"there is no rule `{name}` to refine{guess}", "refines"))
            return
        if file.pack in rule.layers:
            self.mistakes.append(
                file.mistake(f"`{name}` is refined twice in the pack {file.pack}", "refines")
            )
            return
        over = rule.layers.get(GENERAL) or next(iter(rule.layers.values()))
        refined = refined_layer(over, file.data, file.pack, file.path)
        asserted = [key for key in ("assert", *BESIDE_ASSERT) if key in file.data]
        if over.check.startswith(MARK):
            if "check" in file.data:
                self.mistakes.append(file.mistake(f"`{name}` asserts something; it has no check", "check"))
                return
            refined = self._asserting(file, refined, over.check)
        elif asserted:
            reason = f"`{asserted[0]}` is for rules with `assert`, which `{name}` is not"
            self.mistakes.append(file.mistake(reason, asserted[0]))
            return
        self.rules[name] = rule._replace(layers={**rule.layers, file.pack: refined})

    def _asserting(self, file: RuleFile, layer: Layer, base: str | None) -> Layer:
        """The layer with the assertion that the file makes of its base's, if that has one, for a check."""
        from wslint.packs.assertion_mistakes import assertion_mistakes, stated

        assertion = stated(file.data, assertion_of(base) if base is not None else None)
        self.mistakes += assertion_mistakes(file, assertion)
        pack = next((one for one in self.packs if one.name == file.pack), None)
        if assertion.subject == "project" and pack is not None and pack.selector is not None:
            reason = "a rule about the project cannot be in a pack with a selector"
            self.mistakes.append(file.mistake(reason, "subject"))
        return layer._replace(check=assertion.reference())


def selector_of(data: Mapping[str, Any]) -> Selector:
    """The record of a selector."""
    return Selector(*(tuple(data.get(key, ())) for key in Selector._fields))


def layer_of(data: Mapping[str, Any], pack: str, path: str) -> Layer:
    """The layer of a full rule."""
    return Layer(
        pack=pack,
        severity=data["severity"],
        enabled=data.get("enabled", True),
        check=data.get("check", ""),
        params=data.get("params", {}),
        messages=_by_variant(data["message"]),
        severities=data.get("severities", {}),
        labels=data.get("labels", {}),
        helps=_by_variant(data.get("fix", {})),
        aliases=_aliases(data.get("aliases", ())),
        path=path,
    )


def refined_layer(over: Layer, data: Mapping[str, Any], pack: str, path: str) -> Layer:
    """A layer that says something else in part; mappings are merged, key by key."""
    return Layer(
        pack=pack,
        severity=data.get("severity", over.severity),
        enabled=data.get("enabled", over.enabled),
        check=data.get("check", over.check),
        params={**over.params, **data.get("params", {})},
        messages={**over.messages, **_by_variant(data.get("message", {}))},
        severities={**over.severities, **data.get("severities", {})},
        labels={**over.labels, **data.get("labels", {})},
        helps={**over.helps, **_by_variant(data.get("fix", {}))},
        aliases={**over.aliases, **_aliases(data.get("aliases", {}))},
        path=path,
    )


def _by_variant(value: str | Mapping[str, str]) -> Mapping[str, str]:
    if isinstance(value, str):
        return {"": value.strip()}
    return {variant: text.strip() for variant, text in value.items()}


def _aliases(value: Sequence[str] | Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    if isinstance(value, Mapping):
        return {variant: tuple(names) for variant, names in value.items()}
    return {"": tuple(value)} if value else {}
