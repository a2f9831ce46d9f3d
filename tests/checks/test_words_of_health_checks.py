"""What a health check asks, through shells, scripts and variables; and where that cannot be told."""

from collections.abc import Callable

import pytest

from wslint.engine.finding import Finding

Find = Callable[..., tuple[Finding, ...]]
RULE = "healthcheck-port-mismatch"

ASKS = [
    ("HEALTHCHECK CMD curl -f http://localhost:81/", "81"),
    ('HEALTHCHECK CMD ["curl", "-f", "http://127.0.0.1:81/"]', "81"),
    ('SHELL ["/bin/bash", "-ec"]\nHEALTHCHECK CMD curl -f http://localhost:81/', "81"),
    ("HEALTHCHECK CMD sh -c \"sh -c 'curl -f http://localhost:81/'\"", None),
    ("HEALTHCHECK CMD timeout 5 curl -f http://localhost:81/", "81"),
    ("HEALTHCHECK CMD curl -f http://$HOSTNAME:81/", None),
    ("ENV P=81\nHEALTHCHECK CMD curl -f http://localhost:$P/", None),
    ("HEALTHCHECK CMD curl -f http://localhost:${Q:-81}/", None),
    ("COPY check.sh /check.sh\nHEALTHCHECK CMD /check.sh", "81"),
    ('COPY check.sh /check.sh\nHEALTHCHECK CMD ["sh", "/check.sh"]', "81"),
]
OPEN = [
    "HEALTHCHECK CMD curl -f http://localhost:80/",
    "HEALTHCHECK CMD P=81; curl -f http://localhost:$P/",
    "HEALTHCHECK CMD curl -f http://localhost:$UNSET/",
    "HEALTHCHECK CMD curl -f http://other:81/",
    'HEALTHCHECK CMD ["sh", "-c"]',
    'HEALTHCHECK CMD ["sh", "-c", "if"]',
    'HEALTHCHECK CMD ["sh", "-c", ""]',
    "HEALTHCHECK CMD timeout 5",
    "HEALTHCHECK CMD /gone.sh",
    "HEALTHCHECK CMD > /dev/null",
    "HEALTHCHECK CMD for p in 81; do curl -f http://localhost:$p/; done",
]


def tree(lines: str) -> dict[str, str]:
    image = f"FROM python:3.12\n{lines}\nCMD uvicorn app:app --port 80\n"
    return {"Dockerfile": image, "check.sh": "#!/bin/sh\ncurl -f http://localhost:81/\n"}


@pytest.mark.parametrize(("lines", "place"), ASKS)
def test_another_port_is_found_however_the_check_is_written(
    find: Find, lines: str, place: str | None
) -> None:
    (finding,) = find(tree(lines), RULE)
    assert place in (None, finding.span.text)


@pytest.mark.parametrize("lines", OPEN)
def test_what_a_check_asks_is_open_where_it_cannot_be_told(find: Find, lines: str) -> None:
    assert find(tree(lines), RULE) == ()
