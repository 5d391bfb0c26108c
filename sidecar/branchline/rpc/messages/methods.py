"""Every request and notification, by its name on the wire."""

from __future__ import annotations

from branchline.rpc.messages import (
    answers,
    auto_yes,
    base,
    changes,
    check,
    comment,
    comparison,
    forecast,
    history,
    landing,
    log,
    note,
    project,
    prompt,
    pull_request,
    repo,
    review,
    run,
    session,
    setup,
    snapshot,
    template,
    terminal,
    trying,
    undoing,
    usage,
    window,
    worktree,
)
from branchline.rpc.messages.table import Method, Notification

NOUNS = (
    session,
    setup,
    note,
    template,
    prompt,
    terminal,
    run,
    changes,
    review,
    comment,
    base,
    pull_request,
    forecast,
    comparison,
    check,
    landing,
    undoing,
    trying,
    snapshot,
    worktree,
    project,
    repo,
    auto_yes,
    answers,
    usage,
    window,
    history,
    log,
)

METHODS: dict[str, Method] = {name: method for noun in NOUNS for name, method in noun.METHODS.items()}
NOTIFICATIONS: dict[str, Notification] = {name: each for noun in NOUNS for name, each in noun.NOTIFICATIONS.items()}
CLIENT_NOTIFICATIONS: dict[str, Notification] = {
    name: each for noun in NOUNS for name, each in getattr(noun, "CLIENT_NOTIFICATIONS", {}).items()
}
