"""Puts together what is about the disk."""

from __future__ import annotations

from branchline.service.base.base import Base
from branchline.service.disk.caches import Caches
from branchline.service.disk.disk_use import DiskUse
from branchline.service.disk.low_space import LowSpace
from branchline.service.sessions.removal import Removal
from branchline.service.worktrees.spares import Spares


class Disk:
    def __init__(self, base: Base, removal: Removal, spares: Spares) -> None:
        self.use = DiskUse(base=base, removed=removal.removed, spares=spares)
        self.caches = Caches(base=base, use=self.use, left_behind=removal.ending.left_behind)
        self.low = LowSpace(base=base, caches=self.caches)
