"""A session whose snapshots fail says so, until one is taken again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.rpc.records import session_record
from branchline.service.base.sessions import Changed, News
from harness.service import InProcess


@pytest.fixture
async def session(service: InProcess, repo: Path) -> Session:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, "at the start")
    return service.sessions.get(made.id)


def break_it(session: Session) -> None:
    """Nothing can be written into the repository's objects."""
    objects = Path(session.repo, ".git", "objects")
    os.rename(objects, objects.with_name("away"))
    objects.write_text("")


def mend_it(session: Session) -> None:
    objects = Path(session.repo, ".git", "objects")
    objects.unlink()
    os.rename(objects.with_name("away"), objects)


async def test_whenever_one_fails(service: InProcess, session: Session) -> None:
    told: list[str | None] = []

    def heard(news: News) -> None:
        if isinstance(news, Changed):
            told.append(news.session.snapshot_failed)

    Path(session.worktree, "new.txt").write_text("new\n")
    break_it(session)
    service.sessions.listeners.add(heard)
    with pytest.raises(BranchlineError) as caught:
        await service.timeline.take(session.id, SnapshotReason.ON_DEMAND)
    assert told == [caught.value.message]
    assert session_record(service.sessions.get(session.id)).snapshot_failed == caught.value.message
    await service.timeline.take_quietly(session.id, SnapshotReason.READY)
    assert set(told) == {caught.value.message}, "nobody waits for it, and it is said all the same"
    mend_it(session)
    await service.timeline.take(session.id, SnapshotReason.READY)
    assert (told[-1], service.sessions.get(session.id).snapshot_failed) == (None, None)


async def test_one_that_equals_the_latest_mends_it_too(service: InProcess, session: Session) -> None:
    break_it(session)
    await service.timeline.take_quietly(session.id, SnapshotReason.READY)
    assert service.sessions.get(session.id).snapshot_failed
    mend_it(session)
    await service.timeline.take(session.id, SnapshotReason.READY)
    assert service.sessions.get(session.id).snapshot_failed is None


async def test_it_outlives_the_sidecar(service: InProcess, session: Session) -> None:
    break_it(session)
    await service.timeline.take_quietly(session.id, SnapshotReason.READY)
    mend_it(session)
    why = service.sessions.get(session.id).snapshot_failed
    await service.sessions.saved()
    again = await service.next()
    assert again.sessions.get(session.id).snapshot_failed == why
    await again.close()


async def test_what_is_freed_needs_none(service: InProcess, session: Session) -> None:
    await service.pausing.pause(session.id, free_disk=True)
    await service.timeline.take_quietly(session.id, SnapshotReason.END)
    assert service.sessions.get(session.id).snapshot_failed is None
