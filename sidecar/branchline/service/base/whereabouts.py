"""Where a session's repository, worktree and branch are now, though somebody moved or renamed them."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterable

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Session
from branchline.core.session.moves import BranchRenamed, RepositoryFound
from branchline.git import checkouts, renames, whereabouts
from branchline.git.renames import Name
from branchline.git.repository import Repository, inspect_known
from branchline.git.whereabouts import Home
from branchline.service.base.sessions import Sessions

_MOST_FOLDERS = 100

log = logging.getLogger(__name__)


class Whereabouts:
    """A repository is its common git folder. It is known by its place and inode, and, wherever it was moved, by what it
    has of the session: snapshots, or what git keeps about its worktree."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._opened: dict[str, None] = {}
        """Folders that windows have open, that the user named, or where a repository was."""

    def opened(self, folders: Iterable[str]) -> None:
        """A window has these folders open: a repository that was moved may be there."""
        for folder in folders:
            self._opened.pop(folder, None)
            self._opened[folder] = None
        for folder in list(self._opened)[:-_MOST_FOLDERS]:
            del self._opened[folder]

    async def look(self) -> None:
        """Bring every session's record up to date; those whose repository is not to be found stay as they are."""
        for session in self._sessions.all():
            try:
                await self.now(session.id)
            except BranchlineError as error:
                log.info("%s: %s", session.id[:8], error.message)

    def is_home(self, session: Session) -> bool:
        """Whether there is a repository where the session's was last."""
        return Home(session.common_dir, "").is_there if session.common_dir else os.path.isdir(session.repo)

    async def now(self, session_id: str) -> Session:
        """The session's record, with its repository, worktree and branch as they are now. Raises NO_SESSION, REPO_GONE
        and git's errors."""
        before = self._sessions.get(session_id)
        return self._told(before, await self.found(before))

    async def locate(self, session_id: str, folder: str) -> Session:
        """As `now`, where the user says that the repository is at this folder. Raises OTHER_REPO, and the errors of
        `inspect_known`; nothing is changed then."""
        before = self._sessions.get(session_id)
        return self._told(before, await self.located(before, folder))

    def _told(self, before: Session, found: Session) -> Session:
        """What was found out of the record as it was `before` goes into it, as far as nothing else changed it."""
        session_id = before.id
        session = self._sessions.get(session_id)
        if session.worktree == before.worktree and _place(found) != _place(session):
            self.opened([session.repo])  # It may come back.
            told = RepositoryFound(found.repo, found.common_dir, found.common_inode, found.worktree)
            self._sessions.happened(session_id, told)
        if session.branch == before.branch != found.branch:
            self._sessions.happened(session_id, BranchRenamed(found.branch, found.owns == before.owns))
        return self._sessions.get(session_id)

    async def found(self, session: Session) -> Session:
        """As `now`, for a record that need not be in the list; nothing is saved. Raises REPO_GONE and git's errors."""
        home = await self._home(session)
        if home is None:
            home = Home.at(await self._elsewhere(session))
        return await self._as_in(session, home)

    async def located(self, session: Session, folder: str) -> Session:
        """As `locate`, for a record that need not be in the list; nothing is saved."""
        common_dir = (await inspect_known(checkouts.checkout_of(folder) or folder)).common_dir
        is_likely = not session.worktree or Home.at(common_dir).inode == session.common_inode
        is_it = await whereabouts.has_of(common_dir, session.id) or (
            is_likely and await _may_be_of(session, common_dir)
        )
        if not is_it:
            raise BranchlineError(
                ErrorCode.OTHER_REPO,
                f"{shown(folder)} is in a repository, but not in that of “{session.name}”: it has none of its snapshots"
                " and does not know its worktree.",
                path=folder,
                name=session.name,
            )
        self.opened([folder])
        return await self._as_in(session, Home.at(common_dir))

    async def keeper(self, session_id: str, repo: str) -> str | None:
        """A folder of the repository that has something of a session which has no record any more, and was made for
        `repo`; `repo` itself where nothing is left. None: the repository is not to be found. Raises git's errors."""
        is_there = os.path.isdir(repo)
        common_dir = (await inspect_known(repo)).common_dir if is_there else None
        if common_dir and await whereabouts.has_of(common_dir, session_id):
            return repo
        for each in await self._candidates():
            if await whereabouts.has_of(each, session_id):
                return each
        return repo if is_there else None

    async def branch_now(self, session: Session, branch: str, worktree: str | None = None) -> Name:
        """What a branch of the session is called by now, in its repository as the record has it. Raises git's
        errors."""
        name = await renames.name_now(session.common_dir, branch, worktree)
        others = {each.branch for each in self._sessions.all() if each.id != session.id and each.repo == session.repo}
        # A branch of the same name was made for another session after this one's was deleted.
        return Name(branch, True) if name.branch in others else name

    async def _as_in(self, session: Session, home: Home) -> Session:
        """The record with what is true of it in that repository."""
        placed = await self._placed(session, home)
        worktree = placed.worktree if whereabouts.is_made_for(placed.worktree, session.id) else None
        name = await self.branch_now(placed, placed.branch, worktree)
        owns = attrs.evolve(placed.owns, branch=placed.owns.branch and name.is_same)
        return attrs.evolve(placed, branch=name.branch, owns=owns)

    async def _placed(self, session: Session, home: Home) -> Session:
        """With its worktree, which may have been moved along, and a checkout of the repository that is there."""
        repo, worktree = session.repo, session.worktree
        moved = session.common_dir not in {"", home.common_dir}
        lost = bool(worktree) and not session.freed and not os.path.isdir(worktree)
        there = repo == home.common_dir or checkouts.is_checkout_of(repo, home.common_dir)
        if moved or lost or not there:
            repository = await inspect_known(home.common_dir)
            if not there:
                repo = await self._root(repository)
            if not session.freed:
                standing = attrs.evolve(repository, root=repo)
                worktree = await whereabouts.follow(standing, session.id, worktree, session.repo)
        return attrs.evolve(session, repo=repo, worktree=worktree, common_dir=home.common_dir, common_inode=home.inode)

    async def _root(self, repository: Repository) -> str:
        """What stands for the repository. Of one with its git folder elsewhere only its checkout knows that."""
        root = whereabouts.root_of(repository)
        if root == repository.common_dir:
            seen = await asyncio.to_thread(checkouts.seen_from, list(self._opened))
            return seen.get(root, root)
        return root

    async def _candidates(self) -> list[str]:
        """Common git folders."""
        others = {each.common_dir for each in self._sessions.all() if each.common_dir}
        return list(await asyncio.to_thread(checkouts.seen_from, [*self._opened, *sorted(others)]))

    async def _home(self, session: Session) -> Home | None:
        """Where it was, if it is there still."""
        home = Home(session.common_dir, session.common_inode)
        if not home.common_dir:
            try:
                home = Home((await inspect_known(session.repo)).common_dir, "")
            except BranchlineError as error:
                if error.code not in {ErrorCode.NOT_A_REPO, ErrorCode.PATH_MISSING}:
                    raise
                return None
        if not home.is_there:
            return None
        if not session.worktree and home.inode and home.is_unmoved:
            return home  # Nothing was made for it yet.
        if await whereabouts.has_of(home.common_dir, session.id):
            return Home.at(home.common_dir)
        is_known = home.is_unmoved and (home.inode or not session.freed)
        return home if is_known and await _may_be_of(session, home.common_dir) else None

    async def _elsewhere(self, session: Session) -> str:
        """The common git folder, where it is not where it was."""
        linked = checkouts.linked_to(session.worktree) if session.worktree else None
        if linked and Home(linked, "").is_there and await whereabouts.has_of(linked, session.id):
            return linked
        candidates = await self._candidates()
        found = [each for each in candidates if await whereabouts.has_of(each, session.id)]
        if len(found) != 1:
            # A copy has all of it, too, but is another folder; for one that waits in the queue nothing was made yet.
            same = [each for each in candidates if Home.at(each).inode == session.common_inode]
            found = [each for each in same if each in found or await _may_be_of(session, each)]
        if len(found) != 1:
            raise _gone(session)
        log.info("%s: its repository is at %s now", session.id[:8], found[0])
        return found[0]


def _place(session: Session) -> tuple[str, str, str, str]:
    return session.repo, session.common_dir, session.common_inode, session.worktree


async def _may_be_of(session: Session, common_dir: str) -> bool:
    """Whether it may be the session's repository though it has nothing that was made for the session: the commit that
    it begins at is there."""
    commit = session.base or session.start_base
    return not commit or await whereabouts.has_commit(common_dir, commit)


def _gone(session: Session) -> BranchlineError:
    return BranchlineError(
        ErrorCode.REPO_GONE,
        f"The repository of “{session.name}” is not at {shown(session.repo)} any more, nor in a folder of an open"
        " window. If it was moved, say where it is now; if it was deleted, take the session off the list.",
        name=session.name,
        repo=session.repo,
    )
