"""A session, and what is known of it."""

from __future__ import annotations

import attrs

from branchline.core.model.base import Drift, Updating
from branchline.core.model.changes import Changes
from branchline.core.model.checked import Checked
from branchline.core.model.comment import Comment
from branchline.core.model.head import Head
from branchline.core.model.keep_going import KeepGoing
from branchline.core.model.kind import WorkKind
from branchline.core.model.landing import Keeping, Landed, Landing
from branchline.core.model.merging import ConflictsWith
from branchline.core.model.note import Note
from branchline.core.model.preparing import Preparing
from branchline.core.model.process import Process as Process
from branchline.core.model.prompt import Prompt
from branchline.core.model.pull_request import SeenPullRequest
from branchline.core.model.run import Run, RunStatus
from branchline.core.model.setup import Setup
from branchline.core.model.setup_waits import SetupWaits
from branchline.core.model.status import Evidence, Status
from branchline.core.model.stray import Stray
from branchline.core.model.under_way import FilesDone, Step, Trying, Typed, Undoing
from branchline.core.model.usage import Usage, Used
from branchline.core.model.work import BackgroundWork, Progress
from branchline.core.reasons import AutoYesPause, PauseReason, WorkingReason


@attrs.frozen
class Ownership:
    """What Branchline itself made for a session, and so may delete."""

    worktree: bool = False
    branch: bool = False


@attrs.frozen
class Asked:
    """Why auto-yes left a prompt to the user."""

    prompt: str
    """The prompt's id."""
    rule: str
    why: str


@attrs.frozen
class SnapshotName:
    """A name that the user gave to the session's snapshot of this number."""

    number: int
    name: str


