"""The site: every page is in its navigation, and it builds without a warning."""

import html
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
from ruamel.yaml import YAML

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SETTINGS = YAML(typ="safe").load(ROOT / "mkdocs.yml")
DOCS = ROOT / SETTINGS["docs_dir"]
sys.path.insert(0, str(ROOT / "docs"))


def pages_in(navigation):
    """The files that a navigation names."""
    waiting = list(navigation)
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, str):
            yield entry
        else:
            waiting += entry.values() if isinstance(entry, dict) else entry


def test_every_page_stands_in_the_navigation_once():
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    rules = {f"rules/{path.stem}.md" for path in (ROOT / "rules").rglob("*.yaml") if path.stem != "pack"}
    listed = list(pages_in(SETTINGS["nav"]))
    assert sorted(listed) == sorted(set(listed))
    # The page of a new rule is made with its entry, by `python3 dev.py generate`.
    assert there - rules == set(listed) - rules


def test_the_home_page_leads_to_every_other_one():
    home = (DOCS / "index.md").read_text("utf-8")
    for path in DOCS.glob("*.md"):
        assert path.name == "index.md" or f"({path.name})" in home, path.name


def test_no_code_in_a_table_has_a_bar_which_github_and_the_site_read_differently():
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        assert not re.search(r"^\|.*`[^`]*\\\|[^`]*`", page.read_text("utf-8"), re.MULTILINE), page


def test_the_rules_in_the_navigation_are_made_from_the_rules():
    import generate

    [(path, text)] = generate.site().items()
    rules = [line for line in text.splitlines() if line.strip().startswith("- rules/")]
    assert path.name == "mkdocs.yml"
    assert len(rules) == 1 + len({one.stem for one in (ROOT / "rules").rglob("*.yaml")} - {"pack"})


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built from a copy of the pages."""
    pytest.importorskip("zensical", reason="the group `docs` has it")
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(DOCS, folder / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    output = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    assert done.returncode == 0, output
    assert "No issues found" in output
    return folder / SETTINGS["site_dir"]


def test_the_site_builds_without_a_warning_and_has_every_page(site):
    for page in DOCS.rglob("*.md"):
        path = page.relative_to(DOCS)
        folder = path.parent if path.stem in ("index", "README") else path.with_suffix("")
        built = site / folder / "index.html"
        assert built.exists(), path
        title = re.search(r"^# (.+)$", page.read_text("utf-8"), re.MULTILINE)[1].replace("`", "")
        text = html.unescape(re.sub(r"<[^>]+>", "", built.read_text("utf-8")))
        assert title.replace("\\", "") in text, path


def test_the_site_holds_no_program_and_asks_no_other_host_for_anything(site):
    assert not list(site.rglob("*.py"))
    for page in (site / "index.html", site / "ci" / "index.html", site / "rules" / "index.html"):
        text = page.read_text("utf-8")
        loaded = re.findall(r'<(?:script|img|iframe)[^>]* src="([^"]+)"', text)
        loaded += re.findall(r'<link[^>]* rel="(?:stylesheet|preconnect|icon)"[^>]* href="([^"]+)"', text)
        assert loaded
        assert [address for address in loaded if address.startswith(("http", "//"))] == []
