"""What the service's parts rest on, in the test's own process."""

from __future__ import annotations

import attrs

from branchline.core.session.effects import Effect
from branchline.machine.paths import Paths
from branchline.service.auto_yes.sealing import Sealing
from branchline.service.base.agents import Agents
from branchline.service.base.background import Background
from branchline.service.base.environments import Environments
from branchline.service.base.saving import Saving
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.terminals.host import Host
from branchline.service.terminals.left_behind import LeftBehind
from branchline.service.terminals.terminals import Terminals
from branchline.store.store import Store
from harness.ptyhost_client import Listener
from harness.scripted_ptyhost import ScriptedPtyhost


@attrs.frozen
class Base:
    paths: Paths
    store: Store
    saving: Saving
    settings: LiveSettings
    sessions: Sessions
    whereabouts: Whereabouts
    agents: Agents
    background: Background

    @property
    def sealing(self) -> Sealing:
        """One that starts now."""
        host = Host(ScriptedPtyhost(), Listener(), self.agents.environments, self.background)
        return Sealing(
            store=self.store,
            saving=self.saving,
            sessions=self.sessions,
            settings=self.settings,
            host=host,
            background=self.background,
        )

    def terminals(self, ptyhost: ScriptedPtyhost) -> Terminals:
        """Whose agents run there."""
        left_behind = LeftBehind(
            paths=self.paths, sessions=self.sessions, settings=self.settings, background=self.background
        )
        return Terminals(
            paths=self.paths,
            sessions=self.sessions,
            agents=self.agents,
            left_behind=left_behind,
            ptyhost=ptyhost,
            background=self.background,
        )

    @classmethod
    def of(cls, paths: Paths) -> Base:
        store, notices = Store.open(paths.store)
        assert notices == []
        saving = Saving(store)
        settings = LiveSettings(store=store, saving=saving)
        sessions = Sessions(store=store, saving=saving)
        return cls(
            paths=paths,
            store=store,
            saving=saving,
            settings=settings,
            sessions=sessions,
            whereabouts=Whereabouts(sessions=sessions),
            agents=Agents(settings=settings, environments=Environments(sessions=sessions)),
            background=Background(),
        )

    async def next(self) -> Base:
        """What a sidecar has that starts after this one."""
        await self.saving.saved()
        return Base.of(self.paths)

    async def close(self) -> None:
        await self.background.close()
        await self.saving.close()

    def effects(self, *kinds: type[Effect]) -> list[tuple[str, Effect]]:
        """Those of these kinds that are to be carried out from now on, where no part does it."""
        begun: list[tuple[str, Effect]] = []
        for kind in kinds:
            self.sessions.does(kind, lambda session_id, effect: begun.append((session_id, effect)))
        return begun
