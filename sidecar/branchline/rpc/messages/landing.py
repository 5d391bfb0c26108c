"""A session's work comes into its parent branch."""

from __future__ import annotations

import attrs

from branchline.core.model.landing import How
from branchline.rpc.messages.session_records import WireLanded
from branchline.rpc.messages.table import Method, Notification


@attrs.frozen
class LandParams:
    """`onto` is a local branch: the one that the session's left, unless it is named. `message` is for the commit of
    what is not committed, and for the one that is made of all; without it there is one from the instruction or the
    files. `dryRun`: nothing is done but told."""

    id: str
    how: How
    onto: str | None = None
    message: str | None = None
    dry_run: bool = False


@attrs.frozen
class LandResult:
    """`commands` are those of git, as they would be typed; `NEW` stands in them for the commit that was merged.
    `landed` is null after a dry run."""

    commands: list[str]
    onto: str
    message: str
    landed: WireLanded | None


METHODS: dict[str, Method] = {
    "session/land": Method(
        LandParams, LandResult, "Commits its work, and merges, squashes or rebases it onto its parent branch."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
