"""Puts together what is about a project's own scripts."""

from __future__ import annotations

from branchline.service.auto_yes.sealing import Sealing
from branchline.service.base.base import Base
from branchline.service.scripts.environment import ScriptEnvironment
from branchline.service.scripts.ports import Ports
from branchline.service.scripts.project import Project
from branchline.service.scripts.running import ScriptRunning
from branchline.service.scripts.setup import SetUp
from branchline.service.scripts.teardown import Teardown
from branchline.service.terminals.script_terminals import ScriptTerminals


class Scripts:
    def __init__(self, base: Base, sealing: Sealing, terminals: ScriptTerminals) -> None:
        self.project = Project(settings=base.settings, sealing=sealing)
        self.ports = Ports(sessions=base.sessions, settings=base.settings)
        self.environment = ScriptEnvironment(base=base, ports=self.ports)
        self.running = running = ScriptRunning(paths=base.paths, terminals=terminals, environment=self.environment)
        self.setup = SetUp(base=base, project=self.project, running=running)
        self.teardown = Teardown(base=base, project=self.project, running=running)
