"""Image references, as the distribution project's reference grammar reads them."""

from __future__ import annotations

from functools import lru_cache

from wslint.text.record import NamedTuple


class ImageReference(NamedTuple):
    """`registry/repository:tag@digest`; `tag` and `digest` are None where not written.

    `repository` is without registry: `library/` is not added.
    """

    registry: str | None
    repository: str
    tag: str | None
    digest: str | None

    @property
    def name(self) -> str:
        """The last part of the repository: `python` of `docker.io/library/python:3.12`."""
        return self.repository.rsplit("/", 1)[-1]


@lru_cache(maxsize=1024)
def parse_reference(text: str) -> ImageReference | None:
    """The parts of an image reference; None where it is none.

    A first part is a registry if it has a dot or a colon, or is `localhost` (distribution, reference
    package).
    """
    rest, at, digest = text.partition("@")
    slash = rest.rfind("/")
    colon = rest.find(":", slash + 1)
    tag = rest[colon + 1 :] if colon >= 0 else None
    path = rest[:colon] if colon >= 0 else rest
    if not path or text.split() != [text] or tag == "" or (at and not digest):
        return None
    first, slash_found, remainder = path.partition("/")
    if slash_found and ("." in first or ":" in first or first == "localhost"):
        return ImageReference(first, remainder, tag, digest or None)
    return ImageReference(None, path, tag, digest or None)


def same_image(one: str, other: str) -> bool:
    """Whether two references name the same image, digests apart: `app`, `app:latest`, `docker.io/library/app`."""
    return image_key(one) == image_key(other) is not None


def image_key(text: str) -> tuple[str, str, str] | None:
    """A reference in full form (registry, repository, tag), for comparing; None where it is no reference."""
    parsed = parse_reference(text)
    if parsed is None:
        return None
    registry = parsed.registry or "docker.io"
    if registry == "index.docker.io":
        registry = "docker.io"
    repository = parsed.repository
    if registry == "docker.io" and repository.startswith("library/"):
        repository = repository.removeprefix("library/")
    return registry, repository, parsed.tag or "latest"
