"""Whether two trees say the same."""

from __future__ import annotations

from wslint.syntax.yaml import Mapping, Node, Scalar, Sequence

_LIMIT = 20_000


def same(one: Node, other: Node) -> bool:
    """Whether two values are equal, written in whatever way; false for what is too large to tell."""
    waiting = [(one, other)]
    steps = 0
    while waiting:
        left, right = waiting.pop()
        steps += 1
        if steps > _LIMIT:
            return False
        if left is right:
            continue
        if isinstance(left, Scalar) and isinstance(right, Scalar):
            if left.value != right.value or left.plain != right.plain:
                return False
        elif isinstance(left, Sequence) and isinstance(right, Sequence):
            if len(left.items) != len(right.items):
                return False
            waiting += [(a.value, b.value) for a, b in zip(left.items, right.items, strict=True)]
        elif isinstance(left, Mapping) and isinstance(right, Mapping):
            if len(left.items()) != len(right.items()):
                return False
            for entry in left.items():
                value = right.get(entry.key_text or "")
                if value is None:
                    return False
                waiting.append((entry.value, value))
        else:
            return False
    return True
