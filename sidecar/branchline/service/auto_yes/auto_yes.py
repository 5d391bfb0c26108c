"""Answers prompts by the user's policy: decided for one prompt, given once to that very prompt, and always recorded.

A listener of the sessions: whatever is published as asked is judged once for each time that it appears. Agents whose
hooks take an answer are answered there, and the dialog, should it show meanwhile, is left alone.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable

import attrs

from branchline.agents.shared.agent import Agent
from branchline.core.errors import BranchlineError
from branchline.core.model import Asked, Prompt, Session, Status
from branchline.core.policy.auto_yes_settings import AutoYesSettings
from branchline.core.policy.decisions import Decided, Outcome, by_rule
from branchline.core.policy.policy import Answer, Ask, Deny, Preset, Request, request_of
from branchline.core.session.events import AutoYesAsks, AutoYesPaused, Event
from branchline.service.auto_yes.judging import judge
from branchline.service.auto_yes.limits import AnswerLimits
from branchline.service.base.background import Background
from branchline.service.base.sessions import Activated, Changed, Dropped, News, Sessions
from branchline.service.terminals.answerer import VANISH_PATIENCE, Answerer

log = logging.getLogger(__name__)

HOOK_LEAD = 0.25
"""Seconds that a dialog waits for its hook, in a session whose hooks can answer: they come some 30 ms before it, on a
busy machine later."""
TOLD_PATIENCE = 1.0
"""Seconds in which a prompt told by a hook gets its options from the screen, or a dialog its folder from a hook."""
SNAPSHOT_PATIENCE = 10.0
"""Seconds that a dialog waits for its hook's answer while a snapshot is taken before it."""
TRIES = 30
"""Times that a prompt is answered which was not to be seen when the key was due, though it still stands there."""
MOST_LEFT = 50
_AGAIN = 0.05
STOPPED_ALL = "You stopped auto-yes everywhere."


@attrs.frozen(eq=False)
class _Standing:
    """A prompt that is judged or has been, by a preset: one object for each time that it appears."""

    prompt: Prompt
    preset: str


@attrs.frozen
class _Replied:
    """A hook answered this; its dialog may be seen until then."""

    prompt: Prompt
    until: float


