"""The watch behind `wslint why`, and its answers about real files."""

import json
import pathlib
import random

import pytest

CORPUS = pathlib.Path(__file__).resolve().parents[2] / "../shared/corpus"


def test_records_are_as_before_when_the_watch_ends():
    from wslint.engine.watching import watching
    from wslint.model.workload import Pod, Workload
    from wslint.project.environment import EffectiveEnvironment
    from wslint.project.project import Project

    records = (Workload, Pod, Project, EffectiveEnvironment)
    before = [dict(vars(record)) for record in records]
    with watching():
        assert [dict(vars(record)) for record in records] != before
    assert [dict(vars(record)) for record in records] == before
    with pytest.raises(ZeroDivisionError), watching():
        _ = 1 / 0
    assert [dict(vars(record)) for record in records] == before


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="../shared/corpus is not here: 200 real lines were NOT asked about"
)
def test_random_lines_of_real_files_are_answered_and_name_what_is_found_there():
    from wslint.engine.places import Asked
    from wslint.engine.run import run_rules
    from wslint.engine.why import why_at
    from wslint.packs import load_rules
    from wslint.project.load import Request, load_project
    from wslint.report import why as text
    from wslint.report import why_json
    from wslint.report.options import RenderOptions
    from wslint.settings.record import Settings

    choose = random.Random(20261123)  # noqa: S311  # the same lines every time
    for folder in sorted(path.resolve() for path in CORPUS.iterdir() if path.is_dir()):
        root = str(folder)
        settings = Settings(root=root)
        rules = load_rules(settings)
        loaded = load_project(
            Request(
                root,
                root,
                (root,),
                (),
                (),
                respect_gitignore=True,
                force_exclude=False,
                host="linux",
                links=(),
            )
        )
        projects = (loaded.project, *loaded.documents)
        found = {}
        for finding in run_rules(projects[0], rules, settings, documents=projects[1:]).findings:
            for span in (finding.span, *(place.span for place in finding.related)):
                found.setdefault((span.path, span.line), set()).add(finding.name)
        sources = {facts.source.path: facts.source for one in projects for facts in one.files}
        lines = [
            (path, choose.randint(1, _lines(sources[path]))) for path in choose.choices(sorted(sources), k=25)
        ]
        for path, line in lines + choose.choices(sorted(found), k=15):
            why = why_at(Asked(path, line, line), projects, rules, settings)
            assert why.internal == ()
            answer = json.loads("".join(why_json.render(why)))
            assert "".join(text.render(why, RenderOptions())).startswith(f"{path}:{line} ")
            failed = {one["name"] for one in answer["verdicts"] if one["state"] == "failed"}
            assert found.get((path, line), set()) <= failed, f"{path}:{line}"


def _lines(source):
    return getattr(source, "host", source).line_count()
