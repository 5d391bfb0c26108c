"""What happens to the comments on a session's changes, and what becomes of its record."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.comment import Comment
from branchline.core.model.session import Session

MOST_COMMENTS, LONGEST_TEXT, LONGEST_QUOTE = 200, 8_000, 2_000
"""Comments of a session; characters of one, and of the lines that it keeps."""


@attrs.frozen
class CommentAdded:
    comment: Comment


@attrs.frozen
class CommentEdited:
    comment_id: str
    text: str
    """It waits to be sent again."""


@attrs.frozen
class CommentResolved:
    comment_id: str
    resolved: bool


@attrs.frozen
class CommentDeleted:
    comment_id: str


@attrs.frozen
class CommentsSent:
    comment_ids: tuple[str, ...]


@attrs.frozen
class CommentsPlaced:
    """Where they are by now; those that are not there any more, or altered meanwhile in something else, stay."""

    comments: tuple[Comment, ...]


CommentSaid = CommentAdded | CommentEdited | CommentResolved | CommentDeleted | CommentsSent | CommentsPlaced


def comment_said(session: Session, event: CommentSaid) -> Session:
    """Raises NO_COMMENT and TOO_MANY_COMMENTS; nothing changed then."""
    match event:
        case CommentAdded(comment):
            if len(session.comments) >= MOST_COMMENTS:
                raise BranchlineError(
                    ErrorCode.TOO_MANY_COMMENTS,
                    f"A session has at most {MOST_COMMENTS} comments. Delete those that are done with.",
                    most=MOST_COMMENTS,
                )
            return attrs.evolve(session, comments=(*session.comments, _cut(comment)))
        case CommentEdited(comment_id, text):
            return _with(session, comment_id, lambda one: _cut(attrs.evolve(one, text=text, sent=False)))
        case CommentResolved(comment_id, resolved):
            return _with(session, comment_id, lambda one: attrs.evolve(one, resolved=resolved))
        case CommentDeleted(comment_id):
            _with(session, comment_id, lambda one: one)
            left = tuple(each for each in session.comments if each.id != comment_id)
            return attrs.evolve(session, comments=left)
        case CommentsSent(comment_ids):
            sent = (attrs.evolve(each, sent=each.sent or each.id in comment_ids) for each in session.comments)
            return attrs.evolve(session, comments=tuple(sent))
        case CommentsPlaced(comments):
            placed = {each.id: each for each in comments}
            return attrs.evolve(
                session, comments=tuple(_placed(each, placed.get(each.id)) for each in session.comments)
            )


def _placed(comment: Comment, at: Comment | None) -> Comment:
    if at is None:
        return comment
    return attrs.evolve(
        comment, path=at.path, line=at.line, end=at.end, tree=at.tree, outdated=comment.outdated or at.outdated
    )


def _with(session: Session, comment_id: str, change: Callable[[Comment], Comment]) -> Session:
    if all(each.id != comment_id for each in session.comments):
        raise BranchlineError(ErrorCode.NO_COMMENT, "This comment does not exist any more.")
    changed = tuple(change(each) if each.id == comment_id else each for each in session.comments)
    return attrs.evolve(session, comments=changed)


def _cut(comment: Comment) -> Comment:
    return attrs.evolve(comment, text=_short(comment.text, LONGEST_TEXT), quote=_short(comment.quote, LONGEST_QUOTE))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
