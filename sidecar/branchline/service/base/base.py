"""Puts together what all parts rest on. It is enough for the list of sessions, and loads no more than that needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from branchline.core.notices import Notice
from branchline.machine.paths import Paths
from branchline.service.base.agents import Agents
from branchline.service.base.background import Background
from branchline.service.base.environments import Environments
from branchline.service.base.personas import Personas
from branchline.service.base.saving import Saving
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.store.store import Store

if TYPE_CHECKING:
    from branchline.service.base.whereabouts import Whereabouts


class Base:
    def __init__(self, paths: Paths, store: Store, store_notices: Sequence[Notice] = ()) -> None:
        self.paths = paths
        self.store = store
        self._store_notices = store_notices
        self.background = Background()
        self.saving = Saving(store)
        self.settings = LiveSettings(store=store, saving=self.saving)
        self.sessions = Sessions(store=store, saving=self.saving)
        self.environments = Environments(sessions=self.sessions)
        self.agents = Agents(settings=self.settings, environments=self.environments)
        self.personas = Personas(settings=self.settings)
        self.locks = WorktreeLocks(sessions=self.sessions)

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Git is loaded with it."""
        from branchline.service.base.whereabouts import Whereabouts

        return Whereabouts(sessions=self.sessions)

    @classmethod
    def open(cls, paths: Paths) -> Base:
        """With what the store has. Raises the errors of `Store.open`."""
        store, notices = Store.open(paths.store)
        return cls(paths=paths, store=store, store_notices=notices)

    @property
    def notices(self) -> list[Notice]:
        return [*self._store_notices, *self.personas.notices]
