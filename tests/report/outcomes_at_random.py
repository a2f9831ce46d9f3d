"""Outcomes of anything: control characters, emoji, markup and line ends in every text and path."""

from hypothesis import strategies as st

from wslint.engine.finding import (
    Coverage,
    Finding,
    Internal,
    NotChecked,
    Outcome,
    RelatedPlace,
    Suppressed,
    UnknownValue,
)
from wslint.text import Edit, Fix, Source, Span

NASTY = st.sampled_from(
    [
        "a|b",
        "`",
        "``x`",
        "](http://evil.example)",
        "[x](1)",
        "<script>",
        "]]>",
        "&amp;",
        "::error::x",
        "##[error]x",
        "::stop-commands::x",
        "100%",
        "%0A",
        "a,b:c",
        "\x1b[31m",
        "\x00",
        "\ufffe",
        "\ud800",
        "\u202e",
        "\u2028",
        "😀",
        "@everyone",
        "\\",
        "\r\n",
        "${VAR}",
        "{0}",
        "é",
    ]
)
TEXTS = st.lists(st.one_of(NASTY, st.text(max_size=4)), max_size=3).map("".join)
# A name of a file holds neither NUL nor, on most systems, what is no character.
PATHS = TEXTS.map(lambda text: text.replace("\x00", "").replace("\ud800", "").strip("/.") or "a.yaml")


@st.composite
def spans(draw, paths=PATHS):
    text = draw(st.one_of(TEXTS, st.just("services:\n  web:\n    image: a\n")))
    start = draw(st.integers(0, len(text)))
    return Span(
        Source(draw(paths), text, bom=draw(st.booleans())), start, draw(st.integers(start, len(text)))
    )


@st.composite
def findings(draw):
    span = draw(spans())
    fix = None
    if draw(st.booleans()):
        edits = (Edit(span, draw(TEXTS)), *draw(st.lists(st.builds(Edit, spans(), TEXTS), max_size=1)))
        fix = Fix(draw(TEXTS), edits, draw(st.booleans()))
    return Finding(
        code="WS999",
        name=draw(st.sampled_from(["one-rule", "other-rule"])),
        severity=draw(st.sampled_from(["error", "warning", "note"])),
        message=draw(TEXTS),
        span=span,
        label=draw(TEXTS),
        related=tuple(draw(st.lists(st.builds(RelatedPlace, spans(), TEXTS), max_size=2))),
        workload=draw(st.none() | TEXTS),
        help=draw(TEXTS),
        source=draw(st.sampled_from(["", "https://docs.example/a_(b)|c"])),
        fix=fix,
        also=tuple(draw(st.lists(spans(), max_size=1))),
    )


@st.composite
def outcomes(draw):
    found = tuple(sorted(draw(st.lists(findings(), max_size=3)), key=Finding.sort_key))
    by = st.sampled_from(["comment", "annotation", "configuration"])
    silenced = st.builds(Suppressed, findings(), by, st.just("wslint"), TEXTS)
    coverage = Coverage(
        {"compose": len(found)},
        1,
        0,
        not_checked=tuple(
            draw(st.lists(st.builds(NotChecked, PATHS, TEXTS, st.none() | st.just(1)), max_size=1))
        ),
        unknown=tuple(draw(st.lists(st.builds(UnknownValue, PATHS, st.just(3), TEXTS), max_size=1))),
        paths=tuple(sorted(draw(st.lists(PATHS, max_size=2, unique=True)))),
    )
    bugs = tuple(draw(st.lists(st.builds(Internal, TEXTS, TEXTS), max_size=1)))
    return Outcome(found, tuple(draw(st.lists(silenced, max_size=1))), coverage, bugs)
