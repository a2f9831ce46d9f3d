"""`--since` and `--staged`: what a change broke, anywhere, and nothing else."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

DOCKERFILE = """\
FROM python:3.12-slim
WORKDIR /app
COPY app.py settings.cfg ./
EXPOSE 8000
HEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:8000/', timeout=3)"
CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]
"""
COMPOSE = """\
services:
  web:
    build: ./web
    ports:
      - "8000:8000"
"""
# `other` was always wrong, and nobody has asked about it.
OTHER = """\
FROM python:3.12-slim
EXPOSE 9000
HEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:7000/', timeout=3)"
CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "7000"]
"""
PROJECT = {
    "web/Dockerfile": DOCKERFILE,
    "web/app.py": "app = None\n",
    "web/settings.cfg": "[app]\n",
    "compose.yaml": COMPOSE,
    "other/Dockerfile": OTHER,
    "README.md": "# A project\n",
}
OLD_FAULT = "other/Dockerfile:2 exposed-port-mismatch"
AGENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers:
        - name: agent
          image: registry.example/agent:1.0
          ports: [{containerPort: 8000}]
          env: [{name: NAME, value: x}]
---
apiVersion: v1
kind: Service
metadata: {name: agent}
spec:
  selector: {app: agent}
  ports: [{port: 80, targetPort: 8000}]
"""
MOVED_PORT = (
    DOCKERFILE.replace('"8000"]', '"8001"]').replace("EXPOSE 8000", "EXPOSE 8001").replace(":8000/", ":8001/")
)


@pytest.fixture
def project(repository):
    repository.commit(PROJECT)
    repository.git("checkout", "-q", "-b", "change")
    return repository


def test_what_was_wrong_before_is_not_reported(project, found, wslint):
    project.commit({"README.md": "# Another title\n"})
    assert OLD_FAULT in found()
    assert found("--since", "main") == []
    result = wslint("check", "--since", "main")
    assert result.exit_code == 0
    assert "No new problems found." in result.stdout
    assert "0 new, 1 was there before, 0 gone" in result.stdout


def test_a_fault_in_a_file_that_was_not_touched_is_reported_with_the_line_that_brings_it(
    project, found, wslint
):
    project.commit({"web/Dockerfile": MOVED_PORT})
    assert found("--since", "main") == ["compose.yaml:5 published-port-mismatch"]
    text = wslint("check", "--since", "main").stdout
    assert "the process listens on 8001; changed since main, was `8000`" in text
    assert "1 new, 1 was there before, 0 gone" in text


def test_a_port_that_is_changed_in_the_image_is_still_published_by_compose(project, found, wslint):
    image = 'FROM node:22-alpine\nEXPOSE 3000\nENV PORT=3000\nUSER node\nHEALTHCHECK NONE\nCMD ["node", "server.js"]\n'
    compose = 'services:\n  canvas:\n    build: ./canvas\n    ports:\n      - "3000:3000"\n'
    project.git("checkout", "-q", "main")
    project.commit({"canvas/Dockerfile": image, "compose.yaml": compose})
    project.git("checkout", "-q", "-B", "change")
    project.commit({"canvas/Dockerfile": image.replace("3000", "3001")})
    assert found("--since", "main") == ["compose.yaml:5 published-port-mismatch"]
    text = wslint("check", "--since", "main").stdout
    assert " ::: canvas/Dockerfile:3:10" in text
    assert "changed since main, was `ENV PORT=3000`" in text


def test_a_change_that_is_not_committed_counts_and_so_does_one_that_is_only_added(project, found):
    project.put({"web/Dockerfile": MOVED_PORT})
    expected = ["compose.yaml:5 published-port-mismatch"]
    assert found("--since", "main") == expected
    assert found("--staged") == []
    project.git("add", "-A")
    assert found("--since", "main") == expected
    assert found("--staged") == expected


def test_what_is_staged_is_checked_and_not_what_lies_on_the_disk(project, found):
    project.put({"web/Dockerfile": MOVED_PORT})
    project.git("add", "-A")
    project.put({"web/Dockerfile": DOCKERFILE})
    assert found() == [OLD_FAULT]
    assert found("--staged") == ["compose.yaml:5 published-port-mismatch"]
    assert found("--since", "main") == []


