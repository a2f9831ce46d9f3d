"""A document to the fences in it that are read as files of their own."""

from __future__ import annotations

import re

from wslint.model.facts import Embedded, EmbeddedKind, FileFacts, Problem, Remark
from wslint.model.value import Unknown
from wslint.readers.document.console import PROMPTS, commands_of
from wslint.readers.document.counterexamples import counterexample, shown_as_output
from wslint.readers.document.elisions import is_difference, shortened
from wslint.readers.document.naming import name_of
from wslint.readers.document.systems import meant_for_desktop
from wslint.syntax.markdown import Fence, MarkdownFile
from wslint.text import Span
from wslint.text.fragment import lines_of
from wslint.text.late import compile_late
from wslint.text.record import NamedTuple

_YAML = frozenset("yaml yml".split())
_COMPOSE = frozenset("compose docker-compose".split())
_IMAGE = frozenset("dockerfile docker containerfile".split())
_SHELL = frozenset("bash sh shell zsh shellscript".split()) | PROMPTS
_ENV = frozenset("env dotenv".split())
_PLAIN = frozenset(("", "text", "plaintext", "plain", "txt"))
_INSTRUCTION = compile_late(
    r"(?:FROM|ARG|RUN|CMD|ENTRYPOINT|COPY|ADD|ENV|LABEL|EXPOSE|USER|WORKDIR|VOLUME|HEALTHCHECK|STOPSIGNAL|SHELL"
    r"|ONBUILD)[ \t]",
    re.IGNORECASE,
)
_FROM = compile_late(r"^[ \t]*FROM[ \t]+\S", re.MULTILINE | re.IGNORECASE)
_RUNS = compile_late(r"^[ \t]*(?:CMD|ENTRYPOINT)[ \t]", re.MULTILINE | re.IGNORECASE)
_BUILDS = compile_late(r"^(?:RUN|CMD|ENTRYPOINT|COPY)[ \t]", re.MULTILINE)
_VERSION = compile_late(r"^\"?apiVersion\"?[ \t]*:", re.MULTILINE)
_KIND = compile_late(r"^\"?kind\"?[ \t]*:", re.MULTILINE)
_SERVICES = compile_late(r"^services[ \t]*:", re.MULTILINE)
_RUNNABLE = compile_late(r"^[ \t]+(?:image|build|extends|<<)[ \t]*:", re.MULTILINE)
_DOCKER_RUN = compile_late(
    r"^(?:[$#%][ \t])?(?:sudo )?(?:docker|podman|nerdctl) (?:container )?(?:run|create)[ \t]", re.MULTILINE
)
_DEPLOYMENT = compile_late(
    r"^[+ \t-]*(?:services:|image:|FROM \S|docker run|apiVersion:|containers:|livenessProbe:|healthcheck:)",
    re.MULTILINE,
)
_FILES: dict[str, tuple[str, ...]] = {
    "dockerfile": ("dockerfile",),
    "compose": ("yaml",),
    "kubernetes": ("yaml", "json"),
    "yaml": ("yaml",),
    "shell": ("shell",),
    "env": ("env",),
}
_MOST_FENCES = 2_000
_LONGEST_FENCE = 300_000
"""In characters: nobody reads more in a guide."""
_FARTHEST = 2_000
"""How many characters may stand between a comment and what it is about."""
_MARKS = " \t\r\n>-*+0123456789.)"
_TELLING = (
    *(
        "docker",
        "podman",
        "nerdctl",
        "services",
        "apiVersion",
        "FROM ",
        "from ",
        "containers",
        "Probe",
        "image",
    ),
    *("healthcheck", "extra_hosts", "stop_grace", "terminationGrace", "ports", "environment", "hostAliases"),
)


def may_matter(text: str) -> bool:
    """Whether a document can hold anything to read: most have no fence, or none about containers."""
    return ("```" in text or "~~~" in text) and any(word in text for word in _TELLING)


class _Reading(NamedTuple):
    """What the fences of a document have given so far."""

    embedded: list[Embedded]
    skipped: list[Unknown]


def read_document(file: MarkdownFile) -> FileFacts:
    """The facts of a document: the texts in its fences, in order, and the comments that silence rules.

    A fence that is a bad example, a diff or a shortened Dockerfile is in `skipped`; fences of other languages
    are nowhere.
    """
    reading = _Reading([], [])
    desktop = meant_for_desktop(file)
    for number, fence in enumerate(file.fences[:_MOST_FENCES]):
        _read_fence(fence, reading, for_desktop=number in desktop)
    if len(file.fences) > _MOST_FENCES:
        reason = f"more than {_MOST_FENCES} fences: the rest is not read"
        reading.skipped.append(Unknown(reason, file.fences[_MOST_FENCES].opening))
    return FileFacts(
        file.source,
        "document",
        problems=tuple(Problem("syntax-error", one.span, {"reason": one.reason}) for one in file.problems),
        remarks=_remarks(file),
        skipped=tuple(reading.skipped),
        embedded=tuple(reading.embedded),
    )


