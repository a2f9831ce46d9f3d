"""`wslint rules` and `wslint rules test`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from wslint.cli.door import Commands
from wslint.cli.refusal import IMPOSSIBLE, must_exist
from wslint.cli.rule_page import aliases_in_order, first_layer, summary
from wslint.cli.rule_words import local_rules
from wslint.cli.terminal import complain, machine_readable, write
from wslint.cli.values import OneOf
from wslint.cli.version import CONTEXT
from wslint.packs.rule import Rule
from wslint.report.ledger import number


@click.group(
    "rules",
    cls=Commands,
    invoke_without_command=True,
    context_settings=CONTEXT,
    subcommand_metavar="[COMMAND]",
)
@click.option(
    "--output-format",
    type=OneOf("text", "json", "markdown"),
    default="text",
    help="How to print the list (default: text).",
)
@click.option(
    "--config",
    type=click.Path(),
    metavar="FILE",
    help="Use this configuration file (it may name more packs).",
)
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.pass_context
def rules(context: click.Context, output_format: str, config: str | None, isolated: bool) -> None:
    """List the rules; `wslint explain RULE` has the whole of one."""
    if context.invoked_subcommand is not None:
        context.obj = (config, isolated)
        return
    ruleset = local_rules(config, isolated=isolated)
    if output_format == "json":
        import json

        machine_readable()
        write([json.dumps([_record(rule) for rule in ruleset.rules], ensure_ascii=False, indent=2) + "\n"])
    else:
        write(_markdown(ruleset.rules) if output_format == "markdown" else _table(ruleset.rules))


@rules.command("test", context_settings=CONTEXT, short_help="Run the examples of the rules.")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]…")
@click.pass_context
def test(context: click.Context, paths: tuple[str, ...]) -> int:
    """Run the examples of the rules in PATHS: pack folders or rule files (default: all rules)."""
    from wslint.app import run
    from wslint.packs.examples import run_examples

    for path in paths:
        must_exist(path)
    config, isolated = context.obj or (None, False)
    results = run_examples(local_rules(config, isolated=isolated), list(paths) or None, run)
    if not results:
        complain("wslint rules test: there is no example to run")
        return IMPOSSIBLE
    failed = [result for result in results if not result.passed]
    write(_failures(failed))
    tested = len({result.rule for result in results})
    count = f"{number(len(results), 'example', 'examples')} of {number(tested, 'rule', 'rules')}"
    write([f"{count}: {len(failed)} failed\n" if failed else f"{count}: all as written\n"])
    return int(bool(failed))


def _failures(failed: Sequence[Any]) -> Iterator[str]:
    for result in failed:
        which = f" {result.kind} example “{result.example}”:" if result.example else ""
        yield f"{result.place}: {result.rule}:{which} {result.reason}\n"


def _record(rule: Rule) -> dict[str, Any]:
    layer = first_layer(rule)
    return {
        "code": rule.code,
        "name": rule.name,
        "topic": rule.topic,
        "severity": layer.severity,
        "enabled": layer.enabled,
        "packs": list(rule.layers),
        "applies": list(rule.applies),
        "aliases": aliases_in_order(rule),
        "message": summary(rule),
        "source": rule.source,
    }


def _table(listed: Sequence[Rule]) -> Iterator[str]:
    """By topic; within 80 columns."""
    width = max((len(rule.name) for rule in listed), default=0)
    for topic in sorted({rule.topic for rule in listed}):
        yield f"{topic}\n"
        for rule in listed:
            if rule.topic == topic:
                layer = first_layer(rule)
                packs = [
                    f"{name}: {each.severity}" for name, each in rule.layers.items() if name != "general"
                ]
                state = layer.severity if layer.pack == "general" else ""
                notes = [*([state] if state else []), *packs, *([] if layer.enabled else ["off"])]
                yield f"  {rule.code}  {rule.name:<{width}}  {', '.join(notes)}\n"
    yield f"{number(len(listed), 'rule', 'rules')}. `wslint explain RULE` says what one demands, why, and what to write.\n"


def _markdown(listed: Sequence[Rule]) -> Iterator[str]:
    yield "| code | name | severity | layers | says |\n| --- | --- | --- | --- | --- |\n"
    for rule in listed:
        says = summary(rule).replace("|", "\\|")
        layers = ", ".join(rule.layers)
        yield f"| {rule.code} | {rule.name} | {first_layer(rule).severity} | {layers} | {says} |\n"
