"""When what sessions changed is to be counted: while their agents print and use tools, and when the user comes to see
it. Nothing is counted for nobody: without a window, what an agent does shows when it rests."""

from __future__ import annotations

from collections.abc import Callable

from branchline.core.model.status import Status
from branchline.service.base.sessions import Dropped, News, Sessions
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.terminals import Terminals
from branchline.service.terminals.work_watch import HookCalled, WorkWatch


class Activity:
    """`seen` says whether there is a window."""

    def __init__(
        self,
        sessions: Sessions,
        changes: ChangeTracker,
        terminals: Terminals,
        work: WorkWatch,
        seen: Callable[[], bool],
    ) -> None:
        self._sessions = sessions
        self._changes = changes
        self._seen = seen
        self._unseen: set[str] = set()
        """Whose files may have altered while there was no window."""
        terminals.listeners.add(self._painted)
        work.hooks.add(self._hooked)
        sessions.listeners.add(self._told)

    def looked(self, session_id: str | None) -> None:
        """The user came to a window, where this session is in front: what they did to its files elsewhere shows, and
        what was not counted while no window was there."""
        session = self._sessions.find(session_id) if session_id is not None else None
        if session is not None and session.worktree and not session.freed:
            self._unseen.add(session.id)
        for each in self._unseen:
            self._changes.soon(each)
        self._unseen.clear()

    def _painted(self, terminal: LiveTerminal) -> None:
        """It printed, so it may have written files too."""
        session = self._sessions.find(terminal.session_id)
        if session is not None and session.status is Status.WORKING and self._is_seen(session.id):
            self._changes.soon(session.id)

    def _hooked(self, call: HookCalled) -> None:
        if call.touched is not None and self._is_seen(call.session_id):
            self._changes.at_once(call.session_id)

    def _is_seen(self, session_id: str) -> bool:
        if self._seen():
            return True
        self._unseen.add(session_id)
        return False

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            self._unseen.discard(news.session_id)
