"""The nouns of the protocol: each has its messages in a file here, and their handlers in one of `rpc/handlers`."""

from __future__ import annotations

NOUNS = (
    "session",
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
    "repo",
    "auto_yes",
    "answers",
    "usage",
    "window",
    "history",
    "log",
)
