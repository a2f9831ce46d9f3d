"""A Makefile to its recipes.

GNU make manual, "Writing Recipes in Rules": a recipe line begins with a tab (or `.RECIPEPREFIX`), or stands
behind a `;` after the prerequisites; each is given to a shell of its own, unless `.ONESHELL` is a target.
Conditionals hide nothing: both branches are read. Included files are not.
"""

from __future__ import annotations

from wslint.syntax.makefile.lines import Line, joined, logical_lines
from wslint.syntax.makefile.recipes import Recipe, recipe_texts
from wslint.syntax.makefile.variables import Assignment, Variables, reference
from wslint.text import Fragment, Source, Span
from wslint.text.late import compile_late
from wslint.text.record import NamedTuple

LONGEST = 1_000_000
"""In characters; a longer file is none that people write."""

_SHELLS = frozenset(("sh", "bash", "dash", "ash", "zsh", "ksh"))
_CONDITIONALS = frozenset(("ifeq", "ifneq", "ifdef", "ifndef"))
_INCLUDES = frozenset(("include", "-include", "sinclude"))
_MODIFIERS = frozenset(("export", "override", "private"))
_NO_RULE = frozenset(("export", "unexport", "undefine", "vpath", "load", "-load", "endef"))
_ASSIGNMENT = compile_late(r"([^\s:#=?+!$]+)[ \t]*(:::=|::=|:=|\?=|\+=|!=|=)[ \t]*")


class MakeFile(NamedTuple):
    """The recipes of a Makefile.

    `recipes` are the command lines, each a shell text of its own. `rules` are the extents of the rules with
    their recipes; `comments` those lines that hold nothing but a comment, from the `#` on.
    """

    source: Source
    recipes: tuple[Fragment, ...]
    rules: tuple[Span, ...]
    comments: tuple[Span, ...]


def parse_makefile(source: Source) -> MakeFile:
    """The recipes of a Makefile. Nothing is raised: what make would refuse is passed over."""
    if len(source.text) > LONGEST:
        return MakeFile(source, (), (), ())
    reading = _Reading(source)
    for number, line in enumerate(logical_lines(source)):
        reading.take(line, number)
    # Nearly always a shell: `$(shell which bash)`.
    words = (reading.variables.value("SHELL") or "sh").replace("\\", "/").split()
    is_shell = any(word.rpartition("/")[2].removesuffix(".exe") in _SHELLS for word in words)
    recipes = recipe_texts(source, reading.recipes, reading.variables, one_shell=reading.one_shell)
    return MakeFile(
        source,
        tuple(recipes) if is_shell else (),
        tuple(Span(source, start, end) for start, end in reading.rules),
        tuple(Span(source, line.start, line.end) for line in reading.comments),
    )


class _Reading:
    """What is known between one line and the next."""

    __slots__ = ("_conditionals", "_defines", "_in_rule", "_prefix", "_source", "comments", "one_shell",
                 "recipes", "rules", "variables")  # fmt: skip

    def __init__(self, source: Source) -> None:
        self._source = source
        self._prefix = "\t"
        self._conditionals = 0
        self._defines = 0
        self._in_rule = False
        self.variables = Variables()
        self.recipes: list[Recipe] = []
        self.rules: list[tuple[int, int]] = []
        self.comments: list[Line] = []
        self.one_shell = False

    def take(self, line: Line, number: int) -> None:
        text = self._source.text
        raw = text[line.start : line.end]
        plain = raw.strip()
        if self._defines:
            first = plain.partition(" ")[0].partition("#")[0]
            self._defines += (first == "define") - (first == "endef")
        elif plain.startswith("#"):
            self.comments.append(Line(line.start + raw.index("#"), line.end))
        elif not plain:
            return
        elif self._in_rule and raw[0] == self._prefix:
            self._recipe(line)
        else:
            self._statement(line, joined(raw).lstrip(), number)

    def _recipe(self, line: Line) -> None:
        self.recipes.append(Recipe(len(self.rules) - 1, line, self._prefix))
        self.rules[-1] = (self.rules[-1][0], line.end)

    def _statement(self, line: Line, text: str, number: int) -> None:
        words = text.split(None, 2) or [""]
        first = words[0]
        if first in _CONDITIONALS or first.startswith(("ifeq(", "ifneq(")):
            self._conditionals += 1
            return
        if first in ("else", "endif"):
            self._conditionals -= first == "endif" and self._conditionals > 0
            return
        rest = text
        while first in _MODIFIERS and len(words) > 1:
            rest = rest[len(first) :].lstrip()
            words = rest.split(None, 2)
            first = words[0]
        if first == "define" and not _assigns(rest):
            self._defines = 1
            self._in_rule = False
            for name in words[1:2]:
                self.variables.assign(name, Assignment("=", "$(define)", number, certain=False))
        elif first in _INCLUDES:
            self.variables.include(number)
            self._in_rule = False
        elif self._assignment(rest, number, certain=not self._conditionals):
            self._in_rule = False
        elif first not in _NO_RULE and rest is text:
            self._rule(line, number)
        else:
            self._in_rule = False

    def _assignment(self, text: str, number: int, *, certain: bool) -> bool:
        found = _ASSIGNMENT.match(text)
        if found is None:
            return False
        name, operator = found[1], found[2]
        value = _without_comment(text[found.end() :])
        if name == ".RECIPEPREFIX":
            self._prefix = value[:1] or "\t"
        self.variables.assign(name, Assignment(operator, value, number, certain))
        return True

    def _rule(self, line: Line, number: int) -> None:
        colon, semicolon = _punctuation(self._source.text, line)
        self._in_rule = colon >= 0
        if colon < 0:
            return
        targets = self._source.text[line.start : colon].split()
        self.one_shell = self.one_shell or ".ONESHELL" in targets
        behind = joined(self._source.text[colon : line.end]).lstrip(":").strip()
        first, _, rest = behind.partition(" ")
        of_target = rest.lstrip() if first in _MODIFIERS else behind
        if self._assignment(of_target, number, certain=False):
            # It holds for the target alone; what it is elsewhere is told by no one line.
            self._in_rule = False
            return
        self.rules.append((line.start, line.end))
        if semicolon >= 0 and self._source.text[semicolon + 1 : line.end].strip():
            self.recipes.append(Recipe(len(self.rules) - 1, Line(semicolon + 1, line.end), self._prefix))


def _assigns(text: str) -> bool:
    """Whether a line that begins with `define` sets a variable of that name."""
    found = _ASSIGNMENT.match(text)
    return found is not None and found[1] == "define"


def _without_comment(text: str) -> str:
    """A value up to its `#`, unless that is escaped. White space before it is part of the value."""
    at = text.find("#")
    while at > 0 and text[at - 1] == "\\":
        text = text[: at - 1] + text[at:]
        at = text.find("#", at)
    return text if at < 0 else text[:at]


def _punctuation(text: str, line: Line) -> tuple[int, int]:
    """Where the colon of a rule and the `;` behind it stand, -1 for none; those in references are skipped."""
    colon = semicolon = -1
    at = line.start
    while at < line.end:
        sign = text[at]
        if sign == "$":
            found = reference(text, at, line.end)
            at = line.end if found is None else found.end
            continue
        if sign == "#" and text[at - 1 : at] != "\\":
            break
        if sign == ":" and colon < 0:
            colon = at
        elif sign == ";" and colon >= 0:
            semicolon = at
            break
        at += 1
    return colon, semicolon