def test_the_comparison_is_with_the_place_where_the_branches_went_apart(project, found, wslint):
    project.commit({"web/Dockerfile": MOVED_PORT})
    project.git("checkout", "-q", "main")
    project.commit({"other/Dockerfile": OTHER.replace("9000", "9001")})
    assert found("--since", "HEAD~1") == ["other/Dockerfile:2 exposed-port-mismatch"]
    project.git("checkout", "-q", "change")
    assert found("--since", "main") == ["compose.yaml:5 published-port-mismatch"]
    start = project.git("merge-base", "main", "change").strip()
    assert f"went apart at {start[:10]}" in wslint("check", "--since", "main").stdout


def test_a_deleted_file_is_named_by_what_it_leaves_behind(project, found, wslint):
    project.commit({"web/settings.cfg": None})
    assert found("--since", "main") == ["web/Dockerfile:3 copy-source-missing"]
    assert "= note: `web/settings.cfg` was deleted since main" in wslint("check", "--since", "main").stdout


def test_a_file_that_is_deleted_from_the_index_only_is_gone_for_what_is_staged(project, found):
    project.git("rm", "-q", "--cached", "web/settings.cfg")
    assert (project.folder / "web/settings.cfg").exists()
    assert found("--staged") == ["web/Dockerfile:3 copy-source-missing"]


def test_a_line_in_an_ignore_file_is_named_as_the_cause(project, found, wslint):
    project.commit({"web/.dockerignore": "*.cfg\n"})
    assert found("--since", "main") == ["web/Dockerfile:3 copy-source-missing"]
    assert "keeps it out; new since main" in wslint("check", "--since", "main").stdout


def test_a_renamed_file_keeps_its_faults(project, found, wslint):
    project.git("mv", "other", "another")
    project.commit()
    assert "another/Dockerfile:2 exposed-port-mismatch" in found()
    assert found("--since", "main") == []
    project.put({"another/Dockerfile": OTHER.replace(":7000/", ":7001/")})
    assert found("--since", "main") == ["another/Dockerfile:3 healthcheck-port-mismatch"]


def test_a_fault_that_moves_to_another_file_is_not_new(project, found, wslint):
    service = """\
  job:
    image: redis:7
    network_mode: host
    ports:
      - "6379:6379"
"""
    project.git("checkout", "-q", "main")
    project.commit(
        {"compose.yaml": COMPOSE + service, "extra/compose.yaml": "services:\n  idle:\n    image: redis:7\n"}
    )
    project.git("checkout", "-q", "-B", "change")
    before = found()
    assert any(one.endswith("host-network-published-ports") for one in before)
    project.commit(
        {"compose.yaml": COMPOSE, "extra/compose.yaml": "services:\n  idle:\n    image: redis:7\n" + service}
    )
    assert [one for one in found() if "extra/" in one and "host-network" in one]
    assert found("--since", "main", "--select", "host-network-published-ports") == []


def test_a_fault_that_is_copied_is_new(project, found):
    project.commit({"copy/Dockerfile": OTHER})
    assert found("--since", "main") == ["copy/Dockerfile:2 exposed-port-mismatch"]


def test_of_two_that_look_alike_the_one_on_a_changed_line_is_new(project, found):
    rule = ("--select", "unpinned-image")
    before = "FROM python\nRUN a\nFROM python\nRUN c\n"
    project.git("checkout", "-q", "main")
    project.commit({"two/Dockerfile": before})
    project.git("checkout", "-q", "-B", "change")
    project.commit({"two/Dockerfile": before.replace("RUN a\n", "RUN a\nLABEL x=y\nFROM python\nRUN b\n")})
    assert found(*rule, "two") == [f"two/Dockerfile:{line} unpinned-image" for line in (1, 4, 6)]
    assert found("--since", "main", *rule) == ["two/Dockerfile:4 unpinned-image"]


def test_moved_lines_and_comments_are_not_new(project, found):
    project.commit(
        {"other/Dockerfile": "# of another team\n\n" + OTHER.replace("CMD [", "# the port\nCMD [")}
    )
    assert found("--since", "main") == []


def test_a_merge_brings_only_what_the_branch_adds(project, found):
    project.commit({"web/Dockerfile": MOVED_PORT})
    project.git("checkout", "-q", "main")
    project.commit({"late/Dockerfile": OTHER})
    project.git("checkout", "-q", "change")
    project.git("merge", "-q", "--no-edit", "main")
    assert found("--since", "main") == ["compose.yaml:5 published-port-mismatch"]


