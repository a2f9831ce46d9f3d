"""The pre-commit hooks: their fields, which files they are handed, and what wslint makes of those."""

import pathlib
import re
import shlex

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from identify.identify import tags_from_path
from ruamel.yaml import YAML

from wslint.cli.check import check
from wslint.cli.door import door
from wslint.project.classify import classify_name

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
HOOKS = {hook["id"]: hook for hook in YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")}
DOCKERFILE = (
    'FROM python:3.12\nEXPOSE 8000\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n'
)
COMPOSE = """\
services:
  web:
    build: .
    ports: ["8080:9000"]
"""


def test_there_are_three_hooks_with_the_fields_that_users_may_set():
    assert list(HOOKS) == ["wslint", "wslint-project", "wslint-staged"]
    for hook in HOOKS.values():
        assert hook["language"] == "python"
        assert hook["require_serial"] is True
        assert (hook["args"], hook["additional_dependencies"]) == ([], [])
        assert hook["minimum_pre_commit_version"] == "2.9.2"
        assert hook["name"].startswith("wslint")
        assert hook["description"]


def test_one_hook_gets_the_changed_files_and_the_others_run_always():
    assert HOOKS["wslint"].get("pass_filenames", True)
    assert not HOOKS["wslint"].get("always_run", False)
    for name in ("wslint-project", "wslint-staged"):
        assert HOOKS[name]["pass_filenames"] is False
        assert HOOKS[name]["always_run"] is True


@pytest.mark.parametrize("hook", HOOKS)
def test_the_entry_of_a_hook_is_a_command_with_options_that_exist(hook):
    program, command, *options = shlex.split(HOOKS[hook]["entry"])
    assert (program, command) == ("wslint", "check")
    assert set(options) <= {name for parameter in check.params for name in parameter.opts}


@pytest.mark.parametrize(
    ("name", "handed"),
    [
        ("Dockerfile", True),
        ("dockerfile", True),
        ("api/Dockerfile", True),
        ("Dockerfile.tenant", True),
        ("Dockerfile-prod", True),
        ("api.Dockerfile", True),
        ("web.dockerfile", True),
        ("Containerfile", True),
        ("build/Containerfile.dev", True),
        ("compose.yaml", True),
        ("docker-compose.override.yml", True),
        ("k8s/deployment.YAML", True),
        (".wslint.yaml", True),
        (".dockerignore", True),
        ("Dockerfile.dockerignore", True),
        (".env", True),
        ("deploy/.env.production", True),
        ("docs/guide.md", True),
        ("docker/entrypoint.sh", True),
        ("docker-entrypoint", True),
        ("docs/guide.mdx", True),
        ("GUIDE.markdown", True),
        ("bin/run", True),
        ("scripts/build.zsh", True),
        ("Makefile", True),
        ("Makefile.docker", True),
        ("mk/images.mk", True),
        (".github/workflows/ci.yml", True),
        (".gitlab-ci.yml", True),
        ("overlays/prod/kustomization.yaml", True),
        ("overlays/prod/Kustomization", True),
        ("k8s/deployment.json", True),
        ("k8s/deployment.yaml.j2", True),
        ("compose.env", True),
        (".gitignore", True),
        (".containerignore", True),
        ("src/dockerfiles.py", False),
        ("src/dockerfile_parser/read.py", False),
        ("environment.env.py", False),
        ("my.env/readme.txt", False),
        ("requirements.txt", False),
        ("yaml.py", False),
        ("package.json", False),
        ("ui/tsconfig.json", False),
        ("src/main.go", False),
        ("make.py", False),
        ("index.html", False),
        ("entrypoints.txt", False),
    ],
)
def test_the_hook_is_handed_what_wslint_reads_and_little_else(tmp_path, name, handed):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("A=1\n")
    hook = HOOKS["wslint"]
    # As pre-commit does: the pattern is searched for in the path, and all types must be among the file's tags.
    assert bool(re.search(hook["files"], name) and set(hook["types"]) <= tags_from_path(str(path))) is handed


def test_the_hook_is_handed_every_file_of_real_projects_that_wslint_would_read():
    if not CORPUS.is_dir():
        pytest.skip("there is no ../shared/corpus here")
    pattern = re.compile(HOOKS["wslint"]["files"])
    paths = [path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.is_file()]
    read = [path for path in paths if classify_name(path) is not None]
    assert len(read) > 100
    assert [path for path in read if not pattern.search(path)] == []


ENDINGS = "yaml yml json md mdx markdown sh bash zsh ksh command mk mak make env dockerfile Dockerfile j2 tmpl".split()
NAMES = st.lists(
    st.sampled_from([*ENDINGS, "Dockerfile", "Makefile", "compose", "Kustomization", "a", "x-y", ".env", ""]),
    min_size=1,
    max_size=4,
).map(".".join)


@given(NAMES)
def test_no_name_that_wslint_knows_is_kept_from_the_hook(name):
    known = {"package.json", "package-lock.json", "npm-shrinkwrap.json"}
    if name and classify_name(f"a/{name}") is not None and name not in known:
        assert re.search(HOOKS["wslint"]["files"], f"a/{name}"), name


def test_the_hook_is_not_handed_links(tmp_path):
    link = tmp_path / "compose.yaml"
    link.symlink_to("nowhere.yaml")
    assert not set(HOOKS["wslint"]["types"]) <= tags_from_path(str(link))


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "compose.yaml").write_text("services: {a: {image: 'a:1', stop_signal: SIGKILL}}\n")
    (tmp_path / "setup.py").write_text("")
    monkeypatch.chdir(tmp_path)
    for name in ("WSLINT_SELECT", "WSLINT_FAIL_ON", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def hook(*files):
    """Call the first hook as pre-commit does, with reports of one line a finding."""
    words = shlex.split(HOOKS["wslint"]["entry"])[1:]
    return CliRunner().invoke(door, [*words, "--output-format", "concise", *files])


def test_a_changed_dockerfile_brings_the_finding_in_the_compose_file_that_it_touches(project):
    done = hook("Dockerfile")
    assert done.exit_code == 1, done.output
    assert "compose.yaml:4" in done.output
    assert "published-port-mismatch" in done.output


def test_findings_that_do_not_touch_the_changed_files_are_not_reported(project):
    assert "stop-signal-uncatchable" not in hook("Dockerfile").output
    assert "stop-signal-uncatchable" in hook("other/compose.yaml").output


def test_a_hook_that_is_handed_nothing_to_check_succeeds(project):
    done = hook("setup.py")
    assert done.exit_code == 0, done.output


def test_a_file_that_the_configuration_excludes_is_left_out_even_if_it_is_handed_over(project):
    (project / ".wslint.yaml").write_text("exclude: [other/]\n")
    done = hook("other/compose.yaml")
    assert done.exit_code == 0, done.output
    assert "stop-signal-uncatchable" not in done.output


def test_a_hook_with_all_files_reports_what_the_whole_project_has(project):
    whole = CliRunner().invoke(door, ["check", "--output-format", "concise"]).output
    handed = hook("Dockerfile", "compose.yaml", "other/compose.yaml").output
    assert sorted(handed.splitlines()[:-2]) == sorted(whole.splitlines()[:-2])
