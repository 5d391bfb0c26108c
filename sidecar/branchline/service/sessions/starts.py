"""Puts together what starts a session's agent in its worktree."""

from __future__ import annotations

from branchline.service.auto_yes.sealing import Sealing
from branchline.service.base.base import Base
from branchline.service.carrying.carrying import Carrying
from branchline.service.scripts.scripts import Scripts
from branchline.service.sessions.agent_start import AgentStart
from branchline.service.sessions.revival import Revival
from branchline.service.sessions.starting import Starting
from branchline.service.sessions.worktree_making import WorktreeMaking
from branchline.service.terminals.terminals import Terminals
from branchline.service.worktrees.spares import Spares


class Starts:
    def __init__(
        self,
        base: Base,
        terminals: Terminals,
        scripts: Scripts,
        sealing: Sealing,
        revival: Revival,
        spares: Spares,
    ) -> None:
        worktrees = WorktreeMaking(
            sessions=base.sessions,
            whereabouts=base.whereabouts,
            settings=base.settings,
            revival=revival,
            carrying=Carrying(sessions=base.sessions, settings=base.settings),
            spares=spares,
        )
        start = AgentStart(base=base, terminals=terminals, sealing=sealing, environment=scripts.environment)
        self.starting = Starting(base=base, worktrees=worktrees, setup=scripts.setup, start=start)
