"""Writes the pages that are made from the rules and the program's own help: docs/rules/*.md and docs/commands.md.

`--check` writes nothing and fails if a page is stale.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def pages() -> dict[pathlib.Path, str]:
    """Every generated page: path to text."""
    from wslint.packs import load_rules
    from wslint.report.rule_page import rule_index, rule_page

    ruleset = load_rules()
    made = {ROOT / "docs" / "rules" / "README.md": rule_index(ruleset)}
    for rule in ruleset.rules:
        made[ROOT / "docs" / "rules" / f"{rule.name}.md"] = rule_page(rule, ruleset)
    return made


def main(arguments: list[str]) -> int:
    """Write the pages, or say which are stale."""
    wanted = pages()
    folder = ROOT / "docs" / "rules"
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    left_over = [path for path in folder.glob("*.md") if path not in wanted]
    if "--check" in arguments:
        for path in [*stale, *left_over]:
            print(f"stale: {path.relative_to(ROOT)} (run: python3 dev.py generate)")
        return 1 if stale or left_over else 0
    folder.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    for path in left_over:
        path.unlink()
    print(f"{len(wanted)} pages, {len(stale)} written, {len(left_over)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
