"""What command lines in scripts, guides and CI files do with images and Compose projects."""

from __future__ import annotations

from wslint.model.value import Known
from wslint.model.workload import Build
from wslint.text import Span
from wslint.text.record import NamedTuple


class ImageBuild(NamedTuple):
    """`docker build`, `docker buildx build`, `podman build`: the names that it gives to an image.

    Paths in `build` are as written, relative to the folder in which the line runs. `directory` are the
    folders that literal `cd` commands before it (or a CI file's `working-directory`) lead to, joined with
    `/`, relative to where the script starts ("" for there); None where that cannot be known. A first part
    `<script>`, here and in paths, is the folder of the script's own file, which scripts find out with
    `$(dirname "$0")`. `build.dockerfile` is relative to the context, as Compose has it, but for `<script>/…`.
    """

    tags: tuple[Known[str], ...]
    build: Build
    directory: str | None
    span: Span


class ComposeCall(NamedTuple):
    """`docker compose -f A -f B …`: which files make a project. Paths as written; `directory` as above.

    Without `-f`, `files` is empty: Compose looks for its own names. A call one of whose files cannot be
    known is not recorded.
    """

    files: tuple[Known[str], ...]
    directory: str | None
    project_directory: str | None
    env_files: tuple[str, ...]
    profiles: tuple[str, ...]
    span: Span


class StopCall(NamedTuple):
    """`docker stop -t SECONDS NAME`: how long the named container gets to end."""

    container: str
    seconds: Known[float]
    span: Span
