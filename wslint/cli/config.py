"""`wslint config show` and `wslint config schema`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from wslint.cli.door import Commands
from wslint.cli.refusal import IMPOSSIBLE
from wslint.cli.rule_words import local_settings
from wslint.cli.terminal import machine_readable, write
from wslint.cli.values import OneOf
from wslint.cli.version import CONTEXT
from wslint.settings.record import Settings

_KEYS = (
    "select",
    "extend-select",
    "ignore",
    "rules",
    "selectors",
    "links",
    "packs",
    "exclude",
    "baseline",
    "fail-on",
    "platform",
    "strict",
    "allow-empty",
    "respect-gitignore",
)


@click.group(
    "config",
    cls=Commands,
    invoke_without_command=True,
    context_settings=CONTEXT,
    subcommand_metavar="COMMAND …",
)
@click.pass_context
def config(context: click.Context) -> int:
    """Show the settings in force, or their schema."""
    if context.invoked_subcommand is not None:
        return 0
    write([context.get_help() + "\n"])
    return IMPOSSIBLE


@config.command("show", context_settings=CONTEXT, short_help="Show the settings and where each came from.")
@click.argument("path", default=".", type=click.Path())
@click.option(
    "--output-format", type=OneOf("text", "json"), default="text", help="How to print it (default: text)."
)
@click.option(
    "--config", "config_file", type=click.Path(), metavar="FILE", help="Use this configuration file."
)
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
def show(path: str, output_format: str, config_file: str | None, isolated: bool) -> None:
    """Show the settings for PATH (default: here), and where each came from."""
    settings = local_settings(config_file, isolated=isolated, path=path)
    if output_format == "json":
        import json

        machine_readable()
        record = {
            "root": settings.root,
            "configuration": settings.origin,
            "settings": {
                key: {"value": value, "from": settings.came_from.get(key, "default")}
                for key, value in _values(settings)
            },
        }
        write([json.dumps(record, ensure_ascii=False, indent=2) + "\n"])
    else:
        write(_lines(settings))


@config.command("schema", context_settings=CONTEXT, short_help="Print the JSON Schema of the configuration.")
def schema() -> None:
    """Print the JSON Schema of the configuration file, for editors."""
    from wslint.settings.validate import schema_text

    machine_readable()
    write([schema_text()])


def _values(settings: Settings) -> Iterator[tuple[str, Any]]:
    """Each key as it would be written in the configuration, as plain data."""
    for key in _KEYS:
        value: Any = getattr(settings, key.replace("-", "_"))
        if key == "ignore":
            value = [*value, *(_without_nothing(entry._asdict(), "place") for entry in settings.ignored)]
        elif key == "rules":
            value = {name: _without_nothing(entry._asdict(), "place") for name, entry in value.items()}
        elif key == "links":
            value = [_without_nothing(entry._asdict()) for entry in value]
        elif key == "selectors":
            value = {
                name: {kind: list(each) for kind, each in entry.items()} for name, entry in value.items()
            }
        elif isinstance(value, tuple):
            value = list(value)
        yield key, value


def _without_nothing(record: dict[str, Any], *left_out: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in left_out and value not in (None, {})}


def _lines(settings: Settings) -> Iterator[str]:
    import json

    yield f"root: {settings.root}\n"
    yield f"configuration: {settings.origin or 'none'}\n"
    for key, value in _values(settings):
        origin = settings.came_from.get(key, "default")
        yield f"{key}: {json.dumps(value, ensure_ascii=False)}  # {origin}\n"
