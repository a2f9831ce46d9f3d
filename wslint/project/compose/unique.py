"""What is written twice in the lists of a merged project: Compose keeps the place of the first, the value of the last.

The keys are those of compose-go (package override, EnforceUnicity), after short forms became long ones.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table
from posixpath import normpath

from wslint.project.compose.making import mapping_at, sequence_at
from wslint.syntax.yaml import Entry, Item, Mapping, Node, Scalar, Sequence, resolve

TextOf = Callable[[Scalar], str | None]
FolderOf = Callable[[Scalar], str]
Key = tuple[str, ...]

_BY_NAME = (
    "annotations", "cap_add", "cap_drop", "dns", "dns_opt", "dns_search", "environment", "expose", "labels",
    "links", "profiles", "sysctls", "tmpfs",
)  # fmt: skip
_INNER = {
    "build": ("additional_contexts", "args", "labels", "tags"),
    "deploy": ("labels",),
}
_OF_NETWORK = ("aliases", "link_local_ips")


class Unique:
    """Takes repetitions out of a merged tree. Values with unknown variables are equal to nothing else."""

    def __init__(self, text_of: TextOf, folder_of: FolderOf) -> None:
        self.text_of = text_of
        self.folder_of = folder_of

    def project(self, root: Mapping) -> Mapping:
        """The tree with each list of its services and networks as Compose has it."""
        changes: dict[str, Node] = {}
        services = root.get("services")
        if isinstance(services, Mapping):
            keys: dict[str, Callable[[Node], Key | None]] = dict.fromkeys(_BY_NAME, self._name)
            keys |= {
                "ports": self._port,
                "volumes": self._volume,
                "devices": self._device,
                "env_file": self._env_file,
                "secrets": lambda node: self._mount(node, "/run/secrets/"),
                "configs": lambda node: self._mount(node, "/"),
            }
            changes["services"] = self._each(services, lambda one: self._service(one, keys))
        networks = root.get("networks")
        if isinstance(networks, Mapping):
            changes["networks"] = self._each(networks, lambda one: self._lists(one, {"labels": self._name}))
        return _changed(root, changes)

    def _each(self, owner: Mapping, change: Callable[[Mapping], Mapping]) -> Mapping:
        changes: dict[str, Node] = {
            entry.key_text: change(entry.value)
            for entry in owner.items()
            if entry.key_text is not None and isinstance(entry.value, Mapping)
        }
        return _changed(owner, changes)

    def _service(self, service: Mapping, keys: Table[str, Callable[[Node], Key | None]]) -> Mapping:
        changes: dict[str, Node] = {}
        for key, names in _INNER.items():
            inner = service.get(key)
            if isinstance(inner, Mapping):
                changes[key] = self._lists(inner, dict.fromkeys(names, self._name))
        networks = service.get("networks")
        if isinstance(networks, Mapping):
            by_name = dict.fromkeys(_OF_NETWORK, self._name)
            changes["networks"] = self._each(networks, lambda one: self._lists(one, by_name))
        return self._lists(_changed(service, changes), keys)

    def _lists(self, owner: Mapping, keys: Table[str, Callable[[Node], Key | None]]) -> Mapping:
        # Of these Compose takes them out once as they are written, and again in the long form.
        as_written = {"ports": self._written_port, "volumes": self._written_volume}
        changes: dict[str, Node] = {}
        for entry in owner.items():
            key_of = keys.get(entry.key_text or "")
            if key_of is not None and entry.key_text and isinstance(entry.value, Sequence):
                written = entry.value
                if entry.key_text in as_written:
                    written = _without_repetitions(written, as_written[entry.key_text])
                changes[entry.key_text] = _without_repetitions(written, key_of)
        return _changed(owner, changes)

    # -- by what two entries are the same: None where that cannot be told ------------------------------

    def _text(self, node: Node | None) -> str | None:
        return self.text_of(node) if isinstance(node, Scalar) else None

    def _name(self, node: Node) -> Key | None:
        text = self._text(node)
        return None if text is None else (text.partition("=")[0],)

    def _written_port(self, node: Node) -> Key | None:
        if isinstance(node, Mapping):
            return self._long_port(node)
        text = self._text(node)
        return None if text is None else (text,)

    def _written_volume(self, node: Node) -> Key | None:
        if isinstance(node, Mapping):
            target = self._text(node.get("target"))
        else:
            text = self._text(node)
            target = None if text is None else volume_target(text)
        return (target,) if target else None

    def _port(self, node: Node) -> Key | None:
        if isinstance(node, Mapping):
            return self._long_port(node)
        text = self._text(node)
        if text is None or "-" in text:
            # A range stands for several ports.
            return None if text is None else (text,)
        before, _, container = text.rpartition(":")
        address, _, host = before.rpartition(":")
        number, _, protocol = container.partition("/")
        address = address.removeprefix("[").removesuffix("]")
        return (address or "0.0.0.0", host, number, protocol.lower() or "tcp")  # noqa: S104  # no socket

    def _long_port(self, port: Mapping) -> Key | None:
        target, published = port.get_scalar("target"), port.get_scalar("published")
        texts = [self._text(target), "" if published is None else self._text(published)]
        for key, default in (("host_ip", "0.0.0.0"), ("protocol", "tcp")):  # noqa: S104  # no socket
            texts.append(self._text(port.get(key)) if port.get(key) is not None else default)
        known = [text for text in texts if text is not None]
        if len(known) != len(texts):
            return None
        if published is not None and not isinstance(resolve(published, "compose"), str):
            # Compose does not see that a number and a string are the same.
            known[1] = f"number {known[1]}"
        return (known[2], known[1], known[0], known[3])

    def _volume(self, node: Node) -> Key | None:
        written = self._written_volume(node)
        return None if written is None else (normpath(written[0]),)

    def _device(self, node: Node) -> Key | None:
        if isinstance(node, Mapping):
            target = self._text(node.get("target"))
            return (target,) if target else None
        parts = (self._text(node) or "").split(":")
        return (parts[min(1, len(parts) - 1)],) if parts[0] else None

    def _mount(self, node: Node, folder: str) -> Key | None:
        if isinstance(node, Mapping):
            target = self._text(node.get("target"))
            if target is not None:
                return (target,)
            node = node.get("source") or node
        source = self._text(node)
        return (folder + source,) if source else None

    def _env_file(self, node: Node) -> Key | None:
        path = node.get("path") if isinstance(node, Mapping) else node
        text = self._text(path)
        if text is None or not isinstance(path, Scalar):
            return None
        return (self.folder_of(path), text)


def volume_target(text: str) -> str | None:
    """The target of the short form `[SOURCE:]TARGET[:OPTIONS]`; a letter before a colon is a drive (compose-go,
    format/volume.go).
    """
    if len(text) <= 2:
        return text or None
    parts = [""]
    for char in text:
        if char == ":" and not (len(parts[-1]) == 1 and parts[-1].isalpha()):
            parts.append("")
        else:
            parts[-1] += char
    return parts[min(1, len(parts) - 1)] or None


def _without_repetitions(node: Sequence, key_of: Callable[[Node], Key | None]) -> Sequence:
    items: list[Item] = []
    places: dict[Key, int] = {}
    for item in node.items:
        key = key_of(item.value)
        if key is not None and key in places:
            items[places[key]] = item
            continue
        if key is not None:
            places[key] = len(items)
        items.append(item)
    return node if len(items) == len(node.items) else sequence_at(node.span, tuple(items))


def _changed(owner: Mapping, changes: dict[str, Node]) -> Mapping:
    """A mapping with some values changed; itself where none of them is another one."""
    changes = {key: value for key, value in changes.items() if value is not owner.get(key)}
    if not changes:
        return owner
    entries = tuple(
        Entry(entry.key, changes[entry.key_text], entry.use, entry.merged)
        if entry.key_text in changes
        else entry
        for entry in owner.items()
    )
    return mapping_at(owner.span, entries)
