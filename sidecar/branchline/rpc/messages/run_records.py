"""What the user runs in a session's worktree, as it is on the wire."""

from __future__ import annotations

import attrs

from branchline.core.model.run import RunStatus


@attrs.frozen
class WireRun:
    """What the user started in the worktree last. `exitCode` is negative for the number of a signal, null as long as it
    runs and where nobody saw the end. `port` and `url` are where it listens on the session's machine, null as long as
    that is not known. `oneAtATime`: it cannot run in two sessions of the repository at once."""

    status: RunStatus
    exit_code: int | None
    port: int | None
    url: str | None
    one_at_a_time: bool
