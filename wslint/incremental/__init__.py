"""Only what may have changed since an earlier run is read, linked and judged again; the outcome is the same."""

from __future__ import annotations

import os

from wslint.engine.finding import Outcome
from wslint.project.disk import digest
from wslint.project.load import Request
from wslint.settings.record import Settings

FEW = 40
"""With so few files nothing is kept: to look at them again costs less."""


def run_with_cache(request: Request, settings: Settings, folder: str) -> Outcome | None:
    """What a run over the request finds, with the help of what is kept in an absolute folder.

    None where it does not pay, or this run cannot be put together of parts: then it has to be made as a whole.
    Raises as `wslint.app.run` does. A folder that cannot be written to only means that nothing is kept; why is
    in `problems`.
    """
    if settings.helm or len({one.place for one in settings.ignored}) < len(settings.ignored):
        # What helm gives depends on helm; entries of one place cannot be told apart.
        return None
    root = os.path.realpath(request.root)
    name = digest(root.encode("utf-8", "surrogateescape"))[:24]
    path = os.path.join(folder, f"{name}.sqlite")
    if not os.path.exists(path) and not _is_worth_it(request):
        return None
    from wslint.cache.store import Store, bound_folder
    from wslint.incremental.run import GiveUp, Kept, run
    from wslint.incremental.stamp import stamp
    from wslint.incremental.survey import ChangedMeanwhile

    is_new = not os.path.exists(path)
    store = Store(path)
    try:
        return run(request, settings, Kept(store, stamp(settings.packs)))
    except (GiveUp, ChangedMeanwhile):
        return None
    finally:
        if store.problem():
            problems.append(f"{path}: {store.problem()}")
        store.close()
        if is_new:
            bound_folder(folder, path)


problems: list[str] = []
"""Why nothing could be kept, for whoever wants to say it: a path and a few words each."""


def _is_worth_it(request: Request) -> bool:
    from wslint.project.load import find

    return len(find(request).files) >= FEW
