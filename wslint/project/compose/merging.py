"""Trees of several Compose files to one, by the rules of Compose's loader (compose-go, package override).

Mappings merge key by key, lists are appended, single values replaced, null changes nothing; some keys have
rules of their own (Compose, "Merge Compose files"). Every value keeps the place where it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table

from wslint.project.compose.making import (
    addresses,
    build_mapping,
    hosts_mapping,
    list_of,
    mapping_at,
    named,
    pairs_mapping,
    sequence_at,
)
from wslint.readers.compose.reading import is_null
from wslint.syntax.yaml import Entry, Item, Mapping, Node, Scalar, Sequence
from wslint.text import Span

Path = tuple[str, ...]

RESET = "!reset"
OVERRIDE = "!override"
LIMIT = 200_000
"""How many parts merging may make for one project; what asks for more is an attack."""
_DEEPEST = 40

_PAIRS = ("annotations", "environment", "labels", "sysctls")
_LISTS = ("dns", "dns_opt", "dns_search", "env_file", "label_file", "tmpfs")
_RULES: dict[Path, str] = {
    **{("services", "*", key): "pairs" for key in _PAIRS},
    **{("services", "*", "build", key): "pairs" for key in ("additional_contexts", "args", "labels")},
    **{("services", "*", key): "list" for key in _LISTS},
    **{("services", "*", key): "named" for key in ("models", "networks")},
    **{("services", "*", key): "replaced" for key in ("command", "entrypoint")},
    ("services", "*", "build"): "build",
    ("services", "*", "build", "extra_hosts"): "hosts",
    ("services", "*", "depends_on"): "dependencies",
    ("services", "*", "deploy", "labels"): "pairs",
    ("services", "*", "extra_hosts"): "hosts",
    ("services", "*", "healthcheck", "test"): "replaced",
    ("services", "*", "logging"): "logging",
    ("networks", "*", "ipam", "config"): "subnets",
    ("networks", "*", "labels"): "pairs",
    ("volumes", "*", "labels"): "pairs",
}


def rule_of(path: Path) -> str:
    """The rule by which the values at a path are merged; "" for the general one."""
    if len(path) < 3:
        return ""
    if path[0] == "services" and path[2] == "ulimits" and len(path) == 4:
        return "replaced"
    return _RULES.get((path[0], "*", *path[2:]), "")


class Merger:
    """Merges trees, with one limit for all of them.

    `text_of` gives the text of a scalar with its variables filled in, None where one is unknown. `refused`
    takes the place and the path of what cannot be merged: Compose does not load such a project.
    """

    def __init__(self, text_of: Callable[[Scalar], str | None], refused: Callable[[Span, str], None]) -> None:
        self.text_of = text_of
        self.refused = refused
        self.left = LIMIT
        self.exhausted = False
        # Nothing is to be taken out unless one of the files has the mark.
        self.has_resets = False
        self._clean: dict[int, tuple[Node, Node]] = {}

    def overridden(self, base: Mapping, over: Mapping, path: Path = ()) -> Mapping:
        """A base with another file on top; what is made stands where the base's is written."""
        return _Step(self, over_is_home=False).mappings(base, over, path, base.span)

    def extended(self, base: Mapping, service: Mapping, name: str) -> Mapping:
        """A service on top of the one that it extends; what is made stands where the service's is written.

        `!reset` and `!override` are kept: they hold for what earlier files write as well.
        """
        return _Step(self, over_is_home=True).mappings(base, service, ("services", name), service.span)

    def imported(self, base: Mapping, over: Mapping, path: Path) -> Mapping:
        """A resource of an included file with that of the including file on top, which is its home."""
        return _Step(self, over_is_home=True).mappings(self.cleaned_mapping(base), over, path, over.span)

    def take(self, count: int) -> bool:
        """Whether there is room to make so many parts more."""
        self.left -= count
        if self.left < 0:
            self.exhausted = True
        return self.left >= 0

    # -- !reset -------------------------------------------------------------------------------------

    def cleaned_mapping(self, node: Mapping) -> Mapping:
        """The same for a mapping."""
        cleaned = self.cleaned(node)
        return cleaned if isinstance(cleaned, Mapping) else node

    def cleaned(self, node: Node, depth: int = 0) -> Node:
        """A value without what `!reset` takes out: with nothing before it, that is absent."""
        if not self.has_resets or isinstance(node, Scalar) or depth > _DEEPEST:
            return node
        known = self._clean.get(id(node))
        if known is not None:
            return known[1]
        cleaned: Node = node
        if isinstance(node, Mapping):
            entries = tuple(
                self.cleaned_entry(entry, depth) for entry in node.items() if entry.value.tag != RESET
            )
            if len(entries) != len(node.items()) or any(
                one is not other for one, other in zip(entries, node.items(), strict=True)
            ):
                cleaned = mapping_at(node.span, entries)
        else:
            items = tuple(self._cleaned_item(item, depth) for item in node.items if item.value.tag != RESET)
            if len(items) != len(node.items) or any(
                one is not other for one, other in zip(items, node.items, strict=True)
            ):
                cleaned = sequence_at(node.span, items)
        # The node itself is kept, or its number could be another's later on.
        self._clean[id(node)] = (node, cleaned)
        return cleaned

    def cleaned_entry(self, entry: Entry, depth: int = 0) -> Entry:
        """An entry with its value cleaned; the same one where there is nothing to take out."""
        value = self.cleaned(entry.value, depth + 1)
        return entry if value is entry.value else Entry(entry.key, value, entry.use, entry.merged)

    def _cleaned_item(self, item: Item, depth: int) -> Item:
        value = self.cleaned(item.value, depth + 1)
        return item if value is item.value else Item(value, item.use)


