"""Requests that take back what a session changed."""

from __future__ import annotations

from datetime import datetime

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.policy.decisions import instant
from branchline.git.hunks import Lines
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.undoing import DiscardParams, UndoBetweenParams, UndoDecisionParams, UndoneResult
from branchline.service.undoing.putting import Put


@handles("session/discard")
async def discard(client: Client, params: DiscardParams) -> UndoneResult:
    lines = Lines.between(params.first, params.last)
    return _result(await client.service.undoing.discarding.discard(params.id, params.path, params.tree, lines))


@handles("session/undoDecision")
async def undo_decision(client: Client, params: UndoDecisionParams) -> UndoneResult:
    decisions = client.service.undoing.decisions
    return _result(await decisions.undo(params.id, params.prompt_id, _instant(params.at), together=params.together))


@handles("session/undoBetween")
async def undo_between(client: Client, params: UndoBetweenParams) -> UndoneResult:
    return _result(await client.service.undoing.decisions.between(params.id, params.before, params.after))


def _result(put: Put) -> UndoneResult:
    return UndoneResult(put.before, put.after, list(put.files))


def _instant(at: str) -> int:
    try:
        return instant(datetime.fromisoformat(at.replace("Z", "+00:00")).timestamp())
    except ValueError:
        raise BranchlineError(ErrorCode.NOT_LOGGED, "This decision is not in the log any more.") from None
