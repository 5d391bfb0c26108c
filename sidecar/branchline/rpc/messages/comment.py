"""Comments on a session's changes, for its agent."""

from __future__ import annotations

import attrs

from branchline.core.model.comment import Side
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class WireComment:
    """Lines `line` to `end`, from 1, of the file at `path` in the worktree, or at the session's base; `quote` is how
    they were when it was written. `author` is the name of the session that found it, "" for the user. `outdated`: its
    lines are gone or altered, it stands where they were."""

    id: str
    path: str
    side: Side
    line: int
    end: int
    quote: str
    text: str
    at: str
    author: str
    sent: bool
    resolved: bool
    outdated: bool


@attrs.frozen
class CommentsResult:
    """Oldest first."""

    comments: list[WireComment]


@attrs.frozen
class AddCommentParams:
    """On lines `line` to `end`, from 1, of the file at `path`, relative to the worktree; `quote` is what is there."""

    id: str
    path: str
    side: Side
    line: int
    end: int
    quote: str
    text: str


@attrs.frozen
class EditCommentParams:
    """`comment` is its id. Edited, it waits to be sent again."""

    id: str
    comment: str
    text: str


@attrs.frozen
class CommentParams:
    """`comment` is its id."""

    id: str
    comment: str


@attrs.frozen
class ResolveCommentParams:
    """`comment` is its id. With `resolved` false it is open again."""

    id: str
    comment: str
    resolved: bool = True


METHODS = {
    "comment/list": Query(IdParams, CommentsResult, "The comments on a session's changes."),
    "comment/add": Method(AddCommentParams, WireComment, "A new one, which waits to be sent."),
    "comment/edit": Method(EditCommentParams, WireSession, "Other words."),
    "comment/resolve": Method(ResolveCommentParams, WireSession, "It is done with, or open again."),
    "comment/delete": Method(CommentParams, WireSession, "Deletes one."),
    "comment/send": Method(IdParams, WireSession, "Those that wait go to the agent, as one instruction."),
}

NOTIFICATIONS: dict[str, Notification] = {}
