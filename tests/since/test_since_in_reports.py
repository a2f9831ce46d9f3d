"""What a change broke, in the reports for CI: at a line of the change, under the name it has in a full run."""

import json

from test_since import PROJECT


def results(wslint, *words):
    log = json.loads(wslint("check", "--output-format", "sarif", *words).stdout)
    return {result["ruleId"]: result for result in log["runs"][0]["results"]}


def test_a_finding_in_an_unchanged_file_is_shown_where_the_change_is(repository, wslint):
    repository.commit(PROJECT)
    repository.put(
        {"web/Dockerfile": PROJECT["web/Dockerfile"].replace('"--port", "8000"', '"--port", "3000"')}
    )
    found = results(wslint, "--since", "HEAD")
    broken = found["published-port-mismatch"]
    place = broken["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("web/Dockerfile", 6)
    others = [one["physicalLocation"]["artifactLocation"]["uri"] for one in broken["relatedLocations"]]
    assert "compose.yaml" in others
    whole = results(wslint)["published-port-mismatch"]
    assert whole["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "compose.yaml"
    mark = "wslint/v1"
    assert broken["partialFingerprints"][mark] == whole["partialFingerprints"][mark]
