"""Rounds of fixes over a made-up linter: overlapping ones wait, one that fails is left out alone, all or none."""

import re
from collections.abc import Callable, Mapping, Sequence

from wslint.engine.finding import Coverage, Finding, Internal, NotChecked, Outcome
from wslint.fixing import Job, fix_all
from wslint.fixing.rounds import MOST_ROUNDS, MOST_RUNS
from wslint.text import Edit, Fix, Source, Span

Rule = tuple[str, str, Callable[[re.Match[str]], "str | None"]]


class Linter:
    """Finds patterns; a rule gives its name, a pattern, and what the match becomes (None: it has no fix).

    `edits` says for a rule which matches of another pattern, in all files, its fix replaces too.
    """

    def __init__(self, files: Mapping[str, str], *rules: Rule) -> None:
        self.files = dict(files)
        self.rules = rules
        self.runs: list[tuple[str, ...]] = []
        self.also: dict[str, tuple[str, str]] = {}
        self.unread = ""
        self.bug = ""
        self.messages: Callable[[str, re.Match[str]], str] = lambda name, match: name
        self.unsafe: set[str] = set()
        self.hidden: set[str] = set()

    def judge(self, texts: Mapping[str, str], more: Sequence[str]) -> Outcome:
        self.runs.append(tuple(more))
        sources = {path: Source(path, texts.get(path, text)) for path, text in self.files.items()}
        findings = [
            self.finding(rule, sources[path], match, sources)
            for path in sources
            if path not in self.hidden or path in more
            for rule in self.rules
            for match in re.finditer(rule[1], sources[path].text)
        ]
        broken = [
            NotChecked(path, "syntax error in line 7")
            for path, source in sources.items()
            if self.unread and self.unread in source.text
        ]
        bugs = [
            Internal("there", "KeyError")
            for source in sources.values()
            if self.bug and self.bug in source.text
        ]
        return Outcome(
            tuple(sorted(findings, key=Finding.sort_key)), (), Coverage({}, 1, 0, tuple(broken)), tuple(bugs)
        )

    def finding(
        self, rule: Rule, source: Source, match: re.Match[str], sources: Mapping[str, Source]
    ) -> Finding:
        name, _, become = rule
        span = Span(source, match.start(), match.end())
        new = become(match)
        edits = [] if new is None else [Edit(span, new)]
        if name in self.also:
            pattern, text = self.also[name]
            edits += [
                Edit(Span(other, found.start(), found.end()), text)
                for other in sources.values()
                for found in re.finditer(pattern, other.text)
            ]
        fix = None if new is None else Fix(f"write {new}", tuple(edits), name not in self.unsafe)
        return Finding("X1", name, "error", self.messages(name, match), span, fix=fix)

    def fix(
        self,
        *,
        unsafe: bool = False,
        refused: Sequence[str] = (),
        reported: "Outcome | None" = None,
        joint: bool = False,
    ):
        found = reported or self.judge({}, ())
        return fix_all(
            Job(
                found.findings,
                self.judge,
                lambda path: path not in self.hidden,
                lambda path: "it may not be" if path in refused else "",
                unsafe,
                joint,
            )
        )


def texts(fixed):
    return {path: draft.text for path, draft in fixed.drafts.items()}


def to(text):
    return lambda match: text


def test_all_fixes_of_a_file_are_made_in_one_round():
    linter = Linter({"f": "bad one\nbad two\n"}, ("bad", r"bad", to("good")))
    fixed = linter.fix()
    assert texts(fixed) == {"f": "good one\ngood two\n"}
    assert (len(fixed.made), fixed.rounds, fixed.failed) == (2, 1, ())


def test_of_fixes_that_touch_the_first_is_made_and_the_other_one_in_the_next_round():
    linter = Linter({"f": "abc"}, ("ab", r"ab", to("xb")), ("bc", r"bc", to("yc")))
    fixed = linter.fix()
    assert texts(fixed) == {"f": "xyc"}
    assert [finding.name for finding in fixed.made] == ["ab", "bc"]
    assert fixed.rounds == 2


def test_a_fix_is_made_together_with_those_of_the_problems_that_it_lays_open():
    linter = Linter({"f": "sad\nbad sad"}, ("sad", "sad", to("evil evil")), ("evil", "evil", to("good")))
    assert texts(linter.fix()) == {}
    fixed = linter.fix(joint=True)
    assert texts(fixed) == {"f": "good good\nbad good good"}
    assert [finding.name for finding in fixed.made] == ["sad"] * 2 + ["evil"] * 4
    assert fixed.failed == ()


def test_many_fixes_that_lay_something_open_take_few_runs():
    linter = Linter({"f": "sad " * 120}, ("sad", "sad", to("evil")), ("evil", "evil", to("good")))
    fixed = linter.fix(joint=True)
    assert texts(fixed) == {"f": "good " * 120}
    assert (len(fixed.made), fixed.failed, fixed.waiting) == (240, (), 0)
    assert len(linter.runs) < 10