def test_what_became_more_severe_is_new(project, found, wslint):
    # The pack of workspaces is stricter with the same rule.
    manifest = AGENT.replace("NAME", "SOMETHING")
    project.git("checkout", "-q", "main")
    project.commit({"agent.yaml": manifest})
    project.git("checkout", "-q", "-B", "change")
    assert (
        "warning"
        in wslint("check", "-q", "--output-format", "concise", "--select", "liveness-probe-missing").stdout
    )
    project.commit({"agent.yaml": AGENT.replace("NAME", "WORKSPACE_ID")})
    assert (
        "error"
        in wslint("check", "-q", "--output-format", "concise", "--select", "liveness-probe-missing").stdout
    )
    assert found("--since", "main", "--select", "liveness-probe-missing") == [
        "agent.yaml:10 liveness-probe-missing"
    ]
    project.commit({"agent.yaml": manifest})
    assert found("--since", "HEAD~1", "--select", "liveness-probe-missing") == []


def test_a_suppression_that_is_taken_away_brings_its_finding(project, found):
    silent = OTHER.replace("EXPOSE", "# wslint: ignore[exposed-port-mismatch] of the old proxy\nEXPOSE")
    project.git("checkout", "-q", "main")
    project.commit({"other/Dockerfile": silent})
    project.git("checkout", "-q", "-B", "change")
    project.commit({"other/Dockerfile": OTHER})
    assert found("--since", "main") == [OLD_FAULT]


def test_a_changed_configuration_judges_both_and_says_so(project, wslint):
    project.git("checkout", "-q", "main")
    project.commit({".wslint.yaml": "ignore: [exposed-port-mismatch]\n"})
    project.git("checkout", "-q", "-B", "change")
    project.commit({".wslint.yaml": "fail-on: error\n"})
    text = wslint("check", "--since", "main").stdout
    assert "No new problems found." in text
    assert ".wslint.yaml was changed: both revisions are judged by what it says now." in text


def test_untracked_files_count_as_in_ci_and_the_ledger_says_where_it_matters(project, found, wslint):
    project.commit({"web/settings.cfg": None})
    project.put({"web/settings.cfg": "[app]\n", "draft/Dockerfile": OTHER})
    assert found("--since", "main") == ["web/Dockerfile:3 copy-source-missing"]
    text = wslint("check", "--since", "main").stdout
    assert "Not in git, and left out as in CI: draft/Dockerfile, web/settings.cfg." in text
    assert "With them, this would not be found: web/Dockerfile:3 copy-source-missing." in text
    assert "With them, this would be found as well: draft/Dockerfile:2 exposed-port-mismatch." in text


def test_untracked_files_that_change_nothing_are_not_spoken_of(project, wslint):
    project.commit({"README.md": "# Other\n"})
    project.put({"notes.txt": "later\n"})
    assert "Not in git" not in wslint("check", "--since", "main").stdout


def test_gaps_that_were_there_before_do_not_fail_a_strict_run(project, wslint):
    project.git("checkout", "-q", "main")
    unknown = 'FROM debian:12\nARG PORT\nENV PORT=$PORT\nEXPOSE $PORT\nCMD ["sleep", "1"]\nHEALTHCHECK NONE\n'
    project.commit({"gap/Dockerfile": unknown, "other/Dockerfile": None})
    project.git("checkout", "-q", "-B", "change")
    project.commit({"README.md": "# Other\n"})
    assert wslint("check", "--strict", "--fail-on", "error").exit_code == 1
    strict = wslint("check", "--strict", "--since", "main", "--fail-on", "error")
    assert strict.exit_code == 0, strict.stdout
    project.put({"gap/Dockerfile": unknown.replace("PORT", "NUMBER")})
    assert wslint("check", "--strict", "--since", "main", "--fail-on", "error").exit_code == 1


def test_paths_narrow_what_is_reported(project, found):
    project.commit({"web/Dockerfile": MOVED_PORT, "copy/Dockerfile": OTHER})
    assert found("--since", "main", "copy") == ["copy/Dockerfile:2 exposed-port-mismatch"]
    assert found("--since", "main", "web/Dockerfile") == ["compose.yaml:5 published-port-mismatch"]
    assert found("--since", "main", below="copy") == ["Dockerfile:2 exposed-port-mismatch"]
    assert found("--since", "main", "..", below="copy") == [
        "../compose.yaml:5 published-port-mismatch",
        "Dockerfile:2 exposed-port-mismatch",
    ]


