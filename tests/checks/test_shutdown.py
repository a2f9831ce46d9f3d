"""Grace against windows: the guide's own story, and the boundary wherever it lies."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

RULE = "grace-period-too-short"

# The guide's probes, and the grace that its example had at first.
AGENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: agent
spec:
  selector:
    matchLabels: {{app: agent}}
  template:
    metadata:
      labels: {{app: agent}}
    spec:
{grace}      containers:
        - name: agent
          image: {image}
          ports:
            - name: http
              containerPort: 8000
          livenessProbe:
            httpGet:
              path: /agent/card
              port: http
            initialDelaySeconds: 30
            periodSeconds: {period}
            timeoutSeconds: 5
            failureThreshold: {failures}
          readinessProbe:
            httpGet:
              path: /agent/card
              port: http
            initialDelaySeconds: 10
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 3
"""


def agent(
    grace: int | None, period: int = 30, failures: int = 3, image: str = "registry.example/workspace:1.4"
) -> dict[str, str]:
    """The manifest with a grace, or without one."""
    line = "" if grace is None else f"      terminationGracePeriodSeconds: {grace}\n"
    return {"agent.yaml": AGENT.format(grace=line, period=period, failures=failures, image=image)}


@pytest.mark.parametrize("grace", [30, 89, 90])
def test_the_guides_probes_with_a_grace_up_to_90_are_an_error_at_the_grace(
    find: Callable[..., Any], grace: int
) -> None:
    (found,) = find(agent(grace), RULE)
    assert (found.severity, found.span.text, found.span.line) == ("error", str(grace), 12)
    assert f"3 × 30 s = 90 s ≥ {grace} s" in found.message
    assert "120" in found.help
    assert [place.span.text for place in found.related] == ["30"]


def test_the_guides_probes_without_a_grace_are_an_error_at_the_objects_name(find: Callable[..., Any]) -> None:
    (found,) = find(agent(None), RULE)
    assert (found.severity, found.span.text, found.span.line) == ("error", "agent", 4)
    assert "3 × 30 s = 90 s ≥ 30 s" in found.message


@pytest.mark.parametrize("grace", [91, 120])
def test_the_guides_probes_with_a_grace_over_90_are_quiet(find: Callable[..., Any], grace: int) -> None:
    assert find(agent(grace), RULE) == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    period=st.integers(1, 100),
    failures=st.integers(1, 20),
    distance=st.integers(-3, 3),
    workspace=st.booleans(),
)
def test_the_boundary_is_the_window_and_only_a_workspace_must_exceed_it(
    find: Callable[..., Any], period: int, failures: int, distance: int, *, workspace: bool
) -> None:
    window = period * failures
    grace = max(window + distance, 0)
    image = "registry.example/workspace:1" if workspace else "registry.example/shop:1"
    found = find(agent(grace, period, failures, image), RULE)
    assert bool(found) == (grace <= window if workspace else grace < window)
    for one in found:
        needed = int(one.fix.edits[0].text)
        assert find(agent(needed, period, failures, image), RULE) == ()
