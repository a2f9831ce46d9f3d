"""Durations: what Go and Compose take, how they are shown, what is round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.model.durations import format_seconds, parse_duration, round_up_grace


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("30s", 30, id="seconds"),
        pytest.param("1m30s", 90, id="minutes and seconds"),
        pytest.param("1.5h", 5400, id="a fraction"),
        pytest.param(".5s", 0.5, id="a fraction without a leading zero"),
        pytest.param("1.s", 1, id="a point without digits after it"),
        pytest.param("1h2m3s4ms5us6µs7ns", 3723.004011007, id="every unit"),
        pytest.param("0", 0, id="a lone zero"),
        pytest.param("-5s", -5, id="a negative one"),
        pytest.param("+5s", 5, id="a plus sign"),
        pytest.param("100ms200ms", 0.3, id="whole nanoseconds"),
        pytest.param("30", None, id="a number without a unit"),
        pytest.param("30S", None, id="an upper-case unit"),
        pytest.param("1m 30s", None, id="a space"),
        pytest.param("", None, id="nothing"),
        pytest.param("s", None, id="a unit alone"),
        pytest.param("1..5s", None, id="two points"),
        pytest.param("1d", None, id="a day is no Go duration"),
        pytest.param("9" * 30 + "h", None, id="more than 64 bits"),
        pytest.param("٣s", None, id="digits of another script"),
        pytest.param("$X", None, id="a variable"),
    ],
)
def test_go_durations(text, seconds):
    assert parse_duration(text, "go") == seconds


def test_compose_has_days_and_weeks():
    assert parse_duration("1w2d", "compose") == 9 * 86400


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(90, "90 s"), (1.5, "1.5 s"), (0.25, "0.25 s"), (0, "0 s"), (-0.0, "0 s"), (1e7, "10000000 s")],
)
def test_seconds_are_shown_without_ornament(seconds, text):
    assert format_seconds(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "above", "from_there"),
    [(0, 5, 0), (3, 5, 5), (5, 10, 5), (29, 30, 30), (30, 40, 30), (31, 40, 40), (59.5, 60, 60), (60, 90, 60), (89, 90, 90),
     (90, 120, 90), (91, 120, 120), (3600, 3630, 3600)],
)  # fmt: skip
def test_a_grace_is_rounded_up(seconds, above, from_there):
    assert (round_up_grace(seconds), round_up_grace(seconds, exceed=False)) == (above, from_there)


@given(st.floats(0, 1e6))
def test_a_rounded_grace_always_exceeds(seconds):
    assert round_up_grace(seconds) > seconds
    assert round_up_grace(seconds, exceed=False) >= seconds


@given(st.text("0123456789.smhuµndw+- ", max_size=20))
def test_any_text_is_a_duration_or_none(text):
    for units in ("go", "compose"):
        seconds = parse_duration(text, units)
        assert seconds is None or format_seconds(seconds).endswith(" s")
