"""Requests about auto-yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.auto_yes import (
    LogParams,
    LogResult,
    ProposeParams,
    ProposeResult,
    StopAllResult,
    TryRuleParams,
    TryRuleResult,
)
from branchline.rpc.messages.shared import Empty
from branchline.rpc.records import decision_record

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


@handles("autoYes/stopAll")
async def stop_all(server: BranchlineServer, params: Empty) -> StopAllResult:
    return StopAllResult(server.service.auto_yes.stop_all())


@handles("autoYes/log")
async def decision_log(server: BranchlineServer, params: LogParams) -> LogResult:
    entries = await server.service.decisions.entries(params.id, params.limit)
    if params.id is not None and not entries:
        server.service.sessions.get(params.id)
    return LogResult([decision_record(entry) for entry in entries])


@handles("autoYes/propose")
async def propose(server: BranchlineServer, params: ProposeParams) -> ProposeResult:
    return ProposeResult(await server.service.rule_advice.propose(params.id, params.prompt_id))


@handles("autoYes/tryRule")
async def try_rule(server: BranchlineServer, params: TryRuleParams) -> TryRuleResult:
    found = await server.service.rule_advice.try_rule(params.rule)
    return TryRuleResult([decision_record(entry) for entry in found])
