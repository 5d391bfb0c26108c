"""What became of bringing along what git does not: events as those of `events`."""

from __future__ import annotations

import attrs


@attrs.frozen
class Carried:
    """All was brought into the worktree but for what these sentences name."""

    not_carried: tuple[str, ...] = ()
