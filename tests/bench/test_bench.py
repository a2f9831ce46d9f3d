"""The bench: what it times in turn, what it makes of the corpus, and what its table says, all on a tiny load."""

import json
import pathlib
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from bench import inputs, install, limits, loads, measure, rows, run, schemas, table  # noqa: E402
from bench.measure import BrokenError, Spread, Step  # noqa: E402

TRUE = shutil.which("true") or ""
POD = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - ports:\n        - containerPort: 80\n"
needs_true = pytest.mark.skipif(not TRUE, reason="there is no `true` to stand in for the programs")


@pytest.fixture
def corpus(tmp_path):
    """A corpus of few files with the trees that the loads name."""
    files = {
        "Molecule-AI__molecule-core/workspace/Dockerfile": "FROM scratch\n",
        "dockersamples__example-voting-app/vote/Dockerfile": "FROM scratch\n",
        "dockersamples__example-voting-app/docker-compose.yml": "services: {}\n",
        "dockersamples__example-voting-app/k8s-specifications/vote.yaml": POD,
        "kubernetes__examples/a.yaml": POD,
        "kubernetes__examples/b.yaml": POD.replace("80", "81"),
        "kubernetes__examples/c.yaml": POD.replace("80", "82"),
        "kubernetes__examples/chart.yaml": POD + "# {{ .Values.x }}\n",
        "kubernetes__examples/README.md": "# Examples\n",
    }
    for name, text in files.items():
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "corpus"


@pytest.fixture
def nothing_installed(tmp_path):
    """A kit in which every program is `true`."""
    wslint = install.Wslint(TRUE, sys.executable, "wslint 9", "--no-cache --cache-dir --jobs")
    others = {name: install.Other((TRUE,), f"{name} 9") for name in install.INSTALLERS}
    return install.Kit(wslint, others, {"kube-linter": "was refused"})


@pytest.fixture
def bench(corpus, nothing_installed, tmp_path):
    folder = tmp_path / "inputs"
    folder.mkdir()
    sizes = loads.Sizes(manifests=4, many=6, few=2, most=4, slow=2, workers=(2,))
    return loads.Bench(nothing_installed, corpus, folder, 1, sizes)


def test_a_round_that_is_slow_for_both_does_not_change_the_ratio():
    row = rows.compared("load", "other", [1.0, 10.0, 3.0], [2.0, 20.0, 6.0])
    assert row.reached == Spread(0.5, 0.5, 0.5)
    assert (row.ours, row.theirs) == (Spread(3.0, 1.0, 10.0), Spread(6.0, 2.0, 20.0))


@pytest.mark.parametrize(("at_most", "met"), [(0.5, True), (0.49, False), (None, True)])
def test_a_target_is_met_up_to_and_with_its_figure(at_most, met):
    assert rows.compared("load", "other", [1.0], [2.0], at_most).met is met


def test_programs_that_are_run_in_turn_are_added_up_round_by_round():
    assert rows.summed([1.0, 2.0], [10.0, 20.0], [100.0, 200.0]) == [111.0, 222.0]


def test_steps_take_turns_and_the_first_round_does_not_count(tmp_path):
    def writing(letter):
        return Step(letter, (("sh", "-c", f"printf {letter} >> turns"),), folder=tmp_path)

    times = measure.in_turn([writing("a"), writing("b")], 2)
    assert (tmp_path / "turns").read_text() == "ababab"
    assert {name: len(taken) for name, taken in times.items()} == {"a": 2, "b": 2}


def test_what_a_step_prepares_is_done_before_each_run():
    calls = []
    measure.in_turn([Step("one", ((TRUE,),), lambda: calls.append("prepared"))], 3, warm=False)
    assert calls == ["prepared"] * 3


def test_findings_are_no_failure_and_a_failure_is_not_timed():
    measure.seconds(Step("found", (("sh", "-c", "exit 1"),)))
    with pytest.raises(BrokenError, match="sh ended with 2"):
        measure.seconds(Step("failed", (("sh", "-c", "exit 2"),)))


