"""Helm charts: recognised and named, and rendered with every line at its place in the template."""

import os
import shutil
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from wslint.project.files import Files
from wslint.project.helm import Rendered, chart_at, charts, not_rendered, render
from wslint.project.helm_lines import placed
from wslint.project.helm_process import run_helm
from wslint.project.load import Request, load_project
from wslint.text import Source, Span

HELM = os.environ.get("WSLINT_TEST_HELM") or shutil.which("helm")
needs_helm = pytest.mark.skipif(HELM is None, reason="helm is not here: charts were NOT rendered")

CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
TEMPLATE = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 5
      containers:
        - name: web
          image: "{{ .Values.image }}"
          ports:
            - containerPort: {{ .Values.port }}
"""
FILES = {
    "chart/Chart.yaml": CHART,
    "chart/values.yaml": "image: registry.example/web:1\nport: 8080\n",
    "chart/templates/web.yaml": TEMPLATE,
}


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read_in(root: Path):  # type: ignore[no-untyped-def]
    files = Files(str(root), str(root))

    def read(path: str) -> Source | None:
        found = files.read(path)
        return found if isinstance(found, Source) else None

    return read


def rendered(root: Path, folder: str = "chart") -> Rendered | str:
    assert HELM is not None
    return render(str(root / folder), HELM, 30.0, read_in(root))


def line_of(source: Source, text: str) -> int:
    """The line of the file on which a rendered text lies."""
    at = source.text.index(text)
    return Span(source, at, at + len(text)).line


# -- recognising -----------------------------------------------------------------------------------


def test_charts_are_known_by_their_chart_file() -> None:
    there = {"/r/a/Chart.yaml", "/r/a/charts/sub/Chart.yaml", "/r/b/Chart.yaml"}
    paths = [
        "/r/a/templates/x.yaml",
        "/r/a/templates/deep/y.yaml",
        "/r/a/charts/sub/templates/z.yaml",
        "/r/b/templates/w.yaml",
        "/r/c/templates/no.yaml",
        "/r/a/values.yaml",
    ]
    assert charts(paths, there.__contains__) == {
        "/r/a": ("/r/a/charts/sub/templates/z.yaml", "/r/a/templates/deep/y.yaml", "/r/a/templates/x.yaml"),
        "/r/b": ("/r/b/templates/w.yaml",),
    }


def test_a_chart_that_is_not_rendered_is_named_once() -> None:
    assert not_rendered("web", 3) == "Helm chart web: 3 templates not checked; --helm renders it"
    assert "1 template not" in not_rendered("web", 1)


def test_a_chart_says_its_name_and_what_it_lacks(tmp_path: Path) -> None:
    text = CHART + "dependencies:\n- {name: redis, version: 1, repository: x}\n- {name: there, version: 1}\n"
    write(tmp_path, {"chart/Chart.yaml": text, "chart/charts/there-1.0.0.tgz": ""})
    found = chart_at(str(tmp_path / "chart"), read_in(tmp_path))
    assert found is not None
    assert (found.name, found.missing) == ("web", ("redis",))


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"chart/Chart.yaml": "[]"}, "its Chart.yaml cannot be read"),
        ({"chart/Chart.yaml": CHART + "type: library\n"}, "a library chart"),
        (
            {"chart/Chart.yaml": CHART + "dependencies: [{name: redis}]\n"},
            "dependency redis is not in charts/",
        ),
    ],
)
def test_what_cannot_be_rendered_is_told_before_helm_is_run(
    files: dict[str, str], reason: str, tmp_path: Path
) -> None:
    write(tmp_path, files)
    found = render(str(tmp_path / "chart"), "no-such-helm", 1.0, read_in(tmp_path))
    assert isinstance(found, str)
    assert reason in found


def test_a_chart_with_a_link_that_leads_out_is_not_given_to_helm(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "secret": "x"})
    (tmp_path / "chart/templates/link.yaml").symlink_to(tmp_path / "secret")
    found = render(str(tmp_path / "chart"), "no-such-helm", 1.0, read_in(tmp_path))
    assert found == "a link leads out of the chart"


# -- placing ---------------------------------------------------------------------------------------


def test_lines_are_found_where_they_are_written() -> None:
    host = Source("t.yaml", TEMPLATE)
    text = TEMPLATE.replace("{{ .Release.Name }}", "r").replace("{{ .Values.image }}", "i:1")
    text = text.replace("{{ .Values.port }}", "80")
    found = placed(host, text)
    assert line_of(found, "terminationGracePeriodSeconds: 5") == 8
    assert line_of(found, "i:1") == 11
    assert line_of(found, "80") == 13
    at = found.text.index("5\n")
    assert Span(found, at, at + 1).home.text == "5"


def test_a_line_that_is_written_twice_is_found_between_its_neighbours() -> None:
    host = Source("t.yaml", "a:\n  x: 1\nb:\n  x: 1\n")
    found = placed(host, "a:\n  x: 1\nb:\n  x: 1\n")
    second = found.text.rindex("x: 1")
    assert Span(found, second, second + 1).line == 4


def test_what_no_line_of_the_template_says_lies_on_its_first_line() -> None:
    found = placed(Source("t.yaml", "# made\n{{ include }}\n"), "a: 1\nb: 2\n")
    assert line_of(found, "b: 2") == 1
    assert not found.exact


# -- running ---------------------------------------------------------------------------------------


@needs_helm
def test_a_chart_is_rendered_with_its_own_values(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    found = rendered(tmp_path)
    assert isinstance(found, Rendered), found
    (one,) = found.files
    assert one.path == str(tmp_path / "chart/templates/web.yaml")
    assert one.source.path == "chart/templates/web.yaml"
    assert "containerPort: 8080" in one.source.text
    assert line_of(one.source, "8080") == 13
    assert line_of(one.source, "terminationGracePeriodSeconds") == 8


@needs_helm
def test_hooks_and_tests_are_not_rendered(tmp_path: Path) -> None:
    hook = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: h\n  annotations: {helm.sh/hook: pre-install}\nspec: {}\n"
    write(tmp_path, {**FILES, "chart/templates/hook.yaml": hook})
    found = rendered(tmp_path)
    assert isinstance(found, Rendered)
    assert [Path(one.path).name for one in found.files] == ["web.yaml"]


@needs_helm
def test_a_chart_that_helm_refuses_gives_its_reason(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "chart/templates/bad.yaml": '{{ .Values.x.y.z }}\n{{ fail "no" }}\n'})
    found = rendered(tmp_path)
    assert isinstance(found, str)
    assert found.startswith("helm refuses it: ")


@needs_helm
def test_a_subchart_is_rendered_with_its_parent(tmp_path: Path) -> None:
    sub = {
        "chart/charts/sub/Chart.yaml": CHART.replace("web", "sub"),
        "chart/charts/sub/templates/c.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n",
    }
    write(tmp_path, {**FILES, **sub})
    found = rendered(tmp_path)
    assert isinstance(found, Rendered)
    assert str(tmp_path / "chart/charts/sub/templates/c.yaml") in [one.path for one in found.files]


def script(root: Path, text: str) -> str:
    path = root / "tool"
    path.write_text("#!/bin/sh\n" + text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_what_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "late"
    found = run_helm([script(tmp_path, f"(sleep 2; touch {mark}) & sleep 30\n")], timeout=0.3)
    assert "took longer than 0.3 seconds" in found.reason
    assert not mark.exists()


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_the_environment_is_empty_and_the_input_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    monkeypatch.setenv("HELM_PLUGINS", "/somewhere")
    found = run_helm([script(tmp_path, "cat; env\n")], timeout=20)
    assert not found.reason
    assert "proxy" not in found.text
    assert "/somewhere" not in found.text
    assert "KUBECONFIG=" in found.text


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_too_much_output_is_refused(tmp_path: Path) -> None:
    found = run_helm([script(tmp_path, "yes 0123456789012345678901234567890123456789\n")], timeout=60)
    assert "printed more than" in found.reason


def test_a_program_that_is_not_there_is_a_reason(tmp_path: Path) -> None:
    found = run_helm([str(tmp_path / "no-helm")], timeout=5)
    assert found.reason
    assert not found.text


# -- with a program in the place of helm -----------------------------------------------------------------

PRINTED = """\
---
# Source: web/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: release-web
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 5
      containers:
        - name: web
          image: "registry.example/web:1"
          ports:
            - containerPort: 8080
