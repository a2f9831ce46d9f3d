"""`replacements`: a value of one object is copied into fields of others.

Source: Kustomize documentation, "replacements".
"""

from __future__ import annotations

from wslint.project.kustomize.folder import Folder
from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.resource import Resource
from wslint.project.kustomize.selecting import has_labels, names
from wslint.project.kustomize.trees import (
    MAX_PATH,
    Copier,
    changed,
    made,
    mappings,
    put,
    scalar_at,
    text_at,
    texts,
)
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Item, Mapping, Node, Scalar, Sequence, YamlFile, resolve
from wslint.text import Span

_NAME = "metadata.name"
Slot = tuple[Mapping, str] | tuple[Sequence, int]
"""A place in a tree: what holds it, and where in that."""


def replace_values(folder: Folder, resources: list[Resource], copier: Copier) -> None:
    """Apply all entries; those of files too. Raises `Refused` where Kustomize would fail."""
    for entry in folder.mappings("replacements"):
        path = scalar_at(entry, "path")
        if path is None:
            _apply(entry, resources, copier)
            continue
        parsed = folder.yaml(path.value, path)
        if parsed is not None:
            for one in _written_in(parsed, path):
                _apply(one, resources, copier)


def _written_in(file: YamlFile, path: Scalar) -> list[Mapping]:
    """The replacements of a file: it holds one, or a list of them. Raises `Refused`."""
    found: list[Mapping] = []
    for document in file.documents:
        root = document.root
        nodes = [item.value for item in root.items] if isinstance(root, Sequence) else [root]
        found += [node for node in nodes if isinstance(node, Mapping)]
        if len(nodes) != sum(isinstance(node, Mapping) for node in nodes):
            raise Refused(f"`{path.value}` holds something else than replacements", path.span)
    if not file.documents:
        raise Refused(f"`{path.value}` is empty", path.span)
    return found


def _apply(entry: Mapping, resources: list[Resource], copier: Copier) -> None:
    source = entry.get_mapping("source")
    if source is None or entry.get("targets") is None:
        raise Refused("a replacement needs a `source` and `targets`", entry.span)
    value = _source_value(source, resources)
    for target in mappings(entry, "targets"):
        selector = target.get_mapping("select")
        if selector is None:
            raise Refused("a target of a replacement needs a `select`", target.span)
        paths = [one.value for one in texts(target, "fieldPaths")] or [_NAME]
        for resource in resources:
            if _is_target(resource, selector, mappings(target, "reject")):
                for path in paths:
                    _copy_to(resource, path, value, target, copier)


def _source_value(source: Mapping, resources: list[Resource]) -> Node:
    found = [one for one in resources if any(names(identity, source) for identity in one.identities)]
    if len(found) != 1:
        raise Refused("the source of a replacement is not exactly one object", source.span)
    path = text_at(source, "fieldPath") or _NAME
    slots = _slots(found[0].root, _steps(path), None)
    value = _at(slots[0]) if len(slots) == 1 else None
    if value is None or is_null(value):
        raise Refused(f"the source of a replacement has no `{path}`", source.span)
    options = source.get_mapping("options")
    delimiter = text_at(options, "delimiter") if options is not None else ""
    if options is not None and delimiter:
        if not isinstance(value, Scalar):
            raise Refused("only a string can be divided", options.span)
        parts = value.value.split(delimiter)
        index = _index(options)
        if not 0 <= index < len(parts):
            raise Refused("there is no such part", options.span)
        return changed(value, parts[index])
    return value


def _is_target(resource: Resource, selector: Mapping, rejects: list[Mapping]) -> bool:
    if not has_labels(resource, selector):
        return False
    identities = resource.identities
    for reject in rejects:
        labelled = text_at(reject, "labelSelector") or text_at(reject, "annotationSelector")
        if labelled and has_labels(resource, reject):
            return False
        named = any(text_at(reject, key) for key in ("name", "namespace", "kind", "group", "version"))
        if named and any(names(one, reject) for one in identities):
            return False
    return any(names(one, selector) for one in identities)


def _copy_to(resource: Resource, path: str, value: Node, target: Mapping, copier: Copier) -> None:
    options = target.get_mapping("options")
    create = (
        options is not None
        and (flag := options.get_scalar("create")) is not None
        and (resolve(flag, "kubernetes") is True)
    )
    slots = _slots(resource.root, _steps(path), value.span if create else None)
    if not slots:
        raise Refused(f"{resource.kind} `{resource.name}` has no `{path}` to be replaced", target.span)
    delimiter = text_at(options, "delimiter") if options is not None else ""
    for slot in slots:
        old = _at(slot)
        new = copier.copy(value)
        if options is not None and delimiter:
            if not isinstance(old, Scalar) or not isinstance(value, Scalar):
                raise Refused("only a string can be divided", options.span)
            new = _divided(old, value, delimiter, _index(options))
        if isinstance(old, Scalar) and not is_null(old):
            new = _with_type_of(old, new, target)
        _set(slot, new)


