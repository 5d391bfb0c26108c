"""What happens between a session and the branch that its own left: events as those of `events`."""

from __future__ import annotations

import attrs

from branchline.core.model.base import Drift, Updating
from branchline.core.model.keep_going import KeepGoing
from branchline.core.model.pull_request import SeenPullRequest
from branchline.core.model.session import Session
from branchline.core.model.under_way import Step


@attrs.frozen
class DriftMeasured:
    """None: there is no branch that it could come from."""

    drift: Drift | None


@attrs.frozen
class UpdateBegun:
    """Written down before the first file is written."""

    updating: Updating


@attrs.frozen
class UpdateEnded:
    """`base` is the commit of the base that its branch has now; None: it came to nothing, and nothing was changed."""

    base: str | None = None


@attrs.frozen
class PullRequestSeen:
    """None: its branch has none."""

    pull_request: SeenPullRequest | None


@attrs.frozen
class KeepGoingSaid:
    """How far it is; None: the user does not want it any more."""

    keep: KeepGoing | None


BaseSaid = DriftMeasured | UpdateBegun | UpdateEnded | PullRequestSeen | KeepGoingSaid


def base_said(session: Session, event: BaseSaid) -> Session:
    match event:
        case DriftMeasured(drift):
            return attrs.evolve(session, drift=drift)
        case PullRequestSeen(pull_request):
            return attrs.evolve(session, pull_request=pull_request)
        case KeepGoingSaid(keep):
            return attrs.evolve(session, keep_going=keep)
        case UpdateBegun(updating):
            return attrs.evolve(session, under_way=Step.UPDATING, updating=updating)
        case UpdateEnded(base):
            return attrs.evolve(session, under_way=None, updating=None, base=base or session.base)
