"""click's decorators, kept as data: click itself is imported when a line needs it.

To be imported as `click` by a command's module. Importing click takes a third of the time in which a Dockerfile is
checked, and an ordinary line can be read by what is declared alone (`wslint.cli.plain_line`).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from click import Command, Context, Parameter, Path

    __all__ = ["Command", "Context", "Parameter", "Path"]


class Later:
    """A name of a module, maybe called: it is looked up, and called, when it is made."""

    __slots__ = ("module", "name", "named", "values")

    def __init__(
        self,
        module: str,
        name: str,
        values: tuple[Any, ...] | None = None,
        named: dict[str, Any] | None = None,
    ) -> None:
        self.module = module
        self.name = name
        self.values = values
        self.named = named or {}

    def __call__(self, *values: Any, **named: Any) -> Later:
        """What it gives when it is called with these."""
        return Later(self.module, self.name, values, named)

    def make(self) -> Any:
        """The thing itself."""
        from importlib import import_module

        found = getattr(import_module(self.module), self.name)
        return found if self.values is None else found(*self.values, **self.named)


class Declaration:
    """One decorator: `kind` is the name of click's (option, argument, pass_context), with its arguments."""

    __slots__ = ("kind", "named", "names")

    def __init__(self, kind: str, names: tuple[str, ...], named: dict[str, Any]) -> None:
        self.kind = kind
        self.names = names
        self.named = named


class Declaring:
    """A function with what has been declared of it so far, the last decorator first."""

    __slots__ = ("declarations", "function")

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.declarations: list[Declaration] = []


class Declared:
    """A command. It is click's command to whoever asks it for anything that it has not got itself."""

    def __init__(self, name: str, declaring: Declaring, settings: dict[str, Any]) -> None:
        self.declared_name = name
        self.function = declaring.function
        self.declarations = tuple(declaring.declarations)
        self._settings = settings
        self._command: Command | None = None

    def command(self) -> Command:
        """Click's command."""
        if self._command is None:
            import click

            made: Any = self.function
            for one in self.declarations:
                made = _decorator(click, one)(made)
            declare: Any = click.command(self.declared_name, **_made(self._settings))
            self._command = declare(made)
        found: Command = self._command
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.command(), name)


def command(name: str, **settings: Any) -> Callable[[Any], Declared]:
    """As `click.command`."""
    return lambda function: Declared(name, _declaring(function), settings)


def option(*names: str, **named: Any) -> Callable[[Any], Callable[..., Any]]:
    """As `click.option`."""
    return _declare(Declaration("option", names, named))


def argument(*names: str, **named: Any) -> Callable[[Any], Callable[..., Any]]:
    """As `click.argument`."""
    return _declare(Declaration("argument", names, named))


def pass_context(function: Any) -> Any:
    """As `click.pass_context`."""
    return _declare(Declaration("pass_context", (), {}))(function)


def __getattr__(name: str) -> Later:
    """A type of click's."""
    if name.startswith("_"):
        raise AttributeError(name)
    return Later("click", name)


if not TYPE_CHECKING:
    OneOf = Later("wslint.cli.values", "OneOf")
    FileName = Later("wslint.cli.values", "FileName")
    Count = Later("wslint.cli.values", "Count")
else:
    from wslint.cli.values import Count, FileName, OneOf

    __all__ += ["Count", "FileName", "OneOf"]


def _declare(declaration: Declaration) -> Callable[[Any], Callable[..., Any]]:
    def declare(function: Any) -> Any:
        declaring = _declaring(function)
        declaring.declarations.append(declaration)
        return declaring

    return declare


def _declaring(function: Any) -> Declaring:
    return function if isinstance(function, Declaring) else Declaring(function)


def _decorator(click: Any, one: Declaration) -> Callable[..., Any]:
    if one.kind == "pass_context":
        decorator: Callable[..., Any] = click.pass_context
        return decorator
    made: Callable[..., Any] = getattr(click, one.kind)(*one.names, **_made(one.named))
    return made


def _made(named: dict[str, Any]) -> dict[str, Any]:
    return {key: value.make() if isinstance(value, Later) else value for key, value in named.items()}
