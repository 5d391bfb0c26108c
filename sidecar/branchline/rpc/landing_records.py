"""What became of a session's work beyond its worktree, as it is on the wire."""

from __future__ import annotations

import attrs

from branchline.core.model.checked import Checked
from branchline.core.model.keep_going import KeepGoing
from branchline.core.model.landing import Landed
from branchline.core.model.pull_request import SeenPullRequest
from branchline.rpc.messages.review_records import (
    WireChecked,
    WireChecks,
    WireKeepGoing,
    WireLanded,
    WirePullRequestSeen,
)
from branchline.rpc.times import iso


def landed_record(landed: Landed) -> WireLanded:
    return WireLanded(landed.how, landed.onto, landed.commit, iso(landed.at), list(landed.removed))


def keep_going_record(keep: KeepGoing | None) -> WireKeepGoing | None:
    return WireKeepGoing(keep.tries, keep.most, keep.stage, keep.ended) if keep else None


def pull_request_record(seen: SeenPullRequest | None) -> WirePullRequestSeen | None:
    if seen is None:
        return None
    return WirePullRequestSeen(seen.number, seen.url, seen.state, WireChecks(**attrs.asdict(seen.checks)), seen.threads)


def checked_record(checked: Checked) -> WireChecked:
    return WireChecked(checked.state, checked.tree, list(checked.others), checked.seconds, iso(checked.at))
