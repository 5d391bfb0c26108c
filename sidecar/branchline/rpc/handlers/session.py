"""One short function per request: from checked params to the service, and back to a wire record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from branchline.core.errors import BranchlineError
from branchline.git.branches import list_branches
from branchline.rpc.handlers import snapshot as snapshot
from branchline.rpc.messages.params import (
    AnswerParams,
    BranchesParams,
    ChangesParams,
    CreateParams,
    IdParams,
    ListParams,
    LogParams,
    OutputParams,
    PauseParams,
    ProposeParams,
    ReadFileParams,
    RemoveParams,
    SendParams,
    TryRuleParams,
    UpdateParams,
    WatchParams,
)
from branchline.rpc.messages.records import WireBranch, WireSession
from branchline.rpc.messages.results import (
    AnswerResult,
    AttachResult,
    BranchesResult,
    ChangesResult,
    Empty,
    FileResult,
    LogResult,
    OutputResult,
    ProposeResult,
    RemovedResult,
    RemoveResult,
    ReportResult,
    ResumeAllResult,
    ScreenResult,
    SendResult,
    StopAllResult,
    SyncResult,
    TryRuleResult,
)
from branchline.rpc.records import (
    decision_record,
    everything,
    file_record,
    removed_record,
    session_record,
    snapshot_ref,
)
from branchline.service.sessions.create_request import CreateRequest

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


async def list_sessions(server: BranchlineServer, params: ListParams) -> SyncResult:
    return everything(server.service)


async def create(server: BranchlineServer, params: CreateParams) -> WireSession:
    if params.sandbox not in {None, "off"}:
        raise BranchlineError("BAD_SANDBOX", "Sessions cannot be sandboxed yet; leave `sandbox` out.")
    wanted = CreateRequest(
        repo=params.repo,
        agent=params.agent,
        instruction=params.instruction,
        name=params.name,
        task=params.task,
        persona=params.persona,
        kind=params.kind,
        base=params.base,
        branch=params.branch,
        auto_yes=params.auto_yes,
    )
    return session_record(await server.service.creation.create(wanted))


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


async def activate(server: BranchlineServer, params: IdParams) -> Empty:
    server.service.sessions.activate(params.id)
    return Empty()


async def send(server: BranchlineServer, params: SendParams) -> SendResult:
    return SendResult(
        await server.service.instructions.send(params.id, params.text, submit=params.submit, queue=params.queue)
    )


async def interrupt(server: BranchlineServer, params: IdParams) -> WireSession:
    await server.service.instructions.interrupt(params.id)
    return session_record(server.service.sessions.get(params.id))


async def answer(server: BranchlineServer, params: AnswerParams) -> AnswerResult:
    await server.service.prompts.answer(params.id, params.prompt_id, params.choice)
    return AnswerResult(accepted=True)


async def report(server: BranchlineServer, params: IdParams) -> ReportResult:
    return ReportResult(str(await server.service.viewing.report(params.id)))


async def stop(server: BranchlineServer, params: IdParams) -> WireSession:
    return session_record(server.service.running.stop(params.id))


async def resume(server: BranchlineServer, params: IdParams) -> WireSession:
    return session_record(server.service.running.resume(params.id))


async def remove(server: BranchlineServer, params: RemoveParams) -> RemoveResult:
    removed = await server.service.removal.remove(params.id, force=params.force, keep_branch=params.keep_branch)
    return RemoveResult(snapshot_ref(removed))


async def pause(server: BranchlineServer, params: PauseParams) -> WireSession:
    await server.service.pausing.pause(params.id, params.free_disk)
    return session_record(server.service.sessions.get(params.id))


async def resume_all(server: BranchlineServer, params: ListParams) -> ResumeAllResult:
    return ResumeAllResult(server.service.running.resume_interrupted())


async def removed(server: BranchlineServer, params: ListParams) -> RemovedResult:
    return RemovedResult([removed_record(each) for each in server.service.removed.all()])


async def restore(server: BranchlineServer, params: IdParams) -> WireSession:
    return session_record(await server.service.removal.restore(params.id))


async def delete(server: BranchlineServer, params: IdParams) -> Empty:
    await server.service.removed.delete(params.id)
    return Empty()


async def changes(server: BranchlineServer, params: ChangesParams) -> ChangesResult:
    found = await server.service.change_tracker.read(params.id, params.tree)
    return ChangesResult(found.base, found.tree, [file_record(file) for file in found.files])


async def read_file(server: BranchlineServer, params: ReadFileParams) -> FileResult:
    content = await server.service.files.read(params.id, params.path, params.at)
    if content is None:
        return FileResult(text=None, binary=False, missing=True)
    return FileResult(text=content.text, binary=content.text is None, missing=False)


async def output(server: BranchlineServer, params: OutputParams) -> OutputResult:
    return OutputResult(await server.service.viewing.output(params.id, params.lines))


async def screen(server: BranchlineServer, params: IdParams) -> ScreenResult:
    terminal = server.service.terminals.get(params.id)
    view = terminal.view()
    return ScreenResult(view.cols, terminal.screen.rows, list(view.lines), list(view.cursor))


async def attach(server: BranchlineServer, params: IdParams) -> AttachResult:
    session = server.service.sessions.get(params.id)
    return AttachResult(
        server.service.viewing.attach_command(params.id), session.worktree or session.repo, session.name
    )


async def watch(server: BranchlineServer, params: WatchParams) -> Empty:
    server.watched = {session_id for session_id in params.ids if server.service.sessions.get(session_id)}
    return Empty()


async def branches(server: BranchlineServer, params: BranchesParams) -> BranchesResult:
    listing = await list_branches(params.repo)
    found = [WireBranch(branch.name, branch.remote, branch.checked_out) for branch in listing.branches]
    return BranchesResult(listing.current, found)


async def stop_all(server: BranchlineServer, params: ListParams) -> StopAllResult:
    return StopAllResult(server.service.auto_yes.stop_all())


async def decision_log(server: BranchlineServer, params: LogParams) -> LogResult:
    entries = await server.service.decisions.entries(params.id, params.limit)
    if params.id is not None and not entries:
        server.service.sessions.get(params.id)
    return LogResult([decision_record(entry) for entry in entries])


async def propose(server: BranchlineServer, params: ProposeParams) -> ProposeResult:
    return ProposeResult(await server.service.rule_advice.propose(params.id, params.prompt_id))


async def try_rule(server: BranchlineServer, params: TryRuleParams) -> TryRuleResult:
    found = await server.service.rule_advice.try_rule(params.rule)
    return TryRuleResult([decision_record(entry) for entry in found])


HANDLERS: dict[str, Callable[[BranchlineServer, Any], Awaitable[Any]]] = {
    **snapshot.HANDLERS,
    "session/list": list_sessions,
    "session/create": create,
    "session/update": update,
    "session/activate": activate,
    "session/send": send,
    "session/interrupt": interrupt,
    "session/resume": resume,
    "session/answer": answer,
    "session/report": report,
    "session/stop": stop,
    "session/remove": remove,
    "session/pause": pause,
    "session/resumeAll": resume_all,
    "session/removed": removed,
    "session/restore": restore,
    "session/delete": delete,
    "session/changes": changes,
    "session/readFile": read_file,
    "session/output": output,
    "session/screen": screen,
    "session/attach": attach,
    "session/watch": watch,
    "repo/branches": branches,
    "autoYes/stopAll": stop_all,
    "autoYes/log": decision_log,
    "autoYes/propose": propose,
    "autoYes/tryRule": try_rule,
}
