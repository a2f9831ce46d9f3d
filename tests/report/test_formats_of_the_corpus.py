"""All formats of real trees: SARIF by its schema and within GitHub's limits, the others by theirs."""

import gzip
import json
from pathlib import Path

import junitparser
import pytest
from jsonschema import Draft202012Validator
from schemas_by_hand import GITLAB, RDJSON
from test_sarif import schema

from wslint.app import run
from wslint.packs import load_rules
from wslint.report import REPORTERS, reporter
from wslint.report.options import RenderOptions
from wslint.settings.record import Settings

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
TREES = sorted(path for path in CORPUS.glob("*") if path.is_dir())
needs_corpus = pytest.mark.skipif(not TREES, reason="there is no ../shared/corpus: real trees are NOT tested")


@needs_corpus
@pytest.mark.parametrize("tree", TREES or [CORPUS], ids=lambda path: path.name)
def test_every_format_of_a_real_tree_is_what_its_readers_take(tree):
    rules = load_rules()
    whole = run([str(tree)], Settings(root=str(tree)), cwd=str(tree))
    assert whole.findings
    options = RenderOptions(root=str(tree), cwd=str(tree), rules=rules)
    texts = {name: "".join(reporter(name)(whole, options)) for name in REPORTERS}
    judged_as_sarif(texts["sarif"], tree, len(whole.findings) + len(whole.suppressed))
    for name, shape in (("gitlab", GITLAB), ("rdjson", RDJSON)):
        assert not [one.message for one in Draft202012Validator(shape).iter_errors(json.loads(texts[name]))]
    entries = json.loads(texts["gitlab"])
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == len(whole.findings)
    assert junitparser.JUnitXml.fromstring(texts["junit"].encode()).failures == len(whole.findings)
    assert len(texts["markdown"].encode()) <= 1024 * 1024


def judged_as_sarif(text, tree, count):
    """Sizes, counts and places as GitHub's documentation of SARIF limits them."""
    log = json.loads(text)
    assert not [f"{list(one.absolute_path)}: {one.message}" for one in schema().iter_errors(log)]
    assert len(gzip.compress(text.encode())) <= 10 * 1024 * 1024
    (only,) = log["runs"]
    assert len(only["results"]) == count <= 25_000
    assert len(only["tool"]["driver"]["rules"]) <= 25_000
    for result in only["results"]:
        assert len(result["locations"]) == 1
        assert len(result.get("relatedLocations", [])) <= 100
        place = result["locations"][0]["physicalLocation"]
        assert (tree / place["artifactLocation"]["uri"].replace("%20", " ")).is_file()
        assert place["region"]["startLine"] == place["region"]["endLine"]
        assert result["message"]["text"].strip()
