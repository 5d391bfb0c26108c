"""What agents ask, from the moment it is told to the record of the answer: by the user, by a rule, at a hook."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from branchline.agents.shared.agent import Agent
from branchline.core.model import HookEvent
from branchline.core.policy.decisions import Decided, by_user
from branchline.core.policy.policy import Preset
from branchline.core.screen.typing_plan import MAX_TEXT
from branchline.core.session.events import ConversationNamed, Event, Instructed, Looked
from branchline.core.session.settings import Settings
from branchline.service.auto_yes.auto_yes import AutoYes
from branchline.service.auto_yes.rule_advice import RuleAdvice
from branchline.service.base.background import Background
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Sessions
from branchline.service.history.decision_log import DecisionLog
from branchline.service.history.recorder import Recorder
from branchline.service.prompts.on_waiting import OnWaiting
from branchline.service.terminals.answerer import Answerer
from branchline.service.terminals.terminals import Terminals

log = logging.getLogger(__name__)

INSTRUCTED = frozenset({"UserPromptSubmit", "BeforeAgent", "userPromptSubmitted"})
"""Hooks that tell what the user typed: Claude Code's and Qwen's, Gemini's, Copilot's."""


class Prompts:
    """`decisions` tells each one, whoever decided."""

    def __init__(
        self,
        transcripts: Path,
        sessions: Sessions,
        terminals: Terminals,
        recorder: Recorder,
        agent: Callable[[str], Agent],
        settings: Callable[[], Settings],
        happened: Callable[[str, Event], None],
        before_change: Callable[[str], Awaitable[None]],
        background: Background,
    ) -> None:
        self._sessions = sessions
        self._terminals = terminals
        self._recorder = recorder
        self._happened = happened
        self._answerer = Answerer(terminals)
        self.decisions: Listeners[Decided] = Listeners()
        self.log = DecisionLog(transcripts)
        self.auto_yes = AutoYes(
            sessions,
            self._answerer,
            agent,
            lambda: settings().auto_yes,
            happened,
            self._decided,
            before_change,
            background,
        )
        self.advice = RuleAdvice(sessions, self.log, lambda: settings().auto_yes)
        sessions.listeners.add(self.auto_yes.told)
        sessions.listeners.add(OnWaiting(lambda: settings().on_waiting, sessions.all(), background).told)

    async def start(self) -> None:
        """Go on where an earlier sidecar was: its prompts may stand there still."""
        sessions = self._sessions.all()
        if any(session.auto_yes != Preset.OFF.value for session in sessions):
            self.auto_yes.remember(await self.log.entries())
        for session in sessions:
            self.auto_yes.changed(session)

    async def answer(self, session_id: str, prompt_id: str, choice: str) -> None:
        """The user's answer. See `Answerer.answer`."""
        self._sessions.get(session_id)
        prompt = await self._answerer.answer(session_id, prompt_id, choice)
        option = next((each for each in prompt.options if each.id == choice), None)
        self._decided(by_user(session_id, self._sessions.get(session_id).name, prompt, option, time.time()))
        self._happened(session_id, Looked())

    async def hooked(self, session_id: str, agent: str, event: HookEvent) -> str | None:
        """An agent's hook was called; what it shall print. What does not fit any session is nobody's."""
        terminal = self._terminals.get(session_id) if self._sessions.has(session_id) else None
        session = self._sessions.get(session_id) if terminal else None
        if terminal is None or session is None or session.agent != agent:
            log.info("a hook of a session that does not run: %s", session_id[:8])
            return None
        conversation = event.payload.get("session_id") or event.payload.get("sessionId")
        if isinstance(conversation, str) and conversation and conversation != session.agent_session:
            self._happened(session_id, ConversationNamed(conversation))
        told = event.payload.get("prompt")
        if event.name in INSTRUCTED and isinstance(told, str) and told.strip():
            self._happened(session_id, Instructed(told.strip()[:MAX_TEXT]))
        claim = terminal.agent.hook(event, time.monotonic()) if terminal.agent.hook else None
        reply = None
        if claim and claim.observation.prompt:
            reply = await self.auto_yes.reply(session_id, claim.observation.prompt)
        elif claim and claim.begins:
            reply = await self.auto_yes.refusal(session_id, claim.begins)
        if reply is None:
            terminal.hook(event)
        return reply

    def _decided(self, entry: Decided) -> None:
        """Keep what was decided on a prompt, and tell the clients."""
        self._recorder.decided(self._sessions.get(entry.session_id), entry)
        self.log.append(entry)
        self.decisions.tell(entry)
