"""Compose files: what Docker Compose would read in them."""

from wslint.readers.compose.reader import malformed, read_compose, read_project
from wslint.readers.compose.recognise import is_override_name, looks_like_compose, stands_alone

__all__ = [
    "is_override_name",
    "looks_like_compose",
    "malformed",
    "read_compose",
    "read_project",
    "stands_alone",
]
