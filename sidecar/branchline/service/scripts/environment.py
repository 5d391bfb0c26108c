"""What a session's scripts, its run command and its agent have in their environment."""

from __future__ import annotations

from collections.abc import Mapping

from branchline.core.model.session import Session
from branchline.core.session.script_environment import named_variables, own_variables, variables_of
from branchline.git.local_variables import local_variables
from branchline.machine import user_environment
from branchline.machine.environment import AGENT_OF, AGENT_SESSION, agent_environment, is_reserved
from branchline.machine.user_environment import Environment
from branchline.service.base.base import Base
from branchline.service.scripts.ports import Ports


def script_environment(session: Session, port: int, main: str, named: Mapping[str, str]) -> dict[str, str]:
    """`BRANCHLINE_WORKTREE` and its like, and the user's own `named` variables, without those that git, the terminal or
    Branchline goes by."""
    own = own_variables(session, port, main)
    free = {name: value for name, value in named.items() if not is_reserved(name)}
    return {**named_variables(free, own), **own}


class ScriptEnvironment:
    def __init__(self, base: Base, ports: Ports) -> None:
        self._base = base
        self._ports = ports

    def variables(self, session: Session) -> dict[str, str]:
        """Beside the user's environment."""
        named = self._base.settings.now.script_environment
        return script_environment(session, self._ports.of(session.id), session.repo, named)

    async def of(
        self, session: Session, extra: Mapping[str, str] | None = None, user: Environment | None = None
    ) -> dict[str, str]:
        """All of it, with the session's own variables. `user` is the environment of who asks, else that of who asked
        for the session. What has it counts as what the session's agent started: it ends with that, and is not the
        user."""
        user = self._base.agents.environments.of(session.id) if user is None else user
        with user_environment.of(user):
            local = await local_variables(session.worktree)
        own = {**self.variables(session), **variables_of(session), **(extra or {})}
        bare = self._base.settings.now.find_bare_repositories
        environment = agent_environment(user, own, bare_repositories=bare, git_local=local)
        return {**environment, AGENT_OF: str(self._base.paths.runtime), AGENT_SESSION: session.id}
