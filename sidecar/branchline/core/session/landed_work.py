"""Which sessions are done with: their work is where it was to go. Pure."""

from __future__ import annotations

import attrs

from branchline.core.model.pull_request import PullRequestStatus
from branchline.core.model.session import Session


@attrs.frozen
class LandedWork:
    """`onto` is the branch that has it, `pull_request` the number of the one that was merged: "" and None where that
    did not happen, or is not known. `whole`: nothing was done in the session since, as far as is known."""

    onto: str
    pull_request: int | None
    whole: bool


def landed_work(session: Session) -> LandedWork | None:
    """None: it did not land, or on another branch than the one that its own left alone."""
    landed, seen = session.landed, session.pull_request
    onto = landed.onto if landed is not None and not landed.elsewhere else ""
    number = seen.number if seen is not None and seen.state is PullRequestStatus.MERGED else None
    if not onto and number is None:
        return None
    head = session.head
    if onto:
        whole = not session.changes.files and (head is None or not head.commits)
    else:
        whole = head is not None and seen is not None and head.commit == seen.commit
    return LandedWork(onto, number, whole)
