"""Requests about checks of sessions' work."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.check import CheckParams, CheckResult, WireCulprits, WireLeftOut
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.service.checks.checks import LeftOut


@handles("check/run")
async def check(client: Client, params: CheckParams) -> CheckResult:
    outcome = await client.service.checks.check(
        params.ids, without_conflicts=params.without_conflicts, environment=client.environment
    )
    finding = outcome.finding
    return CheckResult(
        ending=finding.ending,
        green=list(finding.green),
        culprits=[WireCulprits(list(each)) for each in finding.culprits],
        left_out=[_left_out(each) for each in outcome.left_out],
        runs=outcome.runs,
        seconds=outcome.seconds,
        output=outcome.output,
    )


@handles("check/cancel")
async def cancel(client: Client, params: IdParams) -> Empty:
    client.service.checks.cancel(params.id)
    return Empty()


def _left_out(found: LeftOut) -> WireLeftOut:
    others = [each for each in found.others if each is not None]
    return WireLeftOut(found.id, others, len(others) < len(found.others), list(found.files))
