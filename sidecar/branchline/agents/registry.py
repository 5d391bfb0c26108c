"""Which agents there are: the built-in ones, and those that the user defined in a setting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from branchline.agents.aider import agent as aider
from branchline.agents.any_program import names as any_program
from branchline.agents.any_program import user_defined
from branchline.agents.claude import agent as claude
from branchline.agents.codex import agent as codex
from branchline.agents.copilot import agent as copilot
from branchline.agents.demo import agent as demo
from branchline.agents.gemini import agent as gemini
from branchline.agents.opencode import agent as opencode
from branchline.agents.qwen import agent as qwen
from branchline.agents.shared.agent import Agent
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.policy.guarded import Guarded
from branchline.core.policy.tools import Tools
from branchline.core.regexes import regex

BUILT_IN: Mapping[str, Agent] = {
    each.AGENT.name: each.AGENT for each in (claude, codex, gemini, opencode, copilot, qwen, aider, demo)
}
TOOLS = Tools.of([*(each.tools for each in BUILT_IN.values()), any_program.TOOLS])
GUARDED = Guarded.of([*(each.guarded for each in BUILT_IN.values()), any_program.GUARDED])
MAX_WORDS = 64
"""In the command of a user-defined agent."""
_NAME = regex(r"[a-z0-9][a-z0-9-]{0,39}")


def all_agents(defined: Mapping[str, Any]) -> list[Agent]:
    """The built-in agents, then the user's. A definition that cannot be used is left out: `find` says why."""
    return [*BUILT_IN.values(), *filter(None, (_usable(name, definition) for name, definition in defined.items()))]


def find(name: str, defined: Mapping[str, Any]) -> Agent:
    """Raises AGENT_UNKNOWN, or BAD_AGENT when the user's definition of it cannot be used."""
    if name in defined:
        return _defined(name, defined[name])
    if name in BUILT_IN:
        return BUILT_IN[name]
    known = ", ".join(each.name for each in all_agents(defined))
    raise BranchlineError(ErrorCode.AGENT_UNKNOWN, f"There is no agent “{name[:80]}”. There are: {known}.", name=name)


def program_of(agent: Agent, paths: Mapping[str, str]) -> str:
    """What to look up: the path that the user set for the agent, else its program's name."""
    return paths.get(agent.name) or agent.program


def _usable(name: str, definition: Any) -> Agent | None:
    try:
        return _defined(name, definition)
    except BranchlineError:
        return None


def _defined(name: str, definition: Any) -> Agent:
    """From `{command: [program, argument, …], title?, install?, like?}`. Raises BAD_AGENT.

    `like` names a built-in agent whose screen this one has: the same program with other arguments, say.
    """

    def bad(problem: str) -> BranchlineError:
        return BranchlineError(
            ErrorCode.BAD_AGENT, f"The setting branchline.agents, agent “{str(name)[:80]}”: {problem}.", name=str(name)
        )

    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise bad("a name is made of a-z, 0-9 and dashes, at most 40")
    if name in BUILT_IN:
        raise bad("that is the name of a built-in agent; choose another one")
    if not isinstance(definition, Mapping):
        raise bad('it should be an object such as {"command": ["my-agent"]}')
    command = definition.get("command")
    if not isinstance(command, (list, tuple)) or not 1 <= len(command) <= MAX_WORDS:
        raise bad(f"“command” should be a list of 1 to {MAX_WORDS} words")
    if not all(isinstance(word, str) and word and "\0" not in word for word in command):
        raise bad("“command” should hold texts that are not empty")
    for key in ("title", "install", "like"):
        if not isinstance(definition.get(key, ""), str) or "\0" in definition.get(key, ""):
            raise bad(f"“{key}” should be a text")
    like = definition.get("like")
    if like and like not in BUILT_IN:
        raise bad(f"“like” should be one of {', '.join(BUILT_IN)}")
    agent = user_defined.agent(
        name, tuple(command), title=definition.get("title") or name, install=definition.get("install") or ""
    )
    if like:
        known = BUILT_IN[like]
        like_it = attrs.evolve(agent, observe=known.observe, typing=known.typing, mention=known.mention)
        return attrs.evolve(like_it, is_adapted=True, takes_instructions=True, reads_titles=False)
    return agent
