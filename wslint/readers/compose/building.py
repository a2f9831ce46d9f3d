"""`build:`: a path, or a mapping (Compose Build Specification)."""

from __future__ import annotations

from wslint.model.value import Absent, Known, Unknown, Value
from wslint.model.workload import Build
from wslint.readers.compose.environment import Pair, read_pairs
from wslint.readers.compose.reading import Place, Reading
from wslint.syntax.yaml import Mapping, Scalar
from wslint.text import Source, Span

_REMOTE = ("https://", "http://", "git://", "ssh://", "github.com/", "git@", "service:")


def read_build(reading: Reading, place: Place, home: Source, *, inherits: bool) -> Build | None:
    """Where the image is built from; None for what is no build at all.

    Defaults: context `.`, dockerfile `Dockerfile` in the context. What `extends` may still fill in is
    unknown. `home` is the source of the service's key: the default context is the folder of its project.
    """
    if isinstance(place.value, Scalar):
        context = _path(reading.string(place))
        span = place.span
        missing = Unknown("inherited through extends", span) if inherits else Absent[str](None, span)
        dockerfile = "Dockerfile" if context is not None else None
        folder = reading.folder_of(place.value.source)
        return Build(_local(context, "."), dockerfile, missing, span, folder=folder)
    if not isinstance(place.value, Mapping):
        return None
    owner = place.use if place.key is None else place.key
    written = reading.child(place, "context")
    context = ("" if not inherits else None) if written is None else _path(reading.string(written))
    inline = reading.child(place, "dockerfile_inline")
    if inline is not None:
        where = inline.span if inline.key is None else inline.key
        reading.skipped.append(Unknown("a Dockerfile inside a Compose file is not read", where))
    file = reading.child(place, "dockerfile")
    dockerfile = ("Dockerfile" if not inherits else None) if file is None else _path(reading.string(file))
    args = reading.child(place, "args")
    arguments = () if args is None else read_pairs(reading, args).pairs
    return Build(
        _local(context, "."),
        dockerfile if inline is None else None,
        _target(reading, place, owner, inherits=inherits),
        owner,
        inline is not None,
        _arguments(reading, arguments),
        folder=reading.folder_of(home if written is None else written.value.source),
        given=_given(arguments),
    )


def _path(value: Known[str] | Unknown) -> str | None:
    return value.value if isinstance(value, Known) else None


def _local(context: str | None, default: str) -> str | None:
    """A context in the tree; None for a remote one (compose-go, paths/context.go)."""
    if context is None or "://" in context or context.startswith(_REMOTE):
        return None
    return context or default


def _target(reading: Reading, place: Place, owner: Span, *, inherits: bool) -> Value[str]:
    written = reading.child(place, "target")
    if written is not None:
        return reading.string(written)
    return Unknown("inherited through extends", owner) if inherits else Absent(None, owner)


def _arguments(reading: Reading, pairs: tuple[Pair, ...]) -> dict[str, str | None]:
    """The build arguments; None where the value is not known. One without a value is the environment's."""
    return {
        pair.name: reading.lookup(pair.name_span.source)(pair.name)
        if pair.value is None
        else _path(pair.value)
        for pair in pairs
    }


def _given(pairs: tuple[Pair, ...]) -> tuple[Known[str], ...]:
    """The names of the arguments whose value comes from a variable of whoever builds, each with its place.

    One without a value is taken from the environment in which Compose runs (Compose build specification).
    """
    found: list[Known[str]] = []
    for pair in pairs:
        span = pair.name_span if pair.value is None else pair.value.span
        if span is not None and (pair.value is None or "$" in span.text.replace("$$", "")):
            found.append(Known(pair.name, span, pair.via))
    return tuple(found)
