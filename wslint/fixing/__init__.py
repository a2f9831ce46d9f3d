"""Fixes: which are made, how a text becomes another one, whether they hold, and writing them to files.

`fix_all` decides in memory; `write_all` touches the disk.
"""

from wslint.fixing.draft import Draft
from wslint.fixing.rounds import Failed, Fixed, Job, fix_all, paths_of
from wslint.fixing.writing import Unwritten, write_all

__all__ = ["Draft", "Failed", "Fixed", "Job", "Unwritten", "fix_all", "paths_of", "write_all"]
