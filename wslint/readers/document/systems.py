"""For which system an example is meant: Docker Desktop resolves names of the host that Linux does not."""

from __future__ import annotations

from wslint.model.systems import system_named
from wslint.syntax.markdown import Fence, MarkdownFile
from wslint.text.late import compile_late

_NEAR = 500
"""How many characters before a fence may speak of it."""
_MAPPING = "host-gateway"
_PIECE_END = compile_late(r"[.!?;:]\s|\n")


def meant_for_desktop(file: MarkdownFile) -> frozenset[int]:
    """The indexes of the fences that are for Docker Desktop only.

    The text before a fence says so (a sentence, the label of a tab), or a heading above it; or the same
    section has a fence for Linux that maps the host.
    """
    text = file.source.text
    if "host.docker.internal" not in text and "gateway.docker.internal" not in text:
        return frozenset()
    named: list[str | None] = []
    end = 0
    for fence in file.fences:
        named.append(_system_of(fence, text, end))
        end = fence.extent.end
    covered = {
        _section(fence)
        for fence, system in zip(file.fences, named, strict=True)
        if system == "linux" and _MAPPING in fence.text.text
    }
    return frozenset(
        number
        for number, (fence, system) in enumerate(zip(file.fences, named, strict=True))
        if system == "desktop" or (system is None and _section(fence) in covered)
    )


def _section(fence: Fence) -> int:
    return fence.headings[-1].span.start if fence.headings else -1


def _system_of(fence: Fence, text: str, end: int) -> str | None:
    """The system that is named nearest to a fence: "desktop", "linux" (maybe among others), or None."""
    above = [heading.text for heading in reversed(fence.headings)]
    start = max(end, fence.headings[-1].span.end if fence.headings else 0, fence.opening.start - _NEAR)
    near = _PIECE_END.split(text[start : fence.opening.start])
    title = fence.attributes.get("title", "") or " ".join(fence.words)
    for piece in (title, *reversed(near), *above):
        system = system_named(piece[:_NEAR])
        if system is not None:
            return system
    return None
