"""Dockerfiles: instructions, stages, words and variables, each in its place."""

from wslint.syntax.dockerfile.instructions import pairs
from wslint.syntax.dockerfile.joined import JoinedText
from wslint.syntax.dockerfile.load import parse_dockerfile
from wslint.syntax.dockerfile.records import (
    Directive,
    Dockerfile,
    Flag,
    Heredoc,
    Instruction,
    Pair,
    Stage,
    Word,
)
from wslint.syntax.dockerfile.substitution import Missing, substitute, unquote

__all__ = [
    "Directive",
    "Dockerfile",
    "Flag",
    "Heredoc",
    "Instruction",
    "JoinedText",
    "Missing",
    "Pair",
    "Stage",
    "Word",
    "pairs",
    "parse_dockerfile",
    "substitute",
    "unquote",
]
