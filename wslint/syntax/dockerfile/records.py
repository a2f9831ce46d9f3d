"""What a Dockerfile is made of, as it is written."""

from __future__ import annotations

from wslint.syntax.dockerfile.joined import JoinedText
from wslint.syntax.unreadable import Unreadable
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Word(NamedTuple):
    """One argument as BuildKit's parser gives it.

    `text` is raw (quotes and variables kept), except in JSON form, where it is the decoded string. The
    span of a JSON word leaves its quotes out, unless the string has escapes.
    """

    text: str
    span: Span


class Flag(NamedTuple):
    """`--name=value` before the arguments; `value` is None without `=`, its quotes are removed."""

    name: str
    value: str | None
    span: Span
    value_span: Span


class Heredoc(NamedTuple):
    """A here-document: `<<EOF`, `<<-EOF` (chomp: leading tabs removed), `<<"EOF"` (expand is False).

    `span` covers the word with `<<`, `body_span` the lines up to the one with the name; `content` is what
    the instruction sees, line ends as written.
    """

    name: str
    expand: bool
    chomp: bool
    span: Span
    body_span: Span
    content: str


class Instruction(NamedTuple):
    """One instruction.

    `keyword` is upper-case; lines are 1-based as BuildKit counts them, heredoc bodies included. `words` by
    keyword: one word with the whole command for the shell form of RUN, CMD and ENTRYPOINT, and for USER,
    WORKDIR, STOPSIGNAL and MAINTAINER; `CMD` or `NONE` and then the command for HEALTHCHECK; keys and
    values in turn for ENV and LABEL; none for ONBUILD, which has `onbuild`. `json` says exec form.
    `refused` says that BuildKit refuses it, so what it means is not known.
    """

    keyword: str
    span: Span
    keyword_span: Span
    first_line: int
    last_line: int
    flags: tuple[Flag, ...]
    words: tuple[Word, ...]
    json: bool
    arguments: JoinedText
    heredocs: tuple[Heredoc, ...] = ()
    onbuild: Instruction | None = None
    refused: bool = False

    @property
    def raw(self) -> str:
        """The arguments without flags, continuations joined."""
        return self.arguments.text

    @property
    def arguments_span(self) -> Span:
        """From the first argument to the last; empty where there is none."""
        return self.arguments.span(0, len(self.arguments.text))

    def flag(self, name: str) -> Flag | None:
        """The flag `--name`, None where it is not given."""
        for flag in self.flags:
            if flag.name == name:
                return flag
        return None


class Pair(NamedTuple):
    """`key=value` of ENV, LABEL or ARG; `value` is raw, None for an ARG without default."""

    key: str
    key_span: Span
    value: str | None
    value_span: Span


class Directive(NamedTuple):
    """The value of a parser directive, and where it is."""

    value: str
    span: Span


class Stage(NamedTuple):
    """A build stage: FROM and what follows it.

    `name` is lower-case, as BuildKit keeps it. `image` is the word after FROM (empty text where it is
    missing); `base` is what it is with global ARGs put in, None where that is not known; `base_stage` is
    the index of the earlier stage that it names. `instructions` are those after FROM.
    """

    number: int
    name: str | None
    name_span: Span | None
    from_instruction: Instruction
    image: Word
    platform: Flag | None
    base: str | None
    base_stage: int | None
    instructions: tuple[Instruction, ...]

    @property
    def is_external(self) -> bool:
        """Whether the base is an image that this file does not describe."""
        return self.base_stage is None and self.base != "scratch"


class Dockerfile(NamedTuple):
    """A parsed Dockerfile.

    `directives` has `syntax`, `escape` and `check` where written; `global_args` the ARGs before FROM;
    `comments` a span from `#` to the end of the line for each comment line outside heredocs; `problems`
    what BuildKit surely refuses.
    """

    source: Source
    escape: str
    directives: Mapping[str, Directive]
    instructions: tuple[Instruction, ...]
    stages: tuple[Stage, ...]
    global_args: tuple[Instruction, ...]
    comments: tuple[Span, ...]
    problems: tuple[Unreadable, ...]
