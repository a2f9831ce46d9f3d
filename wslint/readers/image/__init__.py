"""Dockerfiles to facts: one workload for each stage."""

from wslint.readers.image.stages import read_image

__all__ = ["read_image"]