@attrs.frozen
class Session:
    id: str
    name: str
    agent: str
    repo: str
    worktree: str
    branch: str
    base: str
    status: Status
    evidence: Evidence
    created_at: float
    updated_at: float
    since: float = attrs.Factory(lambda self: self.evidence.at, takes_self=True)
    """Since when it is in its status, or, while it waits, since its prompt came."""
    title: str = ""
    """A line for people, of at most 60 characters; "" where nobody said what it is about."""
    kind: WorkKind = WorkKind.DEVELOPMENT
    task: str | None = None
    persona: str | None = None
    reason: str | None = None
    """A WaitReason while it waits, a PauseReason while it is paused; maybe a StartReason while it starts, a TurnReason
    or an InputReason when it is ready, a WorkingReason while it works; else a text."""
    prompt: Prompt | None = None
    auto_yes: str = "off"
    """The name of its preset."""
    next_auto_yes: str | None = None
    """The wider one that comes with the next start, because its persona has it; None: none waits."""
    auto_yes_paused: AutoYesPause | None = None
    """Why auto-yes does not answer though it is on; None: it does."""
    asked: Asked | None = None
    """Why it is the user who has to answer the standing prompt, where auto-yes is on or a common answer is near."""
    answers: bool = True
    """Common answers of the settings are given in it."""
    answers_paused: AutoYesPause | None = None
    """Why they are not though they are on; None: they are."""
    freed: bool = False
    """The worktree was removed to free the disk; the latest snapshot holds it."""
    handed_over: bool = False
    """The agent could not go on with its conversation: a new one was told where things stand."""
    snapshot_failed: str | None = None
    """Why the last snapshot could not be taken; None: it was."""
    unkept: tuple[str, ...] = ()
    """What the latest snapshot left out: too large, not readable, or repositories inside the worktree."""
    unread: bool = False
    pinned: bool = False
    changes: Changes = attrs.field(factory=Changes)
    conflicts: tuple[ConflictsWith, ...] = ()
    """What would conflict if it were merged as it is now: with the parent branch first, then with other sessions."""
    exit_code: int | None = None
    queue_place: int | None = None
    pending: tuple[str, ...] = ()
    """Instructions that wait to be typed, oldest first: for the agent's ready screen, or until all keys went out."""
    typing: int | None = None
    """Percent of the oldest of them that is typed by now, where that takes long."""
    subfolder: str = ""
    """Where in the worktree its agent runs, with `/` between folders; "": at the top."""
    arguments: tuple[str, ...] = ()
    """What its agent is started with besides its own arguments."""
    environment: tuple[str, ...] = ()
    """`NAME=value`, what its agent has besides the user's environment. The wire has the names alone."""
    reviews: str | None = None
    """The id of the session on whose work it gives a second opinion."""
    notes: tuple[Note, ...] = ()
    """What such sessions found, oldest first."""
    limits: tuple[str, ...] = ()
    """Its own, as `own_limits` writes them: they hold beside those of the settings."""
    next_limits: tuple[str, ...] | None = None
    """Those that come with the next start; None: they stay."""
    background: tuple[BackgroundWork, ...] = ()
    """What its agent runs beside itself, the oldest first: subagents at any time, else what goes on without it."""
    progress: Progress | None = None
    """None: its agent tells nothing of it."""
    tool: str | None = None
    """What its agent uses just now, by the agent's own name for it."""
    reviewed: str = ""
    """The tree with each file as the user last looked at it, the others as at the base; "": none was marked."""
    comments: tuple[Comment, ...] = ()
    """The user's, and what second opinions found at lines, on its changes; the oldest first."""
    usage: Usage | None = None
    """What its agent used, by what that reports; None: it told nothing yet."""
    landed: Landed | None = None
    """How its work came into its parent branch last."""
    drift: Drift | None = None
    """How far its branch and the one that it left are apart; None: not known yet, or there is none."""
    not_fetched: str | None = None
    """Why it began at the local branch though the upstream was to be fetched; None: it was, or was not to be."""
    pull_request: SeenPullRequest | None = None
    """That of its branch, as it was when somebody looked last; None: nobody did, or there was none."""
    keep_going: KeepGoing | None = None
    """Until the checks of its pull request are green; None: it was not asked to."""
    head: Head | None = None
    """What its worktree had checked out when its changes were counted last; None: they never were."""
    strayed: tuple[Stray, ...] = ()
    """What its agent touched outside its worktree, the latest last."""
    checked: Checked | None = None
    """What the user's check command said of its work last; None: it never ran on it."""
    not_carried: tuple[str, ...] = ()
    """What its worktree was to have of the main checkout and does not, and why: sentences."""
    carrying: FilesDone | None = None
    """While files of the main checkout are brought into its worktree."""
    preparing: Preparing | None = None
    """How far its worktree is made ready for its agent, while it is. Not in the store: each start begins anew."""
    setup: Setup | None = None
    """What became of the set-up script in its worktree; None: there is none, or it is still to be looked for."""
    setup_waits: SetupWaits | None = None
    """The repository's set-up script did not run in its worktree, since the user has not approved it; None: it did, or
    there is none."""
    run: Run | None = None
    """What the user started in its worktree last, beside its agent; None: nothing yet."""
    # Below: the sidecar's own memory, never on the wire.
    typed: Typed | None = None
    common_dir: str = ""
    """The repository's common git folder, by which it is known whichever of its checkouts `repo` is; "": not looked up
    yet, by an earlier version."""
    common_inode: str = ""
    """That of the folder, which stays where the repository is moved."""
    start_base: str | None = None
    """What the user asked the new branch to start from, as a commit id: HEAD may move while it is queued."""
    start_branch: str | None = None
    """The existing branch that the user asked to work on."""
    waits_on: str | None = None
    """Stands for what is asked since `since`, or was until now: it stays while a screen cannot be read."""
    waited_since: float | None = None
    """Since when it waited for that, when it has just left off."""
    process: Process | None = None
    owns: Ownership = Ownership()
    agent_session: str | None = None
    """The agent's own conversation id, for its resume argument."""
    has_conversation: bool = False
    """The agent worked once, so that there is something for its resume argument to go on with."""
    begun_at: float | None = attrs.Factory(
        lambda self: self.updated_at if self.has_conversation and self.process else None, takes_self=True
    )
    """When its agent began what it was told, since its last start; None: it was told nothing, or has not begun."""
    stopping: PauseReason | None = None
    """The user asked for the end, and this will be the reason: whatever exit code comes is no failure."""
    instruction: str | None = None
    """What the agent was told last."""
    start_snapshot: str | None = None
    """The ref of another session's snapshot, whose files it begins with."""
    snapshot_names: tuple[SnapshotName, ...] = ()
    naming: tuple[str, ...] | None = None
    """What its agent was told first, as long as a better name may come of it; None: the name stays as it is."""
    under_way: Step | None = None
    landing: Landing | None = None
    """How far the landing is that is under way."""
    keeping: Keeping | None = None
    """What is left to be done to keep it alone of several."""
    undoing: Undoing | None = None
    """Of a step `undoing`."""
    trying: Trying | None = None
    """The wire has the checkout alone, as `tried`."""
    updating: Updating | None = None
    """The update from its base that is under way."""
    setup_due: bool = False
    """Its worktree was made, or came back from a snapshot, and no set-up script ran in it to its end since."""
    port: int = 0
    """The first of the ten ports that are reserved for it; 0: none are yet."""
    used: tuple[Used, ...] = ()
    """What `usage` is the sum of: each conversation that it had."""
    run_process: Process | None = None
    """That of its run; None: it has ended, or is about to begin."""

    @property
    def folder(self) -> str:
        """Where its agent runs; "" where it has no worktree."""
        return f"{self.worktree}/{self.subfolder}" if self.worktree and self.subfolder else self.worktree

    @property
    def is_run(self) -> bool:
        """Something that the user started runs in its worktree."""
        return self.run is not None and self.run.status is RunStatus.RUNNING

    @property
    def rests(self) -> bool:
        """Its agent does: its turn is over, whatever it is to be told next."""
        return self.status is Status.READY or self.reason == WorkingReason.INSTRUCTION_WAITS.value


@attrs.frozen
class Removed:
    """A session that was removed and can be restored."""

    session: Session
    at: float
    snapshot: int | None
    """The number of the one that holds its worktree; None: it had none."""
    tip: str | None
    """The commit of its branch; None: it had no branch, or that stayed."""
    held_by: str | None = None
    """The worktree that has the branch checked out, which stayed because of that though it was to go."""
