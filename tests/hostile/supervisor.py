"""Starts a command under limits and tells what it cost; a program of its own, so that its own memory is small.

`ru_maxrss` of a child is never less than what its parent held when it was started, which for a process that runs
tests is more than wslint needs.
"""

import os
import resource
import signal
import sys


def main() -> int:
    """Arguments: file for the figures, seconds of CPU, megabytes of address space, seconds to wait, command."""
    figures, seconds, megabytes, patience, *command = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    space = int(megabytes) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    child = os.posix_spawnp(command[0], command, os.environ, setpgroup=0)
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.alarm(int(patience))
    _, status, usage = os.wait4(child, 0)
    with open(figures, "w", encoding="ascii") as out:
        code = os.waitstatus_to_exitcode(status)
        out.write(f"{code} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss // 1024}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
