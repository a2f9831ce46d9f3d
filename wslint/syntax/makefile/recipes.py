"""The lines of recipes to what a shell is given (GNU make manual, "Using Variables in Recipes")."""

from __future__ import annotations

from collections.abc import Iterator

from wslint.syntax.makefile.lines import Line, recipe_stretches
from wslint.syntax.makefile.variables import QUIETING, Variables, reference
from wslint.syntax.patchwork import NOWHERE, Patchwork, set_in_shell
from wslint.text import Fragment, Source
from wslint.text.fragment import lines_of
from wslint.text.record import NamedTuple

_MOST_EXPANDED = 1_000_000
"""Characters that values may add to the recipes of one file."""


class Recipe(NamedTuple):
    """A logical line of the recipe of the rule with that number, and the prefix in force."""

    rule: int
    line: Line
    prefix: str


def recipe_texts(
    source: Source, recipes: list[Recipe], variables: Variables, *, one_shell: bool
) -> Iterator[Fragment]:
    """One text for each line of a recipe, or one for each recipe where `one_shell` says so."""
    expansion = _Expansion(variables)
    waiting: list[Recipe] = []
    for recipe in recipes:
        if waiting and not (one_shell and recipe.rule == waiting[0].rule):
            yield expansion.expanded(source, waiting)
            waiting = []
        waiting.append(recipe)
    if waiting:
        yield expansion.expanded(source, waiting)


class _Expansion:
    """What make does with the text of recipes."""

    __slots__ = ("_added", "_variables")

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._added = 0

    def expanded(self, source: Source, recipes: list[Recipe]) -> Fragment:
        """The text after make: `$$` is `$`, a reference its value, or a variable that nobody can know."""
        stretches: list[tuple[int, int]] = []
        lengths: list[int] = []
        for recipe in recipes:
            own = recipe_stretches(source.text, recipe.line, recipe.prefix)
            if recipe is not recipes[-1] and own:
                own[-1] = (own[-1][0], source.text.index("\n", recipe.line.end) + 1)
            stretches += own
            lengths.append(sum(end - start for start, end in own))
        written = lines_of(source, stretches, prefix=recipes[0].prefix)
        work = Patchwork(written)
        at = 0
        for length in lengths:
            self._line(work, written.text, at, at + length)
            at += length
        return work.fragment()

    def _line(self, work: Patchwork, text: str, at: int, end: int) -> None:
        at = self._behind_signs(text, at, end)
        own: set[str] | None = None
        while at < end:
            sign = text.find("$", at, end)
            if sign < 0:
                break
            work.keep(at, sign)
            if text[sign + 1 : sign + 2] == "$":
                work.put("$", sign, sign + 2)
                at = sign + 2
                continue
            at = sign
            found = reference(text, sign, end)
            if found is None:
                break
            value = None if found.name is None else self._variables.value(found.name)
            self._added += len(value or "")
            if value is not None and self._added <= _MOST_EXPANDED:
                work.put(value, sign, found.end)
            else:
                own = set_in_shell(text) if own is None else own
                work.unknowable(sign, found.end, _shell_name(found.name, own))
            at = found.end
        work.keep(at, end)

    def _behind_signs(self, text: str, at: int, end: int) -> int:
        """The offset behind the signs that make takes for itself, also those in variables (`$(Q)`)."""
        while at < end:
            if text[at] in QUIETING:
                at += 1
                continue
            found = reference(text, at, end) if text[at] == "$" else None
            if found is None or found.name is None or not self._variables.only_quiets(found.name):
                break
            at = found.end
        return at


def _shell_name(name: str | None, own: set[str]) -> str:
    """The name itself, if nothing in the recipe may set it for the shell; else one that nothing sets."""
    if name is None or name in own or not name.isidentifier() or not name.isascii():
        return NOWHERE
    return name
