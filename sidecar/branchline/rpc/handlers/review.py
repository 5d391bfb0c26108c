"""Requests about what the user has looked at."""

from __future__ import annotations

from branchline.rpc.change_records import file_record
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.review import MarkParams, UnreviewedParams, UnreviewedResult, WireUnreviewed
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.records import session_record


@handles("review/mark")
async def mark(client: Client, params: MarkParams) -> WireSession:
    await client.service.user_review.reviewing.mark(params.id, params.tree, params.paths, reviewed=params.reviewed)
    return session_record(client.service.sessions.get(params.id))


@handles("review/unreviewed")
async def unreviewed(client: Client, params: UnreviewedParams) -> UnreviewedResult:
    found = await client.service.user_review.reviewing.unreviewed(params.ids)
    worktrees = {each.id: each.worktree for each in client.service.sessions.all()}
    return UnreviewedResult(
        [
            WireUnreviewed(
                each.session_id,
                each.tree,
                [file_record(file, worktrees.get(each.session_id, "")) for file in each.files],
            )
            for each in found
        ]
    )