def test_a_program_that_does_not_end_is_stopped(monkeypatch):
    monkeypatch.setattr(measure, "LONGEST", 0.05)
    with pytest.raises(BrokenError, match="sleep was stopped after"):
        measure.seconds(Step("hanging", (("sleep", "60"),)))


def test_settings_of_the_person_who_runs_it_do_not_reach_the_programs(monkeypatch):
    monkeypatch.setenv("WSLINT_SELECT", "ports")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert not {"WSLINT_SELECT", "PYTHONDONTWRITEBYTECODE"} & measure.environment().keys()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_memory_is_that_of_all_processes_of_a_run():
    holding = "import time; held = bytearray(b'x') * 30_000_000; time.sleep(0.4)"
    both = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {holding!r}]); {holding}"
    peak = measure.peak_memory([sys.executable, "-c", both])
    assert peak.resident > 60_000_000
    assert 60_000_000 < peak.shared_once <= peak.resident


def test_manifests_are_distinct_and_templates_are_left_out(corpus, tmp_path):
    made = inputs.manifests(corpus, tmp_path / "made", 120)
    texts = [path.read_text() for path in made.rglob("*.yaml")]
    assert len(texts) == len(set(texts)) == 120
    assert len(list(made.iterdir())) == 3
    assert not any("{{" in text for text in texts)


def test_a_mix_is_made_of_whole_trees_until_there_are_enough_files(corpus, tmp_path):
    made = inputs.mix(corpus, tmp_path / "made", 13)
    assert sum(path.is_file() for path in made.rglob("*")) == 13
    assert (made / "000" / "kubernetes__examples" / "README.md").read_text() == "# Examples\n"
    assert (made / "001" / "Molecule-AI__molecule-core" / "workspace" / "Dockerfile").is_file()


def test_an_input_is_made_anew_since_a_run_edits_it(corpus, tmp_path):
    made = inputs.tree(corpus, tmp_path / "made", inputs.EXAMPLES)
    (made / "a.yaml").write_text("edited")
    assert inputs.tree(corpus, tmp_path / "made", inputs.EXAMPLES).joinpath("a.yaml").read_text() == POD


def test_an_edit_writes_a_number_that_the_file_never_had(corpus):
    folder = corpus / inputs.EXAMPLES
    edit = inputs.Edits(folder, 2)
    seen = {path: {path.read_text()} for path in folder.glob("*.yaml")}
    for _ in range(3):
        edit()
        for path, texts in seen.items():
            texts.add(path.read_text())
    assert sorted(len(texts) for texts in seen.values()) == [1, 1, 4, 4]


def test_a_folder_with_too_little_to_edit_is_refused(corpus):
    with pytest.raises(ValueError, match="1 files to edit, not 2"):
        inputs.Edits(corpus / inputs.VOTING, 2)


def test_each_program_is_named_only_the_files_that_it_can_check(corpus):
    tree = corpus / inputs.VOTING
    assert [path.name for path in inputs.dockerfiles_in(tree)] == ["Dockerfile"]
    assert [path.name for path in inputs.compose_files_in(tree)] == ["docker-compose.yml"]


def test_a_schema_holds_what_it_refers_to_and_no_more():
    shared = {
        "Pod": {"properties": {"spec": {"$ref": "#/$defs/Spec"}}},
        "Spec": {"items": [{"$ref": "#/$defs/Spec"}]},
        "Unused": {},
    }
    schema = {"$schema": "somewhere", "properties": {"one": {"$ref": "/api/_definitions.json#/$defs/Pod"}}}
    made = json.loads(schemas.standalone(schema, shared))
    assert made["$defs"].keys() == {"Pod", "Spec"}
    assert made["properties"]["one"]["$ref"] == "#/$defs/Pod"
    assert "$schema" not in made


