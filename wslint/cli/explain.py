"""`wslint explain RULE`."""

from __future__ import annotations

import os
import sys

import click

from wslint.cli.completing import rules
from wslint.cli.refusal import Refusal
from wslint.cli.rule_words import local_rules
from wslint.cli.terminal import machine_readable, width_of_output, write
from wslint.cli.values import OneOf
from wslint.cli.version import CONTEXT


@click.command("explain", context_settings=CONTEXT)
@click.argument("rule", metavar="RULE", shell_complete=rules)
@click.option(
    "--output-format",
    type=OneOf("text", "markdown", "json"),
    default="text",
    help="How to print it (default: text).",
)
@click.option(
    "--config",
    type=click.Path(),
    metavar="FILE",
    help="Use this configuration file (it may name more packs).",
)
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
def explain(rule: str, output_format: str, config: str | None, isolated: bool) -> None:
    """Say what RULE demands, why, what to write, and show examples.

    RULE is a name, a code, or the name that another linter has for it.
    """
    from wslint.cli import rule_page

    ruleset = local_rules(config, isolated=isolated)
    found = ruleset.find(rule) or ruleset.find(rule.upper()) or ruleset.find(rule.lower())
    if found is None:
        from wslint.settings.mistakes import did_you_mean

        guess = did_you_mean(rule, ruleset.words())
        raise Refusal(f"no such rule: {rule}{guess or '; `wslint rules` lists them'}")
    from wslint.packs import PackError

    try:
        page = rule_page.page_of(found)
    except PackError as error:
        raise Refusal(str(error), several=True) from None
    if output_format == "json":
        import json

        machine_readable()
        write([json.dumps(rule_page.record(page), ensure_ascii=False, indent=2) + "\n"])
    elif output_format == "markdown":
        write(rule_page.markdown(page))
    else:
        write(rule_page.text(page, min(100, width_of_output(sys.stdout, os.environ))))
