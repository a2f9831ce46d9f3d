"""A day that ends, a rule that is another one, a version of wslint: what was kept by others does not hold."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from everything import lay_out
from ways import Ways, replaced

from wslint.incremental import run as incremental_run
from wslint.incremental.stamp import stamp
from wslint.packs import load_rules
from wslint.packs.compiled import compiled_path
from wslint.settings.record import IgnoreEntry

RULE = """\
code: TEAM001
name: no-redis
topic: images
severity: warning
applies: [kubernetes]
assert: workload.name != "cache"
message: "no redis"
source: https://example.com/
why: because
fix: another image
examples:
  bad:
    - name: redis
      files:
        pod.yaml: |
          apiVersion: v1
          kind: Pod
          metadata: {name: a}
          spec: {containers: [{name: cache, image: "redis:7"}]}
      finds: cache
  good:
    - name: other
      files:
        pod.yaml: |
          apiVersion: v1
          kind: Pod
          metadata: {name: a}
          spec: {containers: [{name: a, image: "valkey:7"}]}
"""


@pytest.fixture
def ways(tmp_path: Path) -> Ways:
    return Ways(lay_out(tmp_path / "shop"), tmp_path / "cache")


def test_a_suppression_that_ended_over_night_is_told(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(
        ways.root / "k8s/cache.yaml",
        "port: 6380}",
        "port: 6380} # wslint: ignore[probe-port-mismatch] for now until=2031-05-06",
    )
    found = []
    for day in ("2031-05-06", "2031-05-07", "2031-05-07", "2031-05-06"):
        monkeypatch.setattr(time, "strftime", lambda form, *_, day=day: day)
        found.append(ways.same())
        assert ways.kept_only() == found[-1]
    assert found[0] == found[3] != found[1] == found[2]


def test_an_entry_of_the_configuration_that_ends_is_told(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = IgnoreEntry("probe-port-mismatch", "k8s/**", None, "so it is", "2031-05-06", ".wslint.yaml:1")
    settings = ways.settings(ignored=(entry,))
    found = []
    for day in ("2031-05-06", "2031-05-07"):
        monkeypatch.setattr(time, "strftime", lambda form, *_, day=day: day)
        found.append(ways.same(settings=settings))
        assert ways.same(settings=settings) == found[-1]
    assert found[0] != found[1]


def pack_in(folder: Path) -> Path:
    folder.mkdir()
    (folder / "pack.yaml").write_text("name: team\ntitle: Ours\n")
    (folder / "no-redis.yaml").write_text(RULE)
    return folder


def test_a_changed_rule_of_a_team_is_run_anew(ways: Ways, tmp_path: Path) -> None:
    pack = pack_in(tmp_path / "team")
    settings = ways.settings(packs=(str(pack),))
    found = ways.same(settings=settings)
    assert "no redis" in found["text"]
    assert ways.kept_only(settings=settings) == found
    replaced(pack / "no-redis.yaml", 'message: "no redis"', 'message: "none of it"')
    assert "none of it" in ways.same(settings=settings)["text"]
    (pack / "no-redis.yaml").unlink()
    assert "none of it" not in ways.same(settings=settings)["text"]


@pytest.mark.parametrize(
    "change",
    [
        lambda pack: replaced(pack / "no-redis.yaml", "because", "why not"),
        lambda pack: (pack / "more").mkdir() or (pack / "more/x.yml").write_text("x"),
        lambda pack: (pack / "no-redis.yaml").unlink(),
        lambda pack: (pack / "no-redis.yaml").rename(pack / "x.yaml"),
    ],
    ids=["other text", "a further file", "a file less", "another name"],
)
def test_the_stamp_tells_states_of_a_pack_apart(change: Callable[[Path], object], tmp_path: Path) -> None:
    pack = pack_in(tmp_path / "team")
    before = stamp((str(pack),))
    assert stamp((str(pack),)) == before != stamp()
    change(pack)
    assert stamp((str(pack),)) != before


def test_the_stamp_of_an_installed_wslint_is_that_of_its_compiled_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wslint.incremental import stamp as module

    compiled = tmp_path / "rules.json"
    monkeypatch.setattr(module, "rules_folder", lambda: (str(tmp_path), True))
    monkeypatch.setattr(module, "compiled_path", lambda: str(compiled))
    missing = stamp()
    compiled.write_text("{}")
    assert stamp() != missing
    monkeypatch.setattr(module, "__version__", "0.0.0")
    assert stamp().startswith("0.0.0\n")


def test_the_stamp_of_a_source_tree_is_the_same_when_its_rules_are_compiled_anew() -> None:
    load_rules()
    before = stamp()
    os.utime(compiled_path())
    assert stamp() == before


def test_what_another_version_kept_is_not_taken(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    from wslint.incremental import stamp as module

    found = ways.same()
    judged = []
    judge = incremental_run.load_part
    monkeypatch.setattr(incremental_run, "load_part", lambda *given: judged.append(given) or judge(*given))
    assert ways.kept_only() == found
    assert not judged
    monkeypatch.setattr(module, "__version__", "0.0.0")
    assert ways.kept_only() == found
    assert judged
