"""The slow way to rules: reading and validating the YAML files of pack folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from wslint.packs.assemble import GENERAL, Assembler
from wslint.packs.folders import BUILT_IN, Found, files_of, subfolders
from wslint.packs.mistakes import PackError
from wslint.packs.rule import RuleSet
from wslint.packs.rule_file import RuleFile, read_rule_file
from wslint.packs.validate import Validator
from wslint.project.paths import within


def read_built_in(folder: str) -> RuleSet:
    """The built-in rules from their YAML files. Raises PackError with every mistake in them."""
    return _read_packs([os.path.join(folder, name) for name in BUILT_IN], Assembler(), built_in=True)


def add_packs(ruleset: RuleSet, folders: Sequence[str], root: str | None = None) -> RuleSet:
    """The rules with those of a user's packs, the later more specific. Raises PackError.

    A pack below `root` may be a stranger's: no link in it may lead out of the root (of the pack itself where there
    is no root). The settings let a pack lie elsewhere only where the user named their file.
    """
    from wslint.packs.parameters import parameter_mistakes_of

    absolute = [os.path.abspath(folder) for folder in folders]
    mistakes = [one for folder in absolute for one in _leading_out(folder, root)]
    if mistakes:
        raise PackError(mistakes)
    added = _read_packs(absolute, Assembler(ruleset), built_in=False)
    names = {pack.name for pack in added.packs[len(ruleset.packs) :]}
    mistakes = parameter_mistakes_of(added, names)
    if mistakes:
        raise PackError(mistakes)
    return added


def _leading_out(folder: str, root: str | None) -> list[str]:
    """A line for each file of a pack that a link takes out of where it may lie."""
    bounds = folder if root is None else root
    if not within(folder, bounds):
        return []
    where = "pack" if root is None else "project"

    def out(paths: Iterable[str]) -> list[str]:
        return [
            f"lies outside of the {where}: a link leads there @ {shown(path)}:1"
            for path in paths
            if not within(path, bounds)
        ]

    # What is in a folder outside is not even listed.
    return out(os.path.join(folder, name) for name in subfolders(folder)) or out(
        one.path for one in files_of(folder, os.path.basename(folder))
    )


def _read_packs(folders: list[str], assembler: Assembler, *, built_in: bool) -> RuleSet:
    validator = Validator()
    for folder in folders:
        mistakes = _add(assembler, folder, validator, built_in=built_in)
        if mistakes:
            raise PackError(mistakes)
    return assembler.result()


def _add(assembler: Assembler, folder: str, validator: Validator, *, built_in: bool) -> list[str]:
    name = os.path.basename(os.path.normpath(folder))
    found = files_of(folder, name)
    description = next(
        (file for file in found if not file.folder and file.below.endswith("/pack.yaml")), None
    )
    if description is not None:
        found.remove(description)
        file = read_rule_file(description.path, shown(description.path), name, "")
        mistakes = validator.mistakes(file)
        if mistakes:
            return mistakes
        assembler.add_pack(file, "" if built_in else folder)
        name = file.data["name"]
    elif not built_in or name != GENERAL:
        return [f"a pack needs a pack.yaml @ {shown(folder)}:1"]
    files: list[RuleFile] = []
    mistakes = []
    for one in found:
        mistakes += _read(one, name, validator, files)
    if not mistakes:
        assembler.add_rules(files)
    return [*mistakes, *assembler.mistakes]


def _read(one: Found, pack: str, validator: Validator, files: list[RuleFile]) -> list[str]:
    try:
        file = read_rule_file(one.path, shown(one.path), pack, one.folder)
    except PackError as error:
        return list(error.messages)
    files.append(file)
    return validator.mistakes(file)


def shown(path: str) -> str:
    """A path for people: relative to the working directory where it lies below that."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative.replace(os.sep, "/")
