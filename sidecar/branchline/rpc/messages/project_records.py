"""What the wire says of a project's own scripts."""

from __future__ import annotations

import attrs

from branchline.core.model.setup import SetupStatus
from branchline.core.session.project_scripts import Approval, ScriptKind


@attrs.frozen
class WireSetupWaits:
    """`source` is the path of the repository's file that has the script, `digest` says which text it was."""

    source: str
    digest: str


@attrs.frozen
class WireSetup:
    """What became of the set-up script in a session's worktree. `source` is as of a script. `exitCode` is negative for
    a signal, null where it has none; `detail` says why it could not be started, else it is ""."""

    status: SetupStatus
    source: str
    exit_code: int | None
    detail: str


@attrs.frozen
class WireScript:
    """`command` is what a shell runs; `source` is a path from the top of the checkout, or `settings`. `text` is what is
    shown before it is approved, `digest` what the approval is for. `before` is what was approved last of its kind in
    this repository, where that was another text; null where nothing was."""

    kind: ScriptKind
    command: str
    source: str
    text: str
    one_at_a_time: bool
    digest: str
    approval: Approval
    before: str | None
