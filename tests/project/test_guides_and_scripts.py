"""Guides, scripts and CI files through the command line, as people write them."""

import os
import re
import textwrap

import pytest
from click.testing import CliRunner

from wslint.cli.door import door

CALL = "docker run -p 80:80 -e API=http://host.docker.internal:3000 acme/a:1"
MAPPED = CALL.replace("-p", "--add-host=host.docker.internal:host-gateway -p")
HOST = "docker run --network host -p 80:80 acme/a:1"


@pytest.fixture
def said(tmp_path, monkeypatch):
    """The findings in some files, each as `path:line rule`."""
    for name in [name for name in os.environ if name.startswith("WSLINT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def check(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_md", ".md").replace("_sh", ".sh")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        words = ["check", "--isolated", "--output-format", "concise", "."]
        output = CliRunner().invoke(door, words, env={"COLUMNS": "80", "NO_COLOR": "1"}).output
        found = re.findall(r"^(\S+:\d+):\d+: \w+ WS\d+ (?:\[\*\] )?([\w-]+)", output, re.MULTILINE)
        return [f"{place} {rule}" for place, rule in found]

    return check


def fence(text, language="bash"):
    return f"```{language}\n{text}\n```\n"


MEANT_FOR_DESKTOP = {
    "a sentence": f"On Docker Desktop:\n\n{fence(CALL)}",
    "a heading": f"# Run\n\n## macOS and Windows\n\nStart it:\n\n{fence(CALL)}",
    "the label of a tab": f'<Tabs>\n<TabItem value="mac" label="macOS / Windows">\n\n{fence(CALL)}\n</TabItem>\n</Tabs>\n',
    "a title": fence(CALL, 'bash title="macOS"'),
    "a tab of MkDocs": '=== "Windows"\n\n' + textwrap.indent(fence(CALL), "    "),
    "a fence for Linux beside it": f"{fence(CALL)}\nOn Linux:\n\n{fence(MAPPED)}",
    "a comment": fence(f"# Mac\n{CALL}\n# Linux\n{MAPPED}"),
}


@pytest.mark.parametrize("how", MEANT_FOR_DESKTOP)
def test_a_command_for_docker_desktop_needs_no_mapping_of_the_host(how, said):
    assert said(guide_md=MEANT_FOR_DESKTOP[how]) == []


MEANT_FOR_LINUX_TOO = {
    "Linux is named, too": (f"On Linux and macOS:\n\n{fence(CALL)}", 4),
    "another section is for macOS": (f"# macOS\n\nhi\n\n# Server\n\n{fence(CALL)}", 8),
    "only prose tells of the flag": (f"{fence(CALL)}\nOn Linux, add `--add-host`.\n", 2),
    "the windows are those of a terminal": (f"Open two terminal windows:\n\n{fence(CALL)}", 4),
}


@pytest.mark.parametrize("how", MEANT_FOR_LINUX_TOO)
def test_a_command_for_linux_needs_the_mapping(how, said):
    text, line = MEANT_FOR_LINUX_TOO[how]
    assert said(guide_md=text) == [f"guide.md:{line} host-gateway-missing"]


def test_a_script_that_asks_for_its_system_has_branches_that_are_not_told_apart(said):
    text = f'#!/bin/sh\nif [ "$(uname -s)" = Darwin ]; then\n  {CALL}\nelse\n  {MAPPED}\nfi\n'
    assert said(run_sh=text) == []
    assert said(run_sh=f"#!/bin/sh\nARCH=$(uname -m)\n{CALL}\n") == ["run.sh:3 host-gateway-missing"]


def test_a_makefile_that_asks_for_its_system_is_not_told_apart_either(said):
    text = f"ifeq ($(OS),Darwin)\nrun:\n\t{CALL}\nendif\n"
    assert said(Makefile=text) == []
    assert said(Makefile=f"run:\n\t{CALL}\n") == ["Makefile:2 host-gateway-missing"]
