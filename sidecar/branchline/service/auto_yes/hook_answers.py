"""Answers what agents ask at their hooks, and knows which dialogs are answered by that."""

from __future__ import annotations

import time

import attrs

from branchline.core.model.prompt import Prompt
from branchline.core.model.session import Session
from branchline.core.policy.decisions import AnsweredBy, Outcome
from branchline.core.policy.verdicts import Answer, Ask, Deny
from branchline.service.auto_yes.judging import Judge
from branchline.service.auto_yes.verdicts import Verdicts, is_on, may_still
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.terminals.answerer import VANISH_PATIENCE

SNAPSHOT_PATIENCE = 10.0
"""Seconds that a dialog waits for its hook's answer while a snapshot is taken before it."""
MOST_LEFT = 50


@attrs.frozen
class Replied:
    """A hook answered this; its dialog may be seen until then."""

    prompt: Prompt
    until: float


class HookAnswers:
    def __init__(self, sessions: Sessions, judge: Judge, verdicts: Verdicts) -> None:
        self._sessions = sessions
        self._judge = judge
        self._verdicts = verdicts
        self._asked_at: dict[str, float] = {}
        self._replied: dict[str, Replied] = {}
        self._left: dict[str, tuple[Prompt, ...]] = {}
        """What hooks asked in this turn and was left to the dialog: it may look like what was answered there."""
        sessions.listeners.add(self._told)

    async def reply(self, session_id: str, prompt: Prompt) -> str | None:
        """What the agent's hook shall print for what it just asked; None leaves it to the dialog. Raises NO_SESSION."""
        session = self._sessions.get(session_id)
        agent = self._judge.agent(session)
        if agent.reply is None or not is_on(session) or not self._judge.answers_at_hooks:
            return None
        self._asked_at[session_id] = time.monotonic()
        decision = await self._judge.decide(session, prompt, at_hook=True)
        if isinstance(decision, Ask) or self._verdicts.why_not(session_id, prompt) or not self._may(session):
            self._leave(session_id, prompt)
            return None
        # Its dialog may show while the snapshot is taken, and is not to be answered by keys as well.
        self._replied[session_id] = Replied(prompt, time.monotonic() + SNAPSHOT_PATIENCE)
        if await self._judge.unsafe(session_id, decision) is not None or not self._may(session):
            self._replied.pop(session_id, None)
            self._leave(session_id, prompt)
            return None
        self._replied[session_id] = Replied(prompt, time.monotonic() + VANISH_PATIENCE)
        outcome = Outcome.ANSWERED if isinstance(decision, Answer) else Outcome.REFUSED
        self._verdicts.answered(session_id, prompt, decision, outcome, AnsweredBy.HOOK)
        return agent.reply(isinstance(decision, Answer), decision.why)

    async def refusal(self, session_id: str, prompt: Prompt) -> str | None:
        """What the hook of a tool that begins shall print: None, unless a rule forbids it. It may not even ask. Raises
        NO_SESSION."""
        session = self._sessions.get(session_id)
        agent = self._judge.agent(session)
        if agent.refuse is None or not is_on(session) or not self._judge.answers_at_hooks:
            return None
        decision = await self._judge.decide(session, prompt, at_hook=True)
        if not isinstance(decision, Deny) or not self._may(session):
            return None
        self._verdicts.answered(session_id, prompt, decision, Outcome.REFUSED, AnsweredBy.HOOK)
        return agent.refuse(decision.why)

    def replied_to(self, session_id: str, shown: Prompt) -> Replied | None:
        """What was answered at the hook of the prompt that this dialog shows, if it was."""
        replied = self._replied.get(session_id)
        others = any(_is_same(shown, each) for each in self._left.get(session_id, ()))
        if replied is None or others or time.monotonic() >= replied.until or not _is_same(shown, replied.prompt):
            return None
        return replied

    def still_replies(self, session_id: str) -> bool:
        """The answer was not taken back."""
        return session_id in self._replied

    def asked_within(self, session_id: str, seconds: float) -> bool:
        """A hook that can be answered asked so lately."""
        return time.monotonic() - self._asked_at.get(session_id, float("-inf")) < seconds

    def _leave(self, session_id: str, prompt: Prompt) -> None:
        self._left[session_id] = (*self._left.get(session_id, ()), prompt)[-MOST_LEFT:]

    def _may(self, session: Session) -> bool:
        return may_still(self._sessions, session)

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session) if session.rests:
                self._left.pop(session.id, None)
            case Dropped(_, session_id):
                self._asked_at.pop(session_id, None)
                self._replied.pop(session_id, None)
                self._left.pop(session_id, None)


def _is_same(shown: Prompt, asked: Prompt) -> bool:
    """A dialog shows what a hook asked. It may be cut off."""
    if shown.id == asked.id:
        return True
    if shown.command and asked.command:
        said, whole = "".join(shown.command.split()).rstrip("…"), "".join(asked.command.split())
        return whole.startswith(said)
    return bool(shown.paths) and any(path.endswith(shown.paths[0].lstrip("./")) for path in asked.paths)
