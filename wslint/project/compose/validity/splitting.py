"""The short forms of mounts, as compose-go v2.9.1 takes them apart (format/volume.go)."""

from __future__ import annotations

from wslint.text.record import NamedTuple


class Mount(NamedTuple):
    """A short form. `named` is true for a source that names a volume, false for a path or none."""

    source: str
    target: str
    named: bool
    wrong: str = ""


def split_mount(text: str) -> Mount:
    """`[SOURCE:]TARGET[:OPTIONS]`. `wrong`: "empty" section or volume, or too "many" colons, else ""."""
    if not text:
        return Mount("", "", False, "empty")
    if len(text) < 3:  # "d:" is no drive with a path
        return Mount("", text, False)
    sections = _sections(text)
    if not all(sections):
        return Mount("", "", False, "empty")
    if len(sections) == 1:
        return Mount("", sections[0], False)
    if len(sections) > 3:  # source, target, options
        return Mount("", "", False, "many")
    source = sections[0]
    return Mount(source, sections[1], not is_path(source))


def _sections(text: str) -> list[str]:
    """Cut at colons, but not behind a single letter, which is a Windows drive, nor within `${…}`."""
    sections: list[str] = []
    begin = depth = 0
    for at, character in enumerate(text):
        if character == "$" and text[at + 1 : at + 2] == "{":
            depth += 1
        elif character == "}" and depth:
            depth -= 1
        elif character == ":" and not depth and not (at - begin == 1 and text[begin].isalpha()):
            sections.append(text[begin:at])
            begin = at + 1
    return [*sections, text[begin:]]


def is_path(source: str) -> bool:
    r"""Whether the source of a short form is a path: it begins with `.`, `/`, `~`, `\\` or a drive."""
    if source[:1] in (".", "/", "~") or source.startswith("\\\\"):
        return True
    return source[:1].isalpha() and source[1:2] == ":"


def target_of(text: str) -> str | None:
    """The target of a short form as written; None where it is refused."""
    mount = split_mount(text)
    return None if mount.wrong else mount.target


def cleaned(path: str) -> str:
    """A path as Go's path.Clean gives it, an empty one as it is."""
    if not path:
        return ""
    parts: list[str] = []
    rooted = path.startswith("/")
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != "..":
            parts.append(part)
        elif parts and parts[-1] != "..":
            parts.pop()
        elif not rooted:
            parts.append(part)
    return ("/" if rooted else "") + "/".join(parts) or "."
