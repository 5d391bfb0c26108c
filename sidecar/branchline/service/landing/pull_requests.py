"""The pull requests of sessions: looked at when somebody wants to know, told to agents when the user says so."""

from __future__ import annotations

import enum

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.pull_request import SeenPullRequest
from branchline.core.session.base_events import PullRequestSeen
from branchline.core.session.pull_request_text import FailedLog, logs_text, threads_text
from branchline.forges.answers import Whole
from branchline.forges.asking import failed_logs, pull_request_of
from branchline.git.pull_requests import forge_of
from branchline.machine import user_environment
from branchline.machine.user_environment import Environment
from branchline.service.base.sessions import Sessions
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.terminals.instructions import Instructions


class PullRequestPart(str, enum.Enum):
    """What of a pull request an agent is told: the logs of the checks that failed, or the threads that are open."""

    LOG = "log"
    THREADS = "threads"


class PullRequests:
    """By the `gh` or `glab` of whoever has the environment that is given, or the last that is known."""

    def __init__(self, sessions: Sessions, whereabouts: Whereabouts, instructions: Instructions) -> None:
        self._sessions = sessions
        self._whereabouts = whereabouts
        self._instructions = instructions

    async def look(self, session_id: str, environment: Environment | None) -> SeenPullRequest | None:
        """That of the session's branch, which is on its record by then; None where there is none, or it cannot be had.
        Raises NO_SESSION, REPO_GONE and git's errors."""
        found = await self.found(session_id, environment)
        return found[1].seen if found else None

    async def tell(self, session_id: str, what: PullRequestPart, environment: Environment | None) -> None:
        """Raises PULL_REQUEST_NOT_FOUND, NOTHING_TO_TELL, and the errors of `look` and of instructions."""
        found = await self.found(session_id, environment)
        if found is None:
            raise not_found()
        forge, whole = found
        if what is PullRequestPart.THREADS:
            text = threads_text(whole.seen.number, whole.threads) if whole.threads else None
        else:
            logs = await self.failed_logs(forge, whole, environment)
            text = logs_text(whole.seen.number, logs) if logs else None
        if text is None:
            raise BranchlineError(ErrorCode.NOTHING_TO_TELL, "There is nothing to send: all is well there.")
        await self._instructions.send(session_id, text, submit=True, queue=True)

    async def failed_logs(self, forge: str, whole: Whole, environment: Environment | None = None) -> list[FailedLog]:
        """Of the checks that failed."""
        with user_environment.of(environment or user_environment.last()):
            return await failed_logs(forge, whole)

    async def found(self, session_id: str, environment: Environment | None) -> tuple[str, Whole] | None:
        """Its forge, and what is known of it; raises as `look`."""
        session = await self._whereabouts.now(session_id)
        with user_environment.of(environment or user_environment.last()):
            forge = await forge_of(session.repo) if session.branch else None
            whole = await pull_request_of(forge, session.branch) if forge else None
        if self._sessions.has(session_id):
            self._sessions.happened(session_id, PullRequestSeen(whole.seen if whole else None))
        return (forge, whole) if forge and whole else None


def not_found() -> BranchlineError:
    return BranchlineError(
        ErrorCode.PULL_REQUEST_NOT_FOUND,
        "There is no pull request of this session's branch, or gh (for GitLab: glab) is not installed or not logged"
        " in.",
        number=0,
    )
