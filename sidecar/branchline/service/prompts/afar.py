"""Answers from afar, by a prompt's one-time token: from a phone, or a script of the user's."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.prompt import Prompt
from branchline.core.model.session import Session
from branchline.core.policy.decisions import Decider
from branchline.core.session.answer_words import option_meant
from branchline.service.base.sessions import Sessions
from branchline.service.prompts.prompts import Prompts
from branchline.service.prompts.tokens import Tokens, stale

_GONE = {ErrorCode.STALE_PROMPT, ErrorCode.NO_SESSION, ErrorCode.NOT_RUNNING}
_NOTHING_TYPED = {ErrorCode.NO_SUCH_OPTION, ErrorCode.BAD_TEXT, ErrorCode.BUSY}


class Afar:
    def __init__(self, sessions: Sessions, prompts: Prompts, tokens: Tokens) -> None:
        self._sessions = sessions
        self._prompts = prompts
        self._tokens = tokens

    async def answer(self, token: str, choice: str, *, is_text: bool) -> Session:
        """The session that was answered: by an option that `choice` means, or by that text. Raises what `Tokens.use`
        does; and NO_SUCH_OPTION, BAD_TEXT and BUSY, after which the token still holds; and NOT_ANSWERED."""
        issued = self._tokens.use(token)
        try:
            session = self._sessions.get(issued.session_id)
            if session.prompt is None or session.prompt.id != issued.prompt_id:
                raise stale()
            meant = _choice(session.prompt, choice, is_text)
            await self._prompts.answer(session.id, issued.prompt_id, meant, Decider.TOKEN)
        except BranchlineError as error:
            if error.code in _GONE:
                raise stale() from error
            if error.code in _NOTHING_TYPED:
                self._tokens.give_back(issued)
            raise
        return session


def _choice(prompt: Prompt, choice: str, is_text: bool) -> str:
    """As `Answerer.answer` takes it. Raises NO_SUCH_OPTION."""
    if is_text:
        if prompt.takes_text and all(each.id != choice for each in prompt.options):
            return choice
        raise BranchlineError(
            ErrorCode.NO_SUCH_OPTION,
            "The agent takes no text here, or would take this one for one of its options. Choose an option.",
        )
    option = option_meant(prompt, choice)
    if option is None:
        offered = ", ".join(f"{each.id} ({each.label})" for each in prompt.options) or "none"
        raise BranchlineError(
            ErrorCode.NO_SUCH_OPTION, f"The agent does not offer {choice[:100]!r}. Its options are: {offered[:1000]}."
        )
    return option.id
