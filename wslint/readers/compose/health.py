"""`healthcheck:` of a service (Compose file reference, `healthcheck`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from wslint.model.probes import Healthcheck
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.readers.compose.command import first_word, read_test
from wslint.readers.compose.reading import Place, Reading
from wslint.syntax.yaml import Mapping
from wslint.text import Span

T = TypeVar("T")


def read_healthcheck(reading: Reading, place: Place, *, inherits: bool) -> Known[Healthcheck] | Unknown:
    """The check of a service. A field left out falls back to the image's: absent, without a default here."""
    if not isinstance(place.value, Mapping):
        return reading.cannot_know("a healthcheck is a mapping", place.value.span)
    owner = place.use if place.key is None else place.key

    def field(key: str, read: Callable[[Place], Known[T] | Unknown | None]) -> Value[T]:
        written = reading.child(place, key)
        value = None if written is None else read(written)
        if value is not None:
            return value
        return Unknown("inherited through extends", owner) if inherits else Absent(None, owner)

    disabled = _disabled(reading, place)
    check = Healthcheck(
        disabled=disabled is not None,
        test=Absent(None, owner) if disabled else field("test", lambda at: read_test(reading, at)),
        interval=field("interval", reading.duration),
        timeout=field("timeout", reading.duration),
        start_period=field("start_period", reading.duration),
        retries=field("retries", reading.integer),
        span=owner,
        disabled_span=disabled,
    )
    return Known(check, owner, place.via)


def _disabled(reading: Reading, place: Place) -> Span | None:
    """Where a check is switched off: `disable: true` or `test: ["NONE"]`; the string NONE does not."""
    switch = reading.child(place, "disable")
    if switch is not None:
        value = reading.boolean(switch)
        if isinstance(value, Known) and value.value:
            return value.span
    test = reading.child(place, "test")
    if test is not None and first_word(reading, test) == "NONE":
        return reading.items(test)[0].span
    return None
