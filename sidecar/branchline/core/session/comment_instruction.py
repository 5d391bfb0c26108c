"""Comments on a session's changes as one instruction for its agent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from branchline.core.model.comment import Comment, Side

_FENCES = re.compile(r"`{3,}")


def comment_instruction(comments: Sequence[Comment]) -> str:
    """By file and line. What is quoted stands between fences that it cannot end."""
    ordered = sorted(comments, key=lambda each: (each.path, each.side.value, each.line))
    head = "Please see to this comment on your changes:" if len(ordered) == 1 else (
        f"Please see to these {len(ordered)} comments on your changes, each for itself:"
    )  # fmt: skip
    return "\n\n".join([head, *(_part(number, each, len(ordered)) for number, each in enumerate(ordered, 1))])


def _part(number: int, comment: Comment, count: int) -> str:
    lines = f"line {comment.line}" if comment.line == comment.end else f"lines {comment.line} to {comment.end}"
    before = " of the version before your changes" if comment.side is Side.BASE else ""
    since = ", which may have altered since" if comment.outdated else ""
    start = f"{number}. " if count > 1 else ""
    quote = comment.quote.strip("\n")
    fence = "`" * max(3, 1 + max((len(each) for each in _FENCES.findall(quote)), default=0))
    quoted = f"\n{fence}\n{quote}\n{fence}" if quote.strip() else ""
    return f"{start}{comment.path}, {lines}{before}{since}:{quoted}\n{comment.text.strip()}"
