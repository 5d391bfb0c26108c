"""Requests about auto-yes."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.decision_records import decision_record
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


@handles("autoYes/stopAll")
async def stop_all(client: Client, params: Empty) -> StopAllResult:
    return StopAllResult(client.service.auto_yes.stop_all())


@handles("autoYes/log")
async def decision_log(client: Client, params: LogParams) -> LogResult:
    entries = await client.service.decisions.entries(params.id, params.limit)
    if params.id is not None and not entries:
        client.service.sessions.get(params.id)
    return LogResult([decision_record(entry) for entry in entries])


@handles("autoYes/propose")
async def propose(client: Client, params: ProposeParams) -> ProposeResult:
    return ProposeResult(await client.service.rule_advice.propose(params.id, params.prompt_id))


@handles("autoYes/tryRule")
async def try_rule(client: Client, params: TryRuleParams) -> TryRuleResult:
    found = await client.service.rule_advice.try_rule(params.rule)
    return TryRuleResult([decision_record(entry) for entry in found])
