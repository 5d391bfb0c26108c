"""Requests about sessions."""

from __future__ import annotations

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.rpc.client import Client
from branchline.rpc.everything import everything
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.session import (
    CreateParams,
    EndProcessParams,
    GiveFilesParams,
    LocateParams,
    PauseParams,
    RemoveParams,
    SearchParams,
    SendParams,
    UpdateParams,
)
from branchline.rpc.messages.session_news import SyncResult
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.session_results import (
    DeleteResult,
    ForgetResult,
    GiveFilesResult,
    LocateResult,
    LossesResult,
    ProcessesResult,
    RemovedResult,
    RemoveResult,
    ResumeAllResult,
    SearchResult,
    SendResult,
    TryDemoResult,
    WireFound,
    WireProcess,
)
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.records import session_record
from branchline.rpc.removal_records import losses_record, removed_record, snapshot_ref


@handles("session/list")
async def list_sessions(client: Client, params: Empty) -> SyncResult:
    await client.service.locating.look()
    return everything(client.service.base, client.service.notices, client.environment)


@handles("session/search")
async def search(client: Client, params: SearchParams) -> SearchResult:
    found, complete = await client.service.search.find(params.text)
    return SearchResult([WireFound(each.session_id, each.line) for each in found], complete)


@handles("session/create")
async def create(client: Client, params: CreateParams) -> WireSession:
    if params.sandbox not in {None, "off"}:
        raise BranchlineError(ErrorCode.BAD_SANDBOX, "Sessions cannot be sandboxed yet; leave `sandbox` out.")
    service, environment = client.service, client.environment
    if params.with_changes:
        return session_record(await service.with_changes.create(params, environment))
    base, why_not = await service.upstreams.start_of(params, environment)
    request = attrs.evolve(params, base=base)
    return session_record(await service.creation.create(request, environment=environment, not_fetched=why_not))


@handles("session/tryDemo")
async def try_demo(client: Client, params: Empty) -> TryDemoResult:
    return TryDemoResult([session_record(each) for each in await client.service.trial.begin(client.environment)])


@handles("session/update")
async def update(client: Client, params: UpdateParams) -> WireSession:
    if params.network not in {None, "on"}:
        raise BranchlineError(
            ErrorCode.BAD_SANDBOX, "Sessions cannot be cut off from the network yet; leave `network` out."
        )
    return session_record(
        client.service.editing.update(
            params.id,
            name=params.name,
            title=params.title,
            task=params.task,
            auto_yes=params.auto_yes,
            pinned=params.pinned,
            persona=params.persona,
            read=params.read,
            limits=params.limits,
            answers=params.answers,
        )
    )


@handles("session/activate")
async def activate(client: Client, params: IdParams) -> Empty:
    client.service.sessions.activate(params.id)
    return Empty()


@handles("session/send")
async def send(client: Client, params: SendParams) -> SendResult:
    return SendResult(
        await client.service.instructions.send(params.id, params.text, submit=params.submit, queue=params.queue)
    )


@handles("session/giveFiles")
async def give_files(client: Client, params: GiveFilesParams) -> GiveFilesResult:
    given = await client.service.given_files.give(params.id, params.files)
    return GiveFilesResult(list(given.files), given.mention, given.typed)


@handles("session/takeBack")
async def take_back(client: Client, params: IdParams) -> WireSession:
    return session_record(client.service.instructions.take_back(params.id))


@handles("session/interrupt")
async def interrupt(client: Client, params: IdParams) -> WireSession:
    await client.service.instructions.interrupt(params.id)
    return session_record(client.service.sessions.get(params.id))


@handles("session/processes")
async def processes(client: Client, params: IdParams) -> ProcessesResult:
    left_behind = client.service.terminals.left_behind
    found = [WireProcess(each.process.pid, each.name) for each in await left_behind.of(params.id)]
    return ProcessesResult(found, left_behind.is_kept)


@handles("session/endProcess")
async def end_process(client: Client, params: EndProcessParams) -> WireSession:
    await client.service.ending_work.end(params.id, params.work)
    return session_record(client.service.sessions.get(params.id))


@handles("session/stop")
async def stop(client: Client, params: IdParams) -> WireSession:
    return session_record(await client.service.running.stop_all_of_it(params.id))


@handles("session/pause")
async def pause(client: Client, params: PauseParams) -> WireSession:
    await client.service.pausing.pause(params.id, params.free_disk)
    return session_record(client.service.sessions.get(params.id))


@handles("session/resume")
async def resume(client: Client, params: IdParams) -> WireSession:
    await client.service.unlinked.refuse(params.id)
    return session_record(client.service.running.resume(params.id, client.environment))


@handles("session/resumeAll")
async def resume_all(client: Client, params: Empty) -> ResumeAllResult:
    return ResumeAllResult(client.service.running.resume_interrupted(client.environment))


@handles("session/losses")
async def losses(client: Client, params: IdParams) -> LossesResult:
    return losses_record(await client.service.removal.losses(params.id))


@handles("session/remove")
async def remove(client: Client, params: RemoveParams) -> RemoveResult:
    removed = await client.service.removal.remove(params.id, force=params.force, keep_branch=params.keep_branch)
    return RemoveResult(snapshot_ref(removed), removed.held_by)


@handles("session/locate")
async def locate(client: Client, params: LocateParams) -> LocateResult:
    return LocateResult((await client.service.locating.locate(params.id, params.path)).repo)


@handles("session/forget")
async def forget(client: Client, params: IdParams) -> ForgetResult:
    worktree = await client.service.removal.forget(params.id)
    await client.service.locating.look()
    await client.service.orphans.look()
    return ForgetResult(worktree)


@handles("session/removed")
async def removed(client: Client, params: Empty) -> RemovedResult:
    return RemovedResult([removed_record(each) for each in client.service.removed.all()])


@handles("session/restore")
async def restore(client: Client, params: IdParams) -> WireSession:
    return session_record(await client.service.removal.restore(params.id))


@handles("session/delete")
async def delete(client: Client, params: IdParams) -> DeleteResult:
    return DeleteResult(await client.service.removed.delete(params.id))
