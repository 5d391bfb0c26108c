"""Puts together what is about a project's own scripts."""

from __future__ import annotations

from branchline.service.auto_yes.sealing import Sealing
from branchline.service.base.base import Base
from branchline.service.scripts.approvals import Approvals
from branchline.service.scripts.approved_texts import ApprovedTexts
from branchline.service.scripts.project import Project
from branchline.store.store import Store


class Scripts:
    def __init__(self, base: Base, store: Store, sealing: Sealing) -> None:
        self.project = Project(settings=base.settings, sealing=sealing)
        texts = ApprovedTexts(paths=base.paths, store=store, saving=base.saving)
        self.approvals = Approvals(sessions=base.sessions, project=self.project, texts=texts)
