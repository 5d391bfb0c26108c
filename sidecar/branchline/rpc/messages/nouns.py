"""The nouns of the protocol: each has its messages in a file here, and their handlers in one of `rpc/handlers`."""

from __future__ import annotations

NOUNS = (
    "session",
    "setup",
    "note",
    "template",
    "prompt",
    "terminal",
    "changes",
    "review",
    "comment",
    "base",
    "pull_request",
    "forecast",
    "comparison",
    "check",
    "landing",
    "undoing",
    "trying",
    "snapshot",
    "worktree",
    "disk",
    "project",
    "repo",
    "auto_yes",
    "answers",
    "usage",
    "window",
    "history",
    "log",
)
