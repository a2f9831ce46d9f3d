"""tree-sitter's tree of a shell text to the flat list of its simple commands."""

from __future__ import annotations

import time

from wslint.syntax.bare_packages import make_bare
from wslint.syntax.shell.script import (
    Assignment,
    Block,
    Enclosure,
    HereDocument,
    Joint,
    LiteralPart,
    Redirect,
    Script,
    ShellWord,
    SimpleCommand,
    Substitution,
)
from wslint.syntax.shell.words import WORDS, assignment_of, document_of, word_of
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_DEEPEST = 500
# The grammar's recovery from errors is quadratic in time, and in memory for pipes: short texts are parsed
# as they are, longer ones with a bound on processor time that no valid script comes near.
_SHORT = 2_000
_SECONDS = 2.0
_MOST_PIPES = 2_000

_COMMANDS = frozenset(
    {"command", "declaration_command", "unset_command", "test_command", "variable_assignment"}
    | {"variable_assignments"}
)
_JOINED = frozenset({"list", "pipeline", "negated_command"})
_SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})
_CLAUSES = ("_clause", "_group", "_item")
_REPEATED = frozenset({"function", "loop", "substitution"})
_ENCLOSURES: dict[str, Enclosure] = {
    "function_definition": "function",
    "if_statement": "if",
    "while_statement": "loop",
    "for_statement": "loop",
    "c_style_for_statement": "loop",
    "case_statement": "case",
    "subshell": "subshell",
    "compound_statement": "group",
    "command_substitution": "substitution",
    "process_substitution": "substitution",
}
_JOINTS: dict[str, Joint] = {
    ";": ";",
    "\n": "\n",
    "&": "&",
    "&&": "&&",
    "||": "||",
    "|": "|",
    "|&": "|&",
    ";;": "",
    ";&": "",
    ";;&": "",
}
_WORDS_ONLY = WORDS - _COMMANDS
# What comments stand in.
_NOTED = frozenset(
    {"program", "do_group", "compound_statement", "if_statement", "elif_clause", "else_clause", "case_item"}
    | {
        "case_statement",
        "subshell",
        "function_definition",
        "for_statement",
        "while_statement",
        "array",
        "list",
    }
    | {"command_substitution", "pipeline", "redirected_statement", "heredoc_redirect"}
)
_parsers: list[Parser] = []


class _Frame(NamedTuple):
    """What a node inherits from the constructs around it."""

    within: tuple[Enclosure, ...] = ()
    before: Joint = ""
    after: Joint = ""
    background: bool = False
    negated: bool = False
    last: bool = True
    redirects: tuple[Redirect, ...] = ()
    strays: tuple[Node, ...] = ()
    inert: bool = False
    blocks: tuple[Block, ...] = ()


class _Found(NamedTuple):
    """What is gathered on the way through the tree."""

    commands: list[SimpleCommand]
    comments: list[tuple[int, int]]
    loops: set[str]


def parse_with_grammar(text: str) -> Script:
    """Parse any shell text."""
    # One byte for each character, so that the grammar's offsets are ours. What is not ASCII is an ordinary
    # word character to a shell, as the full stop is.
    data = text if text.isascii() else "".join(c if c < "\x80" else "." for c in text)
    if "\r" in data:
        data = data.replace("\\\r\n", " \\\n").replace("\r\n", " \n")
        text = text.replace("\\\r\n", " \\\n").replace("\r\n", " \n")
    root = _parse(data)
    found = None if root is None or root.has_error else _commands(root, text)
    if found is None:
        return Script(text, (), broken=True)
    comments = tuple(sorted(found.comments))
    return Script(text, tuple(found.commands), False, comments, frozenset(found.loops))


def _parse(data: str) -> Node | None:
    if not _parsers:
        _parsers.append(_parser())
    encoded = data.encode("ascii")
    if len(encoded) <= _SHORT:
        return _parsers[0].parse(encoded).root_node
    if encoded.count(b"|") > _MOST_PIPES:
        return None
    until = time.thread_time() + _SECONDS

    def read(offset: int, _: object) -> bytes:
        return encoded[offset : offset + 4096]

    def stop(_: int, has_error: bool) -> bool:
        return has_error or time.thread_time() > until

    try:
        return _parsers[0].parse(read, progress_callback=stop).root_node
    except ValueError:
        # Stopped. A parser that has been stopped would go on with the old text.
        _parsers.clear()
        return None


def _parser() -> Parser:
    from tree_sitter import Language, Parser

    # The package would load all of `importlib.resources`, for texts of which nothing is wanted.
    make_bare("tree_sitter_bash")
    try:
        from tree_sitter_bash._binding import language
    except ImportError:
        from tree_sitter_bash import language
    return Parser(Language(language()))


