"""The mutants of a module: mutmut's mutators, laid over every function and table.

mutmut itself mutates no function that has a decorator, since it swaps functions at run time; every check here has
one. So the walk is our own, with mutmut's mutators and one more, which negates conditions.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider, WhitespaceInclusivePositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_arg_removal

_LEFT_ALONE = {"len", "isinstance", "cast"}
_LEAST_OF_A_MODULE = 4


class Mutant(NamedTuple):
    """One change of one file. `path` from the root, lines 1-based; `tested` are the lines whose tests matter.

    `at_import`: it is in no function.
    """

    key: str
    path: str
    line: int
    operator: str
    before: str
    after: str
    tested: tuple[int, ...]
    at_import: bool
    source: str


class Place(NamedTuple):
    """Where one mutator has something to change."""

    path: str
    node: cst.CSTNode
    changed: cst.CSTNode
    operator: str
    line: int
    tested: tuple[int, ...]
    at_import: bool
    extent: tuple[tuple[int, int], tuple[int, int]]


def places_of(path: str, root: Path) -> tuple[cst.Module, list[Place]]:
    """All that can be changed in a file."""
    wrapper = MetadataWrapper(cst.parse_module((root / path).read_text("utf-8")))
    walk = _Walk(path)
    wrapper.visit(walk)
    return wrapper.module, walk.places


def sample_of(paths: Sequence[str], root: Path, size: int, seed: int) -> list[Mutant]:
    """A random sample over files: a few of each, the rest wherever chance has it. 0 takes all."""
    modules: dict[str, cst.Module] = {}
    chance = random.Random(seed)  # noqa: S311 - it is to be the same each time
    first: list[Place] = []
    rest: list[Place] = []
    for path in paths:
        modules[path], places = places_of(path, root)
        chance.shuffle(places)
        least = len(places) if size == 0 else _LEAST_OF_A_MODULE
        first += places[:least]
        rest += places[least:]
    chance.shuffle(rest)
    chosen = first + rest[: max(size - len(first), 0)]
    made = (_made(modules[place.path], place) for place in chosen)
    # Two mutators may have the same idea.
    return sorted({mutant.source: mutant for mutant in made}.values(), key=lambda one: (one.path, one.line))


def count(paths: Sequence[str], root: Path) -> int:
    """How many mutants there are in all."""
    return sum(len(places_of(path, root)[1]) for path in paths)


def _made(module: cst.Module, place: Place) -> Mutant:
    before, after = (module.code_for_node(node) for node in (place.node, place.changed))
    if isinstance(place.node, cst.BaseCompoundStatement):
        # its lines are indented by what stands around it
        changed = module.deep_replace(place.node, place.changed)
        assert isinstance(changed, cst.Module)
        source = changed.code
    else:
        (first, column), (last, end) = place.extent
        lines = module.code.splitlines(keepends=True)
        lines[first - 1 : last] = [lines[first - 1][:column] + after + lines[last - 1][end:]]
        source = "".join(lines)
    key = hashlib.sha256(f"{place.path}\0{source}".encode()).hexdigest()[:10]
    return Mutant(
        key=key,
        path=place.path,
        line=place.line,
        operator=place.operator,
        before=before.strip(),
        after=after.strip(),
        tested=place.tested,
        at_import=place.at_import,
        source=source,
    )


def _negated(node: cst.If | cst.While | cst.CompIf) -> Iterator[cst.CSTNode]:
    if isinstance(node.test, cst.UnaryOperation):
        return  # mutmut takes the `not` away
    test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    yield node.with_changes(test=cst.UnaryOperation(cst.Not(), test))


def _without_arguments(node: cst.Call) -> Iterator[cst.CSTNode]:
    """None for any argument, none for those with a keyword: to leave out others is hardly ever but a TypeError."""
    for changed in operator_arg_removal(node):
        kept = {id(one) for one in changed.args}
        if len(kept) == len(node.args) or any(one.keyword for one in node.args if id(one) not in kept):
            yield changed


_MUTATORS = [
    *(pair for pair in mutation_operators if pair[1] is not operator_arg_removal),
    (cst.Call, _without_arguments),
    ((cst.If, cst.While, cst.CompIf), _negated),
]


class _Walk(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider, WhitespaceInclusivePositionProvider)

    def __init__(self, path: str) -> None:
        super().__init__()
        self.places: list[Place] = []
        self._path = path
        self._statements: list[int] = []
        self._functions = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, (cst.SimpleStatementLine, cst.BaseCompoundStatement)):
            self._statements.append(self._lines(node)[0])
        self._functions += isinstance(node, (cst.FunctionDef, cst.Lambda))
        if _is_left_alone(node):
            return False
        for types, mutator in _MUTATORS:
            if isinstance(node, types):
                for changed in mutator(node):  # type: ignore[arg-type]
                    self._add(node, changed, mutator.__name__)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, (cst.SimpleStatementLine, cst.BaseCompoundStatement)):
            self._statements.pop()
        self._functions -= isinstance(original_node, (cst.FunctionDef, cst.Lambda))

    def _add(self, node: cst.CSTNode, changed: cst.CSTNode, operator: str) -> None:
        first, last = self._lines(node)
        if isinstance(node, (cst.If, cst.While)):
            last = self._lines(node.test)[1]
        tested = {*range(first, last + 1), *self._statements[-1:]}
        whole = self.get_metadata(WhitespaceInclusivePositionProvider, node)
        extent = ((whole.start.line, whole.start.column), (whole.end.line, whole.end.column))
        lines = tuple(sorted(tested))
        at_import = not self._functions
        self.places.append(Place(self._path, node, changed, operator, first, lines, at_import, extent))

    def _lines(self, node: cst.CSTNode) -> tuple[int, int]:
        place = self.get_metadata(PositionProvider, node)
        return place.start.line, place.end.line


def _is_left_alone(node: cst.CSTNode) -> bool:
    """Types, imports and decorators; and calls in which mutmut leaves everything alone as well."""
    match node:
        case cst.Call(func=cst.Name(value=name)):
            return name in _LEFT_ALONE
        case cst.If(test=cst.Name(value="TYPE_CHECKING")) | cst.Subscript(value=cst.Name(value="Literal")):
            return True
        case _:
            return isinstance(node, (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom))
