"""One session of several is kept: it lands, the others go; all of it can be put back, and is never left half done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.landing import How
from branchline.core.model.status import Status
from branchline.service.landing import taking_back
from harness.killed_service import Killed, kill_at, killed
from harness.landing import HOWS, elsewhere
from harness.service import InProcess, refused
from harness.sidecar import git


async def three(service: InProcess, repo: Path) -> list[str]:
    """Sessions at rest, each with its own version of a new file."""
    ids = []
    for name in ("first", "second", "third"):
        made = await service.create(repo, "demo", name=name)
        await service.until_status(made.id, Status.READY)
        Path(made.worktree, "new.txt").write_text(f"{name}\n")
        ids.append(made.id)
    return ids


def main(repo: Path) -> tuple[str, str, str]:
    return git(repo, "rev-parse", "main"), git(repo, "status", "--porcelain"), git(repo, "ls-files")


def there(service: InProcess, ids: list[str]) -> list[bool]:
    return [service.sessions.has(each) and Path(service.sessions.get(each).worktree).is_dir() for each in ids]


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("checked_out", [True, False])
async def test_it_lands_the_others_go_and_all_is_put_back(
    how: How, checked_out: bool, service: InProcess, repo: Path
) -> None:
    ids = await three(service, repo)
    if not checked_out:
        elsewhere(repo)
    before, place = main(repo), git(repo, "symbolic-ref", "HEAD")
    planned = await service.keeping.keep(ids[0], ids[1:], how, onto="main", dry_run=True)
    assert planned.told.commands
    assert [each.files for each in planned.losses] == [1, 1]
    assert (main(repo), there(service, ids)) == (before, [True] * 3)

    kept = await service.keeping.keep(ids[0], ids, how, onto="main", message="Kept")
    assert (kept.removed, kept.failed) == (ids[1:], None)
    assert git(repo, "show", "main:new.txt") == "first"
    assert there(service, ids) == [True, False, False]
    session = service.sessions.get(ids[0])
    assert session.landed is not None
    assert (session.landed.removed, session.keeping) == (tuple(ids[1:]), None)
    assert [each.session.id for each in service.removed.all()] == ids[:0:-1]

    back = await service.keeping.put_back(ids[0])
    assert (back.restored, back.failed, back.stays) == (ids[1:], [], "")
    assert (main(repo), git(repo, "symbolic-ref", "HEAD")) == (before, place)
    assert there(service, ids) == [True] * 3
    texts = [Path(service.sessions.get(each).worktree, "new.txt").read_text() for each in ids]
    assert texts == ["first\n", "second\n", "third\n"]
    assert service.sessions.get(ids[0]).landed is None
    await refused("INVALID_STATE", service.keeping.put_back(ids[0]))
    # It lands once more, as if nothing had been.
    assert (await service.keeping.keep(ids[1], [ids[2]], how, onto="main")).removed == [ids[2]]
    assert git(repo, "show", "main:new.txt") == "second"


def moved_on(repo: Path) -> None:
    git(repo, "commit", "--quiet", "--allow-empty", "--message", "on")


def edited(repo: Path) -> None:
    (repo / "README.md").write_text("the user's own\n")


def staged(repo: Path) -> None:
    edited(repo)
    git(repo, "add", "README.md")


@pytest.mark.parametrize(
    ("act", "why"), [(moved_on, "other commits since"), (edited, "README.md"), (staged, "README.md")]
)
async def test_a_landing_that_cannot_be_taken_back_stays_and_says_so(
    act: Callable[[Path], None], why: str, service: InProcess, repo: Path
) -> None:
    ids = await three(service, repo)
    await service.keeping.keep(ids[0], ids[1:], How.SQUASH)
    act(repo)
    before = main(repo)
    back = await service.keeping.put_back(ids[0])
    assert (back.restored, back.failed) == (ids[1:], [])
    assert why in back.stays
    assert main(repo) == before
    landed = service.sessions.get(ids[0]).landed
    assert landed is not None
    assert landed.removed == ()


async def test_what_lies_in_the_way_untracked_is_not_overwritten(service: InProcess, repo: Path) -> None:
    ids = await three(service, repo)
    Path(service.sessions.get(ids[0]).worktree, "README.md").unlink()
    await service.keeping.keep(ids[0], ids[1:], How.SQUASH)
    assert not (repo / "README.md").exists()
    (repo / "README.md").write_text("the user's new one\n")
    assert "README.md" in (await service.keeping.put_back(ids[0])).stays
    assert (repo / "README.md").read_text() == "the user's new one\n"


async def test_what_stands_in_the_way_is_said_before_anything_is_done(service: InProcess, repo: Path) -> None:
    ids = await three(service, repo)
    before = main(repo)
    await refused("INVALID_STATE", service.keeping.keep(ids[0], [ids[0]], How.SQUASH))
    await refused("NO_SESSION", service.keeping.keep(ids[0], ["nobody"], How.SQUASH))
    worktree = service.sessions.get(ids[2]).worktree
    git(repo, "worktree", "lock", worktree)
    await refused("WORKTREE_LOCKED", service.keeping.keep(ids[0], ids[1:], How.SQUASH))
    git(repo, "worktree", "unlock", worktree)
    edited(repo)
    await refused("CHECKOUT_DIRTY", service.keeping.keep(ids[0], ids[1:], How.SQUASH))
    git(repo, "checkout", "--quiet", "README.md")
    assert (main(repo), there(service, ids)) == (before, [True] * 3)
    assert service.sessions.get(ids[0]).keeping is None


async def test_a_landing_that_fails_leaves_all_as_they_are(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await three(service, repo)
    before = main(repo)
    hook = repo / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    await refused("COMMIT_REFUSED", service.keeping.keep(ids[0], ids[1:], How.SQUASH))
    assert (main(repo), there(service, ids)) == (before, [True] * 3)
    assert service.sessions.get(ids[0]).keeping is None


async def test_a_removal_that_fails_is_told_and_those_after_it_are_left(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await three(service, repo)
    real = service.removal.remove

    async def failing(session_id: str, **named: Any) -> Any:
        if session_id == ids[1]:
            raise BranchlineError(ErrorCode.WORKTREE_LOCKED, "It is locked.", path="")
        return await real(session_id, **named)

    monkeypatch.setattr(service.removal, "remove", failing)
    kept = await service.keeping.keep(ids[0], ids[1:], How.SQUASH)
    assert (kept.removed, kept.failed) == ([], (ids[1], "It is locked."))
    assert there(service, ids) == [True] * 3
    assert service.sessions.get(ids[0]).keeping is None
    await refused("INVALID_STATE", service.keeping.put_back(ids[0]))


async def test_what_was_deleted_for_good_is_told(service: InProcess, repo: Path) -> None:
    ids = await three(service, repo)
    await service.keeping.keep(ids[0], ids[1:], How.SQUASH)
    await service.removed.delete(ids[1])
    back = await service.keeping.put_back(ids[0])
    assert (back.restored, [each for each, _ in back.failed], back.stays) == ([ids[2]], [ids[1]], "")


CUTS = {
    "before it lands": (("landings", "land", "before", 2), False),
    "when it has landed": (("landings", "land", "after", 2), True),
    "before the first goes": (("removal", "remove", "before", 1), True),
    "when the first is gone": (("removal", "remove", "after", 1), True),
    "when all are gone": (("removal", "remove", "after", 2), True),
    "in the middle of a removal": (("removal", "_take_away", "before", 1), True),
}


@pytest.mark.parametrize("name", CUTS)
async def test_cut_off_it_is_finished_or_was_never_begun(
    name: str, service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (part, method, when, count), lands = CUTS[name]
    ids = await three(service, repo)
    before = main(repo)
    kill_at(monkeypatch, getattr(service, part), method, when, count)
    if method == "_take_away":  # Whatever would tidy up after it does not.
        monkeypatch.setattr(service.removed, "drop", lambda _id: (_ for _ in ()).throw(Killed()))
    with pytest.raises(Killed):
        await service.keeping.keep(ids[0], ids[1:], How.SQUASH, message="Kept")
    monkeypatch.undo()
    await killed(service)
    next_one = await service.successor()
    try:
        await next_one.until(ids[0], lambda session: session.keeping is None)
        session = next_one.sessions.get(ids[0])
        assert there(next_one, ids) == [True, not lands, not lands]
        if not lands:
            assert (main(repo), session.landed) == (before, None)
            return
        assert git(repo, "show", "main:new.txt") == "first"
        assert session.landed is not None
        assert session.landed.removed == tuple(ids[1:])
        assert (await next_one.keeping.put_back(ids[0])).restored == ids[1:]
        assert (main(repo), there(next_one, ids)) == (before, [True] * 3)
    finally:
        await next_one.close()


@pytest.mark.parametrize("when", ["before", "half", "after"])
@pytest.mark.parametrize("checked_out", [True, False])
async def test_a_landing_that_is_half_taken_back_is_taken_back(
    when: str, checked_out: bool, service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await three(service, repo)
    if not checked_out:
        elsewhere(repo)
    before = main(repo)
    await service.keeping.keep(ids[0], ids[1:], How.SQUASH, onto="main")
    kill_at(
        monkeypatch, taking_back, "backward" if checked_out else "move", "after" if when == "after" else "before", 1
    )
    with pytest.raises(Killed):
        await service.keeping.put_back(ids[0])
    monkeypatch.undo()
    if when == "half" and checked_out:
        (repo / "new.txt").unlink()
        (repo / ".git" / "index.lock").write_text("")
    await killed(service)
    next_one = await service.successor()
    try:
        session = next_one.sessions.get(ids[0])
        assert (session.under_way, session.landing, session.landed) == (None, None, None)
        assert (main(repo), there(next_one, ids)) == (before, [True] * 3)
        assert not (repo / ".git" / "index.lock").exists()
    finally:
        await next_one.close()
