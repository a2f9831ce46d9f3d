"""Every hostile input, by what is hostile in it."""

from . import compose, dockerfiles, guides, kustomizations, scripts, settings, trees, yaml_texts
from .case import Hostile

INPUTS: tuple[Hostile, ...] = (
    *yaml_texts.INPUTS,
    *dockerfiles.INPUTS,
    *compose.INPUTS,
    *kustomizations.INPUTS,
    *guides.INPUTS,
    *scripts.INPUTS,
    *settings.INPUTS,
    *trees.INPUTS,
)