def test_fixes_of_several_files_are_not_tied_to_each_other_by_what_they_lay_open():
    linter = Linter({"f": "sad", "g": "sad"}, ("sad", "sad", to("evil")), ("evil", "evil", to("good")))
    fixed = linter.fix(joint=True)
    assert texts(fixed) == {"f": "good", "g": "good"}
    assert set(fixed.groups) == {frozenset({"f"}), frozenset({"g"})}


def test_a_problem_laid_open_that_has_no_fix_or_only_an_unsafe_one_keeps_the_fix_from_being_made():
    linter = Linter(
        {"f": "sad bad"},
        ("sad", "sad", to("evil worse")),
        ("evil", "evil", to("good")),
        ("worse", "worse", to(None)),
    )
    fixed = linter.fix(joint=True)
    assert (texts(fixed), len(fixed.failed)) == ({}, 1)
    linter = Linter({"f": "sad bad"}, ("sad", "sad", to("evil")), ("evil", "evil", to("good")))
    linter.unsafe = {"evil"}
    assert texts(linter.fix(joint=True)) == {}
    assert texts(linter.fix(joint=True, unsafe=True)) == {"f": "good bad"}


def test_files_of_fixes_made_together_are_written_all_or_none():
    linter = Linter({"f": "sad", "g": "peer"}, ("sad", "sad", to("evil")), ("evil", "evil", to("good")))
    linter.also["evil"] = ("peer", "fine")
    fixed = linter.fix(joint=True)
    assert texts(fixed) == {"f": "good", "g": "fine"}
    assert set(fixed.groups) == {frozenset({"f", "g"})}


def test_one_edit_that_ends_two_findings_is_made_once_and_counts_for_both():
    linter = Linter({"f": "bad"}, ("bad", "bad", to("good")), ("ugly", "bad", to("good")))
    fixed = linter.fix()
    assert (texts(fixed), len(fixed.made), fixed.rounds) == ({"f": "good"}, 2, 1)


def test_a_fix_that_does_not_help_is_left_out_alone():
    linter = Linter(
        {"f": "bad sad mad"},
        ("bad", "bad", to("good")),
        ("sad", "s.d", to("sxd")),
        ("mad", "mad", to("fine")),
    )
    fixed = linter.fix()
    assert texts(fixed) == {"f": "good sad fine"}
    ((finding, reason),) = fixed.failed
    assert (finding.name, reason) == ("sad", "the problem would still be there")


def test_a_fix_that_brings_another_problem_is_left_out_alone_and_the_problem_is_named():
    linter = Linter(
        {"f": "bad sad\nmad"},
        ("bad", "bad", to("good")),
        ("sad", "sad", to("evil")),
        ("evil", "evil", to(None)),
    )
    fixed = linter.fix()
    assert texts(fixed) == {"f": "good sad\nmad"}
    assert [one.reason for one in fixed.failed] == ["it would bring another problem: evil at f:1: evil"]


def test_a_second_problem_like_one_that_is_there_is_another_problem():
    linter = Linter({"f": "evil sad"}, ("sad", "sad", to("evil")), ("evil", "evil", to(None)))
    assert texts(linter.fix()) == {}


def test_a_fix_after_which_a_file_cannot_be_read_is_left_out():
    linter = Linter({"f": "bad sad"}, ("bad", "bad", to("good")), ("sad", "sad", to("{{{")))
    linter.unread = "{{{"
    fixed = linter.fix()
    assert texts(fixed) == {"f": "good sad"}
    assert [one.reason for one in fixed.failed] == ["f could not be read any more: syntax error in line "]


def test_a_fix_that_meets_a_bug_is_left_out():
    linter = Linter({"f": "sad"}, ("sad", "sad", to("odd")))
    linter.bug = "odd"
    fixed = linter.fix()
    assert (texts(fixed), fixed.failed[0].reason) == ({}, "a bug in wslint: there")


def test_the_edits_of_a_fix_are_made_all_or_none_also_across_files():
    linter = Linter(
        {"f": "bad", "g": "peer evil"}, ("bad", "bad", to("good")), ("evil", "evil evil", to(None))
    )
    linter.also["bad"] = ("peer", "evil")
    assert texts(linter.fix()) == {}
    linter.also["bad"] = ("peer", "fine")
    fixed = linter.fix()
    assert texts(fixed) == {"f": "good", "g": "fine evil"}
    assert fixed.groups == (frozenset({"f", "g"}),)


def test_a_fix_of_a_file_that_cannot_be_written_is_not_made_in_the_other_one_either():
    linter = Linter({"f": "bad", "g": "peer"}, ("bad", "bad", to("good")))
    linter.also["bad"] = ("peer", "fine")
    fixed = linter.fix(refused=["g"])
    assert (texts(fixed), [one.reason for one in fixed.failed]) == ({}, ["it may not be"])


