"""Brings some of a session's files into the main checkout, and leaves everything else there as it is."""

from __future__ import annotations

import asyncio
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.landing import Landing
from branchline.core.model.session import Session
from branchline.core.session.landing import dirty
from branchline.core.session.landing_events import LandingEnded, LandingSaid
from branchline.git.git_folders import folders_in, folders_of
from branchline.git.landing.applying import applied, changed_among
from branchline.git.landing.bringing import bring
from branchline.git.landing.committing import staged, uncommitted
from branchline.git.repository import inspect_known
from branchline.git.runner import alone
from branchline.git.tree_diffs import write_tree
from branchline.machine.paths import Paths
from branchline.service.base.sessions import Sessions
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.timeline.timeline import Timeline


@attrs.frozen
class Applied:
    """The files, in the checkout at `folder`."""

    commands: list[str]
    folder: str
    files: list[str]


class Applying:
    def __init__(self, paths: Paths, sessions: Sessions, timeline: Timeline, locks: WorktreeLocks) -> None:
        self._paths = paths
        self._sessions = sessions
        self._timeline = timeline
        self._locks = locks

    async def apply(self, session_id: str, paths: Sequence[str], *, dry_run: bool = False) -> Applied:
        """What the session changed in these files is done to the main checkout's, which is not committed or staged.

        Raises BAD_PATH (of which it changed none), CHECKOUT_DIRTY (one of them has changes there), LAND_CONFLICT,
        BARE_REPO, NO_WORKTREE, INVALID_STATE and git's errors; nothing is changed then.
        """
        async with self._locks.of(session_id):
            session = await self._timeline.session(session_id)
            _refuse(session)
            repository = await inspect_known(session.repo)
            if repository.root == repository.common_dir:
                raise BranchlineError(
                    ErrorCode.BARE_REPO, f"{shown(repository.root)} has no checkout for it.", path=repository.root
                )
            checkout = folders_of(repository.root)
            names = sorted(set(paths))
            place = self._place(session_id)
            async with alone(f"landing in {session.common_dir}"):
                try:
                    ours = await staged(folders_in(session.worktree, session.repo), place / "staged")
                    if unknown := set(names) - set(await uncommitted(ours, session.base)):
                        first = sorted(unknown)[0]
                        raise BranchlineError(
                            ErrorCode.BAD_PATH, f"The session did not change {shown(first)}.", path=first
                        )
                    if changed := await changed_among(checkout, names):
                        raise dirty(repository.root, changed, repository.checkouts[0].branch or "a commit")
                    tree = await write_tree(ours.own, ours.environment)
                    trees = await applied(checkout, place / "applied", session.base, tree, names, repository.root)
                    if not dry_run:
                        await self._bring(session_id, repository.root, *trees)
                finally:
                    await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
            return Applied(_commands(session, repository.root, session.base, names), repository.root, names)

    async def finish(self, session_id: str, landing: Landing) -> None:
        """What was cut off: the files that are as they were, or as they are to be, become that. Raises git's errors and
        OSError."""
        place = self._place(session_id)
        await bring(folders_of(landing.checkout), landing.before, landing.result, place)
        await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
        self._sessions.happened(session_id, LandingEnded())
        await self._sessions.saved()

    async def _bring(self, session_id: str, root: str, before: str, after: str) -> None:
        landing = Landing(None, "", before, "", "", root, "", after)
        self._sessions.happened(session_id, LandingSaid(landing))
        await self._sessions.saved()
        await self.finish(session_id, landing)

    def _place(self, session_id: str) -> Path:
        return self._paths.session_folder(session_id) / "applying"


def _refuse(session: Session) -> None:
    if not session.worktree or session.freed:
        raise BranchlineError(ErrorCode.NO_WORKTREE, "This session has no worktree now; resume it first.")
    if session.under_way is not None:
        raise BranchlineError(ErrorCode.INVALID_STATE, f"Something is just being done to “{session.name}”. Try again.")


def _commands(session: Session, root: str, base: str, names: Sequence[str]) -> list[str]:
    diff = shlex.join(["git", "-C", session.worktree, "diff", "--binary", base[:12], "--", *names])
    return [f"{diff} | {shlex.join(['git', '-C', root, 'apply', '--3way'])}"]
