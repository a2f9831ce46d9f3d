"""What README and docs/ show is what the commands print; what they name exists; the picture is well formed."""

import pathlib
import re
import sys
import xml.etree.ElementTree as ET

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import picture  # noqa: E402
import shown  # noqa: E402

PAGES = {path.relative_to(ROOT).as_posix(): path for path in shown.pages()}
LINK = re.compile(r"\]\(([^)#\s]+)?(?:#([^)\s]+))?\)")


def commands_of(path):
    lines = path.read_text("utf-8").split("\n")
    for fence in shown.fences(lines):
        if fence.kind == "console":
            yield from shown.commands(lines, fence)


@pytest.mark.parametrize("page", PAGES)
def test_every_shown_command_runs_and_prints_what_is_shown(page):
    text = PAGES[page].read_text("utf-8")
    lines = text.split("\n")
    with shown.scratch() as folder:
        for fence in shown.fences(lines):
            if fence.file is not None:
                folder.write(fence.file, "\n".join(lines[fence.first : fence.end]) + "\n")
            if fence.kind != "console":
                continue
            for command in shown.commands(lines, fence):
                if not shown.is_run(command.text):
                    assert not command.output, f"{page}:{command.line}: shows output that nothing checks"
                    continue
                answer = folder.run(command.text)
                assert answer.code in (0, 1, 2), f"{page}:{command.line}"
                if command.output:
                    expected = tuple(line for line in shown.cut_like(command.output, answer.lines))
                    assert "\n".join(command.output).rstrip() == "\n".join(expected).rstrip(), (
                        f"{page}:{command.line} is stale: python3 dev.py generate"
                    )


@pytest.mark.parametrize("page", PAGES)
def test_a_command_without_shown_output_is_not_refused(page):
    with shown.scratch() as folder:
        lines = PAGES[page].read_text("utf-8").split("\n")
        for fence in shown.fences(lines):
            if fence.file is not None:
                folder.write(fence.file, "\n".join(lines[fence.first : fence.end]) + "\n")
        for command in commands_of(PAGES[page]):
            if shown.is_run(command.text) and not command.output:
                assert folder.run(command.text).code in (0, 1), f"{page}:{command.line}: {command.text}"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_made_up_output(page):
    # Output that looks like wslint's stands in a fence that is run.
    lines = PAGES[page].read_text("utf-8").split("\n")
    for fence in shown.fences(lines):
        if fence.kind != "console":
            body = "\n".join(lines[fence.first : fence.end])
            assert "$ wslint" not in body, f"{page}:{fence.first}"
            assert not re.search(r"^(error|warning|note)\[", body, re.MULTILINE), f"{page}:{fence.first}"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_of_the_project(page):
    path = PAGES[page]
    for target, anchor in LINK.findall(path.read_text("utf-8")):
        if target.startswith(("https://", "http://")):
            continue
        file = (path.parent / target).resolve() if target else path
        if file.parent == ROOT / "docs" / "rules":
            assert file.name == "README.md" or any((ROOT / "rules").rglob(f"{file.stem}.yaml")), (
                f"{page} names no rule: {target}"
            )
            continue
        assert file.exists(), f"{page} leads nowhere: {target}"
        if anchor:
            titles = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_option_of_check_is_in_the_page_of_the_command_line():
    from wslint.cli.check import check

    page = PAGES["docs/command-line.md"].read_text("utf-8")
    for parameter in check.params:
        names = [name for name in [*parameter.opts, *parameter.secondary_opts] if name.startswith("--")]
        if names and names != ["--version"]:
            assert any(name in page for name in names), f"docs/command-line.md says nothing of {names}"


def test_every_key_of_the_configuration_is_in_its_page():
    import json

    schema = json.loads((ROOT / "wslint" / "settings" / "schema.json").read_text("utf-8"))
    page = PAGES["docs/configuration.md"].read_text("utf-8")
    for key in schema["properties"]:
        assert re.search(rf"^{key}:", page, re.MULTILINE), f"docs/configuration.md says nothing of {key}"


def test_every_rule_of_the_workspace_pack_is_in_its_page():
    page = PAGES["docs/workspace-pack.md"].read_text("utf-8")
    for path in (ROOT / "rules" / "workspace").glob("*.yaml"):
        assert path.stem == "pack" or f"`{path.stem}`" in page, f"docs/workspace-pack.md lacks {path.stem}"


def test_every_field_of_the_json_is_in_its_page():
    import json

    page = PAGES["docs/output.md"].read_text("utf-8")
    with shown.scratch() as folder:
        report = json.loads("\n".join(folder.run("wslint check --output-format json examples/broken").lines))
    fields = {*report, *report["summary"], *report["coverage"], *report["coverage"]["checked"]}
    fields |= {key for finding in report["findings"] for key in finding}
    fields |= {
        key for finding in report["findings"] if finding["fix"] for key in finding["fix"] if finding["fix"]
    }
    for field in fields:
        assert re.search(rf"\b{field}\b", page), f"docs/output.md says nothing of {field}"


def test_readme_claims_no_release_and_shows_both_commands():
    readme = PAGES["README.md"].read_text("utf-8")
    assert "python3 dev.py check examples/broken" in readme
    assert "python3 dev.py test" in readme
    assert "pip install wslint" not in readme


def test_the_picture_is_well_formed_and_the_same_for_the_same_output():
    output = "\x1b[1;31merror\x1b[0m[a] <&>\n --> b:1:1\n\nFound 1 problem."
    made = picture.picture("wslint check <x>", output, most=40)
    root = ET.fromstring(made)  # noqa: S314  # made here
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["$", "wslint check <x>", "error", "[a] <&>", "--> b:1:1", "Found 1 problem."]
    assert made == picture.picture("wslint check <x>", output, most=40)


def test_the_picture_leaves_out_whole_findings_and_says_how_many():
    findings = [f"warning[rule-{number}]\n  line\n  line" for number in range(5)]
    two_ends = "error[both]\n --> a:1:1\n ::: b:2:2"
    output = "\n\n".join([*findings, two_ends, "Found 6 problems.\nChecked 2 files."])
    lines = picture.shortened(output, 12)
    assert lines[:3] == ["warning[rule-0]", "  line", "  line"]
    assert "error[both]" in lines
    assert any("... 4 more ..." in line for line in lines)
    assert lines[-2:] == ["Found 6 problems.", "Checked 2 files."]


def test_output_that_is_cut_keeps_its_head_and_its_tail():
    assert shown.cut_like(("1", "…", "9"), ("1", "2", "3", "9")) == ("1", "…", "9")
    assert shown.cut_like(("1", "…", "9"), ("1", "9")) == ("1", "9")
    assert shown.cut_like(("1",), ("1", "2")) == ("1", "2")