def _commands(root: Node, text: str) -> _Found | None:
    """All simple commands in source order; None where the tree is too deep."""
    gathered = _Found([], [], set())
    found = gathered.commands
    stack: list[tuple[Node, _Frame, int]] = [(root, _Frame(), 0)]
    while stack:
        node, frame, depth = stack.pop()
        if depth > _DEEPEST:
            return None
        if node.type in _NOTED:
            _note(node, text, gathered)
        if node.type in _SUBSTITUTIONS:
            inner = _statements(node, _inert(frame)._replace(inert=False))
        elif frame.inert or node.type in _WORDS_ONLY or node.type.endswith(("_redirect", "_expression")):
            inner = [(child, _inert(frame)) for child in node.children if child.children]
        elif _is_command(node):
            found.append(_command(node, frame, text))
            inner = [(child, _inert(frame)) for child in node.children if child.children]
        elif node.type == "redirected_statement":
            inner = _redirected(node, frame, text)
        else:
            inner = _statements(node, frame)
        stack.extend([(child, own, depth + 1) for child, own in reversed(inner)])
    found.sort(key=lambda command: command.start)
    return gathered


def _note(node: Node, text: str, found: _Found) -> None:
    """The comments beneath a node, and the variable of a loop."""
    for child in node.children:
        if child.type == "comment":
            found.comments.append((child.start_byte, child.end_byte))
    if node.type == "for_statement" and len(node.children) > 1:
        variable = node.children[1]
        found.loops.add(text[variable.start_byte : variable.end_byte])


def _inert(frame: _Frame) -> _Frame:
    """For what holds no statements outside of substitutions: words, redirections, expressions."""
    return _Frame(frame.within, background=frame.background, last=False, inert=True, blocks=frame.blocks)


def _is_command(node: Node) -> bool:
    if node.type == "compound_statement":
        return node.children[0].type == "(("
    return node.type in _COMMANDS


def _statements(node: Node, frame: _Frame) -> list[tuple[Node, _Frame]]:
    """The statements of a construct (or of a list, a pipeline, a negation) and what each inherits."""
    passes = node.type in _JOINED
    label = _ENCLOSURES.get(node.type)
    outside = frame.blocks
    if label is not None:
        frame = frame._replace(
            within=(*frame.within, label),
            last=frame.last and label not in _REPEATED,
            blocks=(*outside, Block(label, node.start_byte)),
        )
    elif node.type.endswith("_item"):
        frame = frame._replace(blocks=(*outside, Block("branch", node.start_byte)))
    elif node.type in {"elif_clause", "else_clause"}:
        frame = frame._replace(blocks=(*outside[:-1], Block("branch", node.start_byte)))
    children = [child for child in node.children if child.type != "comment"]
    tested = _condition_end(node, children)
    placed: list[tuple[Node, _Frame]] = []
    for index, child in enumerate(children):
        if not child.is_named:
            continue
        previous = children[index - 1] if index else None
        following = children[index + 1] if index + 1 < len(children) else None
        ends = passes or _ends_block(children, index + 1)
        after = frame.after if passes and following is None else _joint(following)
        own = frame._replace(
            before=frame.before
            if passes and not (previous and previous.type in _JOINTS)
            else _joint(previous),
            # What ends the last statement of a block joins it to nothing.
            after="" if ends and not passes and after in {";", "\n"} else after,
            background=frame.background or after == "&",
            negated=frame.negated or node.type == "negated_command",
            last=frame.last and ends,
        )
        if passes and following is not None:
            own = own._replace(redirects=(), strays=())
        if index < tested:
            own = own._replace(within=(*own.within, "condition"), last=False)
            if node.type == "if_statement":
                own = own._replace(blocks=outside)
        placed.append((child, own))
    return placed


def _joint(neighbour: Node | None) -> Joint:
    """What a neighbouring token means; statements with nothing between them stand on lines of their own."""
    if neighbour is None:
        return ""
    if neighbour.is_named:
        return "" if neighbour.type.endswith(_CLAUSES) else "\n"
    return _JOINTS.get(neighbour.type, "")


def _ends_block(children: list[Node], at: int) -> bool:
    """Whether no statement of the same block follows."""
    while at < len(children) and children[at].type in {";", "\n", "&"}:
        at += 1
    return at >= len(children) or not children[at].is_named or children[at].type.endswith(_CLAUSES)


def _condition_end(node: Node, children: list[Node]) -> int:
    """The index before which children are what `if`, `elif`, `while` or `until` tests."""
    closing = {"if_statement": "then", "elif_clause": "then", "while_statement": "do_group"}.get(node.type)
    types = [child.type for child in children] if closing else []
    return types.index(closing) if closing in types else 0


def _redirected(node: Node, frame: _Frame, text: str) -> list[tuple[Node, _Frame]]:
    """The body of a redirected statement with its redirections, and what a here-document is joined to."""
    redirects = list(frame.redirects)
    strays = list(frame.strays)
    bodies: list[Node] = []
    placed: list[tuple[Node, _Frame]] = []
    after = frame.after
    for child in node.children:
        if child.type == "heredoc_redirect":
            _redirect(child, text, redirects, strays)
            after = _after_heredoc(child, frame, placed) or after
        elif child.type.endswith("_redirect"):
            _redirect(child, text, redirects, strays)
            placed.append((child, _inert(frame)))
        else:
            bodies.append(child)
    own = frame._replace(redirects=tuple(redirects), strays=tuple(strays), after=after)
    return [*((body, own) for body in bodies), *placed]


