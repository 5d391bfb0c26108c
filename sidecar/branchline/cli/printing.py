"""What every command that prints has in common."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def to_reader() -> Iterator[None]:
    """Whoever reads may have seen enough, as `head` has: that is no failure."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python writes what is left once more on the way out, and would complain.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
