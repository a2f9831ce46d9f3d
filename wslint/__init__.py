"""wslint finds the faults between the files that say how a container is built, run and stopped."""

__version__ = "0.1.0"
