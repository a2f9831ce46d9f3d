"""Targets: each parser of a whole text."""

from wslint.project.classify import classify_document, shape_of, template_breaking
from wslint.project.dockerignore import parse_dockerignore
from wslint.project.ignoring import IgnoreRules, ignored
from wslint.project.templating import template_mark
from wslint.readers.compose.text import Text
from wslint.readers.hosts.expressions import CIRCLECI, GITHUB, GITLAB, without_expressions
from wslint.readers.yaml_problems import problems_of
from wslint.readers.yaml_remarks import remarks_of
from wslint.syntax import shell
from wslint.syntax.dockerfile import parse_dockerfile
from wslint.syntax.dotenv import parse_dotenv
from wslint.syntax.makefile import parse_makefile
from wslint.syntax.markdown import may_hold_fences, parse_markdown
from wslint.syntax.patchwork import Patchwork, set_in_shell
from wslint.syntax.shell import Script, Values, parse_shell
from wslint.syntax.yaml import Scalar, comments, parse_yaml, resolve, walk
from wslint.syntax.yaml.blocks import fragment_of
from wslint.text import Fragment, Piece, Source
from wslint.text.changed_lines import changed_lines
from wslint.text.decode import decode

from .targets import texts

YAML_KINDS = ("compose", "kubernetes", "kustomization", "ci")
PATHS = ("a", "a/b.log", "node_modules/x/y", "docs/a/x1", ".git", "é\n", "build/", "/a", "..")


@texts("yaml", *YAML_KINDS, weight=3)
def yaml(text: str) -> object:
    return parse_yaml(Source("a.yaml", text))


@texts("yaml-around", *YAML_KINDS)
def yaml_around(text: str) -> object:
    """What is read beside the values: comments, problems, types."""
    source = Source("a.yaml", text)
    file = parse_yaml(source, max_depth=30)
    values = [one for document in file.documents if document.root for one in walk(document.root)]
    scalars = [one for one in values if isinstance(one, Scalar)]
    resolved = [(resolve(one, "compose"), resolve(one, "kubernetes")) for one in scalars]
    return comments(source, file), remarks_of(file), problems_of(file), [repr(one) for one in resolved]


@texts("yaml-values", *YAML_KINDS)
def yaml_values(text: str) -> object:
    """Each value as a text with its places, before and after interpolation."""
    found: list[object] = []
    for document in parse_yaml(Source("a.yaml", text)).documents:
        for one in walk(document.root) if document.root is not None else ():
            if isinstance(one, Scalar):
                fragment = fragment_of(one)
                assert fragment.text == one.value
                filled = Text(one, (), {"A": "b", "PORT": "80", "TAG": ""}.get)
                assert not filled.value or filled.part(0, len(filled.value)).end >= 0
                places = [filled.part(at, at + 1) for at in range(min(len(filled.value), 40))]
                found.append((fragment, filled.value, places))
    return found


@texts("dockerfile", "dockerfile", weight=3)
def dockerfile(text: str) -> object:
    return parse_dockerfile(Source("Dockerfile", text))


@texts("shell", "shell", "shell", "shell", "word", weight=3)
def shell_text(text: str) -> object:
    script = parse_shell(text)
    check_script(script)
    return script


@texts("shell-values", "shell")
def shell_values(text: str) -> object:
    """Words after expansion, and the questions that are asked of scripts."""
    script = parse_shell(text)
    values = Values(script, given={"A": "b c", "TAG": "", "PORT": "80"})
    folders = shell.Directories(values)
    found: list[object] = []
    for command in script.commands:
        for word in values.words(command):
            for stretch in word.stretches if hasattr(word, "stretches") else ():
                assert 0 <= stretch.begin <= stretch.stop
            first, last = word.place(0, len(word.text))
            assert 0 <= first <= last <= len(text), "a word is not in its text"
            found.append(word)
        found.append(folders.of(command))
        found += [values.joined(one.target, command) for one in command.redirects if one.target is not None]
    asked = (
        shell.is_simple, shell.plain_words, shell.last_command, shell.last_commands, shell.traps,
        shell.runs_in_background, shell.always_succeeds,
    )  # fmt: skip
    return found, [ask(script) for ask in asked]


def check_script(script: Script) -> None:
    """All of it lies in its text."""
    size = len(script.text)
    for command in script.commands:
        parts = (*command.words, *command.assignments, *command.redirects)
        for one in (command, *parts, *(part for word in command.words for part in word.parts)):
            assert 0 <= one.start <= one.end <= size, f"{type(one).__name__} is not in the text"
        for redirect in command.redirects:
            document = redirect.document
            assert document is None or 0 <= document.start <= document.end <= size, (
                "a heredoc is not in the text"
            )
    assert all(0 <= start <= end <= size for start, end in script.comments), "a comment is not in the text"


