"""What viewers see of sessions: screens, scrollback, repaints."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.screen.last_words import MOST, last_words
from branchline.core.screen.logged import hide_secrets
from branchline.machine.paths import Paths, self_command
from branchline.service.base.sessions import Sessions
from branchline.service.terminals.beside import OtherTerminal
from branchline.service.terminals.host import COLS, ROWS
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.printed import printed
from branchline.service.terminals.report import save
from branchline.service.terminals.terminals import Terminals

log = logging.getLogger(__name__)

REPAINT_PATIENCE = 1.0
"""Seconds that a viewer waits for the screen to catch up; it sees an older screen at once rather than none."""


class Viewing:
    def __init__(self, paths: Paths, sessions: Sessions, terminals: Terminals) -> None:
        self._paths = paths
        self._sessions = sessions
        self._terminals = terminals

    def attach_command(self, session_id: str) -> list[str]:
        self._sessions.get(session_id)
        return self_command("attach", session_id)

    async def repaint(self, session_id: str, offset: int) -> tuple[bytes, int]:
        """What paints the session's screen, or that of a terminal beside it, with scrollback, on a fresh terminal, once
        output up to `offset` is on it; and the offset that live output goes on from. Raises NO_SESSION and NOT_RUNNING,
        also when it ends meanwhile."""
        terminal = self._shown(session_id)
        try:
            await asyncio.wait_for(terminal.reached(offset), REPAINT_PATIENCE)
        except asyncio.TimeoutError:
            log.warning("%s: repainted before the output was caught up with", session_id[:8])
        screen = self._shown(session_id).screen
        return screen.dump(scrollback=True), screen.offset

    def _shown(self, session_id: str) -> LiveTerminal | OtherTerminal:
        return self._terminals.host.others.get(session_id) or self._terminals.get(session_id)

    async def output(self, session_id: str, lines: int) -> list[str]:
        """The last `lines` lines of text, scrollback included."""
        return list(self._terminals.get(session_id).screen.text()[-lines:]) if lines else []

    def all_output(self, session_id: str) -> Iterator[str]:
        """All lines of text that were printed and are kept, of an ended or removed session too, without secrets. They
        are read while they are asked for; NOT_SAVED is raised then where they cannot be."""
        terminal = self._terminals.find(session_id)
        size = (terminal.screen.cols, terminal.screen.rows) if terminal else (COLS, ROWS)
        ring = self._paths.session_folder(session_id) / "ring"
        return kept_lines(ring, *size)

    def told(self, session: Session) -> str | None:
        """The beginning of the instruction that its agent had last, or will have first."""
        text = session.instruction or (session.pending[0] if session.pending else "")
        return text[:MOST] or None

    def did(self, session: Session) -> str | None:
        """See `last_words`. Before its first turn an agent's screen says only what every one does at its start."""
        terminal = self._terminals.find(session.id)
        if terminal is None or not session.has_conversation:
            return None
        return last_words(terminal.view()) or None

    async def report(self, session_id: str) -> tuple[Path, str]:
        """Save a redacted recording of the session's terminal: the file, and what is in it as a text for people.
        Raises NOT_RUNNING, NOT_SAVED."""
        screen = self._terminals.get(session_id).screen
        ring = self._paths.session_folder(session_id) / "ring"
        try:
            return await asyncio.to_thread(
                save, self._paths.data / "reports", ring, self._sessions.get(session_id), screen.cols, screen.rows
            )
        except (OSError, ValueError) as error:
            raise BranchlineError(ErrorCode.NOT_SAVED, f"The report could not be written: {error}.") from error


def kept_lines(ring: Path, cols: int, rows: int) -> Iterator[str]:
    """What was printed, without secrets. Raises NOT_SAVED."""
    try:
        yield from map(hide_secrets, printed(ring, cols, rows))
    except FileNotFoundError:
        return  # It never ran, or its scrollback was deleted.
    except ValueError as error:
        raise BranchlineError(ErrorCode.NOT_SAVED, f"The output could not be read: {error}.") from error
