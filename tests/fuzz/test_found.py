"""What fuzzing has found, made small: each input is sound now."""

import pytest

from wslint.readers.shell.recovery import without_errors
from wslint.syntax.dockerfile import patterns

from .harness import tried
from .targets import TEXT, every

FOUND = {
    "a port of 5,000 digits": (
        "check",
        {"Dockerfile": f'FROM a\nENV PORT={"9" * 5000}\nCMD ["gunicorn", "-b", ":80", "a"]\n'},
    ),
    "a port that is a digit only to Unicode": (
        "check",
        {"Dockerfile": 'FROM a\nENV PORT=²\nCMD ["npm", "start"]\n'},
    ),
    "a port of a command beside one that is a digit only to Unicode": (
        "check",
        {"Dockerfile": 'FROM a\nENV PORT=²\nCMD ["gunicorn", "-b", ":80", "a"]\n'},
    ),
    "a stage whose number is a digit only to Unicode": (
        "check",
        {"Dockerfile": "FROM a\n", "compose.yaml": "services: {a: {build: {context: ., target: ²}}}\n"},
    ),
    "a connection string whose port is a digit only to Unicode": (
        "addresses",
        {TEXT: "ConnectionStrings__Db=Server=a;Port=²"},
    ),
    "a backend whose port is a digit only to Unicode": (
        "check",
        {
            "a.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n---\n"
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: b}\n"
            "spec: {defaultBackend: {service: {name: a, port: {name: ²}}}}\n"
        },
    ),
    "a healthcheck without words behind two dashes": ("dockerfile", {TEXT: "FROM a\nHEALTHCHECK --"}),
    "a variable of no-break spaces": ("shell-values", {TEXT: "A='\xa0 \xa0'\ndocker run $A$A b\n"}),
    "a variable of no-break spaces beside a word": (
        "shell-values",
        {TEXT: "A='\xa0 \xa0'\ndocker run $A\"x\" b\n"},
    ),
    "a here-document with Windows line ends": (
        "cache-codec",
        {"text": "cat > Dockerfile <<EOF\r\nFROM a\r\nCMD x\r\nEOF\r\ndocker build -t y .\r\n##"},
    ),
    "a range that ends before it begins, in an ignore file": ("gitignore", {TEXT: "[a-#]"}),
    "a fence whose lines end in a lone carriage return": ("markdown", {TEXT: "```\r\r"}),
}


@pytest.mark.parametrize(("name", "files"), FOUND.values(), ids=FOUND)
def test_what_was_found_once_is_sound(name: str, files: dict[str, str]) -> None:
    fault, _ = tried(every()[name], files)
    assert fault is None, fault.message


def test_many_stars_in_a_row_are_one_and_cost_no_more() -> None:
    value = "a" * 1_000
    assert patterns.without_prefix(value, "*" * 4_000, longest=True) == ""
    assert patterns.without_suffix(value, "b" + "*" * 4_000, longest=False) == value
    assert patterns.replace("a" * 50, "*" * 4_000 + "a", "x", every=False) == "x"


def test_broken_lines_of_a_script_are_not_tried_for_ever() -> None:
    harmless = "docker stop -t 5 a\n"
    broken = "docker " + "((a++))" * 500 + "\n"
    assert len(without_errors("(\n" + harmless).commands) == 1
    assert without_errors("(\n" + harmless + broken * 12).broken
    assert len(without_errors("(\n" + harmless + "docker " + "((a++))" * 1_000 + "\n").commands) == 1
