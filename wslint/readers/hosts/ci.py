"""CI files of every kind, by one door."""

from __future__ import annotations

from wslint.model.facts import FileFacts
from wslint.readers.hosts.names import CiKind
from wslint.syntax.yaml import YamlFile


def read_ci(file: YamlFile, kind: CiKind, path: str | None = None) -> FileFacts:
    """The scripts of a CI file as shell texts in `embedded`; of kind "shell".

    `kind` is what `ci_kind` said of its name, `path` the absolute path. A document that does not parse is
    left out without a word: whether CI files are valid is not asked here.
    """
    if kind == "github":
        from wslint.readers.hosts.github import read_workflow

        return read_workflow(file, path)
    if kind == "gitlab":
        from wslint.readers.hosts.gitlab import read_gitlab

        return read_gitlab(file, path)
    from wslint.readers.hosts.other_ci import read_azure, read_bitbucket, read_circleci

    if kind == "circleci":
        return read_circleci(file)
    return read_azure(file) if kind == "azure" else read_bitbucket(file)
