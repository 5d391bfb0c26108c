"""What requests of several nouns take and give."""

from __future__ import annotations

import attrs


@attrs.frozen
class Empty:
    """Nothing."""


@attrs.frozen
class IdParams:
    """`id` is a session's."""

    id: str