class _Step:
    """One merge. `over_is_home` says which side lends its place to what is made."""

    __slots__ = ("merger", "over_is_home")

    def __init__(self, merger: Merger, *, over_is_home: bool) -> None:
        self.merger = merger
        self.over_is_home = over_is_home

    def mappings(self, base: Mapping, over: Mapping, path: Path, span: Span) -> Mapping:
        """Two mappings key by key; keys in the order in which they come first."""
        if not self.merger.take(len(base.items()) + len(over.items())) or len(path) > _DEEPEST:
            return over
        entries: dict[str | Entry, Entry] = {
            entry if entry.key_text is None else entry.key_text: entry for entry in base.items()
        }
        for entry in over.items():
            key = entry if entry.key_text is None else entry.key_text
            before = entries.get(key)
            if entry.value.tag == RESET and not self.over_is_home:
                entries.pop(key, None)
            elif before is None or entry.value.tag in (RESET, OVERRIDE):
                entries[key] = entry if self.over_is_home else self.merger.cleaned_entry(entry)
            else:
                entries[key] = self._entry(before, entry, (*path, entry.key_text or ""))
        return mapping_at(span, tuple(entries.values()))

    def _entry(self, base: Entry, over: Entry, path: Path) -> Entry:
        home = over if self.over_is_home else base
        merged = self.values(base.value, over.value, path, home.use)
        if merged is base.value:
            return base
        if merged is over.value:
            return over if self.over_is_home else self.merger.cleaned_entry(over)
        return Entry(home.key, merged)

    def values(self, base: Node, over: Node, path: Path, span: Span) -> Node:
        """Two values of one key; one of the two themselves, or a new one at `span`."""
        rule = rule_of(path)
        if rule == "replaced":
            return over
        if is_null(over):
            return base
        if is_null(base):
            return over
        special = _SPECIAL.get(rule)
        merged = special(self, base, over, path, span) if special is not None else None
        return self._general(base, over, path, span) if merged is None else merged

    def _general(self, base: Node, over: Node, path: Path, span: Span) -> Node:
        if isinstance(base, Mapping) and isinstance(over, Mapping):
            return self.mappings(base, over, path, span)
        if isinstance(base, Sequence) and isinstance(over, Sequence):
            return self._appended(base, over, span)
        if not isinstance(base, Scalar):
            self.merger.refused(over.span, ".".join(path))
            return base
        return over

    def _appended(self, base: Sequence, over: Sequence, span: Span) -> Node:
        items = tuple(item for item in over.items if item.value.tag != RESET)
        if not items or not self.merger.take(len(base.items) + len(items)):
            return base
        return sequence_at(span, base.items + items)

    # -- keys with rules of their own: None where the general rule holds after all --------------------

    def _pairs(self, base: Node, over: Node, _path: Path, span: Span) -> Node | None:
        """`K=V` lists and mappings: a name of the base gives way, with or without a value."""
        if isinstance(base, Sequence) and isinstance(over, Sequence):
            return self._appended(base, over, span)
        left, right = pairs_mapping(base), pairs_mapping(over)
        if left is None or right is None or not self.merger.take(len(left.items()) + len(right.items())):
            return over
        entries = {entry.key_text: entry for entry in left.items()}
        for entry in right.items():
            if entry.value.tag == RESET and not self.over_is_home:
                # It takes nothing out of a list.
                if isinstance(base, Mapping):
                    entries.pop(entry.key_text, None)
            else:
                entries[entry.key_text] = entry
        return mapping_at(span, tuple(entries.values()))

    def _list(self, base: Node, over: Node, _path: Path, span: Span) -> Node | None:
        left, right = list_of(base), list_of(over)
        return over if left is None or right is None else self._appended(left, right, span)

    def _named(self, base: Node, over: Node, path: Path, span: Span) -> Node | None:
        left, right = named(base), named(over)
        return over if left is None or right is None else self.mappings(left, right, path, span)

    def _dependencies(self, base: Node, over: Node, path: Path, span: Span) -> Node | None:
        left, right = named(base, dependencies=True), named(over, dependencies=True)
        return over if left is None or right is None else self.mappings(left, right, path, span)

    def _build(self, base: Node, over: Node, path: Path, span: Span) -> Node | None:
        left, right = build_mapping(base), build_mapping(over)
        return over if left is None or right is None else self.mappings(left, right, path, span)

    def _hosts(self, base: Node, over: Node, _path: Path, span: Span) -> Node | None:
        """Addresses of one host are added to each other; equal entries are one."""
        if isinstance(base, Sequence) and isinstance(over, Sequence):
            known = {item.value.value for item in base.items if isinstance(item.value, Scalar)}
            new = tuple(
                item
                for item in over.items
                if not isinstance(item.value, Scalar) or item.value.value not in known
            )
            return self._appended(base, sequence_at(over.span, new), span)
        left, right = hosts_mapping(base), hosts_mapping(over)
        if left is None or right is None or not self.merger.take(len(left.items()) + len(right.items())):
            return over
        entries = {entry.key_text: entry for entry in left.items()}
        for entry in right.items():
            before = entries.get(entry.key_text)
            if before is None:
                entries[entry.key_text] = entry
                continue
            written = addresses(before.value)
            texts = {item.value.value for item in written if isinstance(item.value, Scalar)}
            added = tuple(
                item
                for item in addresses(entry.value)
                if isinstance(item.value, Scalar) and item.value.value not in texts
            )
            if added:
                entries[entry.key_text] = Entry(before.key, sequence_at(before.value.span, written + added))
        return mapping_at(span, tuple(entries.values()))

    def _logging(self, base: Node, over: Node, path: Path, span: Span) -> Node | None:
        """Options hold for one driver: with another one the override replaces all."""
        if not isinstance(base, Mapping) or not isinstance(over, Mapping):
            return None
        ours, theirs = base.get_scalar("driver"), over.get_scalar("driver")
        if ours is None or theirs is None or self._text(ours) == self._text(theirs):
            return self.mappings(base, over, path, span)
        return over

    def _subnets(self, base: Node, over: Node, path: Path, span: Span) -> Node | None:
        """Address pools are one where the subnet is."""
        if not isinstance(base, Sequence) or not isinstance(over, Sequence):
            return None
        items = list(base.items)
        for item in over.items:
            pool = item.value
            at = next((n for n, one in enumerate(items) if self._same_subnet(one.value, pool)), None)
            if at is None:
                items.append(item)
            elif isinstance(pool, Mapping) and isinstance(items[at].value, Mapping):
                known = items[at].value
                assert isinstance(known, Mapping)  # noqa: S101  # for the type checker
                items[at] = Item(self.mappings(known, pool, path, known.span))
        return sequence_at(span, tuple(items))

    def _same_subnet(self, one: Node, other: Node) -> bool:
        if not isinstance(one, Mapping) or not isinstance(other, Mapping):
            return False
        ours, theirs = one.get_scalar("subnet"), other.get_scalar("subnet")
        if ours is None or theirs is None:
            return ours is theirs
        return self._text(ours) == self._text(theirs)

    def _text(self, scalar: Scalar) -> str:
        text = self.merger.text_of(scalar)
        return scalar.value if text is None else text


_Special = Callable[[_Step, Node, Node, Path, Span], Node | None]
_SPECIAL: Table[str, _Special] = {
    "pairs": _Step._pairs,  # noqa: SLF001  # of this module
    "list": _Step._list,  # noqa: SLF001
    "named": _Step._named,  # noqa: SLF001
    "dependencies": _Step._dependencies,  # noqa: SLF001
    "build": _Step._build,  # noqa: SLF001
    "hosts": _Step._hosts,  # noqa: SLF001
    "logging": _Step._logging,  # noqa: SLF001
    "subnets": _Step._subnets,  # noqa: SLF001
}