def test_the_schemas_are_those_of_the_newest_version(tmp_path):
    for version in ("v1.9.0", "v1.10.0"):
        folder = tmp_path / "packaged" / f"{version}-local"
        folder.mkdir(parents=True)
        (folder / "_definitions.json").write_text('{"$defs": {}}')
        (folder / "all.json").write_text("{}")
        (folder / "pod-v1.json").write_text(json.dumps({"title": version}))
    made = schemas.written(tmp_path / "packaged", tmp_path / "made")
    assert json.loads((made / "pod-v1.json").read_text())["title"] == "v1.10.0"
    assert sorted(path.name for path in made.iterdir()) == ["pod-v1.json", "version.txt"]


def test_wslint_is_timed_without_a_cache_unless_a_folder_is_given(nothing_installed, tmp_path):
    wslint = nothing_installed.wslint
    assert wslint.check("x") == (TRUE, "check", "--no-cache", "x")
    assert wslint.check("x", cache=tmp_path) == (TRUE, "check", "--cache-dir", str(tmp_path), "x")
    assert wslint._replace(help="--select").check("x", cache=tmp_path) == (TRUE, "check", "x")


def test_a_program_that_cannot_be_installed_is_named_without_an_address(monkeypatch, tmp_path):
    def refuse(home, name):
        raise BrokenError(f"{name}: https://example.org/list said no, see {home}/log")

    monkeypatch.setitem(install.INSTALLERS, "dclint", refuse)
    monkeypatch.setattr(install, "_environment", lambda folder: ())
    monkeypatch.setattr(install, "_wslint", lambda *_: None)
    made = install.kit(ROOT, tmp_path, ["dclint"])
    assert made.left_out == {"dclint": "dclint: … said no, see …/log"}
    assert made.others == {}


@needs_true
@pytest.mark.skipif(shutil.which("git") is None, reason="one load is a repository")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_every_target_has_a_row(bench):
    measured, left_out = run.measured(bench, loads.LOADS)
    assert left_out == {}
    targets = [(row.at_most, row.unit) for row in measured if row.at_most is not None]
    alone = [(0.8, "ratio"), (0.1, "ratio"), (0.7, "ratio"), (0.2, "ratio")]
    both = [(0.08, "ratio"), (0.1, "ratio")] * 2  # manifests, and a mix
    assert targets == [*alone, *both, (0.3, "s"), *[(200, "MB")] * 4, (1.2, "ratio")]


def test_a_load_whose_other_program_is_missing_is_left_out_with_the_reason(bench):
    poorer = bench._replace(kit=bench.kit._replace(others={}))
    assert run.measured(poorer, [loads.LOADS[0]]) == ([], {"load `dockerfile`": "needs hadolint"})


@needs_true
def test_a_load_without_its_input_is_left_out_and_the_next_one_is_measured(bench):
    shutil.rmtree(bench.corpus / inputs.EXAMPLES)
    by_name = {load.name: load for load in loads.LOADS}
    measured, left_out = run.measured(bench, [by_name["pre-commit"], by_name["dockerfile"]])
    assert list(left_out) == ["load `pre-commit`"]
    assert {row.beside for row in measured} == {"hadolint"}


def test_a_wslint_before_the_workers_is_timed_without_them(bench):
    older = bench.kit.wslint._replace(help="--select")
    [workers] = [load for load in loads.LOADS if load.name == "workers"]
    measured = run.measured(bench._replace(kit=bench.kit._replace(wslint=older)), [workers])
    assert measured == ([], {"load `workers`": "this wslint has no --jobs"})


@needs_true
def test_a_load_whose_other_program_fails_is_left_out_and_the_next_one_is_measured(bench):
    false = install.Other(("sh", "-c", "exit 3"), "sh 9")
    broken = bench._replace(kit=bench.kit._replace(others={**bench.kit.others, "hadolint": false}))
    measured, left_out = run.measured(broken, [loads.LOADS[0], loads.LOADS[2]])
    assert left_out == {"load `dockerfile`": "sh ended with 3"}
    assert {row.beside for row in measured} == {"kubeconform"}


