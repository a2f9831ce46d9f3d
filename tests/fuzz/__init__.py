"""Fuzzing: every parser, reader and merger, and whole runs over trees of files, with inputs made from real ones.

`python -m tests.fuzz --seconds 60` runs all targets; a new target is a decorated function (see `targets`).
"""
