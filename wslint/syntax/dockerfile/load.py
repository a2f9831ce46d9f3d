"""A text to its Dockerfile."""

from __future__ import annotations

from functools import partial

from wslint.syntax.dockerfile.instructions import pairs, read_instruction
from wslint.syntax.dockerfile.lines import Grouped, group
from wslint.syntax.dockerfile.records import Dockerfile, Instruction, Stage, Word
from wslint.syntax.dockerfile.substitution import Missing, substitute
from wslint.syntax.unreadable import Unreadable
from wslint.text import Source, Span

MAX_SIZE = 1_000_000
"""In characters: a thousand times what people write, here-documents included."""
MAX_INSTRUCTIONS = 20_000
MAX_STAGES = 2_000


def parse_dockerfile(source: Source) -> Dockerfile | Unreadable:
    """The instructions and stages of a Dockerfile; what BuildKit refuses is among its problems."""
    if len(source.text) > MAX_SIZE:
        return Unreadable(Span(source, 0, 0), f"longer than {MAX_SIZE} characters: not read")
    grouped = group(source)
    if len(grouped.logical) > MAX_INSTRUCTIONS:
        return Unreadable(Span(source, 0, 0), f"more than {MAX_INSTRUCTIONS} instructions: not read")
    problems = list(grouped.problems)
    instructions = _instructions(source, grouped, problems)
    first_from = next((at for at, one in enumerate(instructions) if one.keyword == "FROM"), len(instructions))
    for early in instructions[:first_from]:
        if early.keyword != "ARG" and not early.refused and first_from < len(instructions):
            problems.append(Unreadable(early.keyword_span, f"{early.keyword} stands before the first FROM"))
    if first_from == len(instructions) and not problems:
        place = instructions[0].keyword_span if instructions else Span(source, 0, 0)
        problems.append(Unreadable(place, "there is no FROM, so there is no image to build on"))
    if sum(one.keyword == "FROM" for one in instructions) > MAX_STAGES:
        return Unreadable(Span(source, 0, 0), f"more than {MAX_STAGES} stages: not read")
    global_args = tuple(one for one in instructions[:first_from] if one.keyword == "ARG")
    return Dockerfile(
        source=source,
        escape=grouped.escape,
        directives=grouped.directives,
        instructions=tuple(instructions),
        stages=_stages(instructions[first_from:], global_args, grouped.escape),
        global_args=global_args,
        comments=tuple(sorted(grouped.comments, key=lambda span: span.start)),
        problems=tuple(problems),
    )


def _instructions(source: Source, grouped: Grouped, problems: list[Unreadable]) -> list[Instruction]:
    def report(span: Span, reason: str) -> None:
        problems.append(Unreadable(span, reason))

    return [read_instruction(source, logical, grouped.escape, report) for logical in grouped.logical]


def _stages(
    instructions: list[Instruction], global_args: tuple[Instruction, ...], escape: str
) -> tuple[Stage, ...]:
    """Group instructions by FROM; an earlier stage's name goes before an image of that name."""
    values = _global_values(global_args, escape)
    stages: list[Stage] = []
    numbers: dict[str, int] = {}
    at = 0
    while at < len(instructions):
        end = at + 1
        while end < len(instructions) and instructions[end].keyword != "FROM":
            end += 1
        body = tuple(instructions[at + 1 : end])
        stage = _stage(len(stages), instructions[at], body, numbers, values, escape)
        stages.append(stage)
        if stage.name is not None:
            numbers[stage.name] = stage.number
        at = end
    return tuple(stages)


def _stage(
    number: int,
    start: Instruction,
    body: tuple[Instruction, ...],
    earlier: dict[str, int],
    values: dict[str, str | Missing | None],
    escape: str,
) -> Stage:
    image = start.words[0] if start.words else Word("", start.keyword_span)
    name = start.words[2] if len(start.words) == 3 else None
    base = substitute(image.text, partial(_look, values), escape=escape)
    # `scratch` is no image and no stage (Dockerfile reference, FROM).
    base_stage = earlier.get(base.lower()) if base and base != "scratch" else None
    return Stage(
        number=number,
        name=name.text.lower() if name is not None else None,
        name_span=name.span if name is not None else None,
        from_instruction=start,
        image=image,
        platform=start.flag("platform"),
        base=base or None,
        base_stage=base_stage,
        instructions=body,
    )


def _look(values: dict[str, str | Missing | None], key: str) -> str | Missing | None:
    return values.get(key, Missing.UNSET)


def _global_values(global_args: tuple[Instruction, ...], escape: str) -> dict[str, str | Missing | None]:
    """The ARGs before the first FROM, each with those before it filled in."""
    values: dict[str, str | Missing | None] = {}
    for instruction in global_args:
        for pair in () if instruction.refused else pairs(instruction):
            if pair.value is None:
                values[pair.key] = Missing.NOT_GIVEN
            else:
                values[pair.key] = substitute(pair.value, partial(_look, values), escape=escape)
    return values
