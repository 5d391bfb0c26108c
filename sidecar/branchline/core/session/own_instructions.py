"""How instructions begin that Branchline words itself: a session is not named after them."""

from __future__ import annotations

ONE_COMMENT = "Please see to this comment on your changes"
COMMENTS = "Please see to these comments on your changes"
CHECKS = "Checks of pull request #"
THREADS = "Reviewers of pull request #"
HANDED_OVER = "You go on with work on the branch "
OPENINGS = (ONE_COMMENT, COMMENTS, CHECKS, THREADS)


def is_own(text: str) -> bool:
    return text.lstrip().startswith(OPENINGS)
