"""Shells that stay between SIGTERM and the program: in a command line, or as an entrypoint script.

Source: Dockerfile reference, "Shell form ENTRYPOINT example", and Docker's build check JSONArgsRecommended: a
shell does not pass signals on. Measured: Debian's dash never replaces itself by the last command of `-c TEXT`;
bash 5 does so by a last simple command without redirection, unless it is a login shell or has a trap; ash of
BusyBox 1.35, Alpine's sh, does so with redirections too, unless a line break or a trap comes in between.
"""

from __future__ import annotations

from wslint.model.commands import ShellCall, interpreted_file, program_name, shell_call, strip_wrappers
from wslint.model.images import parse_reference
from wslint.model.programs import has_nothing_to_stop
from wslint.model.value import Known
from wslint.project.arguments import Argument
from wslint.project.process import MAX_UNWRAPPING, command_line
from wslint.project.scripts import entrypoint_script, script_argv
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.model.commands import Command
    from wslint.model.workload import Workload
    from wslint.project.project import Project
    from wslint.syntax.shell import Script, SimpleCommand

_REPLACES_ITSELF = frozenset({"bash", "zsh", "ksh", "mksh"})
# Shells of BusyBox.
_ASHES = frozenset({"ash", "busybox"})
# Distributions whose /bin/sh is bash.
_SH_IS_BASH = frozenset(
    {"centos", "fedora", "rockylinux", "almalinux", "oraclelinux", "amazonlinux", "archlinux", "leap"}
    | {"ubi", "ubi-minimal", "ubi-micro", "ubi-init"}
)
_RED_HAT = tuple(f"{name}{version}" for name in ("ubi", "rhel") for version in (7, 8, 9, 10))
_ENOUGH = frozenset({"TERM", "EXIT", "?"})
_SHOWN = 60


class ShellStart(NamedTuple):
    """A shell that stays in front of a program.

    `shell` is as people write it (`/bin/sh -c`), `program` the program's word. `whole` is the place of the
    command (or, in exec form, of the text), `last` that of what stays at its end, where that can be told.
    `keyword` is whether the text is ENTRYPOINT's ("entrypoint") or CMD's ("command"); `form` how it is
    written: "shell", "own-shell" (after SHELL) or "exec". `words` are those of the program where no shell is
    needed and the whole command can be written as a list; `exec_at` is the empty place where `exec ` goes;
    `shown` the command that `exec` goes before, shortened. `starter` is where the shell is named, if that is
    another command (`ENTRYPOINT ["sh", "-c"]`, `command:` beside `args:`).
    """

    shell: str
    program: str
    whole: Span
    last: Span | None
    keyword: str
    form: str
    words: tuple[str, ...] | None
    exec_at: Span | None
    shown: str
    starter: Span | None


class ScriptStart(NamedTuple):
    """An entrypoint script that starts its last program without `exec` and without a trap.

    `place` is that command, `exec_at` where `exec ` goes (None: not written in a file of its own), `started`
    where the container's command names the script, `script` its name there.
    """

    program: str
    place: Span
    exec_at: Span | None
    shown: str
    script: str
    started: Span


class _Staying(NamedTuple):
    """The command for which a shell waits. `last` is true where `exec` before it would be enough."""

    command: SimpleCommand
    last: bool


def shell_in_front(project: Project, workload: Workload) -> ShellStart | None:
    """The shell that a workload's own command line puts before its program; None where there is none.

    What a deployment takes from its image unchanged is the image's, and not given again.
    """
    from wslint.syntax.shell import parse_shell, plain_words

    process = project.process(workload)
    line = command_line(process.entrypoint, process.command)
    found = _shell_text(project, workload, line)
    if found is None or line is None:
        return None
    call, text, rest, starter = found
    stage = workload if workload.platform == "image" else project.image_of(workload)
    if text.span is None or (workload is not stage and stage and text.span.source is stage.owner.source):
        return None
    script = parse_shell(text.text or "")
    owner = _owner_of(text, process.entrypoint, process.command)
    staying = _staying(script)
    if staying is None or owner is None:
        return None
    keyword, command = owner
    form, shell, name = _shell_of(stage or workload, call, command)
    if _execs(name, call) and _is_replaced(script):
        return None
    if name in _ASHES and staying.last and "\n" not in script.text[staying.command.end :]:
        return None
    is_all = not rest and (command.form == "shell" or (stage is workload and len(command.words) == 3))
    # A second shell would stay where the first one goes.
    goes = not _is_staying_shell(staying.command)
    words = plain_words(script) if goes and is_all and not call.wrappers else None
    return ShellStart(
        shell=shell,
        program=_program(script, staying.command),
        whole=command.span if words is not None else text.span,
        last=_part(text, staying.command.start, staying.command.end),
        keyword=keyword,
        form=form,
        words=words,
        exec_at=_exec_at(text, staying) if goes else None,
        shown=_shortened(script.text[staying.command.words[0].start : staying.command.end]),
        starter=starter if starter is not None and not _within(starter, command.span) else None,
    )


