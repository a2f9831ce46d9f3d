"""ConfigMaps and Secrets that a kustomization makes, and the hashes in their names.

Source: Kustomize documentation, "configMapGenerator", "secretGenerator", "generatorOptions".
"""

from __future__ import annotations

from typing import Literal

from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.resource import Resource
from wslint.project.kustomize.trees import (
    STRING,
    child,
    made,
    new_mapping,
    pairs,
    put,
    scalar_at,
    text_at,
    texts,
)
from wslint.syntax.yaml import Mapping, Scalar, resolve
from wslint.text import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.project.kustomize.folder import Folder

Kind = Literal["ConfigMap", "Secret"]
_MARKS = {"0": "g", "1": "h", "3": "k", "a": "m", "e": "t"}
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def generated(folder: Folder, entry: Mapping, kind: Kind, shared: Mapping | None) -> Resource:
    """The object of one entry of a generator; `shared` are the `generatorOptions`. Raises `Refused`."""
    place = entry.span
    name = scalar_at(entry, "name")
    if name is None or not name.value:
        raise Refused("a generator needs a `name`", place)
    metadata = new_mapping(place, ("name", name))
    namespace = scalar_at(entry, "namespace")
    if namespace is not None and namespace.value:
        put(metadata, made("namespace", namespace.content_span), namespace)
    root = new_mapping(
        place, ("apiVersion", made("v1", place)), ("kind", made(kind, place)), ("metadata", metadata)
    )
    if kind == "Secret":
        written = scalar_at(entry, "type")
        put(root, made("type", place), written if written is not None else made("Opaque", place))
    resource = Resource(root)
    values = _Values(folder, kind, resource)
    values.read(entry)
    values.store(root, place)
    options = [one for one in (shared, entry.get_mapping("options")) if one is not None]
    for key in ("labels", "annotations"):
        for one in options:
            for label, value in pairs(one.get_mapping(key)):
                put(child(metadata, key, label.span), label, value)
    if any(_is_true(one, "immutable") for one in options):
        put(root, made("immutable", place), made("true", place, None))
    resource.behavior = text_at(entry, "behavior")
    resource.hashed = not any(_is_true(one, "disableNameSuffixHash") for one in options)
    return resource


def _is_true(mapping: Mapping, key: str) -> bool:
    scalar = mapping.get_scalar(key)
    return scalar is not None and resolve(scalar, "kubernetes") is True


class _Values:
    """The keys and values of one generator, each at its place."""

    def __init__(self, folder: Folder, kind: Kind, resource: Resource) -> None:
        self.folder = folder
        self.kind = kind
        self.resource = resource
        self.found: dict[str, tuple[Scalar, Scalar | None]] = {}

    def read(self, entry: Mapping) -> None:
        single = scalar_at(entry, "env")
        for scalar in [*texts(entry, "envs"), *([single] if single is not None else [])]:
            self.env_file(scalar)
        for scalar in texts(entry, "literals"):
            self.literal(scalar)
        for scalar in texts(entry, "files"):
            self.file(scalar)

    def add(self, key: str, place: Span, value: Scalar | None) -> None:
        if key in self.found:
            raise Refused(f"`{key}` is given twice", place)
        self.found[key] = (made(key, place), value)

    def literal(self, scalar: Scalar) -> None:
        key, sign, value = scalar.value.partition("=")
        if not key or not sign:
            raise Refused("a literal is written `key=value`", scalar.span)
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        span = scalar.content_span
        at = span.text.find("=")
        start = span.start + at + 1 if at >= 0 and span.text[at + 1 :] == value else span.start
        place = Span(span.source, start, span.end)
        self.add(key, span, made(value, place))

    def file(self, scalar: Scalar) -> None:
        key, sign, path = scalar.value.partition("=")
        if not sign:
            key, path = scalar.value.rpartition("/")[2], scalar.value
        if not key or not path or "=" in path:
            raise Refused("a file is written `key=path`, or its path alone", scalar.span)
        source = self.folder.text(path, scalar)
        if source is None:
            self.resource.opaque = True
            self.add(key, scalar.content_span, None)
            return
        value = ("\ufeff" if source.bom else "") + source.text
        self.add(key, scalar.content_span, made(value, Span(source, 0, len(source.text))))

    def env_file(self, scalar: Scalar) -> None:
        source = self.folder.text(scalar.value, scalar, environment=True)
        if source is None:
            self.resource.opaque = True
            return
        for line in range(1, source.line_count() + 1):
            self.env_line(source, source.line_span(line))

    def env_line(self, source: Source, span: Span) -> None:
        text = span.text
        stripped = text.lstrip()
        if not stripped or stripped[0] == "#":
            return
        start = span.start + len(text) - len(stripped)
        key, sign, value = stripped.partition("=")
        if not key:
            return
        at = start + len(key) + len(sign)
        self.add(key, Span(source, start, start + len(key)), made(value, Span(source, at, span.end)))

    def store(self, root: Mapping, place: Span) -> None:
        """Put the values into the object, by the names of their keys."""
        for key in sorted(self.found):
            written, value = self.found[key]
            if value is None:
                put(child(root, "binaryData", place), written, made("", written.span))
            elif self.kind == "Secret":
                from base64 import b64encode

                encoded = b64encode(value.value.encode("utf-8", "surrogatepass")).decode("ascii")
                put(child(root, "data", place), written, made(encoded, value.span))
            else:
                put(child(root, "data", place), written, value)


