"""Which fences of a document are read, as what, and under which name."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.model.facts import Embedded, FileFacts
from wslint.model.value import Unknown
from wslint.readers.document import read_document, read_embedded_dockerfile, read_embedded_yaml
from wslint.syntax.markdown import parse_markdown
from wslint.text import Source, Span

CORPUS = Path(__file__).resolve().parents[2] / "../shared/corpus"
COMPOSE = "services:\n  web:\n    image: web:1\n"
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - {name: a, image: a:1}\n"
DOCKERFILE = 'FROM python:3.12\nCOPY . .\nCMD ["python", "a.py"]\n'


def facts_of(text: str) -> FileFacts:
    return read_document(parse_markdown(Source("docs/guide.md", text)))


def fenced(content: str, info: str = "yaml", before: str = "") -> str:
    return f"{before}\n\n~~~{info}\n{content}~~~\n"


def only(text: str) -> Embedded:
    facts = facts_of(text)
    assert facts.skipped == ()
    (embedded,) = facts.embedded
    return embedded


def reason_of(text: str) -> str:
    facts = facts_of(text)
    assert facts.embedded == ()
    (skipped,) = facts.skipped
    assert skipped.span is not None
    assert skipped.span.text.startswith("~~~")
    return skipped.reason


def reading_of(content: str, info: str = "yaml", before: str = "") -> FileFacts | Unknown | None:
    return read_embedded_yaml(only(fenced(content, info, before)))


@pytest.mark.parametrize(
    ("info", "content", "kind"),
    [
        ("yaml", COMPOSE, "yaml"),
        ("yml", "a: 1\n", "yaml"),
        ("compose", COMPOSE, "compose"),
        ("docker-compose", COMPOSE, "compose"),
        ("dockerfile", DOCKERFILE, "dockerfile"),
        ("Dockerfile", DOCKERFILE, "dockerfile"),
        ("containerfile", DOCKERFILE, "dockerfile"),
        ("docker", DOCKERFILE, "dockerfile"),
        ("docker", "docker run web\n", "shell"),
        ("bash", "docker run web\n", "shell"),
        ("bash", DOCKERFILE, "dockerfile"),
        ("sh", "ls\n", "shell"),
        ("zsh", "ls\n", "shell"),
        ("console", "$ ls\n", "shell"),
        ("json", '{"apiVersion": "v1", "kind": "Pod"}\n', "kubernetes"),
        ("", DOCKERFILE, "dockerfile"),
        ("", POD, "yaml"),
        ("", COMPOSE, "yaml"),
        ("", "docker run web\n", "shell"),
        ("text", "$ docker run web\n", "shell"),
    ],
)
def test_the_language_or_unmistakable_words_say_what_a_fence_holds(
    info: str, content: str, kind: str
) -> None:
    assert only(fenced(content, info)).kind == kind


@pytest.mark.parametrize(
    ("info", "content"),
    [
        ("python", "import os\n"),
        ("json", '{"a": 1}\n'),
        ("", "FROM here on nothing is a Dockerfile\n"),
        ("", "name: x\n"),
        ("text", "services: several\n"),
        ("env", "A=1\n"),
        ("docker", "web   latest   1b2c3\n"),
    ],
)
def test_other_fences_are_nowhere(info: str, content: str) -> None:
    facts = facts_of(fenced(content, info))
    assert (facts.embedded, facts.skipped) == ((), ())


@pytest.mark.parametrize(
    ("before", "info", "content", "name"),
    [
        ("", 'yaml title="compose.yaml"', COMPOSE, "compose.yaml"),
        ("", "yaml:deploy/compose.yaml", COMPOSE, "deploy/compose.yaml"),
        ("", "yaml {filename=./compose.yaml}", COMPOSE, "compose.yaml"),
        ("", "yaml", "# compose.yaml\n" + COMPOSE, "compose.yaml"),
        ("", "yaml", "# file: a/b.yml\n" + COMPOSE, "a/b.yml"),
        ("Create `compose.yaml`:", "yaml", COMPOSE, "compose.yaml"),
        ("**docker-compose.yml**", "yaml", COMPOSE, "docker-compose.yml"),
        ("[_compose.yaml_](compose.yaml)", "yaml", COMPOSE, "compose.yaml"),
        ("### `Dockerfile`", "dockerfile", DOCKERFILE, "Dockerfile"),
        ("## 1. Create `compose.yaml`", "yaml", COMPOSE, "compose.yaml"),
        ("A sentence. Save this as compose.yaml:", "yaml", COMPOSE, "compose.yaml"),
        ("Add this to your `compose.yaml`:", "yaml", COMPOSE, None),
        ("Rename `a.yaml` to `b.yaml`, called so:", "yaml", COMPOSE, None),
        ("Create `compose.yaml`. Then build it:", "dockerfile", DOCKERFILE, None),
        ("Use this Dockerfile:", "dockerfile", DOCKERFILE, None),
        ("", 'yaml title="/etc/compose.yaml"', COMPOSE, None),
        ("", 'yaml title="../compose.yaml"', COMPOSE, None),
        ("", 'yaml title="My file"', COMPOSE, None),
        ("Run `start.sh`:", "bash", "./start.sh\n", None),
        ("", 'bash title="start.sh"', "docker run web\n", "start.sh"),
        ("", 'env title=".env"', "A=1\n", ".env"),
    ],
)
def test_a_fence_is_named_by_its_title_comment_sentence_or_heading(
    before: str, info: str, content: str, name: str | None
) -> None:
    assert only(fenced(content, info, before)).source.name == name


@pytest.mark.parametrize(
    ("content", "info", "whole"),
    [
        (COMPOSE, "yaml", True),
        (POD, "yaml", True),
        (DOCKERFILE, "dockerfile", True),
        ("FROM a:1\nRUN b\n", "dockerfile", False),
        ("FROM a:1\nRUN b\n", 'dockerfile title="Dockerfile"', True),
        ("services:\n  web:\n    ports: ['1:1']\n", "yaml", False),
        ("web:\n  image: a\n", 'yaml title="compose.yaml"', False),
        ("  " + POD.replace("\n", "\n  ").rstrip(" "), "yaml", True),
    ],
)
def test_a_fence_is_whole_if_nothing_can_be_missing(content: str, info: str, whole: bool) -> None:
    assert only(fenced(content, info)).source.whole is whole


@pytest.mark.parametrize(
    ("before", "info", "content"),
    [
        ("Bad:", "yaml", COMPOSE),
        ("Don't do this:", "yaml", COMPOSE),
        ("This is how it is. Do not use this in production:", "yaml", COMPOSE),
        ("The following will fail:", "yaml", COMPOSE),
        ("This does not work:", "bash", "docker run web\n"),
        ("**Before:**", "yaml", COMPOSE),
        ("Instead of this:", "yaml", COMPOSE),
        ("\u274c Without a health check", "dockerfile", DOCKERFILE),
        ("### Wrong", "yaml", COMPOSE),
        ("### Anti-pattern: root", "dockerfile", DOCKERFILE),
        ("", 'yaml title="Bad"', COMPOSE),
        ("", "yaml", "# BAD\n" + COMPOSE),
        ("", "yaml", "# Don't do this\n" + COMPOSE),
        ("", "yaml", COMPOSE + "    ports: ['1:1'] # \u274c\n"),
        (":::danger Wrong", "yaml", COMPOSE),
        ('danger "Don\'t do this"', "yaml", COMPOSE),
        ('"Before"', "yaml", COMPOSE),
    ],
)
def test_a_bad_example_is_not_read_and_the_ledger_says_so(before: str, info: str, content: str) -> None:
    assert "not read" in reason_of(fenced(content, info, before))


@pytest.mark.parametrize(
    "before",
    [
        "Don't forget to set the password:",
        "If you do not have one, create it:",
        "Before you begin, start the database:",
        "Never mind the warnings. Start it:",
        "Secrets are never injected, the agent pulls them:",
        "Do not change the permissions, otherwise it will not start.",
        "## Before you begin",
        "After:",
        "Good:",
    ],
)
def test_other_warnings_do_not_make_a_bad_example(before: str) -> None:
    assert only(fenced(COMPOSE, "yaml", before)).kind == "yaml"


def test_a_diff_of_a_deployment_is_in_the_ledger_and_any_other_is_nowhere() -> None:
    assert "diff" in reason_of(fenced("-  image: a:1\n+  image: a:2\n", "diff"))
    assert facts_of(fenced("-a\n+b\n", "diff")).skipped == ()


@pytest.mark.parametrize(
    "content", ["RUN apt-get update\n", "FROM a:1\n...\nCMD b\n", "FROM a\n# ...\nCMD b\n"]
)
def test_a_part_of_a_dockerfile_is_in_the_ledger(content: str) -> None:
    assert "not read" in reason_of(fenced(content, "dockerfile"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("services:\n  web:\n    image: a\n    ...\n", "shortened"),
        ("services:\n  web:\n    image: a\n    # ...\n", "shortened"),
        ("services:\n  web:\n    image: a\n    # rest of the service\n", "shortened"),
        ("services:\n  web:\n    image: a\n    ports: [...]\n", "shortened"),
        ("services:\n  web: # ...\n    image: a\n", "shortened"),
        ("services:\n  web:\n    \u2026\n", "shortened"),
        ("image: a\n+ports:\n+ - 1\n", "diff"),
        ("image: {{ .Values.image }}\nports: []\n", "template"),
        ("ports:\n- name:http\ncontainerPort:8000\n", "similar to YAML"),
        ("web:\n  image: a\n\n  - b: c\n", "similar to YAML"),
        ("web:\n  image: a\nweb:\n  image: b\n", "several pieces"),
        ("services:\n  web:\n    image: a\n   ports: [<port>]\n", "similar to YAML"),
    ],
)
def test_what_is_only_similar_to_yaml_is_a_ledger_line(content: str, reason: str) -> None:
    read = reading_of(content)
    assert isinstance(read, Unknown)
    assert reason in read.reason
    assert read.span is not None
    assert read.span.home.source.path == "docs/guide.md"


@pytest.mark.parametrize(
    ("content", "info"),
    [
        ("services:\n  web:\n    image: a\n   ports: []\n", "yaml"),
        (POD.replace("spec:", "  spec:"), "yaml"),
        ("services:\n  web:\n    image: a\n   b\n", 'yaml title="compose.yaml"'),
    ],
)
def test_a_whole_file_that_does_not_parse_is_a_syntax_error_at_its_line_of_the_document(
    content: str, info: str
) -> None:
    read = reading_of(content, info)
    assert isinstance(read, FileFacts)
    (problem,) = read.problems
    assert problem.check == "syntax-error"
    assert problem.span.line > 3


@pytest.mark.parametrize(
    "content", ["- name: x\n  hosts: all\n", "on: push\njobs: {}\n", "image: 3\nx: 4\n", "a\n"]
)
def test_yaml_that_deploys_nothing_is_nothing(content: str) -> None:
    assert reading_of(content) is None


def test_whole_files_are_read_as_ever() -> None:
    compose, pod = reading_of(COMPOSE), reading_of(POD)
    assert isinstance(compose, FileFacts)
    assert isinstance(pod, FileFacts)
    assert (compose.kind, pod.kind) == ("compose", "kubernetes")
    assert compose.workloads[0].owner.line == 5


def test_a_job_of_a_workflow_with_services_is_no_compose_file() -> None:
    assert reading_of("services:\n  db:\n    image: postgres\n    env: {A: b}\n    ports: ['1:1']\n") is None


def test_a_kustomization_in_a_guide_says_nothing_of_the_files_beside_the_guide() -> None:
    text = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a]\npatches: [{path: b}]\n"
    read = reading_of(text)
    assert isinstance(read, FileFacts)
    assert (read.patches, read.resources, read.completes) == ((), (), False)


def test_a_dockerfile_without_a_command_is_asked_for_nothing() -> None:
    embedded = only(fenced("FROM scratch\nENV A=b\n", "dockerfile"))
    facts = read_embedded_dockerfile(embedded.source)
    assert isinstance(facts, FileFacts)
    stage = facts.workloads[0]
    assert isinstance(stage.healthcheck, Unknown)
    assert isinstance(stage.command, Unknown)
    assert not stage.environment.complete


def test_a_whole_dockerfile_is_read_at_its_lines() -> None:
    facts = read_embedded_dockerfile(only(fenced(DOCKERFILE, "dockerfile", "# T")).source)
    assert isinstance(facts, FileFacts)
    assert facts.workloads[0].owner.line == 4


def commands(content: str, info: str = "console") -> str:
    return only(fenced(content, info)).source.text


def test_prompts_and_output_of_a_console_are_left_out() -> None:
    text = "$ docker run \\\n>   -p 80:80 web\nabc123\nuser@host:~$ docker stop web\n$ docker run \\\n   web\nout\n"
    assert commands(text) == "docker run \\\n  -p 80:80 web\ndocker stop web\ndocker run \\\n   web\n"


def test_a_command_of_a_console_knows_its_place() -> None:
    source = only(fenced("out\n$ docker run web\n", "console")).source
    at = source.text.index("run")
    assert Span(source, at, at + 3).line == 5
    assert Span(source, at, at + 3).first.column == 10
    assert Span(source, at, at + 3).home.text == "run"


def test_root_prompts_count_in_consoles_without_other_prompts() -> None:
    assert commands("# docker run web\nout\n") == "docker run web\n"
    assert commands("# a comment\n$ docker run web\n") == "docker run web\n"
    assert commands("# a comment\ndocker run web\n", "bash") == "# a comment\ndocker run web\n"


def test_prompts_in_a_shell_fence_are_prompts_too() -> None:
    assert commands("# start\n$ docker run web\nabc\n", "bash") == "docker run web\n"
    assert commands("echo a\n$ b\n", "bash") == "echo a\n$ b\n"


def test_a_here_document_belongs_to_its_command() -> None:
    text = "$ cat > compose.yaml <<EOF\nservices: {}\nEOF\nout\n"
    assert commands(text) == "cat > compose.yaml <<EOF\nservices: {}\nEOF\n"


def test_a_synopsis_and_a_shortened_command_are_left_out() -> None:
    text = (
        "docker run [OPTIONS] IMAGE\ndocker run ... web\ndocker run -d \\\n  ... \\\n  web\ndocker run web\n"
    )
    assert commands(text, "bash") == "docker run web\n"


def test_a_placeholder_in_a_command_is_a_variable_of_the_same_length() -> None:
    source = only(fenced("docker run -e ID=<id> -e A=<your id> <image>:1\n", "bash")).source
    assert source.text == "docker run -e ID=${_} -e A=${______} ${____}:1\n"
    assert source.exact
    at = source.text.index(":1")
    assert Span(source, at, at + 2).home.text == ":1"


def test_without_a_language_only_commands_of_containers_count() -> None:
    assert (
        commands("docker run web\nabc\ndocker stop \\\n web\n", "")
        == "docker run web\ndocker stop \\\n web\n"
    )


def test_a_comment_above_a_fence_covers_all_of_it() -> None:
    text = "<!-- wslint: ignore[a] why -->\n<!-- other -->\n\n~~~yaml\na: 1\n~~~\n\n<!-- wslint: file-ignore[b] x -->\n"
    first, second = facts_of(text).remarks
    assert first.text == "wslint: ignore[a] why"
    assert first.covers.text == "~~~yaml\na: 1\n~~~"
    assert first.span.text == "<!-- wslint: ignore[a] why -->"
    assert second.covers == second.span


def test_a_comment_covers_a_fence_in_a_list_but_none_behind_other_text() -> None:
    text = "- <!-- wslint: ignore[a] b -->\n\n  ~~~yaml\n  a: 1\n  ~~~\n\n<!-- wslint: ignore[a] b -->\n\ntext\n\n~~~\n~~~\n"
    first, second = facts_of(text).remarks
    assert first.covers.text.endswith("~~~")
    assert second.covers == second.span


def test_fences_come_in_order_and_comments_in_them_stay_theirs() -> None:
    facts = facts_of(fenced("# wslint: ignore[a] b\n" + COMPOSE) + fenced(DOCKERFILE, "dockerfile"))
    assert [one.kind for one in facts.embedded] == ["yaml", "dockerfile"]
    assert facts.remarks == ()
    read = read_embedded_yaml(facts.embedded[0])
    assert isinstance(read, FileFacts)
    assert read.remarks[0].text == "wslint: ignore[a] b"


def test_a_document_that_cannot_be_read_is_a_problem() -> None:
    assert facts_of("```\n" + "\n" * 200_000).problems[0].check == "syntax-error"


TEXTS = st.text("`~$#>\n -:abdockerun<>.[]{}\"'=\\", max_size=200)


@given(st.sampled_from(["yaml", "", "bash", "console", "dockerfile", "json", "compose"]), TEXTS)
@settings(max_examples=300, deadline=None)
def test_random_fences_are_read_without_an_exception(info: str, content: str) -> None:
    facts = facts_of(f"# Create `a.yaml`\n\n```{info}\n{content}\n```\n")
    for embedded in facts.embedded:
        if embedded.kind in ("yaml", "compose", "kubernetes"):
            read_embedded_yaml(embedded)
        elif embedded.kind == "dockerfile":
            read_embedded_dockerfile(embedded.source)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not there")
def test_no_guide_of_the_corpus_gives_a_false_syntax_error() -> None:
    wrong: list[str] = []
    for path in sorted(CORPUS.rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        for embedded in read_document(parse_markdown(Source(path.name, text))).embedded:
            if embedded.kind in ("yaml", "compose", "kubernetes"):
                read = read_embedded_yaml(embedded)
                problems = read.problems if isinstance(read, FileFacts) else ()
                wrong += [
                    f"{path.parent.name} {one.span.line}" for one in problems if one.check == "syntax-error"
                ]
    # `command:` one level too deep, and `apiVersion:apps/v1` without a space: kubectl refuses both.
    assert wrong == ["javaweb-tomcat-sidecar 111", "vsphere 638"]


@pytest.mark.parametrize(
    "text",
    [
        fenced(COMPOSE, before="Start it:") + "\nThis does not work, since nothing listens.\n",
        fenced(COMPOSE, before="Start it:") + "\nThe above fails.\n",
        "# Migrating from v1 to v2\n\n## v1\n" + fenced(COMPOSE),
        "# Migrating from `v1` to `v2`\n\nIn v1:\n" + fenced(COMPOSE),
        fenced("kind: Pod\nmetadata:\n  uid: 1\n" + COMPOSE),
        fenced(COMPOSE, before="It prints:"),
    ],
)
def test_what_is_shown_as_wrong_old_or_printed_is_not_read(text: str) -> None:
    assert "not read" in reason_of(text)


def test_the_new_form_of_a_migration_is_read() -> None:
    assert only("# Migrating from v1 to v2\n\n## v2\n" + fenced(COMPOSE)).kind == "yaml"


def test_two_files_in_one_fence_are_told_by_the_comment_between_them() -> None:
    twice = "services:\n  web:\n    image: a\n# compose.prod.yaml\nservices:\n  web:\n    image: b\n"
    read = reading_of(twice, 'yaml title="compose.yaml"')
    assert isinstance(read, Unknown)
    assert "several pieces" in read.reason
    twice = twice.replace("# compose.prod.yaml\n", "")
    assert isinstance(reading_of(twice, 'yaml title="compose.yaml"'), FileFacts)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("FROM a\n{{ install }}\n", "template"),
        ("FROM a\nCPY x y\nRUN <name>\n", "only similar to a Dockerfile: unknown instruction `CPY`"),
    ],
)
def test_what_is_only_similar_to_a_dockerfile_is_a_ledger_line(content: str, reason: str) -> None:
    read = read_embedded_dockerfile(only(fenced(content, "dockerfile")).source)
    assert isinstance(read, Unknown)
    assert reason in read.reason


def test_more_fences_than_are_read_are_a_ledger_line() -> None:
    facts = facts_of("~~~env\n~~~\n\n" * 2000 + fenced(COMPOSE))
    assert facts.embedded == ()
    assert "more than 2000 fences" in facts.skipped[-1].reason