def unreplaced_script(project: Project, workload: Workload) -> ScriptStart | None:
    """The entrypoint script of a workload, if it keeps SIGTERM from what it starts last."""
    process = project.process(workload)
    line = command_line(process.entrypoint, process.command)
    argv = _unwrapped(line)
    if not argv:
        return None
    found = entrypoint_script(project, workload, argv)
    if found is None or found.word.span is None:
        return None
    staying = _staying(found.script)
    if staying is None or not staying.last:
        return None
    after = next(at for at, word in enumerate(argv) if word is found.word) + 1
    passed = script_argv(found.script, found.text, argv[after:], project.environment(workload))
    if not passed or has_nothing_to_stop([word.text for word in passed]):
        return None
    command = staying.command
    place = _part(found.text, command.start, command.end)
    return ScriptStart(
        program=_program(found.script, command),
        place=place or found.copied.span,
        exec_at=_exec_at(found.text, staying),
        shown=_shortened(found.script.text[command.words[0].start : command.end]),
        script=found.word.text or "",
        started=found.word.span,
    )


def _shell_text(
    project: Project, workload: Workload, line: tuple[Argument, ...] | None
) -> tuple[ShellCall, Argument, tuple[Argument, ...], Span | None] | None:
    """The call of a shell with a text, that text, the words behind it, and where the shell is named.

    Entrypoint scripts that `exec "$@"` are looked through; what passes signals to a whole group is no fault.
    """
    from wslint.syntax.shell import last_command

    argv = line
    for _ in range(MAX_UNWRAPPING):
        if not argv:
            return None
        texts = [word.text for word in argv]
        call = shell_call(texts)
        if call is not None:
            if call.text is None or call.position is None or any(w.signals == "group" for w in call.wrappers):
                return None
            named = strip_wrappers(texts).start
            return call, argv[call.position], argv[call.position + 1 :], argv[named].span
        argv = _unwrapped(argv)
        script = entrypoint_script(project, workload, argv) if argv else None
        if script is None or not argv:
            return None
        final = last_command(script.script)
        if final is None or not final.replaces_shell:
            return None
        after = next(at for at, word in enumerate(argv) if word is script.word) + 1
        argv = script_argv(script.script, script.text, argv[after:], project.environment(workload))
    return None


def _unwrapped(line: tuple[Argument, ...] | None) -> tuple[Argument, ...] | None:
    """The words behind the wrappers; None where one of them passes signals to the whole group."""
    if not line:
        return None
    stripped = strip_wrappers([word.text for word in line])
    if any(wrapper.signals == "group" for wrapper in stripped.wrappers):
        return None
    return line[stripped.start :]


def _shell_of(run: Workload, call: ShellCall, command: Command) -> tuple[str, str, str]:
    """How a shell is asked for, how people write it, and its name, which for some images is that behind sh.

    `run` is the stage, or what runs an image from elsewhere.
    """
    facts = run.image_facts
    if command.form == "shell" and facts is not None and facts.shell:
        form, shell, name = "own-shell", " ".join(facts.shell), program_name(facts.shell[0])
    elif command.form == "shell":
        form, shell, name = "shell", "/bin/sh -c", call.shell
    else:
        form, shell, name = "exec", f"{call.shell} -c", call.shell
    if name == "sh":
        image = run.image.value if isinstance(run.image, Known) else None
        name = _behind_sh(facts.base if facts is not None else image)
    return form, shell, name


def _behind_sh(image: str | None) -> str:
    """The shell that an image has as /bin/sh, as far as its name tells."""
    reference = parse_reference(image) if image else None
    if reference is None:
        return "sh"
    parts = reference.repository.split("/")
    if reference.name in _SH_IS_BASH or any(part.startswith(_RED_HAT) for part in parts):
        return "bash"
    if reference.name == "busybox" or "alpine" in f"{reference.name}:{reference.tag}":
        return "ash"
    return "sh"