def test_a_path_that_git_does_not_know_is_refused(project, wslint):
    project.put({"draft/Dockerfile": OTHER})
    result = wslint("check", "--since", "main", "draft")
    assert result.exit_code == 2
    assert (
        result.stderr == "wslint: git knows nothing of draft: only what is committed or added is compared\n"
    )
    assert wslint("check", "--since", "main", "--focus", "draft").exit_code == 0


def test_a_first_commit_is_compared_with_nothing(repository, found):
    repository.put(PROJECT)
    repository.git("add", "-A")
    assert found("--staged") == [OLD_FAULT]


def test_an_isolated_folder_of_a_repository_can_be_compared(project, found):
    project.put({"other/Dockerfile": OTHER.replace(":7000/", ":7001/")})
    assert found("--since", "main", "--isolated", "other") == ["other/Dockerfile:3 healthcheck-port-mismatch"]


def test_links_and_submodules_of_a_tree_are_laid_out_as_what_they_are(project, found):
    (project.folder / "linked.yaml").symlink_to("compose.yaml")
    (project.folder / "away.yaml").symlink_to("/etc/hostname")
    name = project.git("rev-parse", "HEAD").strip()
    project.git("update-index", "--add", "--cacheinfo", f"160000,{name},vendored")
    project.git("add", "linked.yaml", "away.yaml")
    project.put({"web/Dockerfile": MOVED_PORT})
    project.git("add", "web/Dockerfile")
    assert found("--staged") == ["compose.yaml:5 published-port-mismatch"]


def test_names_that_are_no_words_are_followed(project, found):
    project.commit({"a b/ä\n'Dockerfile'.d/Dockerfile": OTHER})
    assert len(found("--since", "main")) == 1


def test_a_file_of_any_name_that_others_speak_of_is_read(project, found):
    project.git("checkout", "-q", "main")
    project.commit(
        {
            "web/start.run": "FROM python:3.12-slim\nEXPOSE 1\n",
            "compose.yaml": COMPOSE.replace("build: ./web", "build: {context: ./web, dockerfile: start.run}"),
        }
    )
    project.git("checkout", "-q", "-B", "change")
    project.commit({"web/start.run": MOVED_PORT})
    assert "compose.yaml:5 published-port-mismatch" in found("--since", "main")


def test_json_says_what_the_comparison_was(project, wslint):
    project.commit({"web/settings.cfg": None})
    report = json.loads(wslint("check", "--since", "main", "--output-format", "json").stdout)
    assert [one["name"] for one in report["findings"]] == ["copy-source-missing"]
    assert report["findings"][0]["because"] == ["`web/settings.cfg` was deleted since main"]
    base = project.git("rev-parse", "main").strip()
    assert report["since"] == {
        "revision": "main",
        "commit": base,
        "staged": False,
        "known": 1,
        "gone": 0,
    }


def test_an_old_line_that_may_hold_a_secret_is_not_quoted(project, wslint):
    port = '    environment:\n      ADMIN_PASSWORD: "{}"\n'
    project.git("checkout", "-q", "main")
    project.commit({"compose.yaml": COMPOSE + port.format("horse-staple-4711")})
    project.git("checkout", "-q", "-B", "change")
    project.commit({"compose.yaml": COMPOSE + port.format("other-staple-4712")})
    assert "horse-staple" not in wslint("check", "--since", "main").stdout


def test_with_a_baseline_a_second_fault_that_looks_like_a_known_one_is_new(project, found, wslint):
    before = "FROM python\nRUN a\n"
    rule = ("--select", "unpinned-image")
    project.git("checkout", "-q", "main")
    project.commit({"two/Dockerfile": before})
    assert wslint("baseline", "write").exit_code == 0
    project.commit()
    project.git("checkout", "-q", "-B", "change")
    project.commit({"two/Dockerfile": before + "FROM python\nRUN b\n"})
    given = ("--since", "main", "--baseline", ".wslint-baseline.json", *rule)
    assert found(*given) == ["two/Dockerfile:3 unpinned-image"]
    assert "stale" not in wslint("check", *given).stdout


