"""Kustomizations built as `kubectl kustomize` builds them, every value with the place that wrote it."""

from wslint.project.kustomize.door import build_kustomizations
from wslint.project.kustomize.records import Built, Line, Result, Seam

__all__ = ["Built", "Line", "Result", "Seam", "build_kustomizations"]
