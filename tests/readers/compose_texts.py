"""Reading a Compose file from a text, for the tests."""

from wslint.model.facts import FileFacts
from wslint.model.value import Known
from wslint.model.workload import Workload
from wslint.readers.compose import read_compose
from wslint.syntax.yaml import parse_yaml
from wslint.text import Source, Span


def read(text: str, **variables: str) -> FileFacts:
    """The facts of a text, with variables from a `.env` of `NAME=value` lines."""
    env = Source(".env", "".join(f"{name}={value}\n" for name, value in variables.items()))
    known: dict[str, Known[str]] = {}
    for line, (name, value) in enumerate(variables.items(), 1):
        span = env.line_span(line)
        known[name] = Known(value, Span(env, span.start + len(name) + 1, span.end))
    return read_compose(parse_yaml(Source("compose.yaml", text)), known)


def service(body: str, **variables: str) -> Workload:
    """The one service of a file, given its indented body."""
    facts = read("services:\n  web:\n    image: app\n" + body, **variables)
    assert facts.problems == ()
    (workload,) = facts.workloads
    return workload