class AutoYes:
    def __init__(
        self,
        sessions: Sessions,
        answerer: Answerer,
        agent: Callable[[str], Agent],
        settings: Callable[[], AutoYesSettings],
        happened: Callable[[str, Event], None],
        decided: Callable[[Decided], None],
        before_change: Callable[[str], Awaitable[None]],
        background: Background,
    ) -> None:
        self._sessions = sessions
        self._answerer = answerer
        self._agent = agent
        self._settings = settings
        self._happened = happened
        self._decided = decided
        self._before_change = before_change
        self._background = background
        self._standing: dict[str, _Standing] = {}
        self._answering: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._hooked: dict[str, float] = {}
        """When a hook that can be answered last asked, by session."""
        self._replied: dict[str, _Replied] = {}
        self._left: dict[str, tuple[Prompt, ...]] = {}
        """What hooks asked in this turn and was left to the dialog: it may look like what was answered there."""
        self.limits = AnswerLimits(lambda: settings().limits)
        self._asked_before: dict[str, str] = {}
        """The prompt that an earlier sidecar left to the user last, by session: its record may have been lost."""

    # ------------------------------------------------------------ what the user does

    def stop_all(self) -> int:
        """Pause auto-yes wherever it is on: not one more key is sent. How many sessions that were."""
        sessions = [session for session in self._sessions.all() if _is_on(session)]
        for session in sessions:
            self._happened(session.id, AutoYesPaused(STOPPED_ALL))
        return len(sessions)

    def remember(self, entries: Iterable[Decided]) -> None:
        """What was decided before this sidecar started, oldest first: limits count on, and nothing is asked twice."""
        for entry in entries:
            self.limits.remember(entry)
            self._asked_before[entry.session_id] = entry.prompt_id if entry.outcome is Outcome.ASKED else ""

    # ------------------------------------------------------------ what the roster tells

    def told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                self.changed(session)
            case Dropped(_, session_id):
                self._dropped(session_id)
            case Activated(str() as session_id):
                self.limits.looked(session_id)

    def changed(self, session: Session) -> None:
        if session.status is Status.READY:
            self._left.pop(session.id, None)
        prompt = session.prompt if session.status is Status.WAITING else None
        if prompt is None or not _is_on(session):
            # What appears again is judged again.
            self._standing.pop(session.id, None)
            return
        before = self._standing.get(session.id)
        now = _Standing(attrs.evolve(prompt, selected=None), session.auto_yes)
        if before is None or (before.prompt, before.preset) != (now.prompt, now.preset):
            self._standing[session.id] = now
            if session.asked is None:
                self._background.start(self._consider(session.id, now), "auto-yes")

    def _dropped(self, session_id: str) -> None:
        self.limits.removed(session_id)
        for each in (self._standing, self._answering, self._hooked, self._replied, self._left, self._asked_before):
            each.pop(session_id, None)

    # ------------------------------------------------------------ by the agent's hook

    async def reply(self, session_id: str, prompt: Prompt) -> str | None:
        """What the agent's hook shall print for what it just asked; None leaves it to the dialog."""
        session = self._sessions.get(session_id)
        agent = self._agent(session.agent)
        if agent.reply is None or not _is_on(session) or not self._settings().hooks:
            return None
        self._hooked[session_id] = time.monotonic()
        decision = await self._judge_at_hook(session, prompt)
        if isinstance(decision, Ask) or self.limits.why_not(session_id, prompt) or not self._may(session):
            self._left[session_id] = (*self._left.get(session_id, ()), prompt)[-MOST_LEFT:]
            return None
        # Its dialog may show while the snapshot is taken, and is not to be answered by keys as well.
        self._replied[session_id] = _Replied(prompt, time.monotonic() + SNAPSHOT_PATIENCE)
        if await self._unsafe(session_id, decision) is not None or not self._may(session):
            self._replied.pop(session_id, None)
            self._left[session_id] = (*self._left.get(session_id, ()), prompt)[-MOST_LEFT:]
            return None
        self._replied[session_id] = _Replied(prompt, time.monotonic() + VANISH_PATIENCE)
        outcome = Outcome.ANSWERED if isinstance(decision, Answer) else Outcome.REFUSED
        self._answered(session_id, prompt, decision, outcome, "hook")
        return agent.reply(isinstance(decision, Answer), decision.why)

    async def refusal(self, session_id: str, prompt: Prompt) -> str | None:
        """What the hook of a tool that begins shall print: None, unless a rule forbids it. It may not even ask."""
        session = self._sessions.get(session_id)
        agent = self._agent(session.agent)
        if agent.refuse is None or not _is_on(session) or not self._settings().hooks:
            return None
        decision = await self._judge_at_hook(session, prompt)
        if not isinstance(decision, Deny) or not self._may(session):
            return None
        self._answered(session_id, prompt, decision, Outcome.REFUSED, "hook")
        return agent.refuse(decision.why)

    async def _judge_at_hook(self, session: Session, prompt: Prompt) -> Answer | Ask | Deny:
        """A hook takes yes or no: there are no options."""
        request = request_of(prompt, session.worktree, shows_folder=self._agent(session.agent).shows_folder)
        return await self._judge(session, attrs.evolve(request, options=None))

    # ------------------------------------------------------------ by keys

    async def _consider(self, session_id: str, standing: _Standing) -> None:
        prompt = standing.prompt
        await asyncio.sleep(self._patience(session_id, prompt))
        replied = self._replied.get(session_id)
        if replied is not None and self._is_the_replied(session_id, prompt, replied):
            await asyncio.sleep(replied.until - time.monotonic())
            if not self._stands(session_id, standing):
                return
            if session_id in self._replied:
                self._give_up(session_id, "Its hook was answered, but the agent still asks the same.")
                return
        async with self._answering[session_id]:
            if self._stands(session_id, standing):
                await self._decide(session_id, standing)

    async def _decide(self, session_id: str, standing: _Standing) -> None:
        session, prompt = self._sessions.get(session_id), standing.prompt
        shows_folder = self._agent(session.agent).shows_folder
        decision = await self._judge(session, request_of(prompt, session.worktree, shows_folder=shows_folder))
        if not self._stands(session_id, standing):
            return
        if isinstance(decision, Ask):
            self._ask(session_id, prompt, decision)
        elif (why := self.limits.why_not(session_id, prompt)) is not None:
            self._ask(session_id, prompt, Ask("limit", f"{why.capitalize()}."))
            self._give_up(session_id, f"{why.capitalize()}.")
        elif (unsafe := await self._unsafe(session_id, decision)) is not None:
            self._ask(session_id, prompt, unsafe)
        else:
            await self._answer(session, standing, decision)

    def _is_the_replied(self, session_id: str, prompt: Prompt, replied: _Replied) -> bool:
        others = any(_is_same(prompt, each) for each in self._left.get(session_id, ()))
        return not others and _is_same(prompt, replied.prompt) and time.monotonic() < replied.until

    def _patience(self, session_id: str, prompt: Prompt) -> float:
        """How long something better may be coming: more of the prompt replaces it, and what is known now is dropped."""
        agent = self._agent(self._sessions.get(session_id).agent)
        hides_folder = agent.hook is not None and not agent.shows_folder and prompt.folder is None
        if (not prompt.options and not prompt.takes_text) or (prompt.command and hides_folder):
            return TOLD_PATIENCE
        asked = self._hooked.get(session_id, float("-inf"))
        if agent.reply is None or not self._settings().hooks or time.monotonic() - asked < VANISH_PATIENCE:
            return 0.0
        return HOOK_LEAD

    async def _answer(self, session: Session, standing: _Standing, decision: Answer | Deny) -> None:
        outcome = Outcome.STALE
        for _ in range(TRIES):
            outcome, why = await self._try(session, standing, decision)
            if why is not None:
                self._give_up(session.id, why)
            if outcome is not Outcome.STALE:
                break
            # It is being redrawn, or it is gone.
            await asyncio.sleep(_AGAIN)
            if not self._stands(session.id, standing):
                break
        if outcome is Outcome.STOPPED and self._standing.get(session.id, standing) is not standing:
            return  # More is known of the prompt meanwhile, and it is judged anew.
        self._answered(session.id, standing.prompt, decision, outcome, "keys")
        if outcome is Outcome.STALE and self._stands(session.id, standing):
            self._give_up(session.id, "The agent's screen does not rest. Answer in its terminal.")

    async def _try(self, session: Session, standing: _Standing, decision: Answer | Deny) -> tuple[Outcome, str | None]:
        """What came of it, and why auto-yes should pause, if it should."""
        try:
            await self._answerer.answer(
                session.id,
                standing.prompt.id,
                decision.option or "",
                lambda: self._may(session) and self._stands(session.id, standing),
            )
        except BranchlineError as error:
            if error.code in {"STALE_PROMPT", "BUSY"}:
                return Outcome.STALE, None
            if error.code == "STOPPED":
                return Outcome.STOPPED, None
            return Outcome.NOT_ANSWERED, error.message
        return (Outcome.ANSWERED if isinstance(decision, Answer) else Outcome.REFUSED), None

    def _may(self, session: Session) -> bool:
        """It is still wanted, as it was decided."""
        now = self._sessions.get(session.id) if self._sessions.has(session.id) else None
        return now is not None and _is_on(now) and now.auto_yes == session.auto_yes

    def _stands(self, session_id: str, standing: _Standing) -> bool:
        return self._standing.get(session_id) is standing and self._sessions.has(session_id)

    # ------------------------------------------------------------ both

    async def _judge(self, session: Session, request: Request) -> Answer | Ask | Deny:
        policy = self._settings().policy(session.auto_yes, session.repo if session.owns.worktree else "")
        try:
            return await asyncio.to_thread(judge, request, policy, session.worktree, session.repo)
        except Exception:  # whatever is wrong with the rules, it must not be taken for a yes
            log.exception("%s: a prompt could not be judged", session.id[:8])
            return Ask("error", "Auto-yes failed at this one; the log has the cause.")

    async def _unsafe(self, session_id: str, decision: Answer | Deny) -> Ask | None:
        """Why it cannot be answered after all: what may change files needs a snapshot first."""
        if not isinstance(decision, Answer) or not decision.lets_files_change:
            return None
        try:
            await self._before_change(session_id)
        except BranchlineError as error:
            return Ask("snapshot", f"No snapshot could be taken before it: {error.message}")
        return None

    def _answered(
        self, session_id: str, prompt: Prompt, decision: Answer | Deny, outcome: Outcome, via: str | None
    ) -> None:
        if not self._sessions.has(session_id):
            return
        if outcome in {Outcome.ANSWERED, Outcome.REFUSED}:
            self.limits.answered(session_id, prompt, time.time())
        else:
            via = None
        self._record(session_id, prompt, decision, outcome, via)

    def _ask(self, session_id: str, prompt: Prompt, decision: Ask) -> None:
        if self._asked_before.pop(session_id, None) != prompt.id:
            self._record(session_id, prompt, decision, Outcome.ASKED, None)
        self._happened(session_id, AutoYesAsks(Asked(prompt.id, decision.rule, decision.why)))

    def _give_up(self, session_id: str, why: str) -> None:
        log.warning("%s: %s", session_id[:8], why)
        self._happened(session_id, AutoYesPaused(why))

    def _record(
        self, session_id: str, prompt: Prompt, decision: Answer | Ask | Deny, outcome: Outcome, via: str | None
    ) -> None:
        name = self._sessions.get(session_id).name
        self._decided(by_rule(session_id, name, prompt, decision, outcome, via, time.time()))


def _is_on(session: Session) -> bool:
    return session.auto_yes != Preset.OFF.value and session.auto_yes_paused is None


def _is_same(shown: Prompt, asked: Prompt) -> bool:
    """A dialog shows what a hook asked. It may be cut off."""
    if shown.id == asked.id:
        return True
    if shown.command and asked.command:
        said, whole = "".join(shown.command.split()).rstrip("…"), "".join(asked.command.split())
        return whole.startswith(said)
    return bool(shown.paths) and any(path.endswith(shown.paths[0].lstrip("./")) for path in asked.paths)
