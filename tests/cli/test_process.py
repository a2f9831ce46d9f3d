"""The program as a process: pipes that close, imports that must not happen, encodings."""

import os
import subprocess
import sys

import pytest

RUN = [sys.executable, "-m", "wslint"]


def run(*args, **more):
    return subprocess.run([*RUN, *args], capture_output=True, check=False, **more)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes")
@pytest.mark.parametrize("args", ["rules", "rules --output-format json", "config schema"])
def test_a_pipe_that_closes_early_is_no_fault(args):
    # A reader that takes one line and goes; PIPESTATUS is bash's.
    script = f"{sys.executable} -m wslint {args} | head -n 1; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", script], capture_output=True, check=False)
    assert result.stderr == b""
    assert result.returncode == 0
    assert result.stdout.count(b"\n") == 1


def test_a_closed_pipe_in_the_middle_of_a_long_report_leaves_no_trace():
    script = (
        "import sys\n"
        "from wslint.cli.terminal import write\n"
        "print(write('x' * 1000 + '\\n' for _ in range(10000)), file=sys.stderr)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    writer.stdout.readline()
    writer.stdout.close()
    assert writer.stderr.read() == b"False\n"
    writer.stderr.close()
    assert writer.wait() == 0


def imported(*args):
    """The modules that a command line imports."""
    script = (
        "import sys\n"
        "from wslint.cli.door import door\n"
        f"code = door.run({list(args)!r})\n"
        "sys.stderr.write('\\n'.join(sys.modules))\n"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return set(result.stderr.split())


@pytest.mark.parametrize("args", [("-h",), ("check", "-h"), ("--version",)])
def test_help_imports_nothing_heavy(args):
    heavy = {"jsonschema", "tomllib", "asyncio", "json", "pathlib", "wslint.report.text"}
    assert not heavy & imported(*args)


def test_a_sound_check_imports_no_schema_or_spelling_code(tmp_path):
    pytest.importorskip("wslint.app")
    manifest = tmp_path / "one.yaml"
    manifest.write_text("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n")
    heavy = {
        "jsonschema",
        "tomllib",
        "difflib",
        "asyncio",
        "tree_sitter",
        "dockerfile_parse",
        "importlib.metadata",
    }
    assert not heavy & imported("check", "--isolated", str(manifest))


def test_a_name_that_the_locale_cannot_write_is_no_fault(tmp_path):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = run("check", str(tmp_path / "häfen"), env=environment)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_a_file_name_cannot_act_on_the_terminal():
    result = run("check", "a\x1b[31mb\nc")
    assert result.returncode == 2
    assert b"\x1b" not in result.stderr


ON_TERMINAL = """
import sys
from types import ModuleType
from fake_run import Impossible, grace, outcome
app = ModuleType("wslint.app")
app.Impossible = Impossible
finding = grace()._replace(message="word " * 40 + "end", help="write " * 30)
app.run = lambda paths, settings, **kept: outcome(finding)
sys.modules["wslint.app"] = app
from wslint.cli.door import door
sys.exit(door.run(["check", "--isolated"]))
"""


def on_terminal(columns, **environment):
    """The output of a run whose standard output is a terminal, and its exit code."""
    pty = pytest.importorskip("pty")
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    paths = os.pathsep.join([os.path.dirname(__file__), os.getcwd()])
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": paths, "PYTHONUTF8": "1", "TERM": "xterm", **environment}
    child = subprocess.Popen([sys.executable, "-c", ON_TERMINAL], stdout=theirs, env=env)
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    return b"".join(parts).decode(), child.wait()


def without_colours(text):
    return "".join(part.partition("m")[2] if at else part for at, part in enumerate(text.split("\x1b[")))


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_on_a_terminal_no_line_is_wider_than_it_and_colours_are_on(columns):
    text, code = on_terminal(columns)
    assert code == 1
    assert "\x1b[1;31merror[grace-period-too-short]\x1b[0m" in text
    assert max(map(len, without_colours(text).splitlines())) <= columns


def test_no_color_holds_on_a_terminal_too():
    text, _ = on_terminal(80, NO_COLOR="1")
    assert "\x1b" not in text


def test_a_dumb_terminal_gets_no_colours():
    text, _ = on_terminal(80, TERM="dumb")
    assert "\x1b" not in text
