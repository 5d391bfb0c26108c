"""Runs the user's own command when a session waits for them, for notices on the desktop or the phone."""

from __future__ import annotations

import asyncio
import json
import logging
import os

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.machine import user_environment
from branchline.machine.lineage import Being, being
from branchline.service.auto_yes.pause_words import sentence
from branchline.service.auto_yes.verdicts import is_on
from branchline.service.base.background import Background
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.base.settings import LiveSettings

log = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds until the command is ended."""


class OnWaiting:
    """Once for each prompt that the user has to answer."""

    def __init__(self, sessions: Sessions, settings: LiveSettings, background: Background) -> None:
        self._settings = settings
        self._background = background
        waiting = filter(_waits, sessions.all())
        self._told_of = {session.id: session.prompt.id for session in waiting if session.prompt}
        self.running: set[Being] = set()
        """The commands that run now: they are the user's."""
        sessions.listeners.add(self._told)

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                self._changed(session)
            case Dropped(_, session_id):
                self._told_of.pop(session_id, None)

    def _changed(self, session: Session) -> None:
        if not _waits(session):
            if session.status is not Status.WAITING:
                self._told_of.pop(session.id, None)
            return
        prompt_id = session.prompt.id if session.prompt else ""
        if self._told_of.get(session.id) == prompt_id:
            return
        self._told_of[session.id] = prompt_id
        if self._settings.now.enabled and (command := self._settings.now.on_waiting):
            self._background.start(self._run(command, session), "branchline.onWaiting")

    async def _run(self, command: tuple[str, ...], session: Session) -> None:
        said = _said(session)
        variables = {f"BRANCHLINE_{name.upper()}": value.replace("\0", "") for name, value in said.items()}
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                env={**user_environment.last(), **variables},
                cwd=os.path.expanduser("~"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            log.error("branchline.onWaiting could not be run: %s", error)
            return
        program = being(process.pid)
        self.running |= {program} if program else set()
        try:
            await asyncio.wait_for(process.communicate(json.dumps(said).encode()), PATIENCE)
        except asyncio.TimeoutError:
            log.error("branchline.onWaiting did not end within %.0f s and was ended", PATIENCE)
        finally:
            self.running.discard(program)
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            log.error("branchline.onWaiting ended with %d", process.returncode)


def _waits(session: Session) -> bool:
    """For the user, that is: auto-yes is off or paused, or it asks."""
    if session.status is not Status.WAITING:
        return False
    return not is_on(session) or session.asked is not None


def _said(session: Session) -> dict[str, str]:
    prompt = session.prompt
    return {
        "session": session.id,
        "name": session.name,
        "agent": session.agent,
        "repository": session.repo,
        "worktree": session.worktree,
        "reason": session.reason or "",
        "title": prompt.title if prompt else "",
        "command": (prompt.command or "") if prompt else "",
        "why": _why(session),
    }


def _why(session: Session) -> str:
    if session.auto_yes_paused:
        return sentence(session.auto_yes_paused)
    return session.asked.why if session.asked else ""
