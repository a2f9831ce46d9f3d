"""What of a tree is laid out: enough that a run sees what it would see in a checkout, and not more."""

import os
import stat

import pytest

from wslint.project.git import Git
from wslint.project.laid_out import LaidOut
from wslint.project.revisions import files_of_commit

TREE = {
    "compose.yaml": "services:\n  web:\n    build: ./web\n    env_file: conf/prod.settings\n",
    "web/Dockerfile": 'FROM python:3.12-slim\nCOPY requirments.txt assets ./\nCMD ["python", "app.py"]\n',
    "web/requirements.txt": "flask\n",
    "web/assets/logo.svg": "<svg/>\n",
    "web/assets/deep/er/a.svg": "<svg/>\n",
    "conf/prod.settings": "A=1\n",
    "library/one.py": "x = 1\n",
    "library/two/three.py": "x = 1\n",
}


@pytest.fixture
def laid(repository, tmp_path):
    """Lay out a commit; the files with what is in them, and the folders."""
    places = {}

    def call(files):
        commit = repository.commit(files)
        git = Git(str(repository.folder))
        tree = files_of_commit(git, commit)
        if not places:
            (tmp_path / "laid").mkdir()
            places["laid"] = LaidOut(
                str(tmp_path / "laid"), str(repository.folder), git.blobs(), repository=True
            )
        here = places["laid"]
        here.lay(tree)
        found, folders = {}, set()
        for folder, below, names in os.walk(here.root):
            below[:] = [name for name in below if name != ".git"]
            folders |= {os.path.relpath(os.path.join(folder, name), here.root) for name in below}
            for name in names:
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    found[os.path.relpath(path, here.root)] = file.read()
        return found, folders

    yield call
    if places:
        places["laid"]._blobs.close()


def test_what_is_read_has_its_contents_and_what_is_named_is_there(laid):
    found, folders = laid(TREE)
    for path in ("compose.yaml", "web/Dockerfile", "conf/prod.settings"):
        assert found[path] == TREE[path]
    # Beside the Dockerfile, where a slip of the pen is compared with what there is.
    assert found["web/requirements.txt"] == ""
    assert found["web/assets/logo.svg"] == ""
    assert {"web", "web/assets", "conf"} <= folders


def test_what_nothing_speaks_of_is_left_out(laid):
    found, folders = laid(TREE)
    assert not [path for path in found if path.startswith("library")]
    assert "library" not in folders


def test_a_folder_that_is_named_is_there_although_no_file_lies_in_it_itself(laid):
    files = {**TREE, "web/Dockerfile": "FROM a\nCOPY library ./\n"}
    del files["library/one.py"]
    _, folders = laid(files)
    assert "library" in folders


def test_one_tree_after_the_other_leaves_nothing_of_the_first(laid):
    first = laid(TREE)
    second = laid({"conf/prod.settings": None, "compose.yaml": "services: {}\n", "web/assets/logo.svg": None})
    assert "conf" not in second[1]
    assert second[0]["compose.yaml"] == "services: {}\n"
    assert "web/assets/logo.svg" not in second[0]
    again = laid({name: TREE[name] for name in ("conf/prod.settings", "compose.yaml", "web/assets/logo.svg")})
    assert again == first


def test_a_file_takes_the_place_of_a_folder_and_back(laid):
    laid(TREE)
    found, folders = laid(
        {
            "web/assets/logo.svg": None,
            "web/assets/deep/er/a.svg": None,
            "web/Dockerfile": TREE["web/Dockerfile"],
        }
    )
    assert "web/assets" not in folders
    assert not any(path.startswith("web/assets") for path in found)


def test_a_slip_of_the_pen_is_told_as_in_a_checkout(repository, wslint):
    repository.commit({"README.md": "# Empty\n"})
    repository.git("checkout", "-q", "-b", "change")
    repository.commit({name: text for name, text in TREE.items() if "conf" not in name})
    told = [
        wslint("check", *more, "--select", "copy-source-missing", "-q", "--output-format", "concise").stdout
        for more in ((), ("--since", "main"))
    ]
    assert "`requirements.txt` is" in told[0]
    assert told[0] == told[1]


def test_a_change_of_what_nothing_reads_costs_no_second_run(repository, wslint, monkeypatch):
    from wslint.app import run

    repository.commit(TREE)
    runs = []

    def counted(*given, **more):
        runs.append(given)
        return run(*given, **more)

    monkeypatch.setattr("wslint.app.run", counted)
    repository.put({"library/one.py": "x = 2\n", "library/four.py": "x = 4\n"})
    repository.git("add", "-A")
    assert wslint("check", "--staged", "--exit-zero").exit_code == 0
    assert len(runs) == 1
    repository.put({"web/Dockerfile": "FROM python:3.12-slim\n"})
    assert wslint("check", "--since", "main", "--exit-zero").exit_code == 0
    assert len(runs) == 3


def test_what_is_laid_out_is_for_nobody_else_to_read(laid, repository, tmp_path):
    repository.put({"web/run.sh": "#!/bin/sh\nexec true\n"})
    (repository.folder / "web/run.sh").chmod(0o755)
    laid({**TREE, "web/Dockerfile": 'FROM debian:12\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\n'})
    found = {path.name: path.stat().st_mode for path in (tmp_path / "laid").rglob("*")}
    assert stat.S_IMODE(found["run.sh"]) == 0o700
    assert stat.S_IMODE(found["compose.yaml"]) == 0o600
