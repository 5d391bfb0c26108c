"""What is offered can be restored, and what was deleted goes to the end, wherever it was cut off."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Removed, Session
from branchline.core.model.status import Evidence, Status
from branchline.core.session.retention import DAY
from branchline.machine.paths import Paths
from branchline.service.sessions.removed_sessions import RemovedSessions
from harness.base import Base
from harness.sidecar import git

ID, OTHER = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


def removed_sessions(base: Base) -> RemovedSessions:
    return RemovedSessions(
        paths=base.paths,
        store=base.store,
        saving=base.saving,
        sessions=base.sessions,
        whereabouts=base.whereabouts,
        sealing=base.sealing,
    )


class Sidecar:
    """The lists of sessions, as one that starts has them."""

    def __init__(self, paths: Paths) -> None:
        self.base = Base.of(paths)
        self.paths, self.store, self.sessions = paths, self.base.store, self.base.sessions
        self.removed = removed_sessions(self.base)

    def offered(self) -> list[str]:
        return [each.session.id for each in self.removed.all()]

    async def next(self) -> Sidecar:
        """The one that starts after this one."""
        await self.sessions.saved()
        return Sidecar(self.paths)


@pytest.fixture
async def sidecar(paths: Paths) -> AsyncIterator[Sidecar]:
    sidecar = Sidecar(paths)
    yield sidecar
    await sidecar.base.close()


def session(repo: Path, session_id: str) -> Session:
    return Session(
        id=session_id,
        name=session_id,
        agent="demo",
        repo=str(repo),
        worktree=f"{repo}.worktrees/x",
        branch="branchline/x",
        base=git(repo, "rev-parse", "HEAD"),
        status=Status.PAUSED,
        evidence=Evidence("rule", 1.0),
        created_at=1.0,
        updated_at=1.0,
    )


def remove(sidecar: Sidecar, repo: Path, session_id: str = ID, days: float = 0.0) -> Path:
    """One that was removed so long ago, with a snapshot; its folder."""
    git(repo, "update-ref", f"refs/branchline/{session_id}/1", "HEAD")
    folder = sidecar.paths.session_folder(session_id)
    (folder / "snapshots").mkdir(parents=True)
    sidecar.removed.add(Removed(session(repo, session_id), time.time() - days * DAY, 1, None))
    return folder


def refs(repo: Path) -> list[str]:
    return [ref.split("/")[2] for ref in git(repo, "for-each-ref", "--format=%(refname)", "refs/branchline/").split()]


@pytest.mark.parametrize(("days", "is_offered"), [(0, True), (29.9, True), (30.1, False), (-400, True)])
async def test_what_is_too_old_is_not_offered_whether_it_was_deleted_or_not(
    sidecar: Sidecar, repo: Path, days: float, is_offered: bool
) -> None:
    """-400: the clock was set back since."""
    folder = remove(sidecar, repo, days=days)
    assert sidecar.offered() == ([ID] if is_offered else [])
    if is_offered:
        assert sidecar.removed.get(ID).session.id == ID
    else:
        with pytest.raises(BranchlineError) as caught:
            sidecar.removed.get(ID)  # As a restore does.
        assert caught.value.code == "NO_SESSION"
        with pytest.raises(BranchlineError) as caught:
            await sidecar.removed.delete(ID)
        assert caught.value.code == "NO_SESSION"
    assert (refs(repo), folder.exists()) == ([ID], True), "nothing was deleted by looking"
    again = await sidecar.next()
    await again.removed.delete_old()
    assert (refs(repo), folder.exists()) == (([ID], True) if is_offered else ([], False))


async def test_one_that_is_being_removed_is_neither_deleted_nor_offered(sidecar: Sidecar, repo: Path) -> None:
    folder = remove(sidecar, repo, days=31)
    sidecar.sessions.add(session(repo, ID))
    with pytest.raises(BranchlineError) as caught:
        await sidecar.removed.delete(ID)
    assert caught.value.code == "NO_SESSION"
    await sidecar.removed.delete_old()
    assert (refs(repo), folder.exists()) == ([ID], True)


async def test_only_what_is_deleted_goes(sidecar: Sidecar, repo: Path) -> None:
    folder, other = remove(sidecar, repo), remove(sidecar, repo, OTHER)
    await sidecar.removed.delete(ID)
    assert (refs(repo), folder.exists(), other.exists()) == ([OTHER], False, True)
    again = await sidecar.next()
    await again.removed.delete_old()
    assert (again.offered(), refs(repo), again.store.meta("deleting")) == ([OTHER], [OTHER], {})


async def test_where_git_fails_it_is_off_the_list_and_the_next_start_goes_on(
    sidecar: Sidecar, repo: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = remove(sidecar, repo)
    aside = (repo / ".git").rename(repo / "aside")
    await sidecar.removed.delete(ID)
    assert "not deleted to the end" in caplog.text
    assert Sidecar(sidecar.paths).offered() == sidecar.offered() == [], "and that is on the disk"
    second = await sidecar.next()
    await second.removed.delete_old()  # It fails again.
    aside.rename(repo / ".git")
    assert (refs(repo), folder.exists()) == ([ID], True)
    third = await second.next()
    await third.removed.delete_old()
    assert (refs(repo), folder.exists(), third.store.meta("deleting")) == ([], False, {})


@pytest.mark.parametrize("known", ["lives", "was removed again"])
async def test_what_is_left_is_kept_where_the_session_is_there_again(sidecar: Sidecar, repo: Path, known: str) -> None:
    """Its worktree was still there, and was adopted."""
    folder = remove(sidecar, repo)
    aside = (repo / ".git").rename(repo / "aside")
    await sidecar.removed.delete(ID)
    aside.rename(repo / ".git")
    if known == "lives":
        sidecar.sessions.add(session(repo, ID))
    else:
        sidecar.removed.add(Removed(session(repo, ID), time.time(), 1, None))
    again = await sidecar.next()
    await again.removed.delete_old()
    assert (refs(repo), folder.exists(), again.store.meta("deleting")) == ([ID], True, {})


async def test_nothing_is_deleted_while_the_list_cannot_be_written(sidecar: Sidecar, repo: Path) -> None:
    folder = remove(sidecar, repo)
    await sidecar.sessions.saved()
    blocked = sidecar.paths.store.with_name("store.json.new")
    blocked.mkdir()
    with pytest.raises(BranchlineError) as caught:
        await sidecar.removed.delete(ID)
    assert caught.value.code == "NOT_SAVED"
    assert (sidecar.offered(), refs(repo), folder.exists()) == ([ID], [ID], True)
    blocked.rmdir()
    again = await sidecar.next()
    await again.removed.delete_old()
    assert (again.offered(), refs(repo)) == ([ID], [ID])
    await again.removed.delete(ID)
    assert (again.offered(), refs(repo), folder.exists()) == ([], [], False)


@pytest.mark.parametrize("stored", [None, [], "x", 5])
def test_a_list_that_is_none_is_no_obstacle(paths: Paths, stored: object) -> None:
    """Whoever edits the store by hand may have left something else there."""
    base = Base.of(paths)
    base.store.set_meta("deleting", stored)
    assert removed_sessions(base).all() == []
