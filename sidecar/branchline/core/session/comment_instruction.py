"""Comments on a session's changes as one instruction for its agent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from branchline.core.model.comment import Comment, Side
from branchline.core.session.own_instructions import COMMENTS, ONE_COMMENT

_FENCES = re.compile(r"`{3,}")


def comment_instruction(comments: Sequence[Comment]) -> str:
    """By file and line. What is quoted stands between fences that it cannot end."""
    ordered = sorted(comments, key=lambda each: (each.path, each.side.value, each.line))
    count = len(ordered)
    head = f"{ONE_COMMENT}:" if count == 1 else f"{COMMENTS}, {count} in all, each for itself:"
    return "\n\n".join([head, *(_part(number, each, count) for number, each in enumerate(ordered, 1))])


def _part(number: int, comment: Comment, count: int) -> str:
    lines = f"line {comment.line}" if comment.line == comment.end else f"lines {comment.line} to {comment.end}"
    before = " of the version before your changes" if comment.side is Side.BASE else ""
    since = ", which may have altered since" if comment.outdated else ""
    start = f"{number}. " if count > 1 else ""
    quote = comment.quote.strip("\n")
    fence = "`" * max(3, 1 + max((len(each) for each in _FENCES.findall(quote)), default=0))
    quoted = f"\n{fence}\n{quote}\n{fence}" if quote.strip() else ""
    return f"{start}{comment.path}, {lines}{before}{since}:{quoted}\n{comment.text.strip()}"
