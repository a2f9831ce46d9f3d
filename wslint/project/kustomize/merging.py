"""Strategic merge patches (Kubernetes, "Update API Objects in Place Using kubectl patch"; Kustomize's merge).

A patch's values win, null deletes, lists of built-in kinds merge by their keys with the patch's elements in
front; `$patch: delete` and `$patch: replace` do that. Trees are changed in place.
"""

from __future__ import annotations

from wslint.project.kustomize.keyed_lists import joined
from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.schema import field, shape_of
from wslint.project.kustomize.trees import drop, text_at
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Entry, Item, Mapping, Node, Scalar, Sequence

DIRECTIVE = "$patch"


def merge(base: Mapping, patch: Mapping) -> Mapping | None:
    """The base with the patch merged into it, both free to change; None where the patch deletes it."""
    merged = _value(base, patch, shape_of(text_at(base, "apiVersion"), text_at(base, "kind")))
    return merged if isinstance(merged, Mapping) else None


def _missing(node: Node | None) -> bool:
    return node is None or is_null(node)


def _value(base: Node | None, patch: Node | None, shape: str | None) -> Node | None:
    """One value; None takes it out. The kind is that of the base unless that is missing."""
    if _missing(base):
        if _missing(patch):
            kept = patch is None and isinstance(base, Scalar) and base.value
            return base if kept else None
        return _alone(patch, shape) if patch is not None else None
    if patch is not None and is_null(patch):
        return None
    if isinstance(base, Mapping):
        if patch is not None and not isinstance(patch, Mapping):
            raise Refused("a patch has another kind of value here than what it patches", patch.span)
        return _mapping(base, patch, shape)
    if patch is None:
        return base
    if base.__class__ is not patch.__class__:
        raise Refused("a patch has another kind of value here than what it patches", patch.span)
    return patch


def _directive(patch: Mapping) -> str:
    """The `$patch` of a mapping, taken out of it."""
    entry = patch.entry(DIRECTIVE)
    if entry is None:
        return ""
    word = entry.value.value if isinstance(entry.value, Scalar) else ""
    if word not in ("delete", "replace", "merge"):
        raise Refused("`$patch` takes delete, replace or merge", entry.value.span)
    drop(patch, DIRECTIVE)
    return word


def _mapping(base: Mapping, patch: Mapping | None, shape: str | None) -> Mapping | None:
    word = _directive(patch) if patch is not None else ""
    if word == "delete":
        return None
    if word == "replace" and patch is not None:
        alone = _alone(patch, shape)
        return alone if isinstance(alone, Mapping) else None
    theirs = {entry.key_text: entry for entry in patch.items()} if patch is not None else {}
    entries: list[Entry] = []
    for entry in base.items():
        other = theirs.pop(entry.key_text, None)
        key = entry.key_text or ""
        value = _entry(entry.value, other.value if other is not None else None, shape, key)
        if value is entry.value:
            entries.append(entry)
        elif value is not None:
            # A value that the patch wrote is found by its own key.
            entries.append(Entry(entry.key if other is None else other.key, value))
    for key_text, entry in theirs.items():
        value = _entry(None, entry.value, shape, key_text or "")
        if value is not None:
            entries.append(Entry(entry.key, value))
    base.adopt(tuple(entries))
    return base


def _entry(base: Node | None, patch: Node | None, shape: str | None, key: str) -> Node | None:
    found = field(shape, key)
    if found.keys is not None and (isinstance(base, Sequence) or isinstance(patch, Sequence)):
        return _list(base, patch, found.shape, found.keys)
    return _value(base, patch, found.shape)


def _alone(patch: Node, shape: str | None) -> Node | None:
    """What a patch adds where there is nothing: without its directives and nulls."""
    if not isinstance(patch, Mapping):
        return patch
    if _directive(patch) == "delete":
        return None
    return _swept(patch, shape)


def _swept(patch: Mapping, shape: str | None) -> Mapping:
    entries = []
    for entry in patch.items():
        value = None if is_null(entry.value) else _entry(None, entry.value, shape, entry.key_text or "")
        if value is not None:
            entries.append(entry if value is entry.value else Entry(entry.key, value))
    patch.adopt(tuple(entries))
    return patch


# -- lists ------------------------------------------------------------------------------------------


def _list(base: Node | None, patch: Node | None, shape: str, keys: tuple[str, ...]) -> Node | None:
    """A list that merges by keys; without keys, of plain values."""
    if patch is not None and is_null(patch):
        return None
    for one in (base, patch):
        if one is not None and not is_null(one) and not isinstance(one, Sequence):
            raise Refused("a patch has another kind of value here than what it patches", one.span)
    theirs = patch if isinstance(patch, Sequence) else None
    word = _list_directive(theirs) if theirs is not None and isinstance(base, Sequence) else ""
    if word == "delete":
        return None
    ours = base if isinstance(base, Sequence) and word != "replace" else None
    if ours is None:
        kept = theirs
        theirs, ours = None, kept
    if ours is None:
        return None
    if not keys:
        ours.items = tuple(_united(ours, theirs))
    elif theirs is None and base is not ours:
        ours.items = tuple(joined(ours.items, (), keys, lambda one, _: one and _alone(one, shape)))
    else:
        patches = theirs.items if theirs is not None else ()
        for item in patches:
            if isinstance(item.value, Mapping) and not any(item.value.entry(key) for key in keys):
                # Kustomize then takes others out, too.
                raise Refused(f"an item of a patch has no `{keys[0]}`", item.use)
        ours.items = tuple(joined(ours.items, patches, keys, lambda one, two: _value(one, two, shape)))
    return ours


def _list_directive(patch: Sequence) -> str:
    """The directive of a list: an element that is nothing but `$patch`, taken out of it."""
    for item in patch.items:
        if isinstance(item.value, Mapping) and item.value.entry(DIRECTIVE) and len(item.value.items()) == 1:
            patch.items = tuple(one for one in patch.items if one is not item)
            return _directive(item.value)
    return ""


def _united(ours: Sequence, theirs: Sequence | None) -> list[Item]:
    """Plain values, each once, those of the patch first."""
    seen: dict[str, Item] = {}
    for item in (*(theirs.items if theirs is not None else ()), *ours.items):
        if isinstance(item.value, Scalar):
            seen.setdefault(item.value.value, item)
    return list(seen.values())
