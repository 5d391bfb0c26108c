"""Answers dialogs by keys: whatever is published as asked is judged once for each time that it appears.

Agents whose hooks take an answer are answered there, and the dialog, should it show meanwhile, is left alone.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.prompt import Prompt
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.policy.decisions import AnsweredBy, Outcome
from branchline.core.policy.verdicts import Answer, Ask, Deny, Reply
from branchline.core.reasons import AutoYesPause, AutoYesPauseCode
from branchline.service.auto_yes.common_answers import CommonAnswers
from branchline.service.auto_yes.hook_answers import HookAnswers
from branchline.service.auto_yes.judging import Judge
from branchline.service.auto_yes.pause_words import sentence
from branchline.service.auto_yes.verdicts import Verdicts, is_on, may_still
from branchline.service.base.background import Background
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.terminals.answerer import VANISH_PATIENCE, Answerer

HOOK_LEAD = 0.25
"""Seconds that a dialog waits for its hook, in a session whose hooks can answer: they come some 30 ms before it, on a
busy machine later."""
TOLD_PATIENCE = 1.0
"""Seconds in which a prompt told by a hook gets its options from the screen, or a dialog its folder from a hook."""
TRIES = 30
"""Times that a prompt is answered which was not to be seen when the key was due, though it still stands there."""
_AGAIN = 0.05


@attrs.frozen(eq=False)
class _Standing:
    """A prompt that is judged or has been, by a preset, or by a common answer: one object for each time that it
    appears."""

    prompt: Prompt
    preset: str
    common: Reply | Ask | None
    """What common answers make of it."""


_ENDED = {ErrorCode.STOPPED, ErrorCode.NOT_RUNNING, ErrorCode.NO_SESSION}
"""Auto-yes was stopped, or the agent, before a key was sent: nobody has to look after that."""


class KeyAnswers:
    def __init__(
        self,
        sessions: Sessions,
        judge: Judge,
        verdicts: Verdicts,
        hooks: HookAnswers,
        common: CommonAnswers,
        answerer: Answerer,
        background: Background,
    ) -> None:
        self._sessions = sessions
        self._judge = judge
        self._verdicts = verdicts
        self._hooks = hooks
        self._common = common
        self._answerer = answerer
        self._background = background
        self._standing: dict[str, _Standing] = {}
        self._answering: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        sessions.listeners.add(self._told)

    def look_at(self, session: Session) -> None:
        """The session's record, as it is now."""
        prompt = session.prompt if session.status is Status.WAITING else None
        common = self._common.decide(session, prompt) if prompt else None
        if prompt is None or (common is None and not is_on(session)):
            # What appears again is judged again.
            self._standing.pop(session.id, None)
            return
        before = self._standing.get(session.id)
        now = _Standing(attrs.evolve(prompt, selected=None), session.auto_yes, common)
        if before is None or attrs.astuple(before, recurse=False) != attrs.astuple(now, recurse=False):
            self._standing[session.id] = now
            if session.asked is None:
                self._background.start(self._consider(session.id, now), "auto-yes")

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                self.look_at(session)
            case Dropped(_, session_id):
                self._standing.pop(session_id, None)
                self._answering.pop(session_id, None)

    async def _consider(self, session_id: str, standing: _Standing) -> None:
        if not self._stands(session_id, standing):
            return
        prompt = standing.prompt
        await asyncio.sleep(self._patience(session_id, prompt))
        replied = self._hooks.replied_to(session_id, prompt)
        if replied is not None:
            await asyncio.sleep(replied.until - time.monotonic())
            if not self._stands(session_id, standing):
                return
            if self._hooks.still_replies(session_id):
                self._verdicts.given_up(session_id, AutoYesPause(AutoYesPauseCode.HOOK_NOT_FOLLOWED.value))
                return
        async with self._answering[session_id]:
            if self._stands(session_id, standing):
                await self._decide(session_id, standing)

    async def _decide(self, session_id: str, standing: _Standing) -> None:
        session, prompt = self._sessions.get(session_id), standing.prompt
        decision = standing.common or await self._judge.decide(session, prompt)
        if not self._stands(session_id, standing):
            return
        if isinstance(decision, Ask):
            self._verdicts.asked(session_id, prompt, decision)
        elif (why := self._verdicts.why_not(session_id, prompt)) is not None:
            self._verdicts.asked(session_id, prompt, Ask("limit", sentence(why)))
            self._verdicts.given_up(session_id, why, decision)
        elif (unsafe := await self._judge.unsafe(session_id, decision)) is not None:
            self._verdicts.asked(session_id, prompt, unsafe)
        else:
            await self._answer(session, standing, decision)

    def _patience(self, session_id: str, prompt: Prompt) -> float:
        """How long something better may be coming: more of the prompt replaces it, and what is known now is dropped."""
        agent = self._judge.agent(self._sessions.get(session_id))
        hides_folder = agent.hook is not None and not agent.shows_folder and prompt.folder is None
        if (not prompt.options and not prompt.takes_text) or (prompt.command and hides_folder):
            return TOLD_PATIENCE
        if agent.reply is None or not self._judge.answers_at_hooks:
            return 0.0
        return 0.0 if self._hooks.asked_within(session_id, VANISH_PATIENCE) else HOOK_LEAD

    async def _answer(self, session: Session, standing: _Standing, decision: Answer | Deny | Reply) -> None:
        outcome = Outcome.STALE
        for _ in range(TRIES):
            outcome, why = await self._try(session, standing, decision)
            if why is not None:
                self._verdicts.given_up(session.id, why, decision)
            if outcome is not Outcome.STALE:
                break
            # It is being redrawn, or it is gone.
            await asyncio.sleep(_AGAIN)
            if not self._stands(session.id, standing):
                break
        if outcome is Outcome.STOPPED and self._standing.get(session.id, standing) is not standing:
            return  # More is known of the prompt meanwhile, and it is judged anew.
        self._verdicts.answered(session.id, standing.prompt, decision, outcome, AnsweredBy.KEYS)
        if outcome is Outcome.STALE and self._stands(session.id, standing):
            self._verdicts.given_up(session.id, AutoYesPause(AutoYesPauseCode.SCREEN_MOVES.value), decision)

    async def _try(
        self, session: Session, standing: _Standing, decision: Answer | Deny | Reply
    ) -> tuple[Outcome, AutoYesPause | None]:
        """What came of it, and why auto-yes should pause, if it should."""

        def may() -> bool:
            return self._may(session, standing, decision) and self._stands(session.id, standing)

        chosen = decision.choice if isinstance(decision, Reply) else decision.option or ""
        try:
            await self._answerer.answer(session.id, standing.prompt.id, chosen, may)
        except BranchlineError as error:
            if error.code in {ErrorCode.STALE_PROMPT, ErrorCode.BUSY}:
                return Outcome.STALE, None
            if error.code in _ENDED:
                return Outcome.STOPPED, None
            return Outcome.NOT_ANSWERED, AutoYesPause(AutoYesPauseCode.NOT_ANSWERED.value, detail=error.message)
        return (Outcome.REFUSED if isinstance(decision, Deny) else Outcome.ANSWERED), None

    def _may(self, session: Session, standing: _Standing, decision: Answer | Deny | Reply) -> bool:
        """The same would be answered now: the user may have altered what it goes by."""
        if not isinstance(decision, Reply):
            return may_still(self._sessions, session)
        now = self._sessions.find(session.id)
        return now is not None and self._common.decide(now, standing.prompt) == decision

    def _stands(self, session_id: str, standing: _Standing) -> bool:
        return self._standing.get(session_id) is standing and self._sessions.has(session_id)
