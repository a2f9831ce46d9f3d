"""`--version`, and the settings that all commands share."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import click

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


def show_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    """Print the version and end."""
    if value and not context.resilient_parsing:
        from wslint import __version__
        from wslint.cli.terminal import write

        write([f"wslint {__version__}\n"])
        context.exit()
