"""Markdown documents: the fences that tell people what to run."""

from wslint.readers.document.fences import read_embedded_dockerfile, read_embedded_yaml
from wslint.readers.document.reader import may_matter, read_document

__all__ = ["may_matter", "read_document", "read_embedded_dockerfile", "read_embedded_yaml"]
