"""Puts together what finds out about sessions' work by itself: what they changed, and what they touched elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from branchline.service.base.sessions import Sessions
from branchline.service.review.activity import Activity
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.review.comparing import Comparing
from branchline.service.review.scopes import Scopes
from branchline.service.review.straying import Straying
from branchline.service.terminals.terminals import Terminals
from branchline.service.terminals.work_watch import WorkWatch
from branchline.service.timeline.timeline import Timeline


class Review:
    """`seen` says whether there is a window."""

    def __init__(
        self,
        sessions: Sessions,
        changes: ChangeTracker,
        timeline: Timeline,
        terminals: Terminals,
        work: WorkWatch,
        seen: Callable[[], bool],
    ) -> None:
        self.activity = Activity(sessions=sessions, changes=changes, terminals=terminals, work=work, seen=seen)
        self.scopes = Scopes(changes=changes)
        self.comparing = Comparing(sessions=sessions, changes=changes, timeline=timeline)
        self.straying = Straying(sessions=sessions, changes=changes, timeline=timeline, terminals=terminals, work=work)