def absorb(resources: list[Resource], new: Resource) -> None:
    """Add a generated object, or merge it into the one that has its name, as its `behavior` says."""
    identity = new.identity
    found = [one for one in resources if identity in one.identities]
    merging = new.behavior in ("merge", "replace")
    if not found:
        if merging:
            raise Refused(f"there is no {new.kind} `{new.name}` to {new.behavior}", new.place)
        resources.append(new)
        return
    if len(found) > 1 or not merging:
        raise Refused(f"there is a {new.kind} `{new.name}` already: it wants a `behavior`", new.place)
    old = found[0]
    _take_over(old, new)
    if new.behavior == "merge":
        for key in ("data", "binaryData"):
            _join(old.root, new.root, key, new.place)
    new.hashed = new.hashed and old.hashed
    new.behavior = old.behavior
    new.previous, new.prefixes, new.suffixes = old.previous, old.prefixes, old.suffixes
    new.opaque = new.opaque or (new.behavior == "merge" and old.opaque)
    resources[resources.index(old)] = new


def _take_over(old: Resource, new: Resource) -> None:
    """Name, namespace, and the labels and annotations that the new one has not."""
    for key in ("labels", "annotations"):
        holder = old.root.get_mapping("metadata")
        if holder is not None and holder.get_mapping(key) is not None:
            _join(holder, child(new.root, "metadata", new.place), key, new.place)
    metadata = old.root.get_mapping("metadata")
    if metadata is None:
        return
    kind = new.root.get_scalar("kind")
    new.restore(kind, metadata.get_scalar("name"), metadata.get_scalar("namespace"))


def _join(old: Mapping, new: Mapping, key: str, place: Span) -> None:
    """The pairs of both under a key; those of the new one win."""
    earlier = pairs(old.get_mapping(key))
    if not earlier:
        return
    holder = child(new, key, place)
    for name, value in earlier:
        if holder.entry(name.value) is None:
            put(holder, name, value)


# -- hashes -----------------------------------------------------------------------------------------


def add_hashes(resources: list[Resource]) -> None:
    """Put the hash of their content behind the names that want one."""
    for resource in resources:
        if resource.hashed and not resource.opaque:
            resource.remember()
            resource.rename(f"{resource.name}-{content_hash(resource)}")


def content_hash(resource: Resource) -> str:
    """The ten characters that Kustomize computes of a ConfigMap or a Secret."""
    from hashlib import sha256
    from json import dumps

    root = resource.root
    content: dict[str, object] = {
        "kind": resource.kind,
        # Kustomize looks for the name under the wrong key, and finds none.
        "name": "",
        "data": _plain(root, "data") if root.entry("data") is not None else "",
    }
    if resource.kind == "Secret":
        content["type"] = text_at(root, "type")
    extra = "stringData" if resource.kind == "Secret" else "binaryData"
    if root.get_mapping(extra) is not None:
        content[extra] = _plain(root, extra)
    text = dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for char, escape in _ESCAPES.items():
        text = text.replace(char, escape)
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return "".join(_MARKS.get(char, char) for char in digest)


def _plain(root: Mapping, key: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs(root.get_mapping(key)):
        found[name.value] = value.value if value.tag == STRING else resolve(value, "compose")
    return found
