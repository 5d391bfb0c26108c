"""The policy's answer for a session's prompt, with what its repository and the disk say."""

from __future__ import annotations

import asyncio
import logging
import os

import attrs

from branchline.agents.registry import GUARDED, TOOLS
from branchline.agents.shared.agent import Agent
from branchline.core.errors import BranchlineError
from branchline.core.model.prompt import Prompt
from branchline.core.model.session import Session
from branchline.core.policy.auto_yes_settings import REPOSITORY_FILE, BadPolicyFile, read_policy_file
from branchline.core.policy.policy import Policy, stricter
from branchline.core.policy.request import Request, request_of
from branchline.core.policy.verdicts import Answer, Ask, Deny, Reply
from branchline.machine.disk import RealDisk
from branchline.service.base.agents import Agents
from branchline.service.base.settings import LiveSettings
from branchline.service.timeline.spans import Spans

log = logging.getLogger(__name__)

MOST = 256 * 1024
"""Bytes of a repository's own file."""


class Judge:
    def __init__(self, agents: Agents, settings: LiveSettings, spans: Spans) -> None:
        self._agents = agents
        self._settings = settings
        self._spans = spans

    @property
    def answers_at_hooks(self) -> bool:
        """The user wants agents' hooks to be answered where they can be."""
        return self._settings.now.auto_yes.hooks

    def agent(self, session: Session) -> Agent:
        return self._agents.running(session.agent)

    async def decide(self, session: Session, prompt: Prompt, *, at_hook: bool = False) -> Answer | Ask | Deny:
        """A hook takes yes or no: there are no options."""
        if not self._settings.now.enabled:
            return Ask("off", "Branchline is switched off.")
        request = request_of(prompt, session.folder, TOOLS, shows_folder=self.agent(session).shows_folder)
        if at_hook:
            request = attrs.evolve(request, options=None)
        policy = self._settings.now.auto_yes.policy(session.auto_yes, session.repo if session.owns.worktree else "")
        try:
            return await asyncio.to_thread(judge, request, policy, session.worktree, session.repo)
        except Exception:  # whatever is wrong with the rules, it must not be taken for a yes
            log.exception("%s: a prompt could not be judged", session.id[:8])
            return Ask("error", "Auto-yes failed at this one; the log has the cause.")

    async def unsafe(self, session_id: str, decision: Answer | Deny | Reply) -> Ask | None:
        """Why it cannot be answered after all: what may change files needs a snapshot first."""
        if not isinstance(decision, Answer) or not decision.lets_files_change:
            return None
        try:
            await self._spans.before_answer(session_id)
        except BranchlineError as error:
            return Ask("snapshot", f"No snapshot could be taken before it: {error.message}")
        return None


def judge(request: Request, policy: Policy, worktree: str, repository: str) -> Answer | Ask | Deny:
    """Reads the disk: not for the event loop's own thread. All that is known of commands is loaded with the first."""
    from branchline.core.policy.confinement import Ground
    from branchline.core.policy.deciding import decide

    ground = Ground(worktree, RealDisk(), os.path.expanduser("~"), repository, guarded=GUARDED)
    try:
        own = read_repository(repository)
    except BadPolicyFile as error:
        return Ask("repository", f"The repository's {REPOSITORY_FILE} cannot be followed: {error}.")
    return decide(request, stricter(policy, own) if own else policy, ground)


def read_repository(repository: str) -> Policy | None:
    """What the repository's own file asks for; None when it has none. Raises BadPolicyFile."""
    try:
        with open(os.path.join(repository, REPOSITORY_FILE), encoding="utf-8") as file:
            text = file.read(MOST + 1)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BadPolicyFile(f"it cannot be read ({error})") from error
    if len(text) > MOST:
        raise BadPolicyFile("it is too large")
    return read_policy_file(text, TOOLS)
