"""Where a session's repository is not to be found nothing is done, and that is said; the user locates it, or takes the
session off the list."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from harness.moved_sessions import STATES, begun, record, refs
from harness.proofs import pairs
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.worktree_files import branches

OTHERS = ["another repository", "a clone", "no repository", "nothing", "no absolute path"]


@pytest.mark.parametrize("state", STATES)
async def test_where_it_is_not_found_nothing_is_done_and_that_is_said(
    service: InProcess, repo: Path, state: str
) -> None:
    session_id, worktree = await begun(service, repo, state)
    moved = repo.rename(repo.parent / "two")
    before = (refs(moved, session_id), branches(moved), worktree.exists())
    if state == "removed":
        error = await refused("REPO_GONE", service.removal.restore(session_id))
        assert service.removed.get(session_id)
    else:
        for force in (False, True):
            error = await refused("REPO_GONE", service.removal.remove(session_id, force=force, keep_branch=False))
        status = service.sessions.get(session_id).status
        assert status is (Status.READY if state == "live" else Status.PAUSED), "nothing changed"
        await refused("REPO_GONE", service.timeline.all(session_id))
        await service.locating.look()
        assert [each.code for each in service.notices if each.names == ("Precious",)] == ["REPOSITORIES_MISSING"]
    assert str(repo) in error.message
    assert error.data["repo"] == str(repo)
    assert (refs(moved, session_id), branches(moved), worktree.exists()) == before


@pytest.mark.parametrize("state", ["live", "paused", "freed"])
async def test_a_session_whose_repository_is_gone_is_taken_off_the_list(
    service: InProcess, repo: Path, state: str
) -> None:
    session_id, worktree = await begun(service, repo, state)
    moved = repo.rename(repo.parent / "two")
    left = await service.removal.forget(session_id)
    assert left == (None if state == "freed" else str(worktree)), "it says what it leaves"
    assert service.sessions.all() == []
    assert worktree.exists() == (state != "freed")
    await service.locating.look()
    assert "REPOSITORIES_MISSING" not in [each.code for each in service.notices]
    # It turns up after all.
    await refused("REPO_GONE", service.removal.restore(session_id))
    await service.locating.locate(session_id, str(moved))
    await service.removal.restore(session_id)
    service.running.resume(session_id)
    await service.until_status(session_id, Status.READY)
    assert (worktree / "loose.txt").read_text() == "loose\n"


@pytest.mark.parametrize(("what", "state"), pairs("what is not a session's repository", OTHERS, STATES))
async def test_only_its_own_repository_is_taken_for_it(
    service: InProcess, repo: Path, tmp_path: Path, state: str, what: str
) -> None:
    session_id, _ = await begun(service, repo, state)
    moved = repo.rename(repo.parent / "two")
    other = tmp_path / "other"
    if what == "another repository":
        git(tmp_path, "init", "-q", str(other))
        git(other, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "first")
    elif what == "a clone":
        git(tmp_path, "clone", "-q", str(moved), str(other))
    elif what == "no repository":
        other.mkdir()
    before = record(service, session_id)
    code = {"no repository": "NOT_A_REPO"}.get(what, "OTHER_REPO" if other.exists() else "PATH_MISSING")
    place = str(other) if what != "no absolute path" else "other"
    await refused(code, service.locating.locate(session_id, place))
    service.whereabouts.opened([str(other)])
    await refused("REPO_GONE", service.whereabouts.found(before))
    assert places(record(service, session_id)) == places(before)


def places(session: Session) -> tuple[str, str, str, str]:
    return session.repo, session.common_dir, session.worktree, session.branch


async def test_of_two_copies_the_one_that_was_moved_is_it(service: InProcess, repo: Path) -> None:
    session_id, _ = await begun(service, repo, "freed")
    copy = Path(shutil.copytree(repo, repo.parent / "copy", symlinks=True))
    moved = repo.rename(repo.parent / "two")
    await service.locating.look_through([str(copy), str(moved)])
    assert service.sessions.get(session_id).repo == str(moved)


async def test_of_two_copies_that_nothing_tells_apart_the_user_chooses(service: InProcess, repo: Path) -> None:
    session_id, _ = await begun(service, repo, "freed")
    copies = [Path(shutil.copytree(repo, repo.parent / name, symlinks=True)) for name in ("a", "b")]
    shutil.rmtree(repo)
    await service.locating.look_through([str(each) for each in copies])
    await refused("REPO_GONE", service.timeline.all(session_id))
    await service.locating.locate(session_id, str(copies[1]))
    assert service.sessions.get(session_id).repo == str(copies[1])


async def test_one_that_is_located_brings_the_others_of_its_repository_along(service: InProcess, repo: Path) -> None:
    ids = [(await begun(service, repo, state))[0] for state in ("removed", "freed", "paused", "live")]
    moved = repo.rename(repo.parent / "two")
    await service.locating.locate(ids[0], str(moved))
    assert {record(service, each).repo for each in ids} == {str(moved)}
    again = await service.next()
    assert {record(again, each).repo for each in ids} == {str(moved)}, "and it is written down"
    await again.close()


async def test_what_was_deleted_for_good_goes_once_its_repository_is_back(service: InProcess, repo: Path) -> None:
    session_id, _ = await begun(service, repo, "removed")
    moved = repo.rename(repo.parent / "two")
    assert await service.removed.delete(session_id) == str(repo), "it says where something is left"
    assert service.removed.all() == []
    assert refs(moved, session_id)
    await service.locating.look_through([str(moved)])
    assert refs(moved, session_id) == ""
    assert service.removed._deleting == {}
    assert not service.paths.session_folder(session_id).exists()
