"""Keeps each session's history in its transcript, as it happens. A listener of the sessions like any client."""

from __future__ import annotations

import logging
from typing import Any

from branchline.core.model.prompt import Prompt
from branchline.core.model.session import Session
from branchline.core.policy.decisions import Decided, to_fields
from branchline.core.session.snapshot import Snapshot
from branchline.machine.paths import Paths
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.store.transcript import Transcript

log = logging.getLogger(__name__)

STANDS = "stands"
"""The event that says by which snapshot a decision's doing was over."""
DECISION = "decision"
"""The event of a transcript that says what was decided on a prompt."""


class Recorder:
    def __init__(self, paths: Paths, sessions: Sessions) -> None:
        self._paths = paths
        self._last = {session.id: session for session in sessions.all()}
        sessions.listeners.add(self._told)

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                self._changed(session)
            case Dropped(_, session_id):
                self._dropped(session_id)

    def _changed(self, session: Session) -> None:
        before = self._last.get(session.id)
        self._last[session.id] = session
        if before is None:
            self._write(
                session,
                "created",
                name=session.name,
                title=session.title,
                agent=session.agent,
                repo=session.repo,
                instruction=session.pending[0] if session.pending else None,
            )
            return
        if (session.worktree, session.branch) != (before.worktree, before.branch):
            self._write(session, "worktree", path=session.worktree, branch=session.branch, base=session.base)
        if (session.name, session.title) != (before.name, before.title):
            self._write(session, "named", name=session.name, title=session.title)
        if session.instruction is not None and session.instruction != before.instruction:
            self._write(session, "input", text=session.instruction)
        if (session.status, session.reason) != (before.status, before.reason):
            self._write(
                session, "status", status=session.status.value, reason=session.reason, rule=session.evidence.rule
            )
        if session.prompt is not None and (before.prompt is None or session.prompt.id != before.prompt.id):
            self._write(session, "prompt", **_prompt_fields(session.prompt))
        for note in session.notes[len(before.notes) :]:
            self._write(session, "note", note.at, name=note.name, text=note.text)
        if session.not_carried and session.not_carried != before.not_carried:
            self._write(session, "notCarried", said=list(session.not_carried))
        if session.exit_code is not None and before.exit_code is None:
            self._write(session, "exit", code=session.exit_code)

    def decided(self, session: Session, entry: Decided) -> None:
        """What was decided on a prompt, by a rule or the user."""
        self._write(session, DECISION, entry.at, **to_fields(entry))

    def stands(self, session: Session, entry: Decided) -> None:
        """The snapshot after it is known now."""
        self._write(session, STANDS, prompt_id=entry.prompt_id, decided=entry.at, after=entry.after)

    def snapshot(self, session: Session, snapshot: Snapshot) -> None:
        """One that was just taken."""
        taken = {"ref": snapshot.ref, "commit": snapshot.commit, "reason": snapshot.reason}
        counts = snapshot.changes
        self._write(session, "snapshot", snapshot.at, **taken, changes=[counts.files, counts.added, counts.removed])

    def _dropped(self, session_id: str) -> None:
        session = self._last.pop(session_id, None)
        if session is not None:
            self._write(session, "removed", branch=session.branch)

    def _write(self, session: Session, event: str, at: float | None = None, **fields: Any) -> None:
        transcript = Transcript(self._paths.transcripts, session.task, session.id, session.created_at)
        try:
            transcript.append(event, session.updated_at if at is None else at, **fields)
        except OSError as error:
            log.warning("%s: the transcript could not be written: %s", session.id[:8], error)


def _prompt_fields(prompt: Prompt) -> dict[str, Any]:
    return {
        "id": prompt.id,
        "kind": prompt.kind.value,
        "title": prompt.title,
        "tool": prompt.tool,
        "command": prompt.command,
        "paths": list(prompt.paths),
        "url": prompt.url,
    }
