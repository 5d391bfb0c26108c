"""Brings some of a session's files into the main checkout, and leaves everything else there as it is."""

from __future__ import annotations

import asyncio
import shlex
import shutil
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.landing import Landing
from branchline.core.model.session import Session
from branchline.core.session.landing import dirty
from branchline.core.session.landing_events import LandingEnded, LandingSaid
from branchline.git.changes import OBJECT_ID
from branchline.git.git_folders import folders_in, folders_of
from branchline.git.hunks import Lines
from branchline.git.landing.applying import applied, changed_among, hunks_alone
from branchline.git.landing.bringing import bring
from branchline.git.landing.committing import staged, uncommitted
from branchline.git.repository import Repository, inspect_known
from branchline.git.runner import alone
from branchline.git.tree_diffs import write_tree
from branchline.machine.paths import Paths
from branchline.service.base.sessions import Sessions
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.timeline.timeline import Timeline


@attrs.frozen
class Applied:
    """The files, in the checkout at `folder`; `before` and `after` are trees of it, by which it can be undone."""

    commands: list[str]
    folder: str
    files: list[str]
    before: str
    after: str


class Applying:
    def __init__(
        self,
        paths: Paths,
        sessions: Sessions,
        timeline: Timeline,
        locks: WorktreeLocks,
        bring_back: Callable[[str], Awaitable[None]],
    ) -> None:
        self._paths = paths
        self._sessions = sessions
        self._timeline = timeline
        self._locks = locks
        self._bring_back = bring_back

    async def apply(
        self, session_id: str, paths: Sequence[str], lines: Lines | None = None, *, dry_run: bool = False
    ) -> Applied:
        """What the session changed in these files is done to the main checkout's, which is not committed or staged.
        With `lines` only the hunks that have some of them, of one file (of a renamed one the new path and the old):
        upon what that file is there, whether it is committed or not.

        Raises BAD_PATH (of which it changed none), CHECKOUT_DIRTY (one of them has changes there), LAND_CONFLICT,
        BARE_REPO, NO_WORKTREE, INVALID_STATE, the errors of `hunks_alone` and git's; nothing is changed then.
        """
        async with self._locks.of(session_id):
            _refuse(self._sessions.get(session_id))
            if self._sessions.get(session_id).freed:
                await self._bring_back(session_id)
            session = await self._timeline.session(session_id)
            repository = await _with_checkout(session)
            checkout = folders_of(repository.root)
            names = sorted(set(paths))
            if not paths or (lines and len(paths) > 2):
                raise BranchlineError(ErrorCode.BAD_PATH, "Say which files; lines are of one alone.", path="")
            place = self._place(session_id)
            async with alone(f"landing in {session.common_dir}"):
                try:
                    ours = await staged(folders_in(session.worktree, session.repo), place / "staged")
                    if unknown := set(names) - set(await uncommitted(ours, session.base)):
                        first = sorted(unknown)[0]
                        raise BranchlineError(
                            ErrorCode.BAD_PATH, f"The session did not change {shown(first)}.", path=first
                        )
                    tree = await write_tree(ours.own, ours.environment)
                    if lines:
                        tree = await hunks_alone(session.repo, session.base, tree, paths, lines, place)
                        names = [paths[-1]]
                    elif changed := await changed_among(checkout, names):
                        raise dirty(repository.root, changed, repository.checkouts[0].branch or "a commit")
                    trees = await applied(
                        checkout, place / "applied", session.base, tree, names, changed=lines is not None
                    )
                    if not dry_run:
                        await self._bring(session_id, repository.root, *trees)
                finally:
                    await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
            commands = _commands(session, repository.root, session.base, names)
            return Applied(commands, repository.root, names, *trees)

    async def undo(self, session_id: str, before: str, after: str) -> list[str]:
        """The files that led from one tree to the other are as before, but for those that somebody changed since: their
        paths. Raises BAD_REVISION, BARE_REPO, INVALID_STATE and git's errors."""
        async with self._locks.of(session_id):
            session = await self._timeline.session(session_id)
            _refuse_under_way(session)
            repository = await _with_checkout(session)
            for tree in (before, after):
                if not OBJECT_ID.fullmatch(tree) or not await repository.git.ok("cat-file", "-e", f"{tree}^{{tree}}"):
                    raise BranchlineError(ErrorCode.BAD_REVISION, f"There is no tree {shown(tree)} in this repository.")
            async with alone(f"landing in {session.common_dir}"):
                return await self._bring(session_id, repository.root, after, before)

    async def finish(self, session_id: str, landing: Landing) -> list[str]:
        """What was cut off: the files that are as they were, or as they are to be, become that; gives the paths of the
        others. Raises git's errors and OSError."""
        place = self._place(session_id)
        kept = await bring(folders_of(landing.checkout), landing.before, landing.result, place)
        await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
        self._sessions.happened(session_id, LandingEnded())
        await self._sessions.saved()
        return kept

    async def _bring(self, session_id: str, root: str, before: str, after: str) -> list[str]:
        landing = Landing(None, "", before, "", "", root, "", after)
        self._sessions.happened(session_id, LandingSaid(landing))
        await self._sessions.saved()
        try:
            return await self.finish(session_id, landing)
        except BaseException as error:
            kept = await self.finish(session_id, landing)  # What was cut off is done to its end.
            if not isinstance(error, BranchlineError):
                raise
            return kept

    def _place(self, session_id: str) -> Path:
        return self._paths.session_folder(session_id) / "applying"


def _refuse(session: Session) -> None:
    if not session.worktree:
        raise BranchlineError(ErrorCode.NO_WORKTREE, "This session has no worktree yet. Wait until it is made.")
    _refuse_under_way(session)


def _refuse_under_way(session: Session) -> None:
    if session.under_way is not None:
        raise BranchlineError(ErrorCode.INVALID_STATE, f"Something is just being done to “{session.name}”. Try again.")


async def _with_checkout(session: Session) -> Repository:
    repository = await inspect_known(session.repo)
    if repository.root == repository.common_dir:
        raise BranchlineError(
            ErrorCode.BARE_REPO, f"{shown(repository.root)} has no checkout for it.", path=repository.root
        )
    return repository


def _commands(session: Session, root: str, base: str, names: Sequence[str]) -> list[str]:
    diff = shlex.join(["git", "-C", session.worktree, "diff", "--binary", base[:12], "--", *names])
    return [f"{diff} | {shlex.join(['git', '-C', root, 'apply', '--3way'])}"]
