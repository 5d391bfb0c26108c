"""Puts together what is kept of what happened, and read of it."""

from __future__ import annotations

from branchline.service.base.base import Base
from branchline.service.history.decision_log import DecisionLog
from branchline.service.history.exports import Exports
from branchline.service.history.histories import Histories
from branchline.service.history.recorder import Recorder
from branchline.service.history.search import Search
from branchline.store.store import Store


class History:
    def __init__(self, base: Base, store: Store) -> None:
        paths, sessions = base.paths, base.sessions
        self.recorder = Recorder(paths=paths, sessions=sessions)
        self.decisions = DecisionLog(paths=paths, sessions=sessions, recorder=self.recorder)
        self.search = Search(paths=paths, sessions=sessions)
        self.histories = Histories(paths=paths, sessions=sessions, store=store)
        self.exports = Exports(paths=paths)
