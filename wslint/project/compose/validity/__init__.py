"""What Docker Compose would refuse of a merged project, each at its place.

`problems_of_project` follows the steps of compose-go's loader, v2.9.1 (Docker Compose 2.40.3): the schema on the
merged and filled-in project, the reading of single values, then consistency of the enabled services. What hangs on
a variable without a known value is never judged.
"""

from __future__ import annotations

from wslint.model.facts import Problem
from wslint.project.compose.records import Composed


def problems_of_project(composed: Composed, why: str = "found") -> tuple[Problem, ...]:
    """The problems of a project, in the order of its files and of the text; each names its rule `compose-…`.

    Nothing is raised; a project of absurd size has none. Where `composed.complete` is false nothing is said to be
    missing, nor where its parts could not be put together, as `composed.problems` say. `why` is what makes these
    files a project (wslint/project/compose/grouping.py): of one that stands "alone" nothing is said to be missing
    either, as another file may be put before it; of a "variant", which is only a guess, what stands in several
    files is not held against each other.
    """
    from wslint.project.compose.validity.conflicts import conflict_problems
    from wslint.project.compose.validity.decoding import decoding_problems
    from wslint.project.compose.validity.dependencies import dependency_problems
    from wslint.project.compose.validity.published import schema_problems
    from wslint.project.compose.validity.references import reference_problems
    from wslint.project.compose.validity.resources import resource_problems
    from wslint.project.compose.validity.services import consistency_of, drop_assembly, drop_newer
    from wslint.project.compose.validity.tables import Filling, TooLarge, without_inner
    from wslint.project.compose.validity.unique import drop_repeated

    filling = Filling(composed)
    try:
        root = filling.table()
    except TooLarge:
        return ()
    if not root:
        return ()
    drop_repeated(root)
    inheriting = drop_assembly(root)
    drop_newer(root)
    problems = [*filling.problems, *schema_problems(root)]
    problems += decoding_problems(root)
    problems += resource_problems(root)
    active = filling.lookup(composed.sources[0], "COMPOSE_PROFILES") or ""
    profiles = frozenset(name.strip() for name in active.split(",") if name.strip())
    complete = composed.complete and not composed.problems and why != "alone"
    project = consistency_of(root, profiles, inheriting, complete)
    if why != "variant":
        problems += reference_problems(project)
        problems += dependency_problems(project)
        problems += conflict_problems(project)
    problems = without_inner(problems)
    order = {source: at for at, source in enumerate(composed.sources)}
    known = len(order)
    unlike = {(problem.check, problem.span): problem for problem in reversed(problems)}
    return tuple(
        sorted(
            unlike.values(), key=lambda one: (order.get(one.span.source, known), one.span.start, one.check)
        )
    )
