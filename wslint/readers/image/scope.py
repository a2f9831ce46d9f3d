"""ARG and ENV as they are in force at each instruction of a stage (Dockerfile reference, ARG, "Scope")."""

from __future__ import annotations

from wslint.model.environment import Variable
from wslint.model.value import Known, Unknown
from wslint.model.workload import Handed
from wslint.readers.image.words import expand, unquoted
from wslint.syntax.dockerfile import Dockerfile, Instruction, Missing, Pair, pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

Binding = str | Missing | None

# ARGs that BuildKit has without a declaration (Dockerfile reference, "Predefined ARGs").
_PREDEFINED = frozenset(
    name
    for lower in ("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy")
    for name in (lower, lower.upper())
)
# ARGs whose value comes with the platform, once they are declared ("Automatic platform ARGs").
_PLATFORM = ("TARGET", "BUILD", "BUILDKIT_", "SOURCE_DATE_EPOCH")


class Scope:
    """The variables of one stage while its instructions are read in order.

    `complete` is false where the stage's base may set variables that nobody here knows.
    """

    __slots__ = ("_args", "_complete", "_globals", "env")

    def __init__(
        self, complete: bool, global_args: Mapping[str, Binding], env: Mapping[str, str | None]
    ) -> None:
        self._complete = complete
        self._globals = global_args
        self._args: dict[str, Binding] = {}
        self.env: dict[str, str | None] = dict(env)

    def lookup(self, name: str) -> Binding:
        """The value of a variable; ENV goes before ARG."""
        if name in self.env:
            return self.env[name]
        if name in self._args:
            return self._args[name]
        if name in _PREDEFINED or not self._complete:
            return None
        return Missing.UNSET

    def is_argument(self, name: str) -> bool:
        """Whether a name stands for an ARG of this stage, and no ENV hides it."""
        return name in self._args and name not in self.env

    def declare(self, pair: Pair, escape: str) -> Binding:
        """Take an ARG in, and give its value: its own default, else that of the ARG before FROM."""
        value: Binding = Missing.NOT_GIVEN
        if pair.value is not None:
            value = expand(pair.value, self.lookup, escape)
        elif pair.key in self._globals:
            value = self._globals[pair.key]
        elif pair.key.startswith(_PLATFORM):
            value = None
        self._args[pair.key] = value
        return value


def global_bindings(dockerfile: Dockerfile) -> dict[str, Binding]:
    """The ARGs before the first FROM."""
    scope = Scope(complete=True, global_args={}, env={})
    bindings: dict[str, Binding] = {}
    for instruction in dockerfile.global_args:
        for pair in () if instruction.refused else pairs(instruction):
            bindings[pair.key] = scope.declare(pair, dockerfile.escape)
    return bindings


def read_variables(
    instruction: Instruction, scope: Scope, escape: str
) -> list[tuple[Pair, str | None, Known[str] | Unknown]]:
    """The pairs of ENV or LABEL: each with its key and its value, variables filled in (key None: unknown).

    All of one instruction see the variables as they were before it (Dockerfile reference, "Environment
    replacement").
    """
    read = []
    for pair in pairs(instruction):
        value = expand(pair.value or "", scope.lookup, escape)
        read.append(
            (pair, expand(pair.key, scope.lookup, escape), known_text(pair, value, instruction.keyword))
        )
    return read


def handed_on(
    instruction: Instruction, scope: Scope, declared: Mapping[str, Known[str]], escape: str
) -> list[Handed]:
    """The ARGs of the stage that the values of an ENV are made of."""
    found: list[Handed] = []
    for pair in pairs(instruction):
        if "$" not in (pair.value or ""):
            continue
        asked: dict[str, None] = {}

        def note(name: str, asked: dict[str, None] = asked) -> Binding:
            asked[name] = None
            return scope.lookup(name)

        expand(pair.value or "", note, escape)
        for name in asked:
            argument = declared.get(name)
            if argument is not None and scope.is_argument(name):
                found.append(Handed(pair.key, unquoted(pair.value_span), argument))
    return found


def known_text(pair: Pair, value: str | None, keyword: str) -> Known[str] | Unknown:
    """The value of a pair in its place."""
    if value is None:
        return Unknown(f"{keyword} {pair.key} has a variable without a known value", pair.value_span)
    return Known(value, unquoted(pair.value_span))


def build_argument(pair: Pair, value: Binding) -> Variable | None:
    """An ARG with a default, as a variable of the build; None without one."""
    if pair.value is None:
        return None
    text = known_text(pair, value if isinstance(value, str) else None, "ARG")
    return Variable(pair.key, text, pair.key_span)
