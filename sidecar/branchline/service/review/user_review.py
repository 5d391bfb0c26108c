"""Puts together what the user does about sessions' changes: they are looked at and commented on."""

from __future__ import annotations

from branchline.service.base.base import Base
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.review.commenting import Commenting
from branchline.service.review.files import Files
from branchline.service.review.reviewing import Reviewing
from branchline.service.terminals.instructions import Instructions


class UserReview:
    def __init__(self, base: Base, change_tracker: ChangeTracker, instructions: Instructions) -> None:
        sessions, whereabouts = base.sessions, base.whereabouts
        self.files = Files(whereabouts=whereabouts)
        self.reviewing = Reviewing(
            sessions=sessions, whereabouts=whereabouts, locks=base.locks, change_tracker=change_tracker
        )
        self.commenting = Commenting(
            sessions=sessions, whereabouts=whereabouts, instructions=instructions, background=base.background
        )
