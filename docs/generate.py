"""Writes what is made from the rules and from real output: docs/rules/, docs/picture.svg, the output that pages show,
and the rules' part of the site's navigation, in mkdocs.yml.

`--check` writes nothing and fails if something is stale. `--fixtures` also writes what the whole projects in
tests/fixtures are expected to give (look at the difference before you commit it).
"""

import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).resolve().parent.parent
RULES = ROOT / "docs" / "rules"
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

import picture  # noqa: E402
import shown  # noqa: E402

from wslint.cli.rule_page import first_layer, markdown, page_of, summary  # noqa: E402
from wslint.packs import PackError, load_rules  # noqa: E402
from wslint.packs import vocabulary as facts  # noqa: E402
from wslint.packs.rule import Rule  # noqa: E402

PICTURED = "wslint check examples/broken"
_GENERATED = re.compile(r"(<!-- generated: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
_IN_NAVIGATION = re.compile(r"( *# generated: rules\n).*?( *# end\n)", re.DOTALL)
_FIELD = re.compile(r"\{(\w+)\}")
TITLES = {
    "health": "Health",
    "shutdown": "Shutdown",
    "host": "Reaching the host",
    "ports": "The correct port",
    "configuration": "Configuration",
    "context": "Build context",
    "compose": "What Compose refuses",
    "kustomize": "Kustomize",
    "file": "The file itself",
}


def rule_pages() -> dict[pathlib.Path, str]:
    """docs/rules/: a page for each rule, and their list."""
    rules = load_rules().rules
    index = f"# The rules\n\n{len(rules)} rules. Made from `rules/` by `python3 dev.py generate`.\n\n{table(rules, '')}"
    made = {RULES / "README.md": index}
    for rule in rules:
        made[RULES / f"{rule.name}.md"] = "".join(markdown(page_of(rule)))
    return made


def table(rules: tuple[Rule, ...], folder: str) -> str:
    """The rules by topic, with links to their pages in `folder`."""
    return "\n".join(part for topic in topics_of(rules) for part in _topic(rules, topic, folder))


def topics_of(rules: tuple[Rule, ...]) -> list[str]:
    """The topics in the order of the pages."""
    return [*TITLES, *sorted({rule.topic for rule in rules} - TITLES.keys())]


def _topic(rules: tuple[Rule, ...], topic: str, folder: str) -> Iterator[str]:
    listed = [rule for rule in rules if rule.topic == topic]
    if not listed:
        return
    yield f"### {TITLES.get(topic, topic.capitalize())}\n\n| rule | everywhere | workspace | says |\n| --- | --- | --- | --- |"
    for rule in listed:
        general, workspace = rule.layers.get("general"), rule.layers.get("workspace")
        everywhere = _severity(general) if general else ""
        cells = (f"[{rule.name}]({folder}{rule.name}.md)", everywhere, _severity(workspace), _says(rule))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _severity(layer: object) -> str:
    if layer is None:
        return ""
    severity: str = getattr(layer, "severity")  # noqa: B009  # a Layer, or nothing
    return severity if getattr(layer, "enabled", True) else f"{severity}, off"


def _says(rule: Rule) -> str:
    """The message up to the numbers of the case, with its fields in italics; without one, what is found, for example."""
    message = first_layer(rule).messages and summary(rule)
    if message and not _FIELD.sub("", message):
        return f"for example {page_of(rule).bad[0].name}"
    for end in ("; ", ": ", ", so "):
        head = message.split(end)[0]
        is_whole = head.count("`") % 2 == 0
        if is_whole and len(_FIELD.sub("", head).split()) >= 5:
            message = head
    parts = re.sub(r"`(\{\w+\})`", r"\1", message).replace("|", "\\|").split("`")
    for at, part in enumerate(parts):
        # A field in code cannot be set in italics.
        parts[at] = _FIELD.sub(lambda field: field[1].upper(), part) if at % 2 else _FIELD.sub(_italic, part)
    return "`".join(parts)


def _italic(field: re.Match[str]) -> str:
    return f"*{field[1].replace('_', ' ')}*"


def output_pages() -> dict[pathlib.Path, str]:
    """README and docs/: the output of the commands that they show, and the list of rules."""
    parts = {"rules": table(load_rules().rules, "docs/rules/")}
    parts |= {f"facts-{root}": facts.table(root) for root in facts.ROOTS}
    made = {}
    for path in shown.pages():
        text = _GENERATED.sub(lambda found: found[1] + parts[found[2]] + found[3], path.read_text("utf-8"))
        made[path] = shown.refreshed(text)
    return made


def picture_page() -> dict[pathlib.Path, str]:
    """The picture of the README."""
    with shown.scratch() as folder:
        answer = folder.run(f"COLUMNS=100 {PICTURED} --color always")
    return {ROOT / "docs" / "picture.svg": picture.picture(PICTURED, "\n".join(answer.lines), most=60)}


def site() -> dict[pathlib.Path, str]:
    """mkdocs.yml, with the pages of the rules in its navigation, by topic."""
    rules = load_rules().rules
    topics = [topic for topic in topics_of(rules) if any(rule.topic == topic for rule in rules)]
    lines = []
    for topic in topics:
        lines += [f"      - {TITLES.get(topic, topic.capitalize())}:\n"]
        lines += [f"          - rules/{rule.name}.md\n" for rule in rules if rule.topic == topic]
    path = ROOT / "mkdocs.yml"
    return {path: _IN_NAVIGATION.sub(rf"\1{''.join(lines)}\2", path.read_text("utf-8"))}


def main(arguments: list[str]) -> int:
    """Write what is stale, or say so."""
    try:
        wanted = {**rule_pages(), **output_pages(), **picture_page(), **site()}
    except PackError as error:
        print(f"the rules cannot be read:\n{error}")
        return 2
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    left_over = [path for path in RULES.glob("*.md") if path not in wanted]
    if "--check" in arguments:
        for path in [*stale, *left_over]:
            print(f"stale: {path.relative_to(ROOT)} (run: python3 dev.py generate)")
        return 1 if stale or left_over else 0
    RULES.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8", newline="\n")
    for path in left_over:
        path.unlink()
    print(f"{len(wanted)} files, {len(stale)} written, {len(left_over)} removed")
    if "--fixtures" in arguments:
        command = [sys.executable, "-m", "pytest", "-q", "tests/test_projects.py"]
        environment = {**os.environ, "WSLINT_UPDATE": "1"}
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