@texts("markdown", "markdown", most=900, weight=2)
def markdown(text: str) -> object:
    return may_hold_fences(text), parse_markdown(Source("a.md", text)), parse_markdown(Source("a.mdx", text))


@texts("makefile", "makefile")
def makefile(text: str) -> object:
    return parse_makefile(Source("Makefile", text))


@texts("dotenv", "env", "env", "word", weight=2)
def dotenv(text: str) -> object:
    source = Source(".env", text)
    return parse_dotenv(source), parse_dotenv(source, {"A": "x"}.get), parse_dotenv(source, raw=True)


@texts("dockerignore", "ignore", "ignore", "word")
def dockerignore(text: str) -> object:
    rules = parse_dockerignore(Source(".dockerignore", text))
    return [(rules.excluding(path), rules.keeps_below(path)) for path in PATHS]


@texts("gitignore", "ignore", "ignore", "word")
def gitignore(text: str) -> object:
    rules = [IgnoreRules("/root", text.splitlines())]
    return [ignored(rules, f"/root/{path}", path.rpartition("/")[2], folder=len(path) < 5) for path in PATHS]


@texts("templates", *YAML_KINDS, "markdown")
def templates(text: str) -> object:
    return template_mark(text), template_mark(text, broken=True), template_breaking(Source("a.yaml", text))


@texts("classifying", *YAML_KINDS, "dockerfile", "shell", "makefile", "markdown", "env", most=300)
def classifying(text: str) -> object:
    names = (
        "a.yaml",
        "compose.yaml",
        "Dockerfile",
        "a.sh",
        "a.j2",
        "templates/a.yaml",
        "README.md",
        "a.json",
        "x",
    )
    found = [classify_document(Source(name, text), f"/r/{name}", is_file=lambda _: False) for name in names]
    return found, shape_of(text)


@texts("expressions", "ci", "shell", "makefile")
def expressions(text: str) -> object:
    """What a CI system fills in, in a text whose first line is not part of it."""
    host = Source("a.yml", "x\n" + text + "\ny")
    written = Fragment(host, text, (Piece(0, 2, len(text)),))
    return [without_expressions(written, marks, {}) for marks in (GITHUB, GITLAB, CIRCLECI)]


@texts("patchwork", "shell", "word", most=120)
def patchwork(text: str) -> object:
    """Stretches kept, replaced and unknown in turn, as long as the words of the text are."""
    work = Patchwork(Source("a", text))
    at = 0
    for number, word in enumerate(text.split(" ")):
        end = at + len(word)
        if number % 3 == 0:
            work.keep(at, end)
        elif number % 3 == 1:
            work.put(word[::2] + "x", at, end)
        else:
            work.unknowable(at, end)
        at = end + 1
    return work.fragment(), sorted(set_in_shell(text))


@texts("decoding", *YAML_KINDS, "dockerfile", "word", most=300)
def decoding(text: str) -> object:
    """Bytes of any kind; what can be read is the text that was written."""
    data = text.encode(
        "utf-8",
        "surrogateescape"
        if all(ord(c) < 0xD800 or 0xDC80 <= ord(c) <= 0xDCFF or ord(c) > 0xDFFF for c in text)
        else "surrogatepass",
    )
    found: list[object] = [decode(data, "a")]
    for mark, codec in (
        ("\ufeff", "utf-16-le"),
        ("\ufeff", "utf-16-be"),
        ("\ufeff", "utf-8"),
        ("\ufeff", "utf-32-be"),
    ):
        read = decode((mark + text).encode(codec, "surrogatepass"), "a")
        if isinstance(read, Source):
            assert read.text == text, "not the text that was written"
        found.append(read)
    source = Source("a", text)
    for offset in range(0, len(text) + 1, 7):
        place = source.position(offset)
        assert source.starts[place.line - 1] + place.column - 1 == offset, "not the place of the offset"
    return found, [source.line_span(line) for line in range(1, source.line_count() + 1)]


@texts("changed-lines", "compose", "shell", most=300)
def compared_lines(text: str) -> object:
    middle = len(text) // 2
    before, after = text, text[:middle] + text[middle + 10 :] + "\nx"
    return changed_lines(before, after), changed_lines(after, before), changed_lines(text, text)