def _execs(name: str, call: ShellCall) -> bool:
    return name in _REPLACES_ITSELF and not call.options & {"l", "i"}


def _is_staying_shell(command: SimpleCommand) -> bool:
    """Whether a command is itself a shell with a text (`sh -c "…"`) that may stay in front of a program."""
    from wslint.syntax.shell import parse_shell

    call = shell_call([word.text for word in command.words])
    if call is None:
        return False
    return call.text is None or not _execs(call.shell, call) or not _is_replaced(parse_shell(call.text))


def _is_replaced(script: Script) -> bool:
    """Whether bash becomes the last command by itself."""
    from wslint.syntax.shell import last_command

    final = last_command(script)
    return (
        final is not None
        and not final.redirects
        and not final.negated
        and not {"|", "|&"} & {final.before, final.after}
    )


def _staying(script: Script) -> _Staying | None:
    """What the shell of a script waits for at its end; None where nothing, or nothing that minds SIGTERM."""
    from wslint.syntax.shell import last_command, last_commands, traps

    if script.broken or traps(script) & _ENOUGH:
        return None
    ends = last_commands(script)
    if any(command.replaces_shell or command.background for command in ends):
        return None
    # What `&&` follows has ended by then.
    waited = [command for command in ends if command.after != "&&"]
    serious = [c for c in waited if not has_nothing_to_stop([word.text for word in c.words])]
    if not serious or any(_is_function(script, command) for command in serious):
        return None
    final = last_command(script)
    simple = (
        final is serious[-1]
        and not final.negated
        and not {"|", "|&"} & {final.before, final.after}
        and all(command is final or command.after == "&&" for command in ends)
        and _is_external(final)
    )
    return _Staying(serious[-1] if simple else serious[0], simple)


def _is_function(script: Script, command: SimpleCommand) -> bool:
    """Whether a script calls a function of its own, or perhaps one of a file that it sources."""
    name = command.name
    if name is None:
        return False
    if "/" not in name and any(one.name in {".", "source"} for one in script.commands):
        words = [word.text or "" for word in command.words[1:]]
        if not any(word.startswith("-") for word in words):
            return True
    text = script.text
    return f"{name}()" in text or f"{name} ()" in text or f"function {name}" in text


def _is_external(command: SimpleCommand) -> bool:
    """Whether `exec` can start it: no builtin."""
    from wslint.syntax.shell import parse_shell, plain_words

    name = command.name
    return name is None or plain_words(parse_shell(name)) is not None or any(c in name for c in " '\"$\\")


def _owner_of(text: Argument, entrypoint: object, command: object) -> tuple[str, Command] | None:
    """Which of the two commands a word is written in."""
    for keyword, value in (("command", command), ("entrypoint", entrypoint)):
        if isinstance(value, Known) and text.span is not None and _within(text.span, value.value.span):
            return keyword, value.value
    return None


def _within(inner: Span, outer: Span) -> bool:
    return inner.source is outer.source and outer.start <= inner.start and inner.end <= outer.end


def _part(text: Argument, start: int, end: int) -> Span | None:
    """Where a piece of a text is written; None where that cannot be told."""
    if text.span is None or text.text is None:
        return None
    if text.offsets is not None or text.span.text == text.text:
        return text.part(start, end)
    # A block or folded scalar: a piece of one line stands there as it is.
    piece = text.text[start:end]
    if "\n" in piece or text.span.text.count(piece) != 1:
        return None
    at = text.span.start + text.span.text.index(piece)
    return Span(text.span.source, at, at + len(piece))


def _exec_at(text: Argument, staying: _Staying) -> Span | None:
    """The empty place before the last command's first word."""
    command = staying.command
    if not staying.last:
        return None
    placed = _part(text, command.words[0].start, command.end)
    return None if placed is None else Span(placed.source, placed.start, placed.start)


def _program(script: Script, command: SimpleCommand) -> str:
    """The program's word: of `sh run.sh` the script."""
    script_at = interpreted_file([word.text for word in command.words])
    word = command.words[script_at or 0]
    return _shortened(word.text or script.text[word.start : word.end])


def _shortened(text: str) -> str:
    text = " ".join(text.replace("\\\n", " ").split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
