"""Puts together what is about a project's own scripts."""

from __future__ import annotations

from branchline.service.auto_yes.sealing import Sealing
from branchline.service.base.base import Base
from branchline.service.scripts.approvals import Approvals
from branchline.service.scripts.approved_texts import ApprovedTexts
from branchline.service.scripts.environment import ScriptEnvironment
from branchline.service.scripts.offering import Offering
from branchline.service.scripts.ports import Ports
from branchline.service.scripts.project import Project
from branchline.service.scripts.run_command import RunCommand
from branchline.service.scripts.running import ScriptRunning
from branchline.service.scripts.runs import Runs
from branchline.service.scripts.setup import SetUp
from branchline.service.scripts.teardown import Teardown
from branchline.service.terminals.terminals import Terminals
from branchline.store.store import Store


class Scripts:
    def __init__(self, base: Base, store: Store, sealing: Sealing, terminals: Terminals) -> None:
        self.project = Project(settings=base.settings, sealing=sealing)
        texts = ApprovedTexts(paths=base.paths, store=store, saving=base.saving)
        self.approvals = Approvals(sessions=base.sessions, project=self.project, texts=texts)
        self.offering = Offering(settings=base.settings)
        self.ports = Ports(sessions=base.sessions, settings=base.settings)
        self.environment = environment = ScriptEnvironment(base=base, ports=self.ports)
        self.running = running = ScriptRunning(base=base, terminals=terminals.scripts, environment=environment)
        self.setup = SetUp(base=base, approvals=self.approvals, running=running)
        self.teardown = Teardown(base=base, approvals=self.approvals, running=running)
        command = RunCommand(project=self.project, ports=self.ports, environment=environment)
        self.runs = Runs(base=base, host=terminals.host, left_behind=terminals.left_behind, command=command)

    async def recover(self) -> None:
        """After a start: what an earlier sidecar had begun is taken over, or taken up again."""
        await self.setup.recover()
        await self.runs.recover()
