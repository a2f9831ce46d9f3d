"""Which files hold shell texts, by their names (and a shebang). Cheap to import."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

CiKind: TypeAlias = "Literal['github', 'gitlab', 'circleci', 'azure', 'bitbucket']"

_YAML = (".yml", ".yaml")
# Gitea and Forgejo run the workflows of GitHub's format too (Gitea Actions, Forgejo Actions).
_FORGES = frozenset((".github", ".gitea", ".forgejo"))
_SHELL_ENDINGS = frozenset(("sh", "bash", "zsh", "ksh", "command"))
_SHELLS = frozenset(("sh", "bash", "dash", "ash", "zsh", "ksh"))
_MAKEFILES = frozenset(("Makefile", "makefile", "GNUmakefile"))
# Not the endings of programs that also call themselves Makefile: Makefile.PL is Perl.
_MAKE_ENDINGS = frozenset(("mk", "mak", "make"))


def ci_kind(path: str) -> CiKind | None:
    """Whose CI configuration a file is. `path` is absolute, or relative to the root of the repository.

    GitHub, "Workflow syntax" and "Metadata syntax" (`action.yml`); GitLab, "CI/CD YAML syntax reference";
    CircleCI, "Configuration reference"; Azure Pipelines, "YAML schema"; Bitbucket, "Pipelines configuration".
    """
    if not path.endswith(_YAML):
        return None
    parts = path.replace("\\", "/").split("/")
    name = parts[-1]
    above = parts[-2] if len(parts) > 1 else ""
    if above == "workflows" and len(parts) > 2 and parts[-3] in _FORGES:
        return "github"
    stem = name.rpartition(".")[0]
    if stem == "action":
        return "github"
    if stem == ".gitlab-ci" or stem.endswith(".gitlab-ci"):
        return "gitlab"
    if above in (".gitlab-ci", ".gitlab") or parts[-3:-1] == [".gitlab", "ci"]:
        return "gitlab"
    if above == ".circleci":
        return "circleci"
    if stem.lstrip(".").startswith("azure-pipelines") or ".azure-pipelines" in parts[:-1]:
        return "azure"
    return "bitbucket" if stem == "bitbucket-pipelines" else None


def is_makefile_name(path: str) -> bool:
    """Whether make would take a file for its own, or others include it (GNU make, "Makefile Names")."""
    name = path.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    if name in _MAKEFILES or (dot and stem and ending in _MAKE_ENDINGS):
        return True
    first, dot, more = name.partition(".")
    return first in _MAKEFILES and more.islower() and more not in ("in", "am", "inc", "win", "bak", "orig")


def shell_name(path: str, head: str) -> bool:
    """Whether a file is a shell script: by its ending, else by the shebang of its first line, `head`."""
    name = path.replace("\\", "/").rpartition("/")[2]
    stem, _, ending = name.rpartition(".")
    words = _shebang(head)
    if words:
        return any(word.rpartition("/")[2] in _SHELLS for word in words)
    return bool(stem) and ending in _SHELL_ENDINGS


def _shebang(head: str) -> list[str]:
    """The program that a first line names: behind `env` its first word that is no option or assignment."""
    if not head.startswith("#!"):
        return []
    words = head[2:].partition("\n")[0].split()
    if words and words[0].rpartition("/")[2] == "env":
        words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
    return words[:1]
