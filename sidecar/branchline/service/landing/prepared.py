"""What is known before anything is landed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.landing import How, Landing
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.session.landing import Act, Facts, commands, default_message, plan
from branchline.git.branches import LOCAL, refs_of
from branchline.git.git_folders import GitFolders, folders_in, folders_of
from branchline.git.landing.committing import at_commit, is_ancestor, refuse_unfinished, staged, uncommitted
from branchline.git.landing.moving import changed_in, is_under_way
from branchline.git.landing.parents import target_of
from branchline.git.own_folder import OwnFolder
from branchline.git.parent_branch import parents
from branchline.git.repository import Repository, inspect_known
from branchline.git.runner import Git
from branchline.git.snapshots.refs import optional

_WORKS = {Status.STARTING, Status.WORKING, Status.WAITING}


@attrs.frozen
class Prepared:
    """`checkout` has the branch `facts.onto` checked out, if any has; `ours` is an index with all of the worktree;
    `head` is what is checked out there."""

    repository: Repository
    how: How
    facts: Facts
    ours: OwnFolder
    checkout: GitFolders | None
    head: str
    acts: tuple[Act, ...]
    message: str

    @property
    def commands(self) -> list[str]:
        return commands(self.acts, self.facts, self.message)

    @property
    def begun(self) -> Landing:
        facts = self.facts
        return Landing(
            self.how, facts.onto, facts.before, self.head, facts.place, facts.checkout, elsewhere=facts.elsewhere
        )


def places(session_folder: Path, session_id: str) -> tuple[Path, Path]:
    """For the index of ours, and for the worktree of the merge: the second is in a folder of its own name, which goes
    when it is done."""
    folder = session_folder / "landing"
    return folder / "staged", folder / f"landing-{session_id[:8]}"


async def prepare(
    session: Session,
    folder: Path,
    how: How,
    onto: str | None,
    message: str | None,
    others: Iterable[Session],
    committed: bool,
) -> Prepared:
    """Changes nothing. `folder` is the session's own. With `committed` what is not is left out. Raises NOTHING_TO_LAND,
    CHECKOUT_DIRTY, BRANCH_NOT_FOUND, BRANCH_CHECKED_OUT, AGENT_WORKS (in the checkout that is to be moved along),
    INVALID_STATE and git's errors."""
    folders = await asyncio.to_thread(folders_in, session.worktree, session.repo)
    refuse_unfinished(folders)
    repository = await inspect_known(session.repo)
    own = Git(session.worktree, folders)
    refs = await refs_of(repository.git)
    head = await own.text("rev-parse", "HEAD^{commit}")
    branch = (await optional(own, "symbolic-ref", "--quiet", "HEAD") or "").removeprefix(LOCAL)
    onto = onto or await target_of(repository, branch or session.branch, session.base, refs, session.landed)
    if LOCAL + onto not in refs:
        raise BranchlineError(
            ErrorCode.BRANCH_NOT_FOUND, f"There is no branch “{shown(onto)}” in this repository.", branch=onto
        )
    if onto == branch:
        raise BranchlineError(
            ErrorCode.INVALID_STATE, f"The session works on {shown(onto)} itself. Name another branch to land on."
        )
    checkout = await checkout_of(repository, onto, others)
    ours_at, place = places(folder, session.id)
    # What is put in order after a landing is looked for at the first of these places: here is nothing to.
    ours = await (at_commit(folders, ours_at.with_name("committed"), head) if committed else staged(folders, ours_at))
    files = await uncommitted(ours, head)
    before = refs[LOCAL + onto]
    known = await _known(own, session, head, before)
    since = [f"^{each}" for each in (before, known) if each]
    facts = Facts(
        worktree=session.worktree,
        source=branch or head[:12],
        files=tuple(files),
        ahead=int(await own.text("rev-list", "--count", head, *since)),
        onto=onto,
        before=before,
        place=str(place),
        checkout=checkout.checkout if checkout else "",
        changed=tuple(await changed_in(checkout)) if checkout else (),
        known=known,
        elsewhere=await _is_elsewhere(repository, refs, session, onto),
    )
    acts = plan(how, facts)
    wanted = message and message.strip()
    text = wanted or default_message(session, await _all(ours, known or before, head))
    return Prepared(repository, how, facts, ours, checkout, head, acts, text)


async def _known(git: Git, session: Session, head: str, onto: str) -> str:
    """What of the session landed there before, and is the base of what it did since; "": nothing did."""
    landed = session.landed
    if landed is None or landed.tip != session.base or await is_ancestor(git, landed.tip, onto):
        return ""
    is_there = await is_ancestor(git, landed.commit, onto) and await is_ancestor(git, landed.tip, head)
    return landed.tip if is_there else ""


async def _is_elsewhere(repository: Repository, refs: dict[str, str], session: Session, onto: str) -> bool:
    """Where no branch is known that the session's left, any may be it."""
    found = await parents(repository, refs, session.base, {session.branch}, session.landed) if session.base else []
    return bool(found) and onto not in {each.name for each in found}


async def _all(ours: OwnFolder, before: str, head: str) -> list[str]:
    """The files in which what is landed differs from the branch."""
    return await uncommitted(ours, await ours.own.text("merge-base", before, head))


async def checkout_of(repository: Repository, onto: str, others: Iterable[Session]) -> GitFolders | None:
    """The one that has the branch checked out, if any has. Raises BRANCH_CHECKED_OUT, AGENT_WORKS."""
    if busy := is_under_way(repository, onto):
        raise BranchlineError(
            ErrorCode.BRANCH_CHECKED_OUT,
            f"{shown(onto)} is just being rebased or bisected (in {shown(busy)}). Finish that, then land again.",
            place=busy,
        )
    held = next((each.path for each in repository.checkouts if each.branch == onto), None)
    if held is None:
        return None
    for each in others:
        if each.worktree == held and each.status in _WORKS:
            raise BranchlineError(
                ErrorCode.AGENT_WORKS, f"The agent of “{each.name}” is at work on {shown(onto)}. Wait until it rests."
            )
    is_main = held == repository.root
    return folders_of(held) if is_main else folders_in(held, repository.root)
