"""How the exit status of a check hides a failure: it is always 0, or an HTTP error does not change it."""

from __future__ import annotations

from wslint.model.requests import client_request
from wslint.project.arguments import Argument
from wslint.project.health_words import Step, Steps, program_of
from wslint.project.insertions import put_behind
from wslint.syntax.shell import always_succeeds
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

# Commands that look at no answer.
_BLIND = frozenset({"set", "exit", "true", "false", ":", "echo", "printf"})

_CALLS = ("requests.get(", "requests.head(", "httpx.get(", "httpx.head(")


class Fault(NamedTuple):
    """Why a check cannot fail.

    "always": its status is always 0, `text` is what makes it so (`|| true`). "http": `text` names the
    client that exits 0 whatever the status of the answer. `span` covers that text.
    """

    kind: Literal["always", "http"]
    text: str
    span: Span
    fix: Fix | None


def exit_fault(steps: Steps, whole: Span) -> Fault | None:
    """What hides failures in a check; None where nothing surely does. `whole` is the check's command."""
    blind = _blind(steps)
    if steps.script is None or steps.text is None:
        found = program_of(steps.steps[0]) if len(steps.steps) == 1 else None
        if found is not None and found[0] in {"true", ":"} and len(steps.steps[0].argv) == 1:
            return Fault("always", found[1].text or "", found[1].span or whole, None)
        return _http(blind, whole)
    if not always_succeeds(steps.script, errexit=steps.errexit):
        return _http(blind, whole)
    final = steps.script.commands[-1]
    start = final.start
    if final.before in {"||", ";"}:
        start = steps.script.text.rfind(final.before, 0, final.start)
    text = steps.script.text[start : final.end]
    fix = None
    if final.before in {"||", ";"}:
        edits = _fail_instead(steps, steps.text, final.before, start, final.start, final.end)
        more = _adding_fail(blind[0]) if len(blind) == 1 else None
        if edits:
            fix = Fix(
                "let the check fail when its command does", edits + ((more,) if more is not None else ())
            )
    return Fault("always", text, steps.text.part(start, final.end) or whole, fix)


def _fail_instead(
    steps: Steps, text: Argument, joint: str, start: int, command: int, end: int
) -> tuple[Edit, ...]:
    """`|| true` becomes `|| exit 1`, and so does `; exit 0`: 1 is unhealthy (Dockerfile reference, HEALTHCHECK)."""
    span = text.part(command, end) if joint == "||" else text.part(start, end)
    written = steps.script.text[command if joint == "||" else start : end] if steps.script is not None else ""
    if span is None or span.text != written:
        return ()
    if joint == "||":
        return (Edit(span, "exit 1"),)
    space = "" if span.source.text[span.start - 1].isspace() else " "
    return (Edit(span, f"{space}|| exit 1"),)


def _blind(steps: Steps) -> tuple[Step, ...]:
    """The clients whose exit status decides, where none of them sees an HTTP error; else nothing."""
    clients = []
    for step in steps.steps:
        found = program_of(step)
        if found is None:
            return ()
        if found[0] in _BLIND:
            continue
        requests = client_request([word.text for word in step.argv])
        joined = step.command is not None and (
            {step.command.before, step.command.after} & {"|", "|&", "&"}
            or step.command.negated
            or step.command.background
            or set(step.command.within) - {"group", "subshell"}
        )
        if joined or not requests or any(request.fails_on_http_error is not False for request in requests):
            return ()
        clients.append(step)
    return tuple(clients)


def _http(blind: tuple[Step, ...], whole: Span) -> Fault | None:
    if not blind:
        return None
    found = program_of(blind[0])
    if found is None:
        return None
    name, word = found
    if name != "curl":
        code = next((one for one in blind[0].argv if "requests." in (one.text or "")), None)
        name = "requests" if code is not None else "httpx"
        code = code or next((one for one in blind[0].argv if "httpx." in (one.text or "")), None)
        edit = _raising(code) if code is not None and len(blind) == 1 else None
        fix = Fix("let it fail on HTTP errors", (edit,)) if edit is not None else None
        return Fault("http", name, word.span or whole, fix)
    edits = [edit for edit in (_adding_fail(step) for step in blind) if edit is not None]
    fix = Fix("let curl fail on HTTP errors", tuple(edits)) if len(edits) == len(blind) else None
    return Fault("http", name, word.span or whole, fix)


def _raising(code: Argument) -> Edit | None:
    """`.raise_for_status()` behind the one call, where its answer is dropped (documentation of requests, httpx)."""
    text = code.text or ""
    calls = [at for call in _CALLS for at in _places(text, call)]
    if len(calls) != 1 or text[: calls[0]].rstrip()[-1:] not in ("", ";"):
        return None
    end = _closing(text, text.find("(", calls[0]))
    span = code.part(end - 1, end) if end else None
    if span is None or span.text != ")" or text[end:].lstrip(" ")[:1] not in ("", ";", "\n"):
        return None
    return Edit(Span(span.source, span.end, span.end), ".raise_for_status()")


def _places(text: str, word: str) -> list[int]:
    found = [text.find(word)]
    while found[-1] >= 0:
        found.append(text.find(word, found[-1] + 1))
    return found[:-1]


def _closing(text: str, start: int) -> int:
    """The offset behind the parenthesis that closes the one at `start`; 0 where there is none."""
    depth, quote = 0, ""
    for at in range(start, len(text)):
        char = text[at]
        if quote or char in "'\"":
            quote = "" if char == quote else (quote or char)
        elif char in "()":
            depth += 1 if char == "(" else -1
            if depth == 0:
                return at + 1
    return 0


def _adding_fail(step: Step) -> Edit | None:
    """`-f` behind the word `curl`: a word in a shell text, or an item of a JSON array."""
    found = program_of(step)
    if found is None or found[0] != "curl" or found[1].span is None:
        return None
    span = found[1].span
    source = span.source.text
    if step.command is not None:
        return Edit(Span(span.source, span.end, span.end), " -f") if span.text == found[1].text else None
    quote = source[span.end : span.end + 1]
    if span.text[:1] in {'"', "'"}:
        quote, end = span.text[0], span.end
    elif quote in {'"', "'"} and source[span.start - 1 : span.start] == quote:
        end = span.end + 1
    else:
        return put_behind(span, "-f")
    if source[end : end + 1] not in {",", " "} or source[end:].lstrip()[:1] != ",":
        return put_behind(span, "-f")
    return Edit(Span(span.source, end, end), f", {quote}-f{quote}")
