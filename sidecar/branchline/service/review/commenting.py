"""Comments on sessions' changes: they follow their lines, and go to the agent as one instruction."""

from __future__ import annotations

import logging
import time
from uuid import uuid4

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.comment import Comment, Side
from branchline.core.model.note import Note
from branchline.core.model.session import Session
from branchline.core.session.comment_events import (
    CommentAdded,
    CommentDeleted,
    CommentEdited,
    CommentResolved,
    CommentsPlaced,
    CommentsSent,
)
from branchline.core.session.comment_instruction import comment_instruction
from branchline.core.session.comment_lines import moved
from branchline.core.session.findings import findings
from branchline.git.changes import checked_path
from branchline.git.line_moves import Moved, line_moves
from branchline.service.base.background import Background
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.terminals.instructions import Instructions

log = logging.getLogger(__name__)


class Commenting:
    def __init__(
        self, sessions: Sessions, whereabouts: Whereabouts, instructions: Instructions, background: Background
    ) -> None:
        self._sessions = sessions
        self._whereabouts = whereabouts
        self._instructions = instructions
        self._background = background
        self._following: set[str] = set()
        self._notes = {session.id: session.notes for session in sessions.all()}
        sessions.listeners.add(self._told)

    def add(self, session_id: str, *, path: str, side: Side, lines: tuple[int, int], quote: str, text: str) -> Comment:
        """Raises NO_SESSION, BAD_PATH, BAD_COMMENT and TOO_MANY_COMMENTS."""
        session = self._sessions.get(session_id)
        checked_path(path)
        line, end = lines
        if not 1 <= line <= end:
            raise BranchlineError(ErrorCode.BAD_COMMENT, "A comment is on lines, from 1, the first one first.")
        added = _made(session, path, side, lines, _said(text), quote=quote)
        self._sessions.happened(session_id, CommentAdded(added))
        return added

    def edit(self, session_id: str, comment_id: str, text: str) -> None:
        """Raises NO_SESSION, NO_COMMENT and BAD_COMMENT."""
        self._sessions.happened(session_id, CommentEdited(comment_id, _said(text)))

    def resolve(self, session_id: str, comment_id: str, resolved: bool) -> None:
        """Raises NO_SESSION and NO_COMMENT."""
        self._sessions.happened(session_id, CommentResolved(comment_id, resolved))

    def delete(self, session_id: str, comment_id: str) -> None:
        """Raises NO_SESSION and NO_COMMENT."""
        self._sessions.happened(session_id, CommentDeleted(comment_id))

    async def send(self, session_id: str) -> None:
        """Returns when the agent is told, or the instruction waits for its ready screen. Raises NO_SESSION, NO_COMMENT
        (none waits) and the errors of `Instructions.send`; they wait as before then."""
        pending = [each for each in self._sessions.get(session_id).comments if each.is_pending]
        if not pending:
            raise BranchlineError(ErrorCode.NO_COMMENT, "There is no comment that was not sent yet.")
        await self._instructions.send(session_id, comment_instruction(pending), submit=True, queue=True)
        self._sessions.happened(session_id, CommentsSent(tuple(each.id for each in pending)))

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                before = self._notes.get(session.id, ())
                self._notes[session.id] = session.notes
                if session.notes != before:
                    self._background.start(self._take(session.id, before), "taking findings")
                if _left_behind(session) and session.id not in self._following:
                    self._following.add(session.id)
                    self._background.start(self._follow(session.id), "following comments")
            case Dropped(_, session_id):
                self._notes.pop(session_id, None)

    async def _take(self, session_id: str, before: tuple[Note, ...]) -> None:
        """What a second opinion found at lines, instead of what it had said before and nobody took up."""
        for note in self._sessions.get(session_id).notes:
            if note in before:
                continue
            session = self._sessions.get(session_id)
            for old in [each for each in session.comments if each.author == note.name and each.is_pending]:
                self._sessions.happened(session_id, CommentDeleted(old.id))
            for each in findings(note.text):
                try:
                    checked_path(each.path)
                    made = _made(session, each.path, Side.NOW, (each.line, each.end), each.text, author=note.name)
                    self._sessions.happened(session_id, CommentAdded(made))
                except BranchlineError as error:
                    log.info("%s: a finding is no comment: %s", session_id[:8], error.message)

    async def _follow(self, session_id: str) -> None:
        try:
            while (session := self._sessions.find(session_id)) and (behind := _left_behind(session)):
                tree, repo = session.changes.tree, (await self._whereabouts.now(session_id)).repo
                placed: list[Comment] = []
                for since in {each.tree for each in behind}:
                    those = [each for each in behind if each.tree == since]
                    placed += await self._moved(repo, since, tree, those)
                self._sessions.happened(session_id, CommentsPlaced(tuple(placed)))
        except BranchlineError as error:
            log.info("%s: comments do not follow their lines: %s", session_id[:8], error.message)
        finally:
            self._following.discard(session_id)

    async def _moved(self, repo: str, since: str, tree: str, comments: list[Comment]) -> list[Comment]:
        try:
            moves = await line_moves(repo, since, tree, {each.path for each in comments})
        except BranchlineError as error:
            if error.code is not ErrorCode.GIT_FAILED:
                raise
            log.info("comments stay where they are, the state %s is gone: %s", since, error.message)
            return [attrs.evolve(each, tree=tree, outdated=True) for each in comments]
        return [_placed(each, moves.get(each.path), tree) for each in comments]


def _left_behind(session: Session) -> list[Comment]:
    """Those in the worktree whose place is one of an earlier state."""
    tree = session.changes.tree
    return [each for each in session.comments if each.side is Side.NOW and tree and each.tree != tree]


def _placed(comment: Comment, move: Moved | None, tree: str) -> Comment:
    if move is None:
        return attrs.evolve(comment, tree=tree)
    if move.path is None:
        return attrs.evolve(comment, tree=tree, outdated=True)
    place = moved(comment.line, comment.end, move.hunks)
    outdated = comment.outdated or place.is_outdated
    return attrs.evolve(comment, tree=tree, path=move.path, line=place.line, end=place.end, outdated=outdated)


def _made(
    session: Session, path: str, side: Side, lines: tuple[int, int], text: str, *, quote: str = "", author: str = ""
) -> Comment:
    tree = session.changes.tree or session.base
    line, end = lines
    return Comment(uuid4().hex, path, side, line, end, quote, text, time.time(), tree, author)


def _said(text: str) -> str:
    if not text.strip():
        raise BranchlineError(ErrorCode.BAD_COMMENT, "There is nothing in this comment.")
    return text
