"""Which agents there are, by the user's settings, and where their programs are on this machine."""

from __future__ import annotations

import logging

from branchline.agents.any_program.user_defined import agent as any_program
from branchline.agents.registry import all_agents, find, program_of
from branchline.agents.shared.agent import Agent
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.environment import find_program
from branchline.machine.user_environment import Environment, current
from branchline.service.base.environments import Environments
from branchline.service.base.settings import LiveSettings

log = logging.getLogger(__name__)


class Agents:
    def __init__(self, settings: LiveSettings, environments: Environments) -> None:
        self._settings = settings
        self.environments = environments
        """In which they start."""

    def all(self, environment: Environment | None = None) -> list[tuple[Agent, str | None]]:
        """Every agent with the path of its program, or None when it is not installed: for whoever has this environment,
        or the last one that is known."""
        return [(agent, self._program(agent, environment)) for agent in all_agents(self._settings.now.agents)]

    def find(self, name: str) -> Agent:
        """Raises AGENT_UNKNOWN or BAD_AGENT."""
        return find(name, self._settings.now.agents)

    def running(self, name: str) -> Agent:
        """For an agent that runs already: one whose definition is gone is watched like any program."""
        try:
            return self.find(name)
        except BranchlineError as error:
            log.warning("%s", error.message)
            return any_program(name, (name,), title=name, install="")

    def program(self, agent: Agent, environment: Environment | None = None) -> str:
        """The absolute path of the agent's program, as `all` has it. Raises AGENT_NOT_FOUND with the install
        command."""
        found = self._program(agent, environment)
        if found is None:
            wanted = program_of(agent, self._settings.now.agent_paths)
            raise BranchlineError(
                ErrorCode.AGENT_NOT_FOUND,
                f"{agent.title} is not installed: there is no program “{wanted}”. Install it with: {agent.install}",
                install=agent.install,
                title=agent.title,
                program=wanted,
                agent=agent.name,
            )
        return found

    def default(self) -> str:
        """The name of the first agent that is installed."""
        return next((agent.name for agent, program in self.all() if program), "demo")

    def _program(self, agent: Agent, environment: Environment | None) -> str | None:
        path = (current() if environment is None else environment).get("PATH")
        return find_program(program_of(agent, self._settings.now.agent_paths), path)
