"""Scripts inside CI files and Makefiles: their variables, their folders, their place in the file."""

from collections.abc import Callable, Mapping

from wslint.model.value import Known
from wslint.project.load import Loaded

Make = Callable[[Mapping[str, str]], Loaded]

WORKFLOW = """\
on: push
env:
  PORT: "8080"
jobs:
  smoke:
    runs-on: ubuntu-latest
    defaults: {run: {working-directory: app}}
    steps:
      - uses: actions/checkout@v4
      - run: docker build -t shop/app:ci .
      - run: |
          docker run -d -p $PORT:9000 shop/app:ci
"""


def test_a_step_of_a_workflow_runs_in_its_folder_with_the_variables_of_the_workflow(make: Make) -> None:
    files = {
        ".github/workflows/ci.yml": WORKFLOW,
        "app/Dockerfile": 'FROM a\nCMD ["x"]\n',
        "Dockerfile": "FROM b\n",
    }
    project = make(files).project
    (run,) = (one for one in project.workloads if one.platform == "docker-run")
    (port,) = run.published.ports
    assert (port.host_first, port.container_first) == (8080, 9000)
    assert (run.owner.path, run.owner.line) == (".github/workflows/ci.yml", 12)
    stage = project.image_of(run)
    assert stage is not None
    assert stage.path == "app/Dockerfile"


def test_a_recipe_of_a_makefile_runs_beside_it_with_its_variables(make: Make) -> None:
    files = {
        "app/Makefile": "IMAGE := shop/app:1\nrun:\n\t@docker build -t $(IMAGE) .\n\tdocker run -d $(IMAGE)\n",
        "app/Dockerfile": "FROM a\n",
    }
    project = make(files).project
    (run,) = (one for one in project.workloads if one.platform == "docker-run")
    assert isinstance(run.image, Known)
    assert run.image.value == "shop/app:1"
    assert run.owner.line == 4
    assert project.image_of(run) is not None


def test_a_here_document_of_a_step_is_read_in_its_place(make: Make) -> None:
    step = "cat > compose.yaml <<'E'\nservices:\n  web: {image: 'a:1', stop_grace_period: 4s}\nE\ndocker compose up -d\n"
    text = "deploy:\n  script:\n    - |\n" + "".join(f"      {line}\n" for line in step.splitlines())
    project = make({".gitlab-ci.yml": text}).project
    (web,) = (one for one in project.workloads if one.platform == "compose")
    assert isinstance(web.grace, Known)
    assert (web.grace.value, web.grace.span.line) == (4.0, 6)
    assert web.grace.span.home.text == "4s"