def _after_heredoc(node: Node, frame: _Frame, placed: list[tuple[Node, _Frame]]) -> Joint:
    """`cat <<EOF | grep x`, `cat <<EOF && next`: the grammar puts what follows inside the here-document."""
    joint: Joint = ""
    for child in node.children:
        if child.type == "pipeline":
            joint = _JOINTS[child.children[0].type]
            placed.append((child, frame))
        elif child.type in {"&&", "||"}:
            joint = _JOINTS[child.type]
        elif child.type == "heredoc_body" or child.type.endswith("_redirect"):
            placed.append((child, _inert(frame)))
        elif joint and child.is_named and child.type != "heredoc_end":
            placed.append((child, frame._replace(before=joint)))
    return joint


def _redirect(node: Node, text: str, redirects: list[Redirect], strays: list[Node]) -> None:
    """One redirection; the grammar takes words after its target for further targets, the shell for arguments."""
    operator, descriptor = "", None
    target: ShellWord | None = None
    for child in node.children:
        if child.type == "file_descriptor":
            descriptor = text[child.start_byte : child.end_byte]
        elif child.type == "file_redirect":
            _redirect(child, text, redirects, strays)
        elif not child.is_named:
            operator = operator or text[child.start_byte : child.end_byte]
        elif child.type in WORDS:
            if target is None and node.type != "heredoc_redirect":
                target = word_of([child], text)
            else:
                strays.append(child)
    document = _document(node, text) if node.type == "heredoc_redirect" else None
    redirects.append(Redirect(operator, descriptor, target, node.start_byte, node.end_byte, document))


def _lost_dash(text: str, end: int, redirects: list[Redirect]) -> tuple[ShellWord, ...]:
    """The word `-` right before a redirection, which the grammar drops."""
    following = next((one.start for one in redirects if one.start >= end), end)
    at = text.find("-", end, following)
    if at < 0 or text[end:following].strip(" \t\\\n") != "-":
        return ()
    return (ShellWord(at, at + 1, "-", (LiteralPart("-", at, at + 1, quoted=False),)),)


def _document(node: Node, text: str) -> HereDocument | None:
    parts = {child.type: child for child in node.children}
    start = parts.get("heredoc_start")
    if start is None:
        return None
    return document_of(
        start, parts.get("heredoc_body"), parts.get("heredoc_end"), text, indented="<<-" in parts
    )


def _command(node: Node, frame: _Frame, text: str) -> SimpleCommand:
    redirects = list(frame.redirects)
    strays = list(frame.strays)
    items: list[Node] = []
    assignments: list[Assignment] = []
    declared: list[Assignment] = []
    takes_prefix = node.type != "declaration_command"
    for child in [node] if node.type == "variable_assignment" else node.children:
        if child.type.endswith("_redirect"):
            _redirect(child, text, redirects, strays)
            continue
        if not takes_prefix and child.type == "variable_assignment":
            one = assignment_of(child, text)
            declared += [one] if one is not None else []
        is_prefix = takes_prefix and not items and child.type == "variable_assignment"
        assignment = assignment_of(child, text) if is_prefix else None
        if assignment is not None:
            assignments.append(assignment)
        else:
            items.append(child)
    redirects.sort(key=lambda redirect: redirect.start)
    words = _words([*items, *strays], text) if node.type in _COMMANDS else _arithmetic(node, text)
    return SimpleCommand(
        words=(*words, *_lost_dash(text, node.end_byte, redirects)),
        assignments=tuple(assignments),
        redirects=tuple(redirects),
        start=node.start_byte,
        end=max([node.end_byte, *(stray.end_byte for stray in strays)]),
        within=frame.within,
        before=frame.before,
        after=frame.after,
        background=frame.background,
        negated=frame.negated,
        last=frame.last,
        declared=tuple(declared),
        blocks=frame.blocks,
    )


def _arithmetic(node: Node, text: str) -> tuple[ShellWord, ...]:
    """`(( … ))` is a command whose expression is left unknown."""
    opening, start, end = node.children[0], node.children[0].end_byte, node.end_byte
    return word_of([opening], text), ShellWord(start, end, None, (Substitution(start, end),))


def _words(items: list[Node], text: str) -> list[ShellWord]:
    """Words in source order; neighbours that touch are one word; the expression of a test is taken apart."""
    leaves: list[Node] = []
    stack = list(reversed(items))
    while stack:
        node = stack.pop()
        if node.type in WORDS or not node.children:
            leaves.append(node)
        else:
            stack.extend(reversed(node.children))
    leaves.sort(key=lambda leaf: leaf.start_byte)
    words: list[ShellWord] = []
    group: list[Node] = []
    for leaf in leaves:
        if leaf.start_byte == leaf.end_byte:
            continue
        if group and leaf.start_byte > group[-1].end_byte:
            words.append(word_of(group, text))
            group = []
        group.append(leaf)
    if group:
        words.append(word_of(group, text))
    return words
