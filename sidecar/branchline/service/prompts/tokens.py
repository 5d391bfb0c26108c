"""One-time tokens: whoever has one may answer the prompt that it was given out for, once, and nothing else.

Here are only their digests, in memory: no token outlives the sidecar, and none stands in a file or a log.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.prompt import WaitReason
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.service.base.sessions import Changed, Dropped, News, Sessions

_BYTES = 16
MOST = 1000
"""Tokens that are remembered, the used and the stale ones too."""
GUESSES = 10
"""Unknown tokens within a minute, after which none is looked at for the rest of it."""
_MINUTE = 60.0
_SECRETS = {WaitReason.LOGIN, WaitReason.PASSWORD}


@attrs.define(eq=False)
class Issued:
    session_id: str
    prompt_id: str
    used: bool = False
    stale: bool = False


class Tokens:
    def __init__(self, sessions: Sessions, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._issued: dict[bytes, Issued] = {}
        self._guesses: deque[float] = deque(maxlen=GUESSES)
        sessions.listeners.add(self._told)

    def issue(self, session: Session) -> str:
        """For what the session asks now; empty where that cannot be answered from afar: a secret is typed into the
        agent's own terminal."""
        prompt = session.prompt
        if prompt is None or prompt.kind in _SECRETS or not (prompt.options or prompt.takes_text):
            return ""
        token = secrets.token_hex(_BYTES)
        self._issued[_digest(token)] = Issued(session.id, prompt.id)
        while len(self._issued) > MOST:
            del self._issued[next(iter(self._issued))]
        return token

    def use(self, token: str) -> Issued:
        """It is used up by this. Raises TOKEN_UNKNOWN, TOKEN_USED, TOKEN_STALE and TOO_MANY_GUESSES."""
        now = self._clock()
        if len(self._guesses) == GUESSES and now - self._guesses[0] < _MINUTE:
            raise BranchlineError(
                ErrorCode.TOO_MANY_GUESSES, "Too many unknown tokens were tried. Wait a minute, and try again."
            )
        issued = self._find(token)
        if issued is None:
            self._guesses.append(now)
            raise BranchlineError(
                ErrorCode.TOKEN_UNKNOWN,
                "This token is not known: it is mistyped, or Branchline's sidecar was restarted since it was given out."
                " Answer in the window.",
            )
        if issued.used:
            raise BranchlineError(ErrorCode.TOKEN_USED, "This token was used already: its prompt was answered with it.")
        if issued.stale:
            raise stale()
        issued.used = True
        return issued

    def give_back(self, issued: Issued) -> None:
        """Nothing was typed: it may be used once more."""
        issued.used = False

    def _find(self, token: str) -> Issued | None:
        digest, found = _digest(token), None
        for known, issued in self._issued.items():
            # All are compared, each in the same time.
            if hmac.compare_digest(known, digest):
                found = issued
        return found

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                for issued in self._of(session.id):
                    is_other = session.prompt is not None and session.prompt.id != issued.prompt_id
                    issued.stale = issued.stale or session.status is not Status.WAITING or is_other
            case Dropped(_, session_id):
                for issued in self._of(session_id):
                    issued.stale = True

    def _of(self, session_id: str) -> list[Issued]:
        return [each for each in self._issued.values() if each.session_id == session_id]


def stale() -> BranchlineError:
    return BranchlineError(
        ErrorCode.TOKEN_STALE, "The agent does not ask that any more; nothing was typed. It may have been answered."
    )


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
