"""What became of bringing along what git does not: events as those of `events`."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session
from branchline.core.model.under_way import FilesDone


@attrs.frozen
class Carried:
    """All was brought into the worktree but for what these sentences name."""

    not_carried: tuple[str, ...] = ()


@attrs.frozen
class CarryingOn:
    """So far it is."""

    files: FilesDone


CarryingSaid = Carried | CarryingOn


def carrying_said(session: Session, said: CarryingSaid) -> Session:
    match said:
        case Carried(not_carried):
            return attrs.evolve(session, not_carried=not_carried, carrying=None)
        case CarryingOn(files):
            return attrs.evolve(session, carrying=files)
