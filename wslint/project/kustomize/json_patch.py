"""JSON patches (RFC 6902) on trees, as kubectl and Kustomize apply them: changed in place."""

from __future__ import annotations

from wslint.project.kustomize.plain import plain
from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.resource import Resource
from wslint.project.kustomize.trees import MAX_PATH, Copier, drop, made, new_mapping, put, text_at
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Item, Mapping, Node, Sequence
from wslint.text import Span


def apply_json_patch(resource: Resource, patch: Sequence, copier: Copier) -> None:
    """Apply all operations to an object. Raises `Refused` where one of them cannot be."""
    for item in patch.items:
        operation = item.value
        if not isinstance(operation, Mapping):
            raise Refused("an operation is a mapping", item.use)
        _Operation(resource, operation, copier).run()


class _Operation:
    """One operation on one object."""

    def __init__(self, resource: Resource, written: Mapping, copier: Copier) -> None:
        self.resource = resource
        self.written = written
        self.copier = copier
        self.place: Span = written.span

    def run(self) -> None:
        name = text_at(self.written, "op")
        path = self.pointer("path")
        if name == "add":
            self.add(path, self.value())
        elif name == "remove":
            self.remove(path)
        elif name == "replace":
            self.replace(path, self.value())
        elif name == "move":
            self.add(path, self.copier.copy(self.remove(self.pointer("from"))))
        elif name == "copy":
            found = self.find(self.pointer("from"))
            self.add(path, self.copier.copy(found) if found is not None else self.null())
        elif name == "test":
            self.test(path)
        else:
            raise Refused(f"`{name}` is no operation of a JSON patch", self.place)

    def pointer(self, key: str) -> list[str]:
        """The parts of a JSON pointer (RFC 6901)."""
        scalar = self.written.get_scalar(key)
        if scalar is None or not scalar.value.startswith("/"):
            raise Refused(f"`{key}` is no JSON pointer", self.place)
        self.place = scalar.content_span
        parts = scalar.value[1:].split("/")
        if len(parts) > MAX_PATH:
            raise Refused("this path leads down too far", self.place)
        return [part.replace("~1", "/").replace("~0", "~") for part in parts]

    def value(self) -> Node:
        found = self.written.get("value")
        return self.null() if found is None else self.copier.copy(found)

    def null(self) -> Node:
        return made("null", self.place, None)

    def missing(self) -> Refused:
        return Refused(f"there is nothing at `{text_at(self.written, 'path')}`", self.place)

    def holder(self, path: list[str]) -> Mapping | Sequence:
        """What holds the last part of a path."""
        found: Node | None = self.resource.root
        for at, part in enumerate(path[:-1]):
            inner: Node | None = None
            if isinstance(found, Mapping):
                inner = found.get(part)
                if inner is None and path[: at + 1] == ["metadata", "annotations"] and self.noted():
                    # Kustomize keeps its notes among the annotations, so that these are always there.
                    inner = new_mapping(self.place)
                    put(found, made(part, self.place), inner)
            elif isinstance(found, Sequence):
                inner = found.items[self.index(found, part)].value
            found = inner
        if not isinstance(found, (Mapping, Sequence)):
            raise self.missing()
        return found

    def noted(self) -> bool:
        return bool(self.resource.previous or self.resource.behavior or self.resource.hashed)

    def index(self, listed: Sequence, part: str, *, beyond: bool = False) -> int:
        count = len(listed.items)
        digits = part.removeprefix("-")
        if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
            raise self.missing()
        number = int(part)
        if number < 0:
            number += count + beyond
        if not 0 <= number < count + beyond:
            raise self.missing()
        return number

    def find(self, path: list[str]) -> Node | None:
        """What is at a path; None for a key that a mapping has not. Raises `Refused` for other gaps."""
        holder = self.holder(path)
        if isinstance(holder, Sequence):
            return holder.items[self.index(holder, path[-1])].value
        found = holder.get(path[-1])
        if found is None and path == ["metadata", "annotations"] and self.noted():
            return new_mapping(self.place)
        return found

    def get(self, path: list[str]) -> Node:
        found = self.find(path)
        if found is None:
            raise self.missing()
        return found

    def add(self, path: list[str], value: Node) -> None:
        holder = self.holder(path)
        if isinstance(holder, Mapping):
            put(holder, made(path[-1], self.place), value)
            return
        at = len(holder.items) if path[-1] == "-" else self.index(holder, path[-1], beyond=True)
        holder.items = (*holder.items[:at], Item(value), *holder.items[at:])

    def remove(self, path: list[str]) -> Node:
        found = self.get(path)
        holder = self.holder(path)
        if isinstance(holder, Mapping):
            drop(holder, path[-1])
        else:
            at = self.index(holder, path[-1])
            holder.items = (*holder.items[:at], *holder.items[at + 1 :])
        return found

    def replace(self, path: list[str], value: Node) -> None:
        holder = self.holder(path)
        if isinstance(holder, Mapping):
            # Kustomize does not ask whether the key is there.
            put(holder, made(path[-1], self.place), value)
            return
        at = self.index(holder, path[-1])
        holder.items = (*holder.items[:at], Item(value), *holder.items[at + 1 :])

    def test(self, path: list[str]) -> None:
        wanted = self.written.get("value")
        try:
            found = self.find(path)
        except Refused:
            found = None
        if wanted is None or is_null(wanted):
            equal = found is None or is_null(found)
        else:
            equal = found is not None and plain(found) == plain(wanted)
        if not equal:
            raise Refused("this test of the patch fails", self.place)
