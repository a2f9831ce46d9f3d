"""Targets: what reads a short text: ports, images, durations, words of a command, expressions of rules."""

from contextlib import suppress
from importlib.util import find_spec

from wslint.engine import baseline, globs
from wslint.engine.dialects import read_remark
from wslint.engine.rendering import render
from wslint.model import commands, destinations, images, kubernetes_kinds, launchers, secrets, serving, urls
from wslint.model.durations import format_seconds, parse_duration, round_up_grace
from wslint.model.facts import Remark
from wslint.model.programs import has_nothing_to_stop
from wslint.model.requests import client_request
from wslint.model.requests_in_code import code_urls, sees_http_errors
from wslint.model.systems import asks_for_system, system_named
from wslint.packs.expression import read_expression, read_name
from wslint.packs.placeholders import placeholders
from wslint.packs.tokens import Mistake, scopes_of, tokens_of
from wslint.project.command_lines import folders_of
from wslint.project.compose.unique import volume_target
from wslint.project.compose.validity import acceptance, casts, port_forms, splitting
from wslint.project.compose.validity.readings import command_fault, size_of
from wslint.project.kustomize import patterns
from wslint.project.kustomize.folder import is_remote
from wslint.project.kustomize.transforming import split_image
from wslint.readers.compose.reading import digits
from wslint.readers.compose.splitting import split_command
from wslint.readers.compose.text import align, expressions
from wslint.readers.document import elisions
from wslint.readers.document.naming import kind_of_name, last_sentence
from wslint.readers.hosts.names import ci_kind, is_makefile_name, shell_name
from wslint.readers.image.copied import join_workdir
from wslint.readers.kubernetes import references
from wslint.readers.kubernetes.sleeping import sequential_sleep, sleep_seconds
from wslint.readers.shell.command_line import find_call, program_at
from wslint.report import cells, line_hash
from wslint.syntax.dockerfile import patterns as shell_patterns
from wslint.syntax.dockerfile.substitution import MalformedError, Missing, raw_words, substitute, unquote
from wslint.syntax.interpolation import interpolate
from wslint.syntax.markdown.info import read_info
from wslint.syntax.ports import parse_range, split_short
from wslint.syntax.shell import Values, parse_shell
from wslint.text import Source, Span

from .targets import texts, words

KNOWN = {"A": "b", "B": "", "PORT": "8080", "TAG": "a b"}


@words("interpolation", weight=2)
def interpolation(text: str) -> object:
    return interpolate(text, KNOWN.get), list(expressions(text))


@words("ports", weight=2)
def ports(text: str) -> object:
    short = split_short(text)
    if short is not None:
        assert text[short.host_start :].startswith(short.host), "the host's port is elsewhere"
        assert text[short.container_start :].startswith(short.container), "the container's port is elsewhere"
    found = parse_range(text, lowest=0), parse_range(text, lowest=1)
    return short, found, port_forms.port_fault(text), port_forms.is_address(text), digits(text)


@words("images", weight=2)
def image_references(text: str) -> object:
    other = text.partition(":")[0]
    key = images.image_key(text)
    return images.parse_reference(text), key, images.same_image(text, other), split_image(text)


@words("durations", weight=2)
def durations(text: str) -> object:
    found = [parse_duration(text, "go"), parse_duration(text, "compose")]
    known = [one for one in found if one is not None]
    return found, [(format_seconds(one), round_up_grace(one)) for one in known if abs(one) < 1e9]


@words("sizes")
def sizes(text: str) -> object:
    return size_of(text), *(repr(casts.cast(text, kind)) for kind in ("bool", "whole", "number"))


@words("mounts")
def mounts(text: str) -> object:
    mount = splitting.split_mount(text)
    return (
        mount,
        splitting.target_of(text),
        splitting.is_path(text),
        splitting.cleaned(text),
        volume_target(text),
    )


@words("command-lines", weight=2)
def command_lines(text: str) -> object:
    """The words of Compose and of a Dockerfile."""
    split = split_command(text)
    for one in split or ():
        assert 0 <= one.start <= one.end <= len(text), "a word is not in its text"
    try:
        raw = raw_words(text)
    except MalformedError:
        raw = []
    return split, command_fault(text), raw, align(text, text, None, 0), align(text, text.strip('"'), '"', 0)


@words("substitution", weight=2)
def substitution(text: str) -> object:
    def lookup(name: str) -> "str | Missing | None":
        return (
            None if name == "X" else KNOWN.get(name, Missing.NOT_GIVEN if name[:1] == "Y" else Missing.UNSET)
        )

    found = [substitute(text, lookup), substitute(text, lookup, escape="`"), unquote(text)]
    value, _, pattern = text.partition(" ")
    for longest in (False, True):
        found += [shell_patterns.without_prefix(value, pattern, longest=longest)]
        found += [shell_patterns.without_suffix(value, pattern, longest=longest)]
        found += [shell_patterns.replace(value, pattern, "y", every=longest)]
    return found


@words("kubernetes-words")
def kubernetes_words(text: str) -> object:
    """References, kinds, sleeps."""
    scope = references.Scope({**KNOWN, "X": None})
    version, _, kind = text.partition(" ")
    return (
        references.expand(text, scope), references.expand(text, references.Scope({}, open=True)),
        sequential_sleep(text), sequential_sleep(text, stops_at_failure=True), sleep_seconds(text.split()),
        kubernetes_kinds.removed(version, kind), kubernetes_kinds.nearest_kind(text), kubernetes_kinds.is_served(version, kind),
        kubernetes_kinds.group_of(text), is_remote(text),
    )  # fmt: skip


