"""Completion, asked as the shells ask, and in the shells themselves where they are installed."""

import os
import pathlib
import pty
import select
import shutil
import signal
import subprocess
import sys
import time

import click
import pytest
from click.testing import CliRunner
from test_help import ALL, command_of

from wslint.cli.door import door

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import shown  # noqa: E402

SHELLS = ("bash", "zsh", "fish")


@pytest.fixture(scope="module")
def environ(tmp_path_factory):
    """Variables in which `wslint` is a command, and nothing of the tests' own settings is left."""
    binaries = tmp_path_factory.mktemp("bin")
    program = binaries / "wslint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wslint "$@"\n')
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WSLINT", "_WSLINT"))}
    return {**kept, "PATH": f"{binaries}:{kept['PATH']}", "PYTHONPATH": str(ROOT)}


def script(shell):
    done = CliRunner().invoke(door, ["completions", shell])
    assert done.exit_code == 0, done.output
    return done.output


def in_bash(environ, folder, *words):
    """What bash completes the last of the words to; bash 4.4 or newer, as click's script asks for."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    (folder / "completion.bash").write_text(script("bash"))
    asked = (
        'source completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        # `compopt` is for a completion that bash itself has begun
        'compopt() { echo "left to the shell: ${!#}"; }; _wslint_completion wslint; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        [bash, "--norc", "-c", asked, "bash", "wslint", *words],
        cwd=folder,
        env=environ,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize("shell", SHELLS)
def test_there_is_a_script_for_each_shell(shell):
    made = script(shell)
    assert f"_WSLINT_COMPLETE={shell}_complete" in made
    assert "%" not in made.replace("%%", "").replace("{", "").split("_WSLINT_COMPLETE")[0]


def test_another_shell_is_refused_in_one_line_with_the_word_that_was_meant():
    done = CliRunner().invoke(door, ["completions", "bahs"])
    assert done.exit_code == 2
    assert done.output == (
        "wslint completions: shell: `bahs` is not one of bash, zsh, fish; did you mean `bash`?\n"
    )


def test_bash_completes_commands(environ, tmp_path):
    assert in_bash(environ, tmp_path, "exp") == ["explain"]
    assert {"check", "explain", "rules", "config", "completions"} <= set(in_bash(environ, tmp_path, ""))


def test_bash_completes_options_and_their_choices(environ, tmp_path):
    assert in_bash(environ, tmp_path, "check", "--fail-") == ["--fail-on"]
    assert in_bash(environ, tmp_path, "check", "--fail-on", "") == ["error", "warning", "note", "never"]
    assert in_bash(environ, tmp_path, "check", "--output-format", "conc") == ["concise"]
    assert in_bash(environ, tmp_path, "completions", "") == list(SHELLS)


@pytest.mark.parametrize("words", [("--select", "grace-period-too"), ("--ignore", "=", "grace-period-too")])
def test_bash_completes_rules_behind_a_space_and_behind_an_equals_sign(environ, tmp_path, words):
    assert in_bash(environ, tmp_path, "check", *words) == ["grace-period-too-short"]


def test_bash_completes_the_last_rule_of_a_list(environ, tmp_path):
    assert in_bash(environ, tmp_path, "check", "--select", "health,grace-period-too") == [
        "health,grace-period-too-short"
    ]


def test_bash_completes_rules_to_explain_by_name_and_by_code(environ, tmp_path):
    assert in_bash(environ, tmp_path, "explain", "stop-sig") == ["stop-signal-uncatchable"]
    assert in_bash(environ, tmp_path, "explain", "WS201") == ["WS201"]
    assert not [word for word in in_bash(environ, tmp_path, "explain", "") if word.startswith("WS")]


def test_lists_of_rules_may_name_topics_packs_and_all(environ, tmp_path):
    assert in_bash(environ, tmp_path, "check", "--select", "shutd") == ["shutdown"]
    assert in_bash(environ, tmp_path, "check", "--select", "workspace")[0] == "workspace"
    assert in_bash(environ, tmp_path, "check", "--select", "AL") == ["ALL"]


def test_paths_and_files_are_left_to_the_shell(environ, tmp_path):
    assert "left to the shell: default" in in_bash(environ, tmp_path, "check", "exa")
    assert "left to the shell: default" in in_bash(environ, tmp_path, "check", "--config", "")


def test_a_configuration_that_cannot_be_read_does_not_disturb_the_completion(environ, tmp_path):
    (tmp_path / ".wslint.yaml").write_text("select: [\n")
    assert in_bash(environ, tmp_path, "explain", "grace-period-too") == ["grace-period-too-short"]


def test_rules_of_a_teams_own_packs_are_completed(environ, tmp_path):
    pytest.importorskip("cel", reason="the rules of this pack need the extra `cel`")
    lines = (ROOT / "docs" / "team-packs.md").read_text("utf-8").split("\n")
    for fence in shown.fences(lines):
        if fence.file is not None and fence.file.startswith("team/"):
            (tmp_path / fence.file).parent.mkdir(exist_ok=True)
            (tmp_path / fence.file).write_text("\n".join(lines[fence.first : fence.end]) + "\n")
    (tmp_path / ".wslint.yaml").write_text("packs: [team]\n")
    assert in_bash(environ, tmp_path, "explain", "worker-needs") == ["worker-needs-time"]


def test_an_answer_to_no_known_question_is_silence(environ, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "wslint"],
        env={**environ, "_WSLINT_COMPLETE": "tcsh_complete"},
        check=False,
        capture_output=True,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("wslint check --select grace-period-too", "grace-period-too-short"),
        ("wslint check --select=grace-period-too", "--select=grace-period-too-short"),
        ("wslint exp", "explain"),
    ],
)
def test_fish_completes(environ, tmp_path, line, completed):
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("no fish here")
    (tmp_path / "wslint.fish").write_text(script("fish"))
    done = subprocess.run(
        [fish, "--no-config", "-c", f"source wslint.fish; complete -C '{line}'"],
        cwd=tmp_path,
        env={**environ, "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert [entry.partition("\t")[0] for entry in done.stdout.splitlines()] == [completed]


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("check --select grace-period-too", "check --select grace-period-too-short"),
        ("check --select=grace-period-too", "check --select=grace-period-too-short"),
        ("exp", "explain"),
    ],
)
def test_zsh_completes(environ, tmp_path, line, completed):
    zsh = shutil.which("zsh")
    if zsh is None:
        pytest.skip("no zsh here")
    (tmp_path / "_wslint").write_text(script("zsh"))
    (tmp_path / ".zshrc").write_text(
        # In place of running the line, zsh prints it once it has been completed.
        "autoload -Uz compinit; compinit -u -D; source ./_wslint\n"
        'written() { print -r -- "<$BUFFER>"; BUFFER=; zle .accept-line }\n'
        "zle -N accept-line written\nPS1='ready>'\n"
    )
    shown = _typed([zsh, "-i"], {**environ, "ZDOTDIR": str(tmp_path), "TERM": "dumb"}, tmp_path, line)
    assert f"<wslint {completed}" in shown


def _typed(command, environ, folder, line):
    """What a shell shows when `wslint LINE`, TAB and Enter are typed at its prompt."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, environ)  # noqa: S606
    shown = ""
    try:
        shown += _until(terminal, "ready>")
        os.write(terminal, f"wslint {line}\t".encode())
        shown += _until(terminal, line.rpartition(" ")[2])
        time.sleep(1.5)
        os.write(terminal, b"\r")
        shown += _until(terminal, "<wslint")
        shown += _until(terminal, ">")
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)
    return shown


def _until(terminal, text, seconds=20):
    shown, end = "", time.monotonic() + seconds
    while text not in shown and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 65536).decode(errors="replace")
    return shown


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_wherever_a_file_or_a_rule_is_asked_for_it_is_completed(words):
    for parameter in command_of(words).params:
        wanted = (parameter.metavar or "").strip("[]…").partition("[")[0]
        if wanted in ("FILE", "PATH", "PATHS"):
            assert isinstance(parameter.type, click.Path), parameter.opts
        elif wanted in ("RULE", "RULES"):
            assert parameter._custom_shell_complete is not None, parameter.opts
