"""What is run in a session's worktree, and in which environment."""

from __future__ import annotations

import os

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Session
from branchline.core.session.project_scripts import Script
from branchline.core.session.script_terminal import run_id
from branchline.machine.environment import AGENT_SESSION
from branchline.machine.user_environment import Environment
from branchline.service.scripts.environment import ScriptEnvironment
from branchline.service.scripts.ports import Ports
from branchline.service.scripts.project import Project


class RunCommand:
    def __init__(self, project: Project, ports: Ports, environment: ScriptEnvironment) -> None:
        self._project = project
        self._ports = ports
        self._environment = environment

    async def script(self, session: Session) -> Script:
        """Raises RUN_UNKNOWN; NOT_APPROVED with its `digest`, `kind` and `source`."""
        script = (await self._project.scripts(session.worktree)).run
        if script is None:
            raise BranchlineError(
                ErrorCode.RUN_UNKNOWN,
                f"It is not known what to run in {shown(os.path.basename(session.repo))}. Set a command in"
                " branchline.runCommand, or write it into .branchline/run in the repository.",
                repo=session.repo,
            )
        if not self._project.is_approved(script):
            raise BranchlineError(
                ErrorCode.NOT_APPROVED,
                f"What {shown(script.source)} runs was not approved yet, or has changed since. Look at it first.",
                digest=script.digest,
                kind=script.kind.value,
                source=script.source,
            )
        return script

    def port(self, session: Session) -> int:
        """The first of those that the session has for itself; 0: it has none."""
        return self._ports.of(session.id)

    async def environment(self, session: Session, user: Environment | None) -> dict[str, str]:
        """`user` is that of the window which asks. What runs there may be an agent's work: it is marked as such."""
        return {**await self._environment.of(session, user=user), AGENT_SESSION: run_id(session.id)}