def test_a_finding_that_stays_in_other_words_is_none_that_has_come():
    # The note quotes the number that the fix changes.
    linter = Linter({"f": "n=1 note"}, ("number", "n=1", to("n=2222")), ("note", "note", to(None)))
    linter.messages = lambda name, match: f"{name} of {match.string[:4]}" if name == "note" else name
    fixed = linter.fix()
    assert (texts(fixed), fixed.failed) == ({"f": "n=2222 note"}, ())


def test_what_was_not_reported_is_not_fixed_even_when_its_words_change():
    linter = Linter({"f": "n=1 known"}, ("number", "n=1", to("n=2")), ("known", "known", to("gone")))
    linter.messages = lambda name, match: f"{name} of {match.string[:3]}"
    every = linter.judge({}, ())
    reported = every._replace(findings=tuple(one for one in every.findings if one.name == "number"))
    assert texts(linter.fix(reported=reported)) == {"f": "n=2 known"}


def test_a_fix_that_leads_to_the_same_problem_in_other_words_is_not_made():
    linter = Linter({"f": "x0"}, ("count", r"x\d+", lambda match: f"x{int(match[0][1:]) + 1}"))
    linter.messages = lambda name, match: match[0]
    fixed = linter.fix()
    assert texts(fixed) == {}
    assert [one.reason for one in fixed.failed] == ["the problem would still be there"]


def test_after_ten_rounds_it_ends_and_says_how_many_are_left():
    many = range(MOST_ROUNDS + 5)
    rules = [(f"rule {n}", rf"\b{n};", to("-")) for n in many]
    linter = Linter({"f": "".join(f"{n};" for n in many) + "a"}, *rules)
    for n in many:
        # Every fix also writes its own letter at the end, so that all of them touch.
        linter.also[f"rule {n}"] = (r"[a-z]$", chr(ord("b") + n))
    fixed = linter.fix()
    assert (len(fixed.made), fixed.rounds, fixed.waiting) == (MOST_ROUNDS, MOST_ROUNDS, 5)


def test_files_that_are_only_edited_are_judged_too():
    # The edit brings a problem in a file that was not asked for.
    linter = Linter({"f": "bad", "g": "peer"}, ("bad", "bad", to("good")), ("evil", "evil", to(None)))
    linter.also["bad"] = ("peer", "evil")
    linter.hidden = {"g"}
    fixed = linter.fix()
    assert texts(fixed) == {}
    assert "evil at g:1" in fixed.failed[0].reason
    assert ("g",) in linter.runs


def test_what_is_found_only_in_files_that_were_not_asked_for_is_not_fixed():
    linter = Linter({"f": "bad", "g": "peer bad"}, ("bad", "bad", to("good")))
    linter.messages = lambda name, match: f"{name} at {match.start()}"
    linter.also["bad"] = ("peer", "fine")
    linter.hidden = {"g"}
    assert texts(linter.fix()) == {"f": "good", "g": "fine bad"}


def test_unsafe_fixes_wait_until_they_are_asked_for():
    linter = Linter({"f": "bad sad"}, ("bad", "bad", to("good")), ("sad", "sad", to("glad")))
    linter.unsafe = {"sad"}
    assert texts(linter.fix()) == {"f": "good sad"}
    assert texts(linter.fix(unsafe=True)) == {"f": "good glad"}


def test_a_fix_that_holds_only_after_another_one_is_made_after_it():
    # While `evil` is there, `sad` cannot become `bad`; the fix of `evil` comes later in the file.
    linter = Linter(
        {"f": "sad evil"}, ("sad", r"sad|glad(?=.*evil)", to("glad")), ("evil", "evil", to("fine"))
    )
    fixed = linter.fix()
    assert texts(fixed) == {"f": "glad fine"}
    assert fixed.failed == ()


def test_what_touches_a_fix_that_failed_is_made_in_its_place():
    linter = Linter({"f": "abc"}, ("ab", r"ab|zz", to("zzb")), ("bc", r"bc", to("yc")))
    fixed = linter.fix()
    assert texts(fixed) == {"f": "ayc"}
    assert fixed.failed == ()


def test_with_nothing_to_fix_nothing_is_run():
    linter = Linter({"f": "evil"}, ("evil", "evil", to(None)))
    found = linter.judge({}, ())
    linter.runs.clear()
    assert linter.fix(reported=found).rounds == 0
    assert linter.runs == []


def test_the_attempts_are_bounded():
    linter = Linter({"f": "bad " * 400}, ("bad", "b.d", to("bxd")))
    fixed = linter.fix()
    assert texts(fixed) == {}
    assert len(linter.runs) <= MOST_RUNS + 2
    assert len(fixed.failed) == 400
