"""Matching findings with what a baseline remembers, whatever moved, came and went."""

from hypothesis import given
from hypothesis import strategies as st

from wslint.engine.baseline import Baseline, match, parse, prune, remember, text_of
from wslint.engine.finding import Finding
from wslint.text import Source, Span

ROOT = "/root"
FACTS = st.tuples(
    st.sampled_from(["a.yaml", "b.yaml", "deep/a.yaml"]), st.sampled_from(["x", "y"]), st.sampled_from("pq")
)


def finding(path: str, text: str, name: str = "rule", line: int = 1) -> Finding:
    source = Source(path, "\n" * (line - 1) + text)
    return Finding("WS1", name, "warning", "message", Span(source, line - 1, line - 1 + len(text)))


def made(facts: list[tuple[str, str, str]]) -> list[Finding]:
    return [finding(path, text, name, line) for line, (path, text, name) in enumerate(facts, 1)]


def of(findings: list[Finding]) -> Baseline:
    return parse(text_of(remember(findings, ["."], ROOT, cwd=ROOT)))


@given(st.lists(FACTS, max_size=12))
def test_what_was_written_is_known_in_any_order(facts: list[tuple[str, str, str]]) -> None:
    matched = match(made(facts[::-1]), of(made(facts)), ROOT, cwd=ROOT, exists=lambda _: True)
    assert matched.new == ()
    assert matched.unmatched == ()


@given(st.lists(FACTS, max_size=10), st.lists(FACTS, max_size=10))
def test_as_many_are_new_and_stale_as_came_and_went(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]
) -> None:
    matched = match(made(after), of(made(before)), ROOT, cwd=ROOT, exists=lambda _: True)
    came = sum(max(0, after.count(one) - before.count(one)) for one in set(after))
    went = sum(max(0, before.count(one) - after.count(one)) for one in set(before))
    assert (len(matched.new), len(matched.unmatched)) == (came, went)
    assert len(matched.new) + len(matched.pairs) == len(after)


@given(st.lists(FACTS, max_size=10), st.sampled_from(["c.yaml", "deep/b.yaml"]))
def test_a_renamed_file_keeps_all_that_is_known_of_it(facts: list[tuple[str, str, str]], to: str) -> None:
    renamed = [(to if path == "a.yaml" else path, text, name) for path, text, name in facts]
    matched = match(made(renamed), of(made(facts)), ROOT, cwd=ROOT, exists=lambda path: path != "a.yaml")
    if to != "deep/b.yaml" or not any(path == to for path, _, _ in facts):
        assert matched.new == ()
        assert matched.unmatched == ()


@given(st.lists(FACTS, max_size=10), st.lists(FACTS, max_size=10))
def test_pruning_leaves_what_is_found_and_adds_nothing(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]
) -> None:
    found = made(after)
    baseline = of(made(before))
    matched = match(found, baseline, ROOT, cwd=ROOT, exists=lambda _: False)
    pruned = prune(baseline, matched, matched.debt("f", complete=True, unsure=lambda _: False))
    again = match(found, pruned, ROOT, cwd=ROOT, exists=lambda _: True)
    assert again.unmatched == ()
    assert again.new == matched.new
    assert len(pruned.entries) == len(matched.pairs)


def test_of_two_renamed_files_each_goes_to_the_one_most_alike() -> None:
    facts = [("one.yaml", "x", "p"), ("one.yaml", "y", "p"), ("two.yaml", "x", "p"), ("two.yaml", "y", "q")]
    names = {"one.yaml": "b/one.yaml", "two.yaml": "a/two.yaml"}
    after = made([(names[path], text, name) for path, text, name in facts])
    matched = match(after, of(made(facts)), ROOT, cwd=ROOT, exists=lambda _: False)
    assert {(entry.path, now.path) for _, entry, now in matched.pairs} == set(names.items())


def test_an_incomplete_run_and_an_unread_file_leave_nothing_stale() -> None:
    matched = match([], of([finding("a.yaml", "x")]), ROOT, cwd=ROOT, exists=lambda _: True)
    assert matched.debt("f", complete=False, unsure=lambda _: False).stale == ()
    assert matched.debt("f", complete=True, unsure=lambda path: path == "a.yaml").stale == ()
    assert len(matched.debt("f", complete=True, unsure=lambda _: False).stale) == 1


@given(st.text(min_size=1, max_size=8))
def test_any_path_and_workload_survive_the_file(text: str) -> None:
    one = finding("a.yaml", "x")._replace(workload=text)
    baseline = remember([one], [text], ROOT, cwd=ROOT)
    assert parse(text_of(baseline).encode().decode()) == baseline
