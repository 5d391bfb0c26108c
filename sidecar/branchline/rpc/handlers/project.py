"""Requests about a project's own scripts."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.project import ApproveScriptParams, ProjectParams, ScriptsResult
from branchline.rpc.messages.project_records import WireScript
from branchline.rpc.messages.shared import Empty
from branchline.service.scripts.approvals import ShownScript


@handles("project/scripts")
async def scripts(client: Client, params: ProjectParams) -> ScriptsResult:
    found = await client.service.scripts.approvals.look(params.path)
    return ScriptsResult(found.root, [_record(each) for each in found.scripts], list(found.complaints))


@handles("project/approveScript")
async def approve(client: Client, params: ApproveScriptParams) -> Empty:
    await client.service.scripts.approvals.approve(params.path, params.digest)
    return Empty()


@handles("project/declineScript")
async def decline(client: Client, params: ProjectParams) -> Empty:
    await client.service.scripts.approvals.decline(params.path)
    return Empty()


def _record(shown: ShownScript) -> WireScript:
    script = shown.script
    return WireScript(
        kind=script.kind,
        command=script.command,
        source=script.source,
        text=script.text,
        one_at_a_time=script.one_at_a_time,
        digest=script.digest,
        approval=shown.approval,
        before=shown.before,
    )
