"""Which programs an image surely has not got, among those that health checks use.

Right before many: a tool is missing only where the base is known to lack it and nothing that is done to
the image could have brought it. Whatever cannot be followed (a script, a variable among the packages, a
folder copied over /usr/bin) makes every tool possible.
"""

from __future__ import annotations

from wslint.model.images import ImageReference, parse_reference
from wslint.model.workload import CopiedFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

TOOLS = frozenset({"curl", "wget", "nc", "bash", "sh", "python", "python3", "node"})

_NETWORK = frozenset({"curl", "wget", "nc"})
_LANGUAGES = frozenset({"python", "python3", "node"})
# BusyBox, and with it Alpine, brings sh, wget and nc.
_BUSYBOX = frozenset({"curl", "bash"})

# What official images lack, by variant: Debian's full one, the slim one, Alpine's. None: not known, or
# nothing. Read off their Dockerfiles (docker-library on GitHub): what is installed to build them and then
# purged again is missing.
_OFFICIAL: dict[str, tuple[frozenset[str] | None, frozenset[str] | None, frozenset[str] | None]] = {
    "debian": (_NETWORK | _LANGUAGES, _NETWORK | _LANGUAGES, None),
    "ubuntu": (_NETWORK | {"node"}, None, None),
    "alpine": (_BUSYBOX | _LANGUAGES, None, None),
    "busybox": (_BUSYBOX | _LANGUAGES, None, None),
    "python": (frozenset({"node"}), _NETWORK | {"node"}, _BUSYBOX | {"node"}),
    "node": (None, _NETWORK, _BUSYBOX),
    "golang": (None, None, _BUSYBOX | {"node"}),
    "ruby": (None, _NETWORK, _BUSYBOX),
    "rust": (None, frozenset({"curl", "wget"}), frozenset({"curl"})),
    "openjdk": (None, frozenset({"curl"}), frozenset({"curl"})),
    "redis": (frozenset({"curl", "wget"}), None, frozenset({"curl"})),
    "postgres": (frozenset({"curl", "wget"}), None, frozenset({"curl"})),
}

# Tags from a time when these images were made otherwise: Ubuntu 14.04 had Python and more, Node 8 was on
# buildpack-deps.
_OLD: dict[str, tuple[int, tuple[str, ...]]] = {"ubuntu": (16, ("precise", "trusty")), "node": (12, ())}

# In what a build does, the characters that betray a tool.
_TRACES: dict[str, tuple[str, ...]] = {
    "curl": ("curl",),
    "wget": ("wget", "busybox"),
    "nc": ("netcat", "ncat", "nmap", "busybox", " nc"),
    "bash": ("bash",),
    # A RUN needs a shell.
    "sh": ("",),
    "python": ("python", "pyenv", "conda", "uv "),
    "python3": ("python", "pyenv", "conda", "uv "),
    "node": ("node", "nvm", "npm", "fnm", "volta"),
}
_INSTALLERS = ("apt", "apk ", "yum ", "dnf ", "zypper ", "pacman ", "tdnf ", "microdnf ", "aptitude ")
# What runs something that is not seen here, or installs packages of which these tools are a part.
_OPAQUE = frozenset(
    [
        "sh",
        "bash",
        "zsh",
        "ash",
        "dash",
        "source",
        ".",
        "make",
        "xargs",
        "ansible-playbook",
        "chef-client",
        "puppet",
        "brew",
        "conda",
        "mamba",
        "micromamba",
        "nix",
        "nix-env",
        "asdf",
        "mise",
        "playwright",
        "task",
        "just",
        "eval",
    ]
)
_BRING_MORE = [
    "chrome",
    "chromium",
    "debootstrap",
    "devscripts",
    "mscorefonts",
    "r-base",
    "libreoffice",
    "texlive",
    "ubuntu-",
    "task-",
    "packagekit",
    "snapd",
    "flatpak",
    "alpine-sdk",
    "abuild",
    "dotnet",
    "playwright",
    "unattended",
    "cloud-init",
    "desktop",
    "npm",
]
# What takes a script as a file among others.
_HANDLING = frozenset(
    ["chmod", "chown", "cp", "mv", "ln", "rm", "mkdir", "touch", "sed", "dos2unix", "test", "ls"]
)
# What installs for one language only, from wherever it is called.
_LANGUAGE_TOOLS = frozenset(
    ["pip", "pip3", "python", "python3", "uv", "poetry", "pdm", "node", "yarn", "pnpm"]
)
_OWN_FOLDERS = frozenset(
    {"/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/usr/local/sbin/"}
)
_SYSTEM_FOLDERS = frozenset({"/", "/usr/", "/usr/local/"}) | _OWN_FOLDERS


def missing_tools(
    base: str | None, shell_runs: Sequence[str], copied: Sequence[CopiedFile]
) -> frozenset[str]:
    """Those of TOOLS that an image has surely not got.

    `base` is its external base ("scratch" for none), `shell_runs` the texts of its RUN instructions,
    `copied` what COPY and ADD bring.
    """
    lacking = _lacking(base)
    if (
        not lacking
        or any(_is_opaque(run) for run in shell_runs)
        or any(_may_bring_all(file) for file in copied)
    ):
        return frozenset()
    return frozenset(tool for tool in lacking if not _brought(tool, shell_runs, copied))


