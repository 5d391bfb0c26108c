"""What an agent touched outside its worktree."""

from __future__ import annotations

import enum

import attrs


class StrayWay(str, enum.Enum):
    """How it is known: a hook named a file that was written; the agent, or what it runs, was in that folder when it
    came to rest; or a file of the main checkout altered while it worked, which somebody else may have done."""

    WROTE = "wrote"
    ENTERED = "entered"
    ALTERED = "altered"


@attrs.frozen
class Stray:
    """`path` is absolute. `session` is the id of the one in whose worktree it is, `main`: in the repository's main
    checkout; neither: elsewhere."""

    path: str
    way: StrayWay
    session: str | None = None
    main: bool = False
