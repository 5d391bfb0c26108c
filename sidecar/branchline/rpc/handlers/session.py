"""Requests about sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.session import (
    CreateParams,
    PauseParams,
    RemovedResult,
    RemoveParams,
    RemoveResult,
    ResumeAllResult,
    SendParams,
    SendResult,
    SyncResult,
    UpdateParams,
    WireSession,
)
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.records import everything, removed_record, session_record, snapshot_ref

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


@handles("session/list")
async def list_sessions(server: BranchlineServer, params: Empty) -> SyncResult:
    return everything(server.service)


@handles("session/create")
async def create(server: BranchlineServer, params: CreateParams) -> WireSession:
    if params.sandbox not in {None, "off"}:
        raise BranchlineError(ErrorCode.BAD_SANDBOX, "Sessions cannot be sandboxed yet; leave `sandbox` out.")
    return session_record(await server.service.creation.create(params))


@handles("session/update")
async def update(server: BranchlineServer, params: UpdateParams) -> WireSession:
    return session_record(
        server.service.editing.update(
            params.id,
            name=params.name,
            task=params.task,
            auto_yes=params.auto_yes,
            pinned=params.pinned,
            read=params.read,
        )
    )


@handles("session/activate")
async def activate(server: BranchlineServer, params: IdParams) -> Empty:
    server.service.sessions.activate(params.id)
    return Empty()


@handles("session/send")
async def send(server: BranchlineServer, params: SendParams) -> SendResult:
    return SendResult(
        await server.service.instructions.send(params.id, params.text, submit=params.submit, queue=params.queue)
    )


@handles("session/interrupt")
async def interrupt(server: BranchlineServer, params: IdParams) -> WireSession:
    await server.service.instructions.interrupt(params.id)
    return session_record(server.service.sessions.get(params.id))


@handles("session/stop")
async def stop(server: BranchlineServer, params: IdParams) -> WireSession:
    return session_record(server.service.running.stop(params.id))


@handles("session/pause")
async def pause(server: BranchlineServer, params: PauseParams) -> WireSession:
    await server.service.pausing.pause(params.id, params.free_disk)
    return session_record(server.service.sessions.get(params.id))


@handles("session/resume")
async def resume(server: BranchlineServer, params: IdParams) -> WireSession:
    return session_record(server.service.running.resume(params.id))


@handles("session/resumeAll")
async def resume_all(server: BranchlineServer, params: Empty) -> ResumeAllResult:
    return ResumeAllResult(server.service.running.resume_interrupted())


@handles("session/remove")
async def remove(server: BranchlineServer, params: RemoveParams) -> RemoveResult:
    removed = await server.service.removal.remove(params.id, force=params.force, keep_branch=params.keep_branch)
    return RemoveResult(snapshot_ref(removed))


@handles("session/removed")
async def removed(server: BranchlineServer, params: Empty) -> RemovedResult:
    return RemovedResult([removed_record(each) for each in server.service.removed.all()])


@handles("session/restore")
async def restore(server: BranchlineServer, params: IdParams) -> WireSession:
    return session_record(await server.service.removal.restore(params.id))


@handles("session/delete")
async def delete(server: BranchlineServer, params: IdParams) -> Empty:
    await server.service.removed.delete(params.id)
    return Empty()
