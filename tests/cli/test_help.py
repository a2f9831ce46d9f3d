"""`--help` of every command: within 80 columns, with a word on every option, and the same in any terminal."""

import click
import pytest
from click.testing import CliRunner

from wslint.cli.door import COMMANDS, door


def commands():
    """The words of every command, sub-commands included."""
    waiting = [()]
    while waiting:
        words = waiting.pop()
        yield words
        command = command_of(words)
        if isinstance(command, click.Group):
            context = click.Context(command)
            waiting += [(*words, name) for name in command.list_commands(context)]


def command_of(words):
    command = door
    for word in words:
        command = command.get_command(click.Context(command), word)
    return command


ALL = sorted(commands())


def help_of(words, **environ):
    done = CliRunner().invoke(door, [*words, "--help"], env={"COLUMNS": "80", **environ}, prog_name="wslint")
    assert done.exit_code == 0, done.output
    return done.output


def test_every_command_of_the_list_is_there():
    assert {words[0] for words in ALL if words} == set(COMMANDS)
    assert len(ALL) > len(COMMANDS)


@pytest.mark.parametrize("words", ALL, ids=" ".join)
@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_help_fits_eighty_columns(words, columns):
    for line in help_of(words, COLUMNS=columns).splitlines():
        assert len(line) <= 80, line
        assert line == line.rstrip()


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_option_says_what_it_does(words):
    for parameter in command_of(words).params:
        if isinstance(parameter, click.Option):
            assert (parameter.help or "").endswith("."), f"{parameter.opts} of {words}"


@pytest.mark.parametrize("words", [words for words in ALL if words], ids=" ".join)
def test_the_help_begins_with_what_the_command_does(words):
    text = help_of(words)
    assert text.startswith(f"Usage: wslint {' '.join(words)}")
    assert text.splitlines()[2].strip()[:1].isupper()
