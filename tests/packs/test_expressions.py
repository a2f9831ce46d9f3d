"""The bounds of expressions, and that no text is worse than a mistake."""

import json
from pathlib import Path
from typing import Any

import pytest
from asserting import ASSERT, RULE, pack, project_of, value
from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.packs import PackError, load_rules
from wslint.packs.expression import read_expression, type_mistake
from wslint.packs.lookup import fill, find_check
from wslint.packs.rule import Assertion
from wslint.packs.tokens import Mistake
from wslint.packs.vocabulary import ROOTS, VOCABULARY
from wslint.project.project import Project

LIST = "workload.ports.published"
TOO_MUCH = {
    "three macros inside each other": f"{LIST}.all(a, [1].all(b, [2].all(c, true)))",
    "five macros": " && ".join([f"{LIST}.all(a, true)"] * 5),
    "a filter inside a macro": f"{LIST}.all(a, {LIST}.filter(b, true).size() > 0)",
    "two maps": f"{LIST}.map(a, a).map(b, b) == []",
    "a list inside two macros": f"{LIST}.all(a, {LIST}.all(b, a in {LIST}))",
    "many sums": "workload.grace > 1" + " + 1" * 9,
    "deep brackets": "(" * 21 + "workload.init" + ")" * 21,
    "a pattern that is not written out": "workload.name.matches(workload.path)",
    "a long pattern": f'workload.name.matches("{"a" * 100}")',
    "a pattern that repeats": 'workload.name.matches("(a{50}){50}")',
    "a repetition inside a macro": f'{LIST}.all(a, a.protocol.matches("a{{9}}"))',
    "a pattern inside two macros": f'{LIST}.all(a, {LIST}.all(b, b.protocol.matches("a")))',
    "many patterns": " && ".join(['workload.name.matches("a")'] * 5),
    "texts in triple quotes": 'workload.name == """a"""',
    "more than a thousand characters": "workload.init" + " " * 1000,
    "an open bracket": "(workload.init",
    "a message of CEL's": 'workload.name == a{b: "c"}',
    "a name that begins with a point": ".workload.init",
    "a variable called like a fact": f"{LIST}.all(workload, workload.host > 1)",
    "nothing": " ",
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_an_expression_is_refused_that_has(case: str) -> None:
    with pytest.raises(Mistake):
        read_expression(TOO_MUCH[case], "workload", {})


def test_large_facts_are_unknown_so_that_no_expression_is_slow(tmp_path: Path) -> None:
    ports = ", ".join(f'"{port}:{port}"' for port in range(1000, 1400))
    text = f"services:\n  web:\n    image: web\n    labels: {{long: {'a' * 2000}, short: b}}\n    ports: [{ports}]\n"
    large = project_of(tmp_path, {"compose.yaml": text})
    assert value(large, "web", "workload.ports.published.size() > 3") is None
    assert value(large, "web", 'workload.labels.long == "a"') is None
    assert value(large, "web", 'workload.labels.short == "b"') is True


WORDS = [
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ".",
        "&&",
        "||",
        "!",
        "-",
        "+",
        "*",
        "/",
        "%",
        "<",
        "==",
        "in",
        "?",
        ":",
        ",",
    ),
    *(
        "1",
        "-9223372036854775808",
        "1.5",
        "2u",
        "'a'",
        'r"\\d"',
        "b'x'",
        "null",
        "true",
        "x",
        ".all(x,",
        ".size()",
    ),
    *(
        "size(",
        "int(",
        "string(",
        "type(",
        ".matches('a')",
        "params.most",
        "\n",
        "//",
        "'\\u0041'",
        "\x00",
        "\ud800",
    ),
    *VOCABULARY,
]


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=12).map("".join)))
def test_no_text_is_more_than_a_mistake(text: str) -> None:
    try:
        expression = read_expression(text, "workload", {"most": 3})
        type_mistake(expression, {"most": 3}, decides=True)
    except Mistake as mistake:
        reason = str(mistake)
    else:
        reason = "sound"
    assert reason


@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.sampled_from(WORDS[:-20]), max_size=10).map(" ".join))
def test_a_file_with_any_assertion_is_loaded_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    written = json.dumps(text).replace("\\ud800", "\\ufffd")
    given_settings = pack(tmp_path_factory.mktemp("any"), RULE.replace(ASSERT, written))
    try:
        load_rules(given_settings)
    except PackError as error:
        messages = error.messages
    else:
        messages = ()
    assert all(" @ " in message for message in messages)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_sound_expression_is_true_false_or_unknown_of_every_workload(project: Project, data: Any) -> None:
    paths = [path for path, name in VOCABULARY.items() if name.kind in ("text", "number", "flag", "texts")]
    paths = [path for path in paths if path.partition(".")[0] in ROOTS["workload"]]
    one, other = data.draw(st.sampled_from(paths)), data.draw(st.sampled_from(paths))
    operator = data.draw(st.sampled_from(["==", "!=", "<", ">="]))
    try:
        expression = read_expression(f"{one} {operator} {other}", "workload", {})
    except Mistake:
        return
    check = find_check(Assertion("workload", expression.text).reference())
    for workload in project.workloads:
        assert len(list(check.run(workload, project, fill(check, {})))) < 2
