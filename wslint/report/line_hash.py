"""`primaryLocationLineHash`: how GitHub's code scanning recognises a line from one commit to the next.

Described in codeql-action (`upload-sarif` computes it for results that have none, and warns where it differs):
for each line, the first 100 UTF-16 code units from its start that are neither space nor tab, with every line end as
LF, then 65535 for the end of the file and zeros; as a polynomial in 37 modulo 2^64; in hexadecimal, with the number
of lines so far that have the same.
"""

from __future__ import annotations

from collections import Counter

_BLOCK = 100
_FACTOR = 37
_MASK = (1 << 64) - 1
_DROP = pow(_FACTOR, _BLOCK, 1 << 64)
_BLANKS = {ord(" "): None, ord("\t"): None}
_END = 65535
_LF = 10


def line_hashes(text: str) -> list[str]:
    """The hash of each line, first to last; lines end at LF, CR LF or CR. The byte order mark counts as text."""
    from itertools import chain, repeat

    units = _code_units(text.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS))
    units.append(_END)
    length = len(units)
    units.extend(repeat(0, _BLOCK - 1))
    seen: Counter[int] = Counter()
    hashes: list[str] = []
    value = 0
    # `new` enters the window while `old` leaves it; `before` is what stands in front of the window then.
    starts = chain((_LF,), units)
    window = chain(repeat(0, _BLOCK), units)
    begins = -(_BLOCK - 1)
    for new, old in zip(units, window, strict=False):
        value = (value * _FACTOR + new - _DROP * old) & _MASK
        if 0 <= begins < length and next(starts) == _LF:
            seen[value] += 1
            hashes.append(f"{value:x}:{seen[value]}")
        begins += 1
    return hashes


def _code_units(text: str) -> list[int]:
    """The text as UTF-16 code units."""
    import sys
    from array import array

    order = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
    units = array("H")
    units.frombytes(text.encode(order, "surrogatepass"))
    return units.tolist()
