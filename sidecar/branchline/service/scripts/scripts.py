"""Puts together what is about a project's own scripts."""

from __future__ import annotations

from branchline.service.auto_yes.sealing import Sealing
from branchline.service.base.base import Base
from branchline.service.scripts.project import Project


class Scripts:
    def __init__(self, base: Base, sealing: Sealing) -> None:
        self.project = Project(settings=base.settings, sealing=sealing)
