"""Which rules a run has: the built-in ones, and those of the packs that the settings name."""

from __future__ import annotations

from wslint.packs.compiled import read_compiled, write_compiled
from wslint.packs.folders import rules_folder, stamp_of
from wslint.packs.rule import RuleSet
from wslint.settings.record import Settings


def load_rules(settings: Settings | None = None) -> RuleSet:
    """The built-in rules, and those of the packs in the settings, sorted by code.

    Raises PackError where a rule file is not as it must be: rules are never left out in silence.
    """
    ruleset = _built_in()
    if settings is not None and settings.packs:
        from wslint.packs.pack_folder import add_packs

        ruleset = add_packs(ruleset, settings.packs, settings.root)
    return ruleset


def _built_in() -> RuleSet:
    """From the compiled file; in a source checkout only while that is of the rule files' present state."""
    folder, installed = rules_folder()
    stamp = None if installed else stamp_of(folder)
    ruleset = read_compiled(folder, stamp)
    if ruleset is not None:
        return ruleset
    from wslint.packs.pack_folder import read_built_in

    ruleset = read_built_in(folder)
    if stamp is not None:
        import contextlib

        with contextlib.suppress(OSError):  # a checkout that cannot be written to is only slower
            write_compiled(ruleset, folder, stamp)
    return ruleset
