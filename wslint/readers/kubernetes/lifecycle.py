"""`lifecycle` of a container: the preStop hook, and the stop signal.

Source: Kubernetes API reference, Lifecycle, LifecycleHandler, SleepAction.
"""

from __future__ import annotations

from wslint.model.commands import Command, program_name, shell_call
from wslint.model.value import Absent, Known, Value
from wslint.model.workload import PreStop
from wslint.readers.kubernetes.commands import read_command
from wslint.readers.kubernetes.references import Scope
from wslint.readers.kubernetes.section import Section, is_null
from wslint.syntax.yaml import Mapping
from wslint.text import Span

_HANDLERS = ("exec", "sleep", "httpGet", "tcpSocket")


def read_stop_signal(container: Section) -> Value[str]:
    """`lifecycle.stopSignal` (since Kubernetes 1.33); the image's holds where there is none."""
    lifecycle = container.section("lifecycle")
    return Absent(None, container.owner) if lifecycle is None else lifecycle.text("stopSignal")


def read_pre_stop(container: Section) -> Value[PreStop]:
    """The preStop hook. Its value's span is the hook's key, its own the place that says how long."""
    lifecycle = container.section("lifecycle")
    entry = None if lifecycle is None else lifecycle.mapping.entry("preStop")
    if lifecycle is None or entry is None or is_null(entry.value):
        return Absent(None, container.owner)
    key = entry.key.span
    if not isinstance(entry.value, Mapping):
        return container.reading.cannot_know("`preStop` wants a mapping", entry.use)
    via = lifecycle.via_of(entry)
    hook = Section(container.reading, entry.value, key, via)
    if not any(hook.is_set(handler) for handler in _HANDLERS):
        return Absent(None, container.owner)
    asleep = hook.section("sleep")
    if asleep is not None:
        seconds = asleep.seconds("seconds", None, 0)
        if isinstance(seconds, Known):
            return Known(PreStop(seconds.value, seconds.span), key, via)
        return Known(PreStop(None, key), key, via)
    run = hook.section("exec")
    command = None if run is None else read_command(run, "command", Scope({}, open=True))
    if isinstance(command, Known):
        return Known(_sleep_of(command.value, key), key, via)
    return Known(PreStop(None, key), key, via)


def _sleep_of(command: Command, key: Span) -> PreStop:
    """How long a command surely sleeps, and the word that says so."""
    argv = command.argv
    call = shell_call(argv)
    if call is None and not any(word is not None and program_name(word) == "sleep" for word in argv):
        return PreStop(None, key)
    if call is not None and "sleep" not in (call.text or ""):
        return PreStop(None, key)
    from wslint.readers.kubernetes.sleeping import sequential_sleep, sleep_seconds

    if call is None:
        seconds, position = sleep_seconds(argv), 1
    else:
        seconds = sequential_sleep(call.text or "", stops_at_failure="e" in call.options)
        position = call.position or 0
    place = command.words[position].span if seconds is not None else None
    return PreStop(seconds, place or key)
