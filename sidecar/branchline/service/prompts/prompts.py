"""What agents ask, from the moment it is told to the record of the answer: by the user, by a rule, at a hook."""

from __future__ import annotations

import logging
import time

import attrs

from branchline.core.model.agent import HookEvent
from branchline.core.policy.decisions import Decider, by_person
from branchline.core.screen.typing_plan import MAX_TEXT
from branchline.core.session.events import ConversationNamed, Instructed, Looked
from branchline.service.auto_yes.hook_answers import HookAnswers
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Sessions
from branchline.service.history.decision_log import DecisionLog
from branchline.service.terminals.answerer import Answerer
from branchline.service.terminals.terminals import Terminals
from branchline.service.terminals.work_watch import WorkWatch

log = logging.getLogger(__name__)


@attrs.frozen
class Said:
    """The last words of an agent's turn, as its hook tells them."""

    session_id: str
    text: str


class Prompts:
    def __init__(
        self,
        sessions: Sessions,
        terminals: Terminals,
        answerer: Answerer,
        hooks: HookAnswers,
        decisions: DecisionLog,
        work: WorkWatch,
    ) -> None:
        self._sessions = sessions
        self._terminals = terminals
        self._answerer = answerer
        self._hooks = hooks
        self._decisions = decisions
        self._work = work
        self.listeners: Listeners[Said] = Listeners()

    async def answer(self, session_id: str, prompt_id: str, choice: str, by: Decider = Decider.USER) -> bool:
        """A person's answer. True: the line breaks of a text went as blanks. See `Answerer.answer`."""
        self._sessions.get(session_id)
        given = await self._answerer.answer(session_id, prompt_id, choice)
        prompt = given.prompt
        option = next((each for each in prompt.options if each.id == choice), None)
        name = self._sessions.get(session_id).name
        self._decisions.add(by_person(session_id, name, prompt, option, by, time.time()))
        self._sessions.happened(session_id, Looked())
        return given.joined

    async def hooked(self, session_id: str, agent: str, event: HookEvent) -> str | None:
        """An agent's hook was called; what it shall print. What does not fit any session is nobody's."""
        terminal, session = self._terminals.find(session_id), self._sessions.find(session_id)
        if terminal is None or session is None or session.agent != agent:
            log.info("a hook of a session that does not run: %s", session_id[:8])
            return None
        self._work.hooked(session, terminal, event)
        names = terminal.agent.hook_names
        conversation = event.payload.get(names.conversation)
        if isinstance(conversation, str) and conversation.strip() and conversation != session.agent_session:
            self._sessions.happened(session_id, ConversationNamed(conversation))
        told = event.payload.get(names.instruction) if event.name == names.instructed else None
        if isinstance(told, str) and told.strip():
            self._sessions.happened(session_id, Instructed(told.strip()[:MAX_TEXT]))
        claim = terminal.agent.hook(event, time.monotonic()) if terminal.agent.hook else None
        said = event.payload.get(names.said) if claim and claim.is_end else None
        if isinstance(said, str) and said.strip():
            self.listeners.tell(Said(session_id, said))
        reply = None
        if claim and claim.observation.prompt:
            reply = await self._hooks.reply(session_id, claim.observation.prompt)
        elif claim and claim.begins:
            reply = await self._hooks.refusal(session_id, claim.begins)
        if reply is None:
            terminal.hook(event)
        return reply