def test_the_table_says_of_each_target_whether_it_is_met():
    report = table.Report(
        ("On one core.",),
        ("wslint 9", "hadolint 9"),
        (
            rows.compared("one file", "hadolint", [0.05, 0.06, 0.07], [0.1, 0.1, 0.1], 0.5),
            rows.alone("a hook", "s", [0.25], 0.3),
            rows.alone("memory", "MB", [150.4]),
        ),
        (limits.Limit("start of Python", "12 ms", 0.012),),
        {"dclint": "there is no npm"},
        {"start": 0.025},
    )
    lines = table.markdown(report).splitlines()
    assert "## Targets: 1 of 2 met" in lines
    assert "| one file | at most 0.5 of hadolint | 0.60 (0.50–0.70) | **no** | 0.25 |" in lines
    assert "| a hook | at most 0.3 s | 250 ms | yes | 25 ms |" in lines
    assert "| one file | hadolint | 60 ms (50–70) | 100 ms | 0.60 (0.50–0.70) | 3 |" in lines
    assert "| memory | | 150 MB | | | 1 |" in lines
    assert "| start of Python | 12 ms |" in lines
    assert lines[-1] == "- dclint: there is no npm"


def test_the_floor_of_the_parser_is_its_share_of_each_core_behind_the_start():
    found = [limits.Limit(limits.START, "", 0.05), limits.Limit(limits.PARSER, "", 1.0)]
    assert limits.floors(found, 2) == {"start": 0.05, "parser": 0.55}
    assert limits.floors([], 2) == {"start": 0.0, "parser": 0.0}


@pytest.mark.parametrize(
    ("figures", "unit", "said"),
    [
        ((12.0, 11.0, 13.04), "s", "12.0 s (11.0–13.0)"),
        ((0.0125, 0.0125, 0.0125), "s", "12 ms"),
        ((0.0005, 0.0004, 0.0006), "s", "500 µs (400–600)"),
        ((0.0512, 0.05, 0.06), "ratio", "0.051 (0.050–0.060)"),
    ],
)
def test_a_figure_is_shown_in_a_unit_that_suits_it(figures, unit, said):
    assert table.shown(Spread(*figures), unit) == said


@pytest.fixture
def door(monkeypatch, corpus, nothing_installed, tmp_path):
    """The command line of the bench, with one load, nothing to install and nowhere to write but the test's folder."""
    monkeypatch.setattr(run, "CORPUS", corpus)
    monkeypatch.setattr(run, "RESULTS", tmp_path / "RESULTS.md")
    monkeypatch.setattr(install, "kit", lambda *_: nothing_installed)
    monkeypatch.setattr(loads, "LOADS", loads.LOADS[:1])
    return lambda *arguments: run.main([*arguments, "--home", str(tmp_path)])


@needs_true
def test_a_part_is_printed_and_the_results_stay_as_they_are(door, tmp_path, capsys):
    assert door("--quick", "--only", "dockerfile") == 0
    printed = capsys.readouterr().out
    assert "one Dockerfile, cold" in printed
    assert "events/s" in printed
    assert "- kube-linter: was refused" in printed
    assert not (tmp_path / "RESULTS.md").exists()


@needs_true
def test_a_part_is_written_where_it_is_asked_for_and_the_whole_into_the_results(door, monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "limits", lambda _: [])
    assert door("--quick", "--output", str(tmp_path / "part.md")) == 0
    assert (tmp_path / "part.md").read_text().startswith("# Results\n")
    assert door("--runs", "1") == 0
    assert "Rounds: 1 (" in (tmp_path / "RESULTS.md").read_text()


def test_without_the_corpus_it_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(run, "CORPUS", tmp_path / "nowhere")
    assert run.main([]) == 2
    assert capsys.readouterr().err == "bench: ../shared/corpus is not there\n"


def test_it_runs_as_a_script_from_any_folder(tmp_path):
    command = [sys.executable, str(ROOT / "bench" / "run.py"), "--help"]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "--only LOAD" in done.stdout
