"""Kubernetes manifests: pods, Services, routes and configuration, as the cluster would read them."""

from wslint.readers.kubernetes.objects import looks_like_kubernetes
from wslint.readers.kubernetes.reader import read_kubernetes, read_objects

__all__ = ["looks_like_kubernetes", "read_kubernetes", "read_objects"]