def test_fixes_are_made_for_what_is_new_and_for_nothing_else(project, wslint):
    project.put({"web/Dockerfile": DOCKERFILE.replace("EXPOSE 8000", "EXPOSE 8009")})
    assert wslint("check", "--since", "main", "--fix").exit_code == 0
    assert project.git("diff", "--stat") == ""
    result = wslint("check", "--staged", "--fix")
    assert result.exit_code == 2
    assert result.stderr == (
        "wslint: --staged looks at the index, and fixes are made in the files: use --since HEAD\n"
    )


def test_what_is_gone_is_counted_where_it_was_asked_for(project, wslint):
    project.commit({"other/Dockerfile": OTHER.replace("9000", "7000")})
    assert "0 new, 0 were there before, 1 gone." in wslint("check", "--since", "main").stdout
    assert "1 gone." in wslint("check", "--since", "main", "other/Dockerfile").stdout
    assert "0 gone." in wslint("check", "--since", "main", "compose.yaml").stdout


def test_a_variable_asks_for_it_too(project, found):
    project.commit({"web/Dockerfile": MOVED_PORT})
    expected = ["compose.yaml:5 published-port-mismatch"]
    assert found(env={"WSLINT_SINCE": "main"}) == expected
    assert found(env={"WSLINT_STAGED": "1"}) == []


# -- kinds of work trees -------------------------------------------------------------------------------


def test_a_linked_work_tree_is_compared_with_its_own_head(project, found, tmp_path):
    project.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"), "main")
    (tmp_path / "side" / "web" / "Dockerfile").write_text(MOVED_PORT)
    expected = ["compose.yaml:5 published-port-mismatch"]
    assert found("--since", "main", below="../side") == expected
    subprocess.run(["git", "add", "-A"], cwd=tmp_path / "side", check=True)
    assert found("--staged", below="../side") == expected
    assert found("--staged") == []


def test_what_a_sparse_work_tree_leaves_out_is_there_all_the_same(project, found):
    project.git("sparse-checkout", "set", "--no-cone", "/*", "!/web/settings.cfg")
    assert not (project.folder / "web/settings.cfg").exists()
    assert found("--since", "main") == []
    project.put({"web/Dockerfile": MOVED_PORT})
    assert found("--since", "main") == ["compose.yaml:5 published-port-mismatch"]


def test_of_a_conflict_that_is_not_settled_our_side_is_taken(project, found):
    project.commit({"web/Dockerfile": DOCKERFILE.replace("WORKDIR /app", "WORKDIR /ours")})
    project.git("checkout", "-q", "main")
    project.commit({"web/Dockerfile": MOVED_PORT.replace("WORKDIR /app", "WORKDIR /theirs")})
    project.git("checkout", "-q", "change")
    with pytest.raises(subprocess.CalledProcessError):
        project.git("merge", "-q", "main")
    assert found("--staged") == []


def test_a_repository_of_longer_names_is_read(tmp_path, repository, found):
    folder = tmp_path / "longer"
    folder.mkdir()
    longer = type(repository)(folder)
    for path in (folder / ".git").rglob("*"):
        if path.is_file():
            path.unlink()
    longer.git("init", "-q", "-b", "main", "--object-format=sha256")
    longer.commit(PROJECT)
    longer.put({"web/Dockerfile": MOVED_PORT})
    assert found("--since", "main", below="../longer") == ["compose.yaml:5 published-port-mismatch"]


def test_line_ends_that_git_changes_on_the_way_are_no_change(project, found):
    project.git("config", "core.autocrlf", "true")
    for name, text in PROJECT.items():
        project.put({name: text.replace("\n", "\r\n")})
    assert found("--since", "main") == []


def test_a_file_that_is_only_announced_to_git_counts_with_what_is_in_it(project, found):
    project.put({"copy/Dockerfile": OTHER})
    assert found("--since", "main") == []
    project.git("add", "-N", "copy/Dockerfile")
    assert found("--since", "main") == ["copy/Dockerfile:2 exposed-port-mismatch"]


# -- given files, as a hook hands them over ------------------------------------------------------------