def _lacking(base: str | None) -> frozenset[str]:
    """What a base lacks by its name."""
    if base is None:
        return frozenset()
    if base == "scratch":
        return TOOLS
    reference = parse_reference(base)
    if reference is None or (reference.tag is None and reference.digest is not None):
        return frozenset()
    if reference.registry == "gcr.io" and reference.repository.startswith("distroless/"):
        return _distroless(reference)
    if reference.registry == "cgr.io":
        is_bare = reference.repository in ("chainguard/static", "chainguard/glibc-dynamic")
        return TOOLS if is_bare and "dev" not in (reference.tag or "") else frozenset()
    if reference.registry == "mcr.microsoft.com":
        return _dotnet(reference)
    if reference.registry not in (None, "docker.io", "index.docker.io"):
        return frozenset()
    name = reference.repository.removeprefix("library/")
    tag = reference.tag or "latest"
    variants = _OFFICIAL.get(name)
    return frozenset() if variants is None or _is_old(name, tag) else _variant(variants, tag) or frozenset()


def _is_old(name: str, tag: str) -> bool:
    """Whether a tag is of a time that the table does not speak of."""
    oldest, words = _OLD.get(name, (0, ()))
    number = tag.split(".", 1)[0].split("-", 1)[0]
    is_number = number.isascii() and number.isdigit() and len(number) < 5
    return tag.startswith(words) or (is_number and int(number) < oldest)


def _variant(
    variants: tuple[frozenset[str] | None, frozenset[str] | None, frozenset[str] | None], tag: str
) -> frozenset[str] | None:
    full, slim, alpine = variants
    if any(mark in tag for mark in ("windows", "nanoserver", "onbuild")):
        return None
    if "alpine" in tag:
        return alpine
    return slim if "slim" in tag else full


def _distroless(reference: ImageReference) -> frozenset[str]:
    """No shell and no tools, but for the language of its name; its `debug` tags have BusyBox."""
    if "debug" in (reference.tag or ""):
        return frozenset()
    language = reference.name
    if language.startswith("python"):
        return TOOLS - {"python", "python3"}
    return TOOLS - {"node"} if language.startswith("nodejs") else TOOLS


def _dotnet(reference: ImageReference) -> frozenset[str]:
    """ASP.NET's runtime images on Debian and Ubuntu have no curl; what else there is, is not known here."""
    runtime = reference.repository in ("dotnet/aspnet", "dotnet/runtime", "dotnet/runtime-deps")
    tag = reference.tag or "latest"
    is_linux = not any(mark in tag for mark in ("windows", "nanoserver", "extra", "mariner", "azurelinux"))
    return frozenset({"curl"}) if runtime and is_linux else frozenset()


def _is_opaque(run: str) -> bool:
    """Whether a RUN may install something that its text does not name."""
    installs = any(name in run for name in _INSTALLERS)
    if installs and ("$" in run or "`" in run or any(name in run for name in _BRING_MORE)):
        return True
    for separator in ";&|()\n":
        run = run.replace(separator, "\n")
    for part in run.split("\n"):
        words = part.split()
        program = next((word for word in words if "=" not in word and not word.startswith("--")), "")
        if program in _OPAQUE or ("/" in program and not _is_system_program(program)):
            return True
        runs_script = any(word.endswith((".sh", ".bash", ".run")) or word.startswith("./") for word in words)
        if runs_script and program not in _HANDLING:
            return True
    return False


def _is_system_program(program: str) -> bool:
    folder, _, name = program.rpartition("/")
    return name in _LANGUAGE_TOOLS or (
        folder in ("/bin", "/sbin", "/usr/bin", "/usr/sbin") and name not in _OPAQUE
    )


def _may_bring_all(file: CopiedFile) -> bool:
    """Whether a COPY may put programs of any name where programs are looked for."""
    target = file.destination
    if target is None or file.heredoc is not None:
        return False
    folder = target if target.endswith("/") else target + "/"
    if folder not in _SYSTEM_FOLDERS:
        return False
    name = file.source.rstrip("/").rsplit("/", 1)[-1]
    if not name or name in (".", "..") or any(char in file.source for char in "*?[$"):
        return True
    stem, dot, ending = name.partition(".")
    if dot and stem and not any(part in ending for part in ("tar", "tgz", "txz", "tbz")):
        return False
    # What looks like a single program, copied next to others under its own name.
    is_folder_name = file.source.endswith("/") or name in _FOLDER_NAMES
    return is_folder_name or folder not in _OWN_FOLDERS or bool(dot)


_FOLDER_NAMES = frozenset(
    [
        "bin",
        "sbin",
        "usr",
        "local",
        "root",
        "rootfs",
        "dist",
        "out",
        "build",
        "target",
        "release",
        "tools",
        "scripts",
        "install",
        "output",
        "artifacts",
        "binaries",
        "bins",
        "app",
        "src",
        "docker",
        "files",
        "overlay",
        "static",
    ]
)


def _brought(tool: str, shell_runs: Sequence[str], copied: Sequence[CopiedFile]) -> bool:
    """Whether anything names a tool; even using it in a RUN shows that it is there."""
    traces = _TRACES[tool]
    if any(trace in run for run in shell_runs for trace in traces):
        return True
    names = [*(file.source for file in copied), *(file.destination or "" for file in copied)]
    return any(tool in name.rstrip("/").rsplit("/", 1)[-1] for name in names)
