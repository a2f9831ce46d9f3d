"""A project from texts, and rules made up for a test, so that the engine is seen alone."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from wslint.checks.check import Check, NoParameters
from wslint.checks.violation import Violation
from wslint.engine.run import Focus, Ran, run_rules
from wslint.packs.load import load_rules
from wslint.packs.rule import Layer, Pack, Rule, RuleSet, Selector
from wslint.project.load import Request, load_project
from wslint.project.project import Project
from wslint.settings.record import Settings

COMPOSE = """\
services:
  web:
    image: registry.example/web:1.2
  agent:
    image: registry.example/workspace-agent:1.2
"""


class Limit(NamedTuple):
    """Parameters of the trial checks."""

    at_most: int = 3
    names: tuple[str, ...] = ()


def at_owner(subject: Any, project: Project, parameters: Any) -> Iterator[Violation]:
    limit = parameters.at_most if isinstance(parameters, Limit) else 0
    yield Violation(subject.owner, {"limit": limit}, workload=getattr(subject, "name", None))


class Bench:
    """A folder with files, and rules whose checks are functions of the test."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.module = ModuleType("wslint.checks.trial")
        monkeypatch.setitem(sys.modules, "wslint.checks.trial", self.module)
        self.rules: list[Rule] = []
        self.packs: list[Pack] = [Pack("workspace", "Workspaces", Selector(images=("*workspace*",)))]

    def check(
        self, name: str, subject: Any, run: Callable[..., Any], parameters: type[Any] = NoParameters
    ) -> None:
        setattr(self.module, name.replace("-", "_"), Check(subject, parameters, run))

    def rule(
        self,
        name: str = "trial",
        code: str = "WS800",
        *,
        topic: str = "trial",
        applies: tuple[str, ...] = ("any",),
        layers: Mapping[str, Mapping[str, Any]] | None = None,
        **general: Any,
    ) -> None:
        """A rule with a general layer, or with the layers given; `general` and each layer fill its fields."""
        given = layers or {"general": general}
        made = {pack: layer(pack, **{"check": f"trial.{name}", **fields}) for pack, fields in given.items()}
        self.rules.append(Rule(code, name, topic, applies, "why", "https://example.org", made, "trial.yaml"))

    def ruleset(self) -> RuleSet:
        built_in = tuple(rule for rule in load_rules().rules if rule.topic == "file")
        rules = sorted((*self.rules, *built_in), key=lambda rule: rule.code)
        return RuleSet(tuple(rules), tuple(self.packs))

    def project(self, files: Mapping[str, str], *, host: str = "linux") -> Project:
        for path, text in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        root = os.path.realpath(self.folder)
        return load_project(Request(root, root, (root,), (), (), True, False, host, ())).project

    def run(
        self,
        files: Mapping[str, str] | str = COMPOSE,
        *,
        focus: Focus | None = None,
        today: str = "2026-06-01",
        **settings: Any,
    ) -> Ran:
        """Run the rules over files (one text: compose.yaml)."""
        texts = {"compose.yaml": files} if isinstance(files, str) else files
        given = Settings(root=os.path.realpath(self.folder), **settings)
        project = self.project(texts, host=given.platform)
        return run_rules(project, self.ruleset(), given, focus, today=today)


def layer(pack: str = "general", **fields: Any) -> Layer:
    usual: dict[str, Any] = {
        "severity": "warning",
        "enabled": True,
        "check": "trial.trial",
        "params": {},
        "messages": {"": "broken"},
        "severities": {},
        "labels": {},
        "helps": {},
        "aliases": {},
        "path": "trial.yaml",
    }
    return Layer(pack=pack, **{**usual, **fields})


def found(ran: Ran, name: str = "trial") -> list[str]:
    """Where a rule was reported: the text under each finding."""
    return [finding.span.text for finding in ran.findings if finding.name == name]
