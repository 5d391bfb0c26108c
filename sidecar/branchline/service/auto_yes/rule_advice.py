"""Helps to write a rule: proposes narrow ones for a prompt that was asked, and tries one on the log.

Rules are loaded with the first that it helps with: they take with them all that is known of commands.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import attrs

from branchline.agents.registry import TOOLS
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.policy.decisions import Decided
from branchline.core.policy.request import Request
from branchline.core.policy.verdicts import Answer
from branchline.service.auto_yes.judging import judge
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.history.decision_log import DecisionLog

if TYPE_CHECKING:
    from branchline.core.policy.rules import Rule

BEYOND_RULES = frozenset(
    {"never", "no-single-yes", "truncated", "folder", "trust", "limit", "brake", "repository", "settings", "error"}
)
"""Why something was asked that no rule can alter; `brake` is what earlier versions wrote for `limit`."""


class RuleAdvice:
    def __init__(self, sessions: Sessions, decisions: DecisionLog, settings: LiveSettings) -> None:
        self._sessions = sessions
        self._decisions = decisions
        self._settings = settings

    async def propose(self, session_id: str, prompt_id: str) -> list[str]:
        """Rules that would let the prompt pass, the narrowest first. Raises NO_SESSION, NOT_LOGGED."""
        from branchline.core.policy.proposals import propose

        self._sessions.get(session_id)
        entries = [entry for entry in await self._decisions.entries(session_id) if entry.prompt_id == prompt_id]
        if not entries:
            raise BranchlineError(ErrorCode.NOT_LOGGED, "Nothing was decided on this prompt.")
        entry = self._located(entries[-1])
        return [rule.text for rule in await asyncio.to_thread(propose, entry, TOOLS, self._passes)]

    async def try_rule(self, text: str) -> list[Decided]:
        """What the user was asked so far that an allow rule would have let pass. Raises BAD_RULE."""
        from branchline.core.policy.proposals import matches
        from branchline.core.policy.rules import BadRule, parse_rule

        try:
            rule = parse_rule(text, TOOLS)
        except BadRule as error:
            raise BranchlineError(ErrorCode.BAD_RULE, str(error)) from error
        known = [
            self._located(entry) for entry in await self._decisions.entries() if self._sessions.has(entry.session_id)
        ]
        return await asyncio.to_thread(matches, rule, known, self._passes)

    def _located(self, entry: Decided) -> Decided:
        return attrs.evolve(entry, folder=entry.folder or self._sessions.get(entry.session_id).folder)

    def _passes(self, entry: Decided, rule: Rule) -> bool:
        """In another thread: it reads the disk."""
        if entry.rule in BEYOND_RULES or not self._sessions.has(entry.session_id):
            return False
        session = self._sessions.get(entry.session_id)
        policy = self._settings.now.auto_yes.policy(session.auto_yes, session.repo)
        policy = attrs.evolve(policy, allow=(*policy.allow, rule))
        folder = entry.folder or session.folder
        kind = TOOLS.kind(entry.tool)
        request = Request(entry.tool, folder, entry.command, entry.paths, entry.url, tool_kind=kind)
        return isinstance(judge(request, policy, session.worktree, session.repo), Answer)
