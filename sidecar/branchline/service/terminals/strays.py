"""Processes that agents left when their terminal host was lost: they have no ancestor that tells."""

from __future__ import annotations

import logging

from branchline.machine.lineage import Being, being
from branchline.machine.marks import all_marked
from branchline.machine.paths import Paths

log = logging.getLogger(__name__)


class Strays:
    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._noted: set[Being] = set()

    def note(self) -> None:
        """Those that live now."""
        self._noted = self.alive | all_marked(self._paths.runtime)
        if self._noted:
            log.warning("%d processes of agents live on without a terminal host", len(self._noted))

    @property
    def alive(self) -> set[Being]:
        return {each for each in self._noted if being(each.pid) == each}