@words("programs", weight=3)
def programs(text: str) -> object:
    """What a list of words starts, asks for and listens on."""
    argv: list[str | None] = [None if word == "?" else word for word in text.split(" ")]
    requests = client_request(argv)
    served = serving.serving(argv)
    for part in (*(one for request in requests for one in request if isinstance(one, urls.Part)),):
        assert argv[part.word] is not None, "a place in an unknown word"
        assert 0 <= part.start <= part.end <= len(argv[part.word] or ""), "a place is not in its word"
    return (
        requests, served, launchers.launched(argv), commands.strip_wrappers(argv), commands.shell_call(argv),
        commands.interpreted_file(argv), has_nothing_to_stop(argv), [commands.program_name(one or "") for one in argv],
    )  # fmt: skip


@words("addresses", weight=2)
def addresses(text: str) -> object:
    """URLs and what variables say of hosts."""
    name, _, value = text.partition("=")
    url = urls.read_url(text, 0, 0), urls.read_url(text, 0, 3, shortcut=True)
    found = destinations.destination(name, value), destinations.destination("DATABASE_URL", text)
    code = list(code_urls(text, 0)), sees_http_errors("python", text), sees_http_errors("node", text)
    return url, found, destinations.is_loopback(text), destinations.words_of(text), code


@words("secrets", weight=2)
def secret_words(text: str) -> object:
    name, _, value = text.partition("=")
    found = secrets.names_secret(name), secrets.token_in(value), secrets.token_in(text)
    return found, secrets.strength_of(name, value), secrets.is_random(text), secrets.mask(text)


@words("globs")
def glob_patterns(text: str) -> object:
    pattern, _, path = text.partition(" ")
    try:
        matched: object = patterns.matches(pattern, path[:200])
    except patterns.Unsupported:
        matched = "unsupported"
    return globs.matches(pattern, path), globs.path_matches(pattern, path), matched


@words("schema-patterns")
def schema_patterns(text: str) -> object:
    allowed = "^[a-zA-Z0-9._-]+$", "^x-", r"^\d+(\.\d+)?$"
    return [acceptance.matches(pattern, text) for pattern in allowed]


@words("docker-words", "shell", weight=2)
def docker_words(text: str) -> object:
    """Where a command of Docker is in the words of a command."""
    script = parse_shell(text)
    values = Values(script)
    return [(find_call(values.words(one)), program_at(values.words(one))) for one in script.commands]


@words("guide-words", "markdown")
def guide_words(text: str) -> object:
    asked = (
        elisions.shortened, elisions.is_difference, elisions.has_placeholder, elisions.is_template,
        elisions.without_placeholders, kind_of_name, last_sentence, read_info, asks_for_system, system_named,
    )  # fmt: skip
    assert len(elisions.without_placeholders(text)) == len(text), "a placeholder of another length"
    return [ask(text) for ask in asked]


@words("paths")
def paths(text: str) -> object:
    one, _, other = text.partition(" ")
    named = ci_kind(text), is_makefile_name(text), shell_name(one, other)
    return named, join_workdir(one, other), folders_of(one, f"/root/{other}", ("/root",))


@words("remarks", "remark", weight=2)
def remarks(text: str) -> object:
    """Comments that silence findings."""
    line = "# " + text.replace("\n", " ") + " "
    source = Source("a", f"{line}\nx: y\n")
    span = Span(source, 0, len(line))
    remark = Remark(line[1:], span, source.line_span(2))
    return [read_remark(remark, kind) for kind in ("dockerfile", "compose", "kubernetes", "shell")]


@words("messages")
def messages(text: str) -> object:
    """Words of rules, and texts on a terminal."""
    shown = cells.visible(text)
    return (
        render(text, {"a": text, "b": 1.5, "": 3}), sorted(placeholders(text)), shown, cells.width_of(shown),
        cells.clip(shown, 2, 20), cells.window(shown, 30, (0, min(3, len(shown))), 20, more=(False, True)),
        cells.wrapped(shown, 20, "  "), line_hash.line_hashes(text),
    )  # fmt: skip


@texts("baseline-file", "json", most=400)
def baseline_file(text: str) -> object:
    try:
        found = baseline.parse(text)
    except baseline.BaselineError as error:
        return len(str(error).splitlines())
    assert baseline.parse(baseline.text_of(found)) == found, "not what was written"
    return found


if find_spec("cel") is not None:

    @texts("expressions-of-rules", "cel", most=200, weight=2)
    def expressions_of_rules(text: str) -> object:
        answers: list[object] = []
        with suppress(Mistake):
            answers.append(scopes_of(text, tokens_of(text)))
        with suppress(Mistake):
            answers.append(read_name(text, "workload"))
        for subject in ("workload", "pod", "service"):
            try:
                read = read_expression(text, subject, {"least": 3.0, "a": ["x"]})
            except Mistake as mistake:
                answers.append(str(mistake))
                continue
            answers += [read.uses, repr(read.value(lambda _: 1)), repr(read.value(lambda _: ["a"]))]
        return answers
