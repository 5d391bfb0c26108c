"""How instructions begin that Branchline words itself: a session is not named after them."""

from __future__ import annotations

ONE_COMMENT = "Please see to this comment on your changes"
COMMENTS = "Please see to these comments on your changes"
OPENINGS = (ONE_COMMENT, COMMENTS)


def is_own(text: str) -> bool:
    return text.lstrip().startswith(OPENINGS)
