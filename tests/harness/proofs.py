"""How often the proofs by repetition repeat: a little at every commit, in full in `make test-all`.

`BRANCHLINE_FULL=1` asks for all of it; it is read here alone. What a run repeated is printed at its end.
"""

from __future__ import annotations

import os

IS_FULL = os.environ.get("BRANCHLINE_FULL") == "1"
REPEATED: dict[str, str] = {}
"""What is repeated, and how often, of the tests that were collected."""


def times(what: str, *, some: int, full: int) -> int:
    """How often `what` is done in this run."""
    count = full if IS_FULL else some
    REPEATED[what] = f"{count}" if count == full else f"{count} of {full}"
    return count
