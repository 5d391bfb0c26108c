"""Worktrees that somebody else made, and the agents' conversations in them: taken up as sessions, and never deleted."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from pathlib import Path

import attrs

from branchline.agents.shared.agent import Conversation, ConversationRequest
from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Ownership, Session
from branchline.core.model.status import Evidence, Status
from branchline.core.reasons import PauseReason
from branchline.git import fork_point
from branchline.git.branches import refs_of
from branchline.git.git_folders import folders_in
from branchline.git.runner import Git
from branchline.git.worktrees.foreign import Foreign, foreign
from branchline.machine.user_environment import Environment, current
from branchline.service.base.agents import Agents
from branchline.service.base.sessions import Sessions
from branchline.service.sessions.removed_sessions import RemovedSessions


@attrs.frozen
class Found:
    """`agent` is that of the conversation in it that was used last; both are None where there is none."""

    worktree: Foreign
    agent: str | None
    conversation: Conversation | None


class ForeignWorktrees:
    def __init__(self, sessions: Sessions, agents: Agents, removed: RemovedSessions) -> None:
        self._sessions = sessions
        self._removed = removed
        self._agents = agents

    async def all(self, repo: str, environment: Environment | None) -> list[Found]:
        """Those of a repository that no session has, the one first in which an agent was last. Raises the errors of
        `inspect_known`."""
        known = {os.path.realpath(each.worktree) for each in self._sessions.all() if each.worktree and not each.freed}
        found = await foreign(repo, known)
        looked = await asyncio.to_thread(lambda: [self._look(each, environment) for each in found])
        return sorted(looked, key=lambda each: -(each.conversation.at if each.conversation else 0.0))

    async def adopt(self, repo: str, path: str, agent: str | None, environment: Environment | None) -> Session:
        """A paused session on it, which goes on with the agent's conversation there. Another `agent`, or None where
        there is no conversation, begins anew. Branchline deletes neither the worktree nor its branch.

        Raises NOT_ORPHANED, AGENT_UNKNOWN, the errors of `inspect_known` and git's.
        """
        if agent is not None:
            self._agents.find(agent)
        found = next((each for each in await self.all(repo, environment) if each.worktree.path == path), None)
        if found is None:
            raise BranchlineError(
                ErrorCode.NOT_ORPHANED,
                f"{shown(path)} is no worktree of this repository that a session can take up.",
                path=path,
            )
        goes_on = found.conversation if agent in {None, found.agent} else None
        worktree = found.worktree
        now = time.time()
        session_id = str(uuid.uuid4())
        from branchline.core.naming.naming import named_by_user

        name, title = named_by_user(Path(path).name, self._removed.names(session_id))
        session = Session(
            id=session_id,
            name=name,
            title=title,
            agent=agent or found.agent or self._agents.default(),
            repo=worktree.repo,
            worktree=path,
            branch=worktree.branch or "",
            base=await _base(worktree),
            status=Status.PAUSED,
            reason=PauseReason.ADOPTED.value,
            evidence=Evidence("adopted by the user", now),
            owns=Ownership(),
            agent_session=goes_on.id if goes_on else None,
            has_conversation=goes_on is not None,
            instruction=goes_on.words if goes_on else None,
            created_at=now,
            updated_at=now,
        )
        self._sessions.add(session)
        await self._sessions.saved()
        return session

    def _look(self, worktree: Foreign, environment: Environment | None) -> Found:
        """Blocks."""
        user = current() if environment is None else environment
        best: tuple[str, Conversation] | None = None
        for agent, program in self._agents.all(environment):
            if agent.past is None or program is None:
                continue
            found = agent.past(ConversationRequest({**user, **agent.env}, worktree.path, since=0.0))
            if found is not None and (best is None or found.at > best[1].at):
                best = (agent.name, found)
        return Found(worktree, *best) if best else Found(worktree, None, None)


async def _base(worktree: Foreign) -> str:
    git = Git(worktree.path, folders_in(worktree.path, worktree.repo))
    refs = await refs_of(git)
    return await fork_point.fork_point(git, worktree.branch or "", worktree.head, refs, worktree.head)
