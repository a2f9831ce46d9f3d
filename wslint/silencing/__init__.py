"""Comments that silence findings: where they go, and what they say.

What is written are edits of a fix, so that `wslint.fixing` makes and verifies them.
"""

from wslint.silencing.proposals import Proposals

__all__ = ["Proposals"]
