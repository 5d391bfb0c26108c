"""Common answers: which of the user's, if any, is given to a session's prompt; and help to write one."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.policy.answers import AnswerRule, choice, decide, fits, is_only_yours, propose
from branchline.core.policy.decisions import Decided
from branchline.core.policy.verdicts import Ask, Reply
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.history.decision_log import DecisionLog


class CommonAnswers:
    def __init__(self, sessions: Sessions, settings: LiveSettings, decisions: DecisionLog) -> None:
        self._sessions = sessions
        self._settings = settings
        self._decisions = decisions

    @property
    def are_set(self) -> bool:
        """The user has some, now or by what the store says, which is not confirmed yet."""
        return bool(self._settings.now.answers or self._settings.stored.get("answers"))

    def are_on(self, session: Session) -> bool:
        """Some could be given in this session."""
        now = self._settings.now
        return now.enabled and bool(now.answers) and session.answers and session.answers_paused is None

    def decide(self, session: Session, prompt: Prompt) -> Reply | Ask | None:
        """None: none of them is about it, or they are off in this session."""
        return decide(prompt, session.agent, self._settings.now.answers) if self.are_on(session) else None

    def is_given(self, session: Session) -> bool:
        """What it waits for gets one: nobody has to be called for that."""
        prompt = session.prompt if session.status is Status.WAITING and session.asked is None else None
        return prompt is not None and isinstance(self.decide(session, prompt), Reply)

    def propose(self, session_id: str, prompt_id: str, chosen: str) -> list[AnswerRule]:
        """Rules that would answer what the session asks so, an option's id or a text; the narrowest first, none where
        it has to be asked. Raises NO_SESSION, STALE_PROMPT."""
        session = self._sessions.get(session_id)
        if session.prompt is None or session.prompt.id != prompt_id:
            raise BranchlineError(ErrorCode.STALE_PROMPT, "The agent does not ask that any more.")
        return propose(session.prompt, session.agent, chosen)

    async def try_rule(self, rule: AnswerRule) -> list[Decided]:
        """Of what was asked so far, what it would have answered: each question once, the latest time it was asked;
        oldest first."""
        latest = {
            (entry.session_id, entry.title, entry.options): entry
            for entry in await self._decisions.entries()
            if self._would_answer(rule, entry)
        }
        return sorted(latest.values(), key=lambda entry: entry.at)

    def _would_answer(self, rule: AnswerRule, entry: Decided) -> bool:
        session = self._sessions.find(entry.session_id)
        if not entry.title or session is None:
            return False
        asked = _prompt_of(entry)
        return fits(rule, asked, session.agent) and not is_only_yours(asked) and choice(rule, asked) is not None


def _prompt_of(entry: Decided) -> Prompt:
    known = {each.value: each for each in Meaning}
    options = tuple(
        Option(str(number), label, known.get(meaning, Meaning.OTHER), str(number))
        for number, (label, meaning) in enumerate(entry.options, 1)
    )
    return Prompt(
        entry.prompt_id,
        WaitReason.QUESTION,
        entry.title,
        "",
        tool=entry.tool,
        options=options,
        takes_text=entry.takes_text,
    )
