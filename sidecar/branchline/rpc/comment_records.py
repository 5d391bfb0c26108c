"""Comments as they are on the wire."""

from __future__ import annotations

from branchline.core.model.comment import Comment
from branchline.rpc.messages.comment import WireComment
from branchline.rpc.times import iso


def comment_record(comment: Comment) -> WireComment:
    return WireComment(
        id=comment.id,
        path=comment.path,
        side=comment.side,
        line=comment.line,
        end=comment.end,
        quote=comment.quote,
        text=comment.text,
        at=iso(comment.at),
        author=comment.author,
        sent=comment.sent,
        resolved=comment.resolved,
        outdated=comment.outdated,
    )
