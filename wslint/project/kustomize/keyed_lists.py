"""Lists whose elements merge by keys, element for element as Kustomize does it.

With several keys (`containerPort` and `protocol`) and elements that leave one of them out, Kustomize (v5) has
ways of its own: a patch that adds the protocol to a port without one is lost. What it prints is what is
deployed, so it is followed in that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wslint.project.kustomize.trees import text_at
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Item, Mapping, Node

Keys = tuple[str, ...]
Merge = Callable[[Node | None, Node | None], Node | None]
"""Merges an element of the base and one of the patch, as far as they are there; None takes it out."""


def joined(ours: Sequence[Item], theirs: Sequence[Item], keys: Keys, merge: Merge) -> list[Item]:
    """The elements of both lists, those of the patch in front of what it does not name."""
    values: list[Keys] = list(dict.fromkeys(_values(item, keys) for item in (*theirs, *ours)))
    if len(keys) > 1:
        _complete(values)
    left = list(ours)
    front: list[Item] = []
    valid = keys
    for value in values:
        valid, wanted = _valid(values, value, keys)
        base = _first(left, *_valid([wanted], wanted, valid))
        patch = _first(theirs, *_valid([wanted], wanted, valid))
        result = merge(base.value if base else None, patch.value if patch else None)
        if result is None or (isinstance(result, Mapping) and not result.items()):
            left = _set(left, None, valid, wanted)
            continue
        item = next((one for one in (base, patch) if one is not None and one.value is result), None)
        front = _set(front, item or Item(result), valid, wanted)
    for item in left:
        front = _placed(front, item, valid)
    return front


def _values(item: Item, keys: Keys) -> Keys:
    """What an element has under the keys; empty for one that it has not."""
    value = item.value
    return tuple(text_at(value, key) if isinstance(value, Mapping) else "" for key in keys)


def _complete(values: list[Keys]) -> None:
    """Values that differ only in what one of them leaves out are the same."""
    for i in range(len(values)):
        for j in range(len(values)):
            one, other = values[i], values[j]
            if any(a == b for a, b in zip(one, other, strict=True)) and all(
                a == b or not a or not b for a, b in zip(one, other, strict=True)
            ):
                values[i] = values[j] = tuple(a or b for a, b in zip(one, other, strict=True))


def _valid(values: list[Keys], value: Keys, keys: Keys) -> tuple[Keys, Keys]:
    """The keys that any of the elements has, and the values under them."""
    used = {key for one in values for key, text in zip(keys, one, strict=True) if text}
    if not used:
        return keys, value
    kept = [(key, text) for key, text in zip(keys, value, strict=True) if key in used]
    return tuple(key for key, _ in kept), tuple(text for _, text in kept)


def _has(item: Item, key: str, wanted: str) -> bool:
    """Whether an element has a key with a value; with any, where none is wanted."""
    entry = item.value.entry(key) if isinstance(item.value, Mapping) else None
    if entry is None or is_null(entry.value):
        return False
    return not wanted or (isinstance(item.value, Mapping) and text_at(item.value, key) == wanted)


def _first(items: Sequence[Item], keys: Keys, wanted: Keys) -> Item | None:
    for item in items:
        if all(_has(item, key, value) for key, value in zip(keys, wanted, strict=True)):
            return item
    return None


def _set(items: list[Item], new: Item | None, keys: Keys, wanted: Keys) -> list[Item]:
    """The elements with a new one in place of those with its values, or at the end; None takes them out."""
    found = False
    kept: list[Item] = []
    for item in items:
        if is_null(item.value) or (isinstance(item.value, Mapping) and not item.value.items()):
            continue
        # Only as many keys are compared as there are values.
        if wanted and all(_has(item, key, value) for key, value in zip(keys, wanted, strict=False)):
            found = True
            if new is not None:
                kept.append(new)
        elif wanted or not isinstance(item.value, Mapping):
            kept.append(item)
    if new is not None and not found:
        kept.append(new)
    return kept


def _placed(front: list[Item], item: Item, keys: Keys) -> list[Item]:
    """The elements with one of the base, which stands for all that have its values."""
    value = item.value
    if not isinstance(value, Mapping):
        return [*front, item]
    wanted: list[str] = []
    for key in keys:
        if value.entry(key) is None:
            front = [*front, item]
        else:
            wanted.append(text_at(value, key))
    if len(keys) > 1:
        front = _set(front, None, keys, tuple(wanted))
    return _set(front, item, keys, tuple(wanted))
