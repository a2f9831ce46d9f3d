"""Where a container listens: commands, scripts and variables, from the image and from what runs it."""

from collections.abc import Callable

import pytest

from wslint.engine.finding import Finding

Find = Callable[..., tuple[Finding, ...]]
RULE = "published-port-mismatch"
SCRIPT = "#!/bin/sh\nset -e\nexec uvicorn app:app --port 80\n"


def tree(image: str, more: str = "", **files: str) -> dict[str, str]:
    """A service whose port 81 is published; `more` are further keys of it, in flow style."""
    keys = f", {more}" if more else ""
    return {
        "compose.yaml": f"services: {{web: {{build: ., ports: ['80:81']{keys}}}}}\n",
        "Dockerfile": f"FROM python:3.12\n{image}\n",
        **{name.replace("_dot_", "."): text for name, text in files.items()},
    }


ELSEWHERE = {
    "arguments of whatever the base starts": tree('CMD ["--port", "80"]'),
    "arguments of whatever program": tree("CMD $SERVER app:app --port 80"),
    "a command of the image": tree("CMD uvicorn app:app --port 80"),
    "a command in exec form": tree('CMD ["uvicorn", "app:app", "--port", "80"]'),
    "an entrypoint with arguments": tree('ENTRYPOINT ["uvicorn"]\nCMD ["app:app", "--port", "80"]'),
    "an entrypoint in shell form, which takes none": tree('ENTRYPOINT uvicorn app:app --port 80\nCMD ["--port", "81"]'),
    "arguments of the service": tree('ENTRYPOINT ["uvicorn", "app:app"]\nCMD ["x"]', "command: [--port, '80']"),
    "an entrypoint of the service drops the command": tree(
        'CMD ["--port", "81"]', "entrypoint: [uvicorn, 'app:app', --port, '80']"
    ),
    "a command of the service": tree("CMD uvicorn app:app --port 81", "command: uvicorn app:app --port 80"),
    "a variable of the image": tree("ENV PORT=80\nCMD gunicorn app"),
    "a variable of the service": tree("CMD gunicorn app", "environment: {PORT: '80'}"),
    "a variable in a command": tree("ENV P=80\nCMD uvicorn app:app --port $P"),
    "a script in a here-document": tree(
        'COPY <<EOF /start.sh\n#!/bin/sh\nexec uvicorn app:app --port 80\nEOF\nENTRYPOINT ["/start.sh"]'
    ),
    "a script of the context": tree('COPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]', start_dot_sh=SCRIPT),
    "a script for a named shell": tree(
        'COPY start.sh /start.sh\nENTRYPOINT ["bash", "/start.sh"]', start_dot_sh=SCRIPT.partition("\n")[2]
    ),
    "a script in a copied folder": tree(
        'WORKDIR /app\nCOPY . .\nENTRYPOINT ["./start.sh"]', start_dot_sh=SCRIPT
    ),
    "a script on the path": tree(
        'COPY start.sh /usr/local/bin/\nENTRYPOINT ["start.sh"]', start_dot_sh=SCRIPT
    ),
    "a script that starts what it is given": tree(
        'COPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\nCMD ["uvicorn", "app:app", "--port", "80"]',
        start_dot_sh='#!/bin/sh\nexec "$@"\n',
    ),
}  # fmt: skip
OPEN = {
    "nothing but the default of a program": tree("CMD uvicorn app:app"),
    "the same port": tree("CMD uvicorn app:app --port 81"),
    "a program that nobody knows": tree("CMD ./serve"),
    "an entrypoint that is not known": tree("CMD uvicorn app:app --port 80", "entrypoint: '${E}'"),
    "a command that is not known": tree('ENTRYPOINT ["uvicorn"]', "command: '${C}'"),
    "a shell without a text": tree('CMD ["sh"]'),
    "a variable that no shell fills in": tree('CMD ["uvicorn", "app:app", "--port", "$PORT"]'),
    "a variable that is not known": tree("CMD gunicorn app", "environment: {PORT: '${P}'}"),
    "a variable that is no port": tree("CMD ./serve", "environment: {PORT: http}"),
    "a variable of the program": tree("ENV UVICORN_PORT=81\nCMD uvicorn app:app"),
    "a script in another language": tree(
        'COPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]', start_dot_sh="#!/usr/bin/python3\nserve()\n"
    ),
    "a script that is not there": tree('COPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]'),
    "a script of another stage": tree(
        'COPY --from=x /start.sh /start.sh\nENTRYPOINT ["/start.sh"]', start_dot_sh=SCRIPT
    ),
    "a script that is put somewhere": tree('COPY start.sh $DIR\nENTRYPOINT ["/start.sh"]', start_dot_sh=SCRIPT),
    "a script for another name": tree('COPY start.sh /a.sh\nENTRYPOINT ["/b.sh"]', start_dot_sh=SCRIPT),
    "a script that starts scripts for ever": tree(
        'COPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]', start_dot_sh='#!/bin/sh\nexec /start.sh "$@"\n'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_another_port_is_found_wherever_it_is_said(find: Find, name: str) -> None:
    assert [finding.span.text for finding in find(ELSEWHERE[name], RULE)] == ["81"]


@pytest.mark.parametrize("name", OPEN)
def test_where_it_cannot_be_told_nothing_is_said(find: Find, name: str) -> None:
    assert find(OPEN[name], RULE) == ()


@pytest.mark.parametrize(
    ("check", "needs"),
    [
        ("command -v curl && curl -f http://localhost:80/ || wget -q http://localhost:80/", []),
        ("while ! curl -f http://localhost:80/; do sleep 1; done", []),
        ("curl -f http://localhost:80/ || wget -q http://localhost:80/", []),
        ("curl -f http://localhost:80/ || exit 1", ["curl"]),
        ("$TOOL http://localhost:80/", []),
    ],
)
def test_tools_that_a_check_needs_are_missed_only_where_none_stands_in(
    find: Find, check: str, needs: list[str]
) -> None:
    image = f"FROM python:3.12-slim\nHEALTHCHECK CMD {check}\nCMD uvicorn app:app --port 80\n"
    assert [finding.span.text for finding in find({"Dockerfile": image}, "healthcheck-tool-missing")] == needs
