"""Our named tuples behave as `typing.NamedTuple` does, wherever the project relies on it."""

import copy
import pickle
import typing
from typing import Generic, TypeVar

import pytest

from wslint.text.record import NamedTuple

T = TypeVar("T")


class Ours(NamedTuple):
    """A record."""

    a: int
    b: str = "x"
    c: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.a}{self.b}"


class Theirs(typing.NamedTuple):
    """A record."""

    a: int
    b: str = "x"
    c: tuple[int, ...] = ()


class Boxed(NamedTuple, Generic[T]):
    value: T


@pytest.mark.parametrize(
    "arguments", [((1,), {}), ((1, "y"), {}), ((1,), {"c": (2,)}), ((), {"b": "z", "a": 3})]
)
def test_what_is_made_is_equal(arguments: tuple[tuple[typing.Any, ...], dict[str, typing.Any]]) -> None:
    values, named = arguments
    ours, theirs = Ours(*values, **named), Theirs(*values, **named)
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    assert repr(ours).removeprefix("Ours") == repr(theirs).removeprefix("Theirs")
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(a=9) == theirs._replace(a=9)


def test_the_class_says_the_same_of_itself() -> None:
    for name in ("_fields", "_field_defaults", "__match_args__", "__doc__"):
        assert getattr(Ours, name) == getattr(Theirs, name)
    assert typing.get_type_hints(Ours) == typing.get_type_hints(Theirs)


@pytest.mark.parametrize("arguments", [((), {}), ((1, "y", (), 4), {}), ((1,), {"d": 1}), ((1,), {"a": 1})])
def test_wrong_arguments_are_refused(arguments: tuple[tuple[typing.Any, ...], dict[str, typing.Any]]) -> None:
    values, named = arguments
    for record in (Ours, Theirs):
        with pytest.raises(TypeError):
            record(*values, **named)


def test_a_copy_is_equal() -> None:
    assert copy.copy(Ours(1, "y")) == copy.deepcopy(Ours(1, "y")) == Ours(1, "y")
    assert pickle.loads(pickle.dumps(Ours(1, "y"))) == Ours(1, "y")  # noqa: S301


def test_fields_cannot_be_set() -> None:
    with pytest.raises(AttributeError):
        Ours(1).a = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Ours(1).d = 2  # type: ignore[attr-defined]


def test_an_unknown_field_cannot_be_replaced() -> None:
    with pytest.raises((TypeError, ValueError)):
        Ours(1)._replace(d=1)


def test_methods_generics_and_patterns_work() -> None:
    assert Ours(1).both == "1x"
    assert Boxed[int](3).value == Boxed(3).value == 3
    match Ours(1, "q"):
        case Ours(a, b="q"):
            assert a == 1
        case _:
            pytest.fail("did not match")


def test_a_field_without_default_may_not_follow_one_with_it() -> None:
    with pytest.raises(TypeError, match="default"):
        exec("class Bad(NamedTuple):\n    a: int = 1\n    b: int\n", {"NamedTuple": NamedTuple})  # noqa: S102


@pytest.mark.parametrize("count", range(25))
def test_a_record_of_any_size_takes_its_fields_by_place_and_by_name(count: int) -> None:
    names = [f"field{at}" for at in range(count)]
    body: dict[str, typing.Any] = {"__annotations__": dict.fromkeys(names, int)}
    body.update((name, at) for at, name in enumerate(names) if at > count // 2)
    needed = [name for name in names if name not in body]
    record: typing.Any = type(NamedTuple)("Sized", (NamedTuple,), body)
    assert record(*range(count)) == tuple(range(count))
    assert record(**dict.fromkeys(needed, 7)) == (*(7 for _ in needed), *range(len(needed), count))
    with pytest.raises(TypeError):
        record(*range(count), 7)
    if needed:
        with pytest.raises(TypeError, match=needed[-1]):
            record(*range(len(needed) - 1))