---
# Source: web/templates/web.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
---
# Source: web/templates/gone.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: d}
---
# Source: web/../../secret.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: e}
---
# Source: web
a: 1
---
# Source: web/templates/empty.yaml
---
no mark: 1
"""


@pytest.fixture
def printing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """A `helm` on the PATH that prints a text and ends with a code; its path."""
    if os.name != "posix":
        pytest.skip("needs a shell")

    def stand_in(text: str, code: int = 0) -> str:
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "printed").write_text(text, encoding="utf-8")
        tool = folder / "helm"
        tool.write_text(
            f"#!/bin/sh\ncat {folder}/printed\necho 'Error: bad chart' >&2\nexit {code}\n", encoding="utf-8"
        )
        tool.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return str(tool)

    return stand_in


def test_what_helm_prints_is_put_to_its_templates(tmp_path: Path, printing: Callable[..., str]) -> None:
    write(tmp_path, FILES)
    found = render(str(tmp_path / "chart"), printing(PRINTED), 30.0, read_in(tmp_path))
    assert isinstance(found, Rendered), found
    web, gone = found.files
    assert (web.path, gone.path) == (
        str(tmp_path / "chart/templates/web.yaml"),
        str(tmp_path / "chart/templates/gone.yaml"),
    )
    assert line_of(web.source, "8080") == 13
    assert "name: c" in web.source.text
    assert gone.source.path == "chart/Chart.yaml"


def test_a_rendered_chart_is_checked_at_its_templates(tmp_path: Path, printing: Callable[..., str]) -> None:
    printing(PRINTED)
    write(tmp_path / "tree", FILES)
    root = str(tmp_path / "tree")
    request = Request(root, root, (root,), (), (), True, False, "linux", (), helm=True)
    loaded = load_project(request)
    (workload,) = loaded.project.workloads
    assert workload.owner.line == 10
    assert workload.owner.path == "chart/templates/web.yaml"
    assert not loaded.not_checked
    assert load_project(request._replace(helm=False)).project.workloads == ()


def test_a_chart_that_helm_cannot_render_is_a_ledger_line(
    tmp_path: Path, printing: Callable[..., str]
) -> None:
    printing("", 1)
    write(tmp_path / "tree", FILES)
    root = str(tmp_path / "tree")
    loaded = load_project(Request(root, root, (root,), (), (), True, False, "linux", (), helm=True))
    assert [line.reason for line in loaded.not_checked] == [
        "the Helm chart was not rendered: helm refuses it: Error: bad chart"
    ]


def test_without_helm_on_the_path_the_ledger_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    write(tmp_path / "tree", FILES)
    root = str(tmp_path / "tree")
    loaded = load_project(Request(root, root, (root,), (), (), True, False, "linux", (), helm=True))
    (line,) = loaded.not_checked
    assert line.reason.endswith("but there is no helm on the PATH")


def test_a_chart_with_more_files_than_anyone_writes_is_not_given_to_helm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wslint.project.helm.MAX_FILES", 3)
    write(tmp_path, FILES)
    assert render(str(tmp_path / "chart"), "no-such-helm", 1.0, read_in(tmp_path)) == "more than 3 files"
