"""What is nearest to a file, against its definition written out."""

from hypothesis import given
from hypothesis import strategies as st

from wslint.project.nearest import Nearest

PARTS = st.sampled_from(["a", "b", "b-c", "b.d", "é"])
PATHS = st.lists(PARTS, min_size=1, max_size=4).map(lambda parts: "/" + "/".join(parts))


def nearness(one: str, other: str) -> tuple[int, bool]:
    """How many folders hold both files, and whether they are one."""
    ours, theirs = one.split("/")[:-1], other.split("/")[:-1]
    shared = 0
    while shared < min(len(ours), len(theirs)) and ours[shared] == theirs[shared]:
        shared += 1
    return (99, True) if one == other else (shared, False)


@given(st.lists(PATHS, max_size=12), PATHS)
def test_the_nearest_are_those_with_the_deepest_folder_in_common_in_their_order(
    paths: list[str], origin: str
) -> None:
    things = list(enumerate(paths))
    best = max((nearness(path, origin) for path in paths), default=None)
    assert Nearest((path, thing) for thing, path in things).to(origin) == tuple(
        thing for thing, path in things if nearness(path, origin) == best
    )


def test_those_who_ask_from_one_folder_share_one_answer() -> None:
    near = Nearest((f"/k/{number}.yaml", number) for number in range(100))
    assert near.to("/k/web.yaml") is near.to("/k/api.yaml")


def test_nothing_is_near_where_there_is_nothing() -> None:
    assert Nearest([]).to("/k/web.yaml") == ()
