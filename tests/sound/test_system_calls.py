"""The same as test_canary.py, from outside: what the system is asked for by a whole process and by its children."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from ways_in import MARK, WAYS, lay

import wslint

# Calls that read, list, run or change; those that only look at a name (stat, readlink) follow links to their end.
CALLS = re.compile(
    r'^\d+ +(open|openat|openat2|creat|execve|execveat|chdir|truncate|unlink\w*|rename\w*|mkdir\w*|link\w*|symlink\w*)\((?:AT_FDCWD, )?"([^"]*)"'
)
# All that may be opened outside of the root, and why.
PYTHON = (sys.prefix, sys.base_prefix, *sysconfig.get_paths().values())
OURS = (
    str(Path(wslint.__file__).resolve().parent),
    str(Path(wslint.__file__).resolve().parents[1] / "rules"),
)
SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/etc/localtime",
    "/etc/locale.alias",
    "/etc/ssl/openssl.cnf",
    "/proc",
    "/sys",
    "/dev",
)


def is_below(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == one or path.startswith(one.rstrip("/") + "/") for one in folders)


def calls(place: Path, *words: str) -> tuple[str, set[str]]:
    """What a run in `root` prints, and the real paths that it opens, lists, runs or changes."""
    home = place / "home"
    home.mkdir(exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(Path(wslint.__file__).resolve().parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    trace = [
        "strace",
        "-f",
        "-qq",
        "-s",
        "4096",
        "-e",
        "trace=file",
        "-e",
        "signal=none",
        "-o",
        str(place / "trace"),
    ]
    done = subprocess.run(
        [*trace, sys.executable, "-m", "wslint", *words],
        cwd=place / "root",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if not (place / "trace").exists() or "ptrace" in done.stderr:
        pytest.skip(
            f"strace may not look at processes here: SYSTEM CALLS ARE NOT LOOKED AT ({done.stderr[:80]})"
        )
    found = set()
    for line in (place / "trace").read_text("utf-8", "replace").splitlines():
        call = CALLS.match(line)
        if call is not None:
            found.add(os.path.realpath(place / "root" / call[2]))
    return done.stdout + done.stderr, found


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace: SYSTEM CALLS ARE NOT LOOKED AT")
def test_a_run_over_every_way_out_asks_the_system_for_nothing_outside(tmp_path: Path) -> None:
    place = tmp_path.resolve()
    (place / "root" / ".git").mkdir(parents=True)
    for number, way in enumerate(WAYS.values()):
        lay(way, place / "root" / f"way{number}", place / "outside" / f"way{number}")
    said, opened = calls(place, "check", "--select", "ALL", "--coverage", "--verbose", ".")
    assert "Checked " in said
    assert MARK not in said
    assert is_below(str(place / "root" / "way0" / "compose.yaml"), tuple(opened))
    # The folder of the user's cache is below `home`.
    own = (str(place / "root"), str(place / "home"))
    others = {path for path in opened if not is_below(path, (*own, *PYTHON, *OURS, *SYSTEM))}
    # Python looks for the package in the folders of its search path, and lists them.
    assert others <= {str(Path(wslint.__file__).resolve().parents[1])}
