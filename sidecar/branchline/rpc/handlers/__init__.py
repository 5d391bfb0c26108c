"""One short function per request: from checked params to the service, and back to a wire record. What a client only
tells has no way back."""

from __future__ import annotations

from branchline.rpc.handlers import (
    answers,
    auto_yes,
    base,
    changes,
    comment,
    forecast,
    history,
    landing,
    log,
    note,
    prompt,
    pull_request,
    repo,
    review,
    session,
    snapshot,
    template,
    terminal,
    trying,
    undoing,
    usage,
    window,
    worktree,
)
from branchline.rpc.handlers.handles import HANDLERS

__all__ = [
    "HANDLERS",
    "answers",
    "auto_yes",
    "base",
    "changes",
    "comment",
    "forecast",
    "history",
    "landing",
    "log",
    "note",
    "prompt",
    "pull_request",
    "repo",
    "review",
    "session",
    "snapshot",
    "template",
    "terminal",
    "trying",
    "undoing",
    "usage",
    "window",
    "worktree",
]
