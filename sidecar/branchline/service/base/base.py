"""Puts together what all parts rest on."""

from __future__ import annotations

from branchline.machine.paths import Paths
from branchline.service.base.agents import Agents
from branchline.service.base.background import Background
from branchline.service.base.environments import Environments
from branchline.service.base.personas import Personas
from branchline.service.base.saving import Saving
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.store.store import Store


class Base:
    def __init__(self, paths: Paths, store: Store) -> None:
        self.paths = paths
        self.background = Background()
        self.saving = Saving(store)
        self.settings = LiveSettings(store=store, saving=self.saving)
        self.sessions = Sessions(store=store, saving=self.saving)
        self.environments = Environments(sessions=self.sessions)
        self.agents = Agents(settings=self.settings, environments=self.environments)
        self.personas = Personas(settings=self.settings)
        self.locks = WorktreeLocks(sessions=self.sessions)
        self.whereabouts = Whereabouts(sessions=self.sessions)
