"""How fast the YAML parser alone is: run by the Python of wslint's environment, on one process.

python events.py FOLDER prints JSON: files, events, and the seconds that the parser takes for them, with its events as
Python objects (`events`, which is what wslint reads) and without (`parsing`).
"""

import json
import pathlib
import sys
import time
from collections.abc import Callable

from _ruamel_yaml import CParser
from ruamel.yaml.error import YAMLError


def counted(texts: list[str], of: Callable[[str], int]) -> tuple[int, float]:
    """The sum over all texts (a broken one ends early and counts nothing), and the seconds that it took."""
    total, start = 0, time.perf_counter()
    for text in texts:
        try:
            total += of(text)
        except YAMLError:
            continue
    return total, time.perf_counter() - start


def events(text: str) -> int:
    """How many events a text has."""
    following = CParser(text).get_event
    number = 0
    while following() is not None:
        number += 1
    return number


def parsing(text: str) -> int:
    """Parse without an object for each event."""
    CParser(text).raw_parse()
    return 0


def main() -> None:
    """Measure both, the parser warm."""
    texts = [path.read_text("utf-8") for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml"))]
    counted(texts[:100], events)
    number, taken = counted(texts, events)
    figures = {"files": len(texts), "number": number, "events": taken, "parsing": counted(texts, parsing)[1]}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
