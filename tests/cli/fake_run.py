"""A run that needs no rules: the outcome is given, the settings it was asked with are kept."""

from wslint.engine.finding import Coverage, Finding, NotChecked, Outcome, UnknownValue
from wslint.packs.rule import Layer, Pack, Rule, RuleSet, Selector
from wslint.text import Source, Span

EMPTY = Outcome((), (), Coverage({}, 0, 0))
SOUND = Outcome((), (), Coverage({"dockerfile": 1}, 1, 0))


def layer(pack, severity, **more):
    known = {
        "enabled": True,
        "check": "shutdown.grace-covers-window",
        "params": {"must-exceed": False},
        "messages": {"": "grace of {grace} s is too short"},
        "severities": {},
        "labels": {},
        "helps": {"": "write `terminationGracePeriodSeconds: {needed}`"},
        "aliases": {"": ("kube-linter:grace",)},
        "path": "",
    }
    return Layer(pack=pack, severity=severity, **{**known, **more})


RULES = RuleSet(
    (
        Rule(
            "WS201",
            "grace-period-too-short",
            "shutdown",
            ("kubernetes",),
            "It is killed in the middle of its shutdown.",
            "https://kubernetes.io/docs/",
            {
                "general": layer("general", "warning"),
                "workspace": layer("workspace", "error", params={"must-exceed": True}),
            },
            "missing.yaml",
        ),
        Rule(
            "WS301",
            "port-not-listened",
            "ports",
            ("kubernetes", "image"),
            "Nobody answers.",
            "",
            {"general": layer("general", "error", enabled=False, aliases={}, helps={}, params={})},
            "missing.yaml",
        ),
    ),
    (Pack("general", "All", Selector()), Pack("workspace", "Agents", Selector())),
)


class Impossible(Exception):  # noqa: N818  # the name that the run gives it
    pass


class Run:
    """What the command line asked for, and what it shall get."""

    def __init__(self):
        self.outcome = SOUND
        self.paths = None
        self.settings = None
        self.raises = None

    def __call__(self, paths, settings, **kept):
        self.paths, self.settings, self.kept = paths, settings, kept
        if self.raises:
            raise self.raises
        return self.outcome


TEXT = "apiVersion: apps/v1\nspec:\n  terminationGracePeriodSeconds: 30\n"
GAPS = Coverage(
    {"kubernetes": 1},
    1,
    0,
    not_checked=(NotChecked("charts/app.yaml", "a Helm template", 3),),
    unknown=(UnknownValue("compose.yml", 9, "`TAG` is not set in the files"),),
)


def grace(severity="error"):
    at = TEXT.index("30")
    span = Span(Source("deploy/agent.yaml", TEXT), at, at + 2)
    return Finding("WS201", "grace-period-too-short", severity, "grace of 30 s is too short", span)


def outcome(*findings, coverage=GAPS):
    return Outcome(findings, (), coverage)
