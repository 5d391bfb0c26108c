"""Runs the user's own command when a session waits for them, for notices on the desktop or the phone."""

from __future__ import annotations

import asyncio
import json
import logging
import os

from branchline.core.model.session import Session
from branchline.core.session.attention_events import Begun
from branchline.core.session.needs import NeedKind, is_left_to_user
from branchline.machine import user_environment
from branchline.machine.lineage import Being, being
from branchline.service.auto_yes.pause_words import sentence
from branchline.service.base.background import Background
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.prompts.telling import Telling
from branchline.service.prompts.tokens import Tokens

log = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds until the command is ended."""


class OnWaiting:
    """Once for each prompt that the user has to answer; for what began in quiet hours at their end, if it still waits.
    One timer, while something is held back."""

    def __init__(
        self, sessions: Sessions, settings: LiveSettings, telling: Telling, tokens: Tokens, background: Background
    ) -> None:
        self._sessions = sessions
        self._settings = settings
        self._telling = telling
        self._tokens = tokens
        self._background = background
        self.running: set[Being] = set()
        """The commands that run now: they are the user's."""
        self._held: set[str] = set()
        """The sessions that wait, of which nothing was told yet."""
        self._timer: asyncio.TimerHandle | None = None
        telling.begun.add(self._begun)
        settings.listeners.add(lambda _settings: self.tick())

    def tick(self) -> None:
        """Tells of what was held back, once the user wants to hear it."""
        self.close()
        if not self._held:
            return
        if quiet_for := self._telling.quiet_for:
            self._timer = asyncio.get_running_loop().call_later(quiet_for, self.tick)
            return
        held, self._held = self._held, set()
        for session in filter(None, map(self._sessions.find, held)):
            if is_left_to_user(session):
                self._tell(session)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None

    def _begun(self, begun: Begun) -> None:
        session = self._sessions.find(begun.need.session_id)
        if session is None or begun.need.kind is not NeedKind.WAITING:
            return
        if self._telling.is_quiet:
            self._held.add(session.id)
            self.tick()
        else:
            self._tell(session)

    def _tell(self, session: Session) -> None:
        settings = self._settings.now
        if settings.enabled and (command := settings.on_waiting):
            self._background.start(self._run(command, session), "branchline.onWaiting")

    async def _run(self, command: tuple[str, ...], session: Session) -> None:
        said = _said(session, self._tokens.issue(session))
        variables = {f"BRANCHLINE_{name.upper()}": _as_text(value) for name, value in said.items()}
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


def _said(session: Session, token: str) -> dict[str, object]:
    """What the command is told: as JSON on its input, and each as a variable."""
    prompt = session.prompt
    options = prompt.options if prompt else ()
    return {
        "session": session.id,
        "name": session.name,
        "title": session.title,
        "kind": session.kind,
        "agent": session.agent,
        "repository": session.repo,
        "worktree": session.worktree,
        "reason": session.reason or "",
        "prompt": prompt.title if prompt else "",
        "command": (prompt.command or "") if prompt else "",
        "options": [{"id": each.id, "label": each.label, "meaning": each.meaning.value} for each in options],
        "takes_text": prompt is not None and prompt.takes_text,
        "why": _why(session),
        "token": token,
    }


def _as_text(value: object) -> str:
    return (value if isinstance(value, str) else json.dumps(value)).replace("\0", "")


def _why(session: Session) -> str:
    if session.auto_yes_paused:
        return sentence(session.auto_yes_paused)
    return session.asked.why if session.asked else ""
