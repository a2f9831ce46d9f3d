"""Running `helm` with nothing but the chart: no network, no home, bounded in time, memory and output."""

from __future__ import annotations

import os
from collections.abc import Sequence

from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from subprocess import Popen

MAX_OUTPUT = 20 * 1024 * 1024
"""In bytes."""
MAX_MEMORY = 2 * 1024 * 1024 * 1024
"""In bytes."""
_MAX_COMPLAINT = 64 * 1024
_CHUNK = 64 * 1024
_PLACES = (
    *("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"),
    *("HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME", "HELM_PLUGINS"),
)


class Output(NamedTuple):
    """What a run has printed, or why there is nothing."""

    text: str = ""
    reason: str = ""


def run_helm(command: Sequence[str], *, timeout: float) -> Output:
    """Run a command of Helm's for at most `timeout` seconds."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="wslint-helm-") as home:
        environment = _environment(home)
        try:
            process = _start([*_without_network(environment), *command], environment, home)
        except OSError as problem:
            return Output(reason=f"helm cannot be run: {(problem.strerror or str(problem)).lower()}")
        try:
            return _collect(process, timeout)
        finally:
            _end(process)


def _environment(home: str) -> dict[str, str]:
    """An environment in which Helm finds no configuration, plugin, cluster or proxy."""
    places = dict.fromkeys(_PLACES, home)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "KUBECONFIG": os.path.join(home, "none"),
        "GOMAXPROCS": "2",
        **places,
    }


def _without_network(environment: dict[str, str]) -> list[str]:
    """What runs a command in a network of its own, where the system allows that; else nothing."""
    import shutil
    from subprocess import DEVNULL, SubprocessError, run

    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    isolated = [unshare, "--map-current-user", "--net", "--"]
    try:
        tried = run(  # noqa: S603
            [*isolated, "true"],
            env=environment,
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=DEVNULL,
            timeout=5,
            check=False,
        )
    except (OSError, SubprocessError):
        return []
    return isolated if tried.returncode == 0 else []


def _start(command: Sequence[str], environment: dict[str, str], folder: str) -> Popen[bytes]:
    from subprocess import DEVNULL, PIPE, Popen

    return Popen(  # noqa: S603
        list(command),
        env=environment,
        cwd=folder,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
        preexec_fn=_limit_memory,  # noqa: PLW1509 - a command line tool that has one thread
    )


def _limit_memory() -> None:
    """A template may ask for more than any machine has."""
    try:
        from resource import RLIMIT_DATA, setrlimit
    except ImportError:
        return
    setrlimit(RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))


def _collect(process: Popen[bytes], timeout: float) -> Output:
    """Read until the end, the limit, or the time is up."""
    from selectors import EVENT_READ, DefaultSelector
    from time import monotonic

    end = monotonic() + timeout
    printed, complaint = bytearray(), bytearray()
    with DefaultSelector() as selector:
        for stream, into in ((process.stdout, printed), (process.stderr, complaint)):
            if stream is not None:
                selector.register(stream, EVENT_READ, into)
        while selector.get_map():
            left = end - monotonic()
            ready = selector.select(max(left, 0)) if left > 0 else []
            if not ready:
                return Output(reason=f"helm took longer than {timeout:g} seconds")
            for key, _ in ready:
                data = os.read(key.fd, _CHUNK)
                if not data:
                    selector.unregister(key.fileobj)
                elif key.data is printed or len(complaint) < _MAX_COMPLAINT:
                    key.data.extend(data)
            if len(printed) > MAX_OUTPUT:
                return Output(reason=f"helm printed more than {MAX_OUTPUT // 1024 // 1024} MB")
    try:
        code = process.wait(max(end - monotonic(), 0.1))
    except Exception:  # noqa: BLE001 - only the time can be up
        return Output(reason=f"helm took longer than {timeout:g} seconds")
    if code != 0:
        return Output(reason=f"helm refuses it: {_last_line(complaint)}")
    return Output(text=printed.decode("utf-8", "replace"))


def _last_line(complaint: bytearray) -> str:
    lines = [line.strip() for line in complaint.decode("utf-8", "replace").splitlines() if line.strip()]
    shown = "".join(char for char in (lines[-1] if lines else "no reason given") if char.isprintable())
    return shown[:300]


def _end(process: Popen[bytes]) -> None:
    """Leave nothing running and nothing open."""
    from signal import SIGKILL

    if process.poll() is None:
        try:
            os.killpg(process.pid, SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()
        process.wait()
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