def test_a_hook_that_names_files_gets_what_touches_them_wherever_it_lies(project, found):
    project.commit({"web/Dockerfile": MOVED_PORT})
    hook = ("--focus", "--force-exclude")
    assert found(*hook, "web/Dockerfile") == ["compose.yaml:5 published-port-mismatch"]
    assert found(*hook, "compose.yaml") == ["compose.yaml:5 published-port-mismatch"]
    assert found(*hook, "other/Dockerfile") == [OLD_FAULT]
    assert found(*hook, "README.md", "web/app.py") == []


def test_a_split_hook_reports_together_what_one_run_reports(project, found):
    project.commit({"web/Dockerfile": MOVED_PORT})
    every = project.git("ls-files").splitlines()
    together = found("--focus", *every)
    parts = [one for start in range(0, len(every), 2) for one in found("--focus", *every[start : start + 2])]
    assert sorted(set(parts)) == sorted(together)


def test_for_a_hook_untracked_files_count_as_in_ci_and_the_ledger_says_so(project, found, wslint):
    project.commit({"web/settings.cfg": None})
    project.put({"web/settings.cfg": "[app]\n", "draft/Dockerfile": OTHER})
    assert found("web/Dockerfile") == []
    assert found("--focus", "web/Dockerfile") == ["web/Dockerfile:3 copy-source-missing"]
    text = wslint("check", "--focus", "web/Dockerfile").stdout
    assert "Not in git, and left out as in CI: draft/Dockerfile, web/settings.cfg." in text
    assert "With them, this would not be found: web/Dockerfile:3 copy-source-missing." in text
    assert found("--since", "main", "--focus", "web/Dockerfile") == ["web/Dockerfile:3 copy-source-missing"]


def test_an_untracked_file_that_a_hook_is_handed_is_looked_at(project, found):
    project.put({"draft/Dockerfile": OTHER, "notes.txt": "later\n"})
    assert found("--focus", "draft/Dockerfile") == ["draft/Dockerfile:2 exposed-port-mismatch"]


def test_a_hook_outside_of_a_repository_works_on_what_is_there(tmp_path, repository, found):
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "Dockerfile").write_text(OTHER)
    assert found("--focus", "Dockerfile", below="../plain") == ["Dockerfile:2 exposed-port-mismatch"]


# -- what cannot be done ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--since", "mian"], "no such revision: mian; did you mean `main`?"),
        (["--since", "--output=x"], "no such revision: --output=x"),
        (["--since", " "], "--since: no revision is named"),
        (["--since", "main:web"], "no such revision: main:web; did you mean `main`?"),
        (["--since", "main", "--staged"], "--since and --staged exclude each other"),
    ],
)
def test_a_revision_that_is_none_is_refused_in_one_line(project, wslint, arguments, says):
    result = wslint("check", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"wslint: {says}\n")


def test_outside_of_a_repository_it_is_refused(tmp_path, wslint, repository, monkeypatch):
    folder = tmp_path / "plain"
    folder.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (folder / "Dockerfile").write_text(OTHER)
    for option in (["--since", "main"], ["--staged"]):
        result = wslint("check", *option, below="../plain")
        assert result.exit_code == 2
        assert result.stderr == f"wslint: {' '.join(option)}: this is no git repository\n"