def _with_type_of(old: Scalar, new: Node, target: Mapping) -> Scalar:
    """Of what comes to a single value only the text is taken over, not its type; a list has none.

    Raises `Refused` where the text is none of that type.
    """
    text, style, tag = (new.value, new.style, new.tag) if isinstance(new, Scalar) else ("", None, None)
    before = resolve(old, "compose")
    if isinstance(before, str):
        return Scalar(new.source, new.start, new.end, text, style, tag if style is not None else "!!str")
    made_plain = Scalar(new.source, new.start, new.end, text)
    after = resolve(made_plain, "compose")
    if type(after) is not type(before) and not (isinstance(before, float) and type(after) is int):
        raise Refused(f"`{text[:40]}` does not fit in the place of `{old.value[:40]}`", target.span)
    return made_plain


def _divided(old: Scalar, value: Scalar, delimiter: str, index: int) -> Scalar:
    parts = old.value.split(delimiter)
    if index < 0:
        parts.insert(0, value.value)
    elif index >= len(parts):
        parts.append(value.value)
    else:
        parts[index] = value.value
    return changed(value, delimiter.join(parts))


def _index(options: Mapping) -> int:
    scalar = options.get_scalar("index")
    found = resolve(scalar, "kubernetes") if scalar is not None else 0
    return found if isinstance(found, int) else 0


# -- paths ------------------------------------------------------------------------------------------


def _steps(path: str) -> list[str]:
    """The steps of a path: divided by dots, but for those in brackets and those behind a backslash."""
    steps = [""]
    depth = 0
    escaped = False
    for char in path:
        if escaped:
            steps[-1] += char
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "." and depth == 0:
            steps.append("")
        else:
            depth += (char == "[") - (char == "]")
            steps[-1] += char
    if len(steps) > MAX_PATH:
        raise Refused("a path of a replacement leads down too far")
    return steps


def _slots(root: Mapping, steps: list[str], create: Span | None) -> list[Slot]:
    """The places at the end of a path; `create` makes what is missing in mappings."""
    found: list[Slot] = []
    nodes: list[Node] = [root]
    for at, step in enumerate(steps):
        found = []
        for node in nodes:
            found += _step(node, step, create, last=at == len(steps) - 1)
        nodes = [_at(slot) for slot in found]
    return found


def _step(node: Node, step: str, create: Span | None, *, last: bool) -> list[Slot]:
    if isinstance(node, Sequence):
        count = len(node.items)
        if step == "*":
            return [(node, at) for at in range(count)]
        if step.isdecimal() and len(step) < 6:
            return [(node, int(step))] if int(step) < count else []
        if step.startswith("[") and step.endswith("]") and "=" in step:
            key, _, wanted = step[1:-1].partition("=")
            return [(node, at) for at, one in enumerate(node.items) if _has(one.value, key, wanted)]
        return []
    if not isinstance(node, Mapping):
        return []
    if step == "*":
        raise Refused("a `*` in a path of a replacement stands for the items of a list", node.span)
    if node.entry(step) is None and create is not None:
        from wslint.project.kustomize.trees import new_mapping

        put(node, made(step, create), made("null", create, None) if last else new_mapping(create))
    return [(node, step)] if node.entry(step) is not None else []


def _has(node: Node, key: str, wanted: str) -> bool:
    if not key:
        return isinstance(node, Scalar) and node.value == wanted
    return isinstance(node, Mapping) and text_at(node, key) == wanted


def _at(slot: Slot) -> Node:
    holder, where = slot
    if isinstance(holder, Sequence) and isinstance(where, int):
        return holder.items[where].value
    assert isinstance(holder, Mapping)  # noqa: S101 - the other kind of slot
    return next(entry.value for entry in holder.items() if entry.key_text == where)


def _set(slot: Slot, value: Node) -> None:
    holder, where = slot
    if isinstance(holder, Sequence) and isinstance(where, int):
        holder.items = (*holder.items[:where], Item(value), *holder.items[where + 1 :])
    elif isinstance(holder, Mapping) and isinstance(where, str):
        put(holder, made(where, value.span), value)