def _read_fence(fence: Fence, reading: _Reading, *, for_desktop: bool) -> None:
    text = fence.text.text
    flush = _flush(text)
    if fence.language == "diff":
        if _DEPLOYMENT.search(text):
            reading.skipped.append(Unknown("a diff: not read", fence.opening))
        return
    kind = kind_of(fence)
    if kind is None:
        return
    if kind == "shell" and fence.language in _IMAGE | _PLAIN and not _DOCKER_RUN.search(text):
        return
    if len(text) > _LONGEST_FENCE:
        reading.skipped.append(Unknown(f"longer than {_LONGEST_FENCE} characters: not read", fence.opening))
        return
    reason = counterexample(fence)
    if reason is not None:
        reading.skipped.append(Unknown(f"{reason}: not read", fence.opening))
        return
    if kind != "shell" and shown_as_output(fence):
        reading.skipped.append(Unknown("it is shown as output: not read", fence.opening))
        return
    name = name_of(fence, _FILES[kind])
    if kind == "shell":
        language = fence.language if fence.language in _SHELL else ""
        commands = commands_of(fence.text, language, name=name)
        if commands is not None:
            reading.embedded.append(Embedded(commands, "shell", for_desktop=for_desktop))
        return
    reason = _unfit(text) if kind == "dockerfile" else None
    if reason is not None:
        reading.skipped.append(Unknown(reason, fence.opening))
        return
    whole = _is_whole(kind, flush, name) and not shortened(text)
    source = lines_of(fence.text, [(0, len(text))], name=name, whole=whole)
    reading.embedded.append(Embedded(source, kind, for_desktop=for_desktop))


def kind_of(fence: Fence) -> EmbeddedKind | None:
    """What a fence holds, by its language, and where it has none by words that nothing else has."""
    language, text = fence.language, fence.text.text
    found: EmbeddedKind | None = None
    if language in _SHELL:
        found = "dockerfile" if _by_content(text) == "dockerfile" else "shell"
    elif language in _YAML:
        found = "yaml"
    elif language in _COMPOSE:
        found = "compose"
    elif language in _IMAGE:
        found = "dockerfile" if _INSTRUCTION.match(_first_words(text)) else "shell"
    elif language in _ENV:
        found = "env" if name_of(fence, ("env",)) is not None else None
    elif language in ("json", "jsonc"):
        found = "kubernetes" if '"apiVersion"' in text and '"kind"' in text else None
    elif language in _PLAIN:
        found = _by_content(text)
    return found


def _by_content(text: str) -> EmbeddedKind | None:
    first = _first_words(text)
    if first.startswith(("FROM ", "ARG ")) and _FROM.search(text) and _BUILDS.search(text):
        return "dockerfile"
    if (_VERSION.search(text) and _KIND.search(text)) or (_SERVICES.search(text) and _RUNNABLE.search(text)):
        return "yaml"
    return "shell" if _DOCKER_RUN.search(text) else None


def _flush(text: str) -> str:
    """The text with the indentation of its first line taken off all lines."""
    for line in text.split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            indent = line[: len(line) - len(line.lstrip())]
            return ("\n" + text).replace("\n" + indent, "\n") if indent else text
    return text


def _first_words(text: str) -> str:
    """The first line that is neither blank nor a comment."""
    for line in text.split("\n"):
        bare = line.strip()
        if bare and not bare.startswith("#"):
            return f"{bare} "
    return ""


def _unfit(text: str) -> str | None:
    """Why a Dockerfile is not read; of YAML its own reading says it."""
    if not _FROM.search(text):
        return "a part of a Dockerfile, without FROM: not read"
    if shortened(text):
        return "shortened: not read"
    if is_difference(text):
        return "a diff: not read"
    return None


def _is_whole(kind: EmbeddedKind, text: str, name: str | None) -> bool:
    if kind == "dockerfile":
        return _FROM.search(text) is not None and (name is not None or _RUNS.search(text) is not None)
    if kind == "env":
        return name is not None
    if is_difference(text):
        return False
    if _VERSION.search(text) and _KIND.search(text):
        return True
    if kind == "kubernetes":
        return True
    return _SERVICES.search(text) is not None and _RUNNABLE.search(text) is not None


def _remarks(file: MarkdownFile) -> tuple[Remark, ...]:
    """The comments for this linter. One above a fence covers all of it, any other its own characters.

    Above: with nothing but other comments, white space and marks of lists and quotes between.
    """
    text = file.source.text
    found: list[Remark] = []
    fences = list(file.fences)
    following: Span | None = None
    covered: Span | None = None
    for comment in reversed(file.comments):
        while fences and fences[-1].opening.start >= comment.span.end:
            following = covered = fences.pop().extent
        gap = (
            None
            if following is None
            else text[comment.span.end : min(following.start, comment.span.end + _FARTHEST)]
        )
        if (
            gap is None
            or following is None
            or following.start - comment.span.end > _FARTHEST
            or gap.strip(_MARKS)
        ):
            covered = None
        if "wslint:" in comment.text:
            found.append(Remark(comment.text, comment.span, covered or comment.span))
        following = comment.span
    return tuple(reversed(found))