def test_without_git_it_is_refused(project, wslint, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    result = wslint("check", "--staged")
    assert (result.exit_code, result.stderr) == (2, "wslint: --staged: git is not on the PATH\n")


def test_a_branch_with_another_beginning_is_refused(project, wslint):
    project.git("checkout", "-q", "--orphan", "apart")
    project.commit({"README.md": "# Another\n"})
    result = wslint("check", "--since", "main")
    assert (result.exit_code, result.stderr) == (
        2,
        "wslint: --since main: HEAD and main have no commit in common\n",
    )


def test_a_shallow_clone_says_what_to_fetch(project, wslint, tmp_path):
    project.commit({"README.md": "# Other\n"})
    project.git("checkout", "-q", "main")
    project.commit({"README.md": "# Main\n"})
    project.git(
        "clone",
        "-q",
        "--depth",
        "1",
        "--no-single-branch",
        f"file://{project.folder}",
        str(tmp_path / "clone"),
    )
    result = wslint("check", "--since", "origin/change", below="../clone")
    assert result.exit_code == 2
    assert result.stderr.startswith("wslint: --since origin/change: this shallow clone does not reach back")
    assert "fetch-depth: 0" in result.stderr
    assert result.stderr.count("\n") == 1


def test_objects_that_a_partial_clone_lacks_are_not_fetched(project, wslint, tmp_path):
    project.commit({"web/Dockerfile": MOVED_PORT})
    project.git("config", "uploadpack.allowFilter", "true")
    project.git("clone", "-q", "--filter=blob:none", f"file://{project.folder}", str(tmp_path / "clone"))
    result = wslint("check", "--since", "HEAD~1", below="../clone")
    assert result.exit_code == 2
    assert "is not in this clone, which may be a partial one: fetch all of it" in result.stderr


# -- git runs nothing -------------------------------------------------------------------------------


def test_nothing_that_the_repository_configures_is_run(project, found, tmp_path):
    mark = tmp_path / "ran"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    script.chmod(0o755)
    for key in (
        *("core.fsmonitor", "core.pager", "core.editor", "diff.external", "core.sshCommand", "core.askPass"),
        *("filter.x.clean", "filter.x.smudge", "diff.x.textconv", "diff.x.command", "pager.diff"),
    ):
        project.git("config", key, str(script))
    project.commit({".gitattributes": "* filter=x diff=x\n"})
    project.put({"web/Dockerfile": MOVED_PORT, "README.md": "# Other\n"})
    mark.unlink(missing_ok=True)
    assert found("--since", "main") == ["compose.yaml:5 published-port-mismatch"]
    found("--staged")
    assert not mark.exists()


def test_the_repository_is_only_read(project, found):
    project.put({"web/Dockerfile": MOVED_PORT})
    os.utime(project.folder / "README.md")
    index = (project.folder / ".git/index").read_bytes()
    before = sorted(path for path in (project.folder / ".git").rglob("*"))
    found("--since", "main")
    found("--staged")
    assert (project.folder / ".git/index").read_bytes() == index
    assert sorted(path for path in (project.folder / ".git").rglob("*")) == before


def test_a_hook_is_asked_about_the_index_of_its_commit(project, found):
    project.put({"web/Dockerfile": MOVED_PORT})
    other = project.folder / ".git" / "next-index"
    other.write_bytes((project.folder / ".git/index").read_bytes())
    env = {**os.environ, "GIT_INDEX_FILE": str(other)}
    subprocess.run(["git", "add", "-A"], cwd=project.folder, env=env, check=True)
    assert found("--staged") == []
    assert found("--staged", env={"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/next-index"}) == [
        "compose.yaml:5 published-port-mismatch"
    ]


def test_a_tree_with_hostile_paths_writes_nothing_outside(project, found, tmp_path):
    blob = project.git("hash-object", "-w", "web/Dockerfile").strip()
    up = subprocess.run(
        ["git", "mktree", "--missing"],
        cwd=project.folder,
        input=f"100644 blob {blob}\tDockerfile\n",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    from wslint.project.git import Git
    from wslint.project.revisions import files_of_commit

    raw = (
        b"40000 ..\0"
        + bytes.fromhex(up)
        + b"40000 .GIT\0"
        + bytes.fromhex(up)
        + b"40000 ok\0"
        + bytes.fromhex(up)
    )
    made = (
        subprocess.run(
            ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
            cwd=project.folder,
            input=raw,
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .strip()
    )
    assert list(files_of_commit(Git(str(project.folder)), made)) == ["ok/Dockerfile"]


def test_a_link_that_another_entry_lies_below_keeps_what_is_below_out(project):
    from wslint.project.revisions import Entry, _sound

    tree = {
        "a": Entry("link", "1"),
        "a/b": Entry("file", "2"),
        "a/c/d": Entry("file", "2"),
        "e/f": Entry("file", "3"),
    }
    assert list(_sound(tree)) == ["a", "e/f"]


def test_the_private_folder_is_gone_afterwards_also_when_interrupted(project, tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    slow = (
        "import sys, wslint.app, time\n"
        "def run(*a, **k):\n    print('in', flush=True); time.sleep(60)\n"
        "wslint.app.run = run\n"
        "from wslint.cli.door import door\n"
        "door.main(['check', '--since', 'main'])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", slow],
        cwd=project.folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # In the background a shell has its children ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"in\n"
        assert len(list(temporary.iterdir())) == 1
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=30)
    assert process.returncode == 130
    assert complaint == b"wslint: interrupted\n"
    assert not list(temporary.iterdir())
