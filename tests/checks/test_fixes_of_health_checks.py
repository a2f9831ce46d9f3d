"""A check that cannot fail gets a fix where its words can be changed in place, in whatever form they are written."""

import pytest

RULE = "healthcheck-cannot-fail"
URL = "http://localhost:8000/"


def dockerfile(check: str) -> dict[str, str]:
    return {
        "Dockerfile": f'FROM python:3.12\nHEALTHCHECK CMD {check}\nCMD ["uvicorn", "a:b", "--port", "8000"]\n'
    }


def compose(test: str) -> dict[str, str]:
    return {"compose.yaml": f"services:\n  web:\n    image: x:1\n    healthcheck:\n      test: {test}\n"}


def written(finding) -> list[str]:
    return [edit.text for edit in finding.fix.edits] if finding.fix is not None else []


@pytest.mark.parametrize(
    ("files", "texts"),
    [
        (dockerfile(f"curl {URL}"), [" -f"]),
        (dockerfile(f'["curl", "{URL}"]'), [', "-f"']),
        (compose(f"[CMD, curl, '{URL}']"), [', "-f"']),
        (compose(f"['CMD', 'curl', '{URL}']"), [", '-f'"]),
        (compose(f"[CMD, curl , '{URL}']"), [', "-f"']),
        (compose(f"\n        - CMD\n        - curl\n        - {URL}"), ['\n        - "-f"']),
        (dockerfile(f"curl {URL}; exit 0"), [" || exit 1", " -f"]),
        (dockerfile(f"curl -f {URL} || true"), ["exit 1"]),
        (dockerfile(f"curl {URL} && curl {URL}a"), [" -f", " -f"]),
    ],
)
def test_a_client_is_made_to_fail(find, files, texts):
    (finding,) = find(files, RULE)
    assert sorted(written(finding)) == sorted(texts)


@pytest.mark.parametrize(
    ("code", "fixed"),
    [
        (f"import requests; requests.get('{URL}')", True),
        (f"import requests; requests.get('{URL}?a=(', timeout=(1, 2))", True),
        (f"import requests; r = requests.get('{URL}')", False),
        (f"import requests; requests.get('{URL}').json", False),
        (f"import requests; requests.get('{URL}'); requests.get('{URL}a')", False),
        (f"import httpx; httpx.get('{URL}')", True),
    ],
)
def test_a_call_of_python_is_made_to_raise_where_its_answer_is_dropped(find, code, fixed):
    found = find(dockerfile(f'["python", "-c", "{code}"]'), RULE)
    assert [text for one in found for text in written(one)] == [".raise_for_status()"] * fixed


@pytest.mark.parametrize(
    "check",
    [
        f"curl {URL} | cat; true | curl {URL}",
        f"$TOOL {URL}",
        f"curl {URL} &",
        f"if curl {URL}; then true; fi",
    ],
)
def test_a_check_whose_parts_hang_together_is_not_said_to_be_blind(find, check):
    assert all(one.fix is None for one in find(dockerfile(check), RULE))
