"""Comments as they are on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from branchline.core.model.comment import Comment
from branchline.rpc.messages.comment import WireComment
from branchline.rpc.messages.review_records import WireComments
from branchline.rpc.times import iso


def comments_record(comments: Sequence[Comment]) -> WireComments:
    state = sha256(repr(comments).encode("utf-8", "surrogatepass")).hexdigest()[:16] if comments else ""
    is_open = [each for each in comments if not each.resolved]
    return WireComments(len(is_open), sum(each.is_pending for each in is_open), state)


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
