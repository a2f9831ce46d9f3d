"""Targets: what is kept between runs, as it was written and damaged."""

from random import Random

from wslint.cache.codec import Damaged, decode, encode
from wslint.model.facts import FileFacts
from wslint.project.reading import ComposeText, read_facts
from wslint.readers.compose import read_compose
from wslint.text import Source

from .reading import PATHS
from .targets import texts


@texts("cache-codec", "compose", "kubernetes", "dockerfile", "shell", "markdown", "ci", most=700, weight=2)
def cache_codec(text: str) -> object:
    """Facts as data: the same again, and nothing but `Damaged` out of other bytes."""
    paths = sorted(PATHS.values())
    path = paths[len(text) % len(paths)]
    source = Source(path[3:], text)
    facts = read_facts(source, path, named=True, is_file=lambda _: False)
    if isinstance(facts, ComposeText):
        facts = read_compose(facts.parsed, {})
    if not isinstance(facts, FileFacts):
        return facts
    data = encode(facts, [source])
    again = decode(data, [source])
    assert encode(again, [source]) == data, "not what was written"
    return again, [_damaged(data, source, number) for number in range(6)]


def _damaged(data: bytes, source: Source, number: int) -> str:
    random = Random(f"{number}/{len(data)}")  # noqa: S311
    other = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8))):
        at = random.randrange(len(other))
        # What counts stands at the beginning.
        at = at % 60 if random.random() < 0.5 else at
        other[at] = random.choice((0, 1, 255, random.randrange(256)))
    if number == 5:
        del other[random.randrange(len(other)) :]
    try:
        repr(decode(bytes(other), [source]))
    except Damaged:
        return "damaged"
    return "read"
