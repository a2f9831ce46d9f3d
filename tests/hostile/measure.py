"""Prints what every hostile input costs, as a table in Markdown.

python -m tests.hostile.measure [WORD …]   of those whose name has one of the words
"""

import sys
import tempfile
from pathlib import Path

from .harness import measure
from .inputs import INPUTS


def main() -> None:
    """Run every case once."""
    words = sys.argv[1:]
    sys.stdout.write("| input | says | s CPU | MB |\n| --- | --- | ---: | ---: |\n")
    for hostile in INPUTS:
        if words and not any(
            word in (hostile.name, hostile.make.__module__.rpartition(".")[2]) for word in words
        ):
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = measure(hostile, Path(folder), seconds=8)
        said = found.out + found.complaints
        wrong = (
            "" if hostile.says.encode() in said and found.code == hostile.code else f" — exit {found.code}!"
        )
        says = hostile.says.replace("|", "\\|")
        sys.stdout.write(f"| {hostile.name} | {says}{wrong} | {found.seconds:.2f} | {found.megabytes} |\n")
        sys.stdout.flush()
        if wrong:
            sys.stderr.write(said[-3000:].decode(errors="replace") + "\n")


if __name__ == "__main__":
    main()
