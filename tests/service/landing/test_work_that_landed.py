"""What landed is no change any more, however it came into the parent branch: a session that goes on has only what is
new, and lands, updates and foresees conflicts from there."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from branchline.core.model.base import Drift, OnConflict, UpdateHow
from branchline.core.model.landing import How
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.service.landing import drifts
from branchline.service.landing.updates import UpdateOutcome
from harness.landing import HOWS, at_work, land
from harness.service import InProcess, refused
from harness.sidecar import git

LINES = "".join(f"line {number}\n" for number in range(40))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drifts, "LEAST", 0.0)
    monkeypatch.setattr(drifts, "SHARE", 0)


def commit(folder: Path, name: str, content: str) -> str:
    (folder / name).write_text(content)
    git(folder, "add", name)
    git(folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", name)
    return git(folder, "rev-parse", "HEAD")


def lines(**changed: str) -> str:
    text = LINES
    for line, word in changed.items():
        text = text.replace(f"line {line[1:]}\n", f"{word}\n")
    return text


async def working(service: InProcess, repo: Path) -> tuple[str, Path]:
    """With a commit upon a file that its parent branch has changed elsewhere since."""
    commit(repo, "both.txt", LINES)
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    worktree = Path(made.worktree)
    commit(worktree, "both.txt", lines(_3="first"))
    commit(repo, "both.txt", lines(_30="theirs"))
    return made.id, worktree


def is_level(session: Session) -> bool:
    """It landed, and all that was counted says so."""
    head = session.head
    return (
        session.landed is not None
        and session.base == session.landed.tip
        and session.changes.files == 0
        and (head is None or head.commits == 0)
    )


@pytest.mark.parametrize("how", HOWS)
async def test_what_landed_is_no_change(how: How, service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    await service.change_tracker.read(session_id)
    assert service.sessions.get(session_id).changes.files == 3
    git(repo, "commit", "--quiet", "--allow-empty", "--message", "meanwhile")
    await land(service, session_id, how)
    await service.until(session_id, is_level)
    (worktree / "later.txt").write_text("later\n")
    measured = await service.change_tracker.read(session_id)
    assert [each.path for each in measured.files] == ["later.txt"]
    behind = {How.MERGE: 2, How.SQUASH: 2, How.REBASE: 3}[how]
    await service.until(session_id, lambda session: session.drift == Drift("main", behind, 0))


@pytest.mark.parametrize("first", HOWS)
@pytest.mark.parametrize("then", HOWS)
async def test_later_work_lands_alone(first: How, then: How, service: InProcess, repo: Path) -> None:
    """Also in the lines that landed, which no merge from where the branch once began could do."""
    session_id, worktree = await working(service, repo)
    await land(service, session_id, first, message="First")
    await refused("NOTHING_TO_LAND", land(service, session_id, then, message="Nothing"))
    commit(worktree, "both.txt", lines(_3="second"))
    (worktree / "new.txt").write_text("new\n")
    told = await land(service, session_id, then, message="Second", dry_run=True)
    assert told.onto == "main"
    before = git(repo, "rev-parse", "main")
    told = await land(service, session_id, then, message="Second")
    assert told.landed is not None
    assert git(repo, "show", "main:both.txt") + "\n" == lines(_3="second", _30="theirs")
    assert git(repo, "show", "main:new.txt") == "new"
    parents = git(repo, "rev-list", "--parents", "-n", "1", "main").split()[1:]
    if then is How.REBASE:
        assert git(repo, "rev-list", "--count", f"{before}..main") == "2"
    else:
        assert parents == ([before, told.landed.tip] if then is How.MERGE else [before])
    assert git(repo, "log", "--format=%s", "main").count("Merge branch") <= (first, then).count(How.MERGE)
    await service.until(session_id, is_level)


async def test_commands_are_those_that_do_it(service: InProcess, repo: Path) -> None:
    for how in HOWS:
        session_id, worktree = await working(service, repo)
        await land(service, session_id, How.SQUASH, message="First")
        commit(worktree, "both.txt", lines(_3="second"))
        told = await land(service, session_id, how, message="Second", dry_run=True)
        place = worktree.with_name("by hand")
        for command in told.commands[:-2]:
            git(repo, *[str(place) if word == "LANDING" else word for word in shlex.split(command)[1:]])
        assert (place / "both.txt").read_text() == lines(_3="second", _30="theirs"), how
        by_hand = git(place, "rev-parse", "HEAD^{tree}")
        git(repo, "worktree", "remove", "--force", str(place))
        await land(service, session_id, how, message="Second")
        assert git(repo, "rev-parse", "main^{tree}") == by_hand
        git(repo, "rm", "-q", "both.txt")
        git(repo, "commit", "-qm", "anew")


@pytest.mark.parametrize("how", HOWS)
async def test_it_is_found_to_have_landed_elsewhere(how: How, service: InProcess, repo: Path) -> None:
    """A pull request that was squashed, or somebody's git in a terminal."""
    session_id, worktree = await working(service, repo)
    await service.change_tracker.read(session_id)
    git(repo, "checkout", "--quiet", "--detach", "main")
    branch = service.sessions.get(session_id).branch
    words = {
        How.MERGE: [["merge", "-q", "--no-edit", branch]],
        How.SQUASH: [["merge", "-q", "--squash", branch], ["commit", "-qm", "All of it (#7)"]],
        How.REBASE: [["cherry-pick", branch]],
    }
    for each in words[how]:
        git(repo, *each)
    git(repo, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(repo, "checkout", "--quiet", "main")
    service.drifts.moved(str(repo))
    await service.until(session_id, is_level)
    landed = service.sessions.get(session_id).landed
    assert landed is not None
    assert landed.onto == "origin/main"
    (worktree / "later.txt").write_text("later\n")
    assert [each.path for each in (await service.change_tracker.read(session_id)).files] == ["later.txt"]
    assert (await service.removal.losses(session_id)).commits == 0


@pytest.mark.parametrize("how", UpdateHow)
async def test_it_is_brought_up_to_what_it_landed_on(how: UpdateHow, service: InProcess, repo: Path) -> None:
    session_id, worktree = await working(service, repo)
    await land(service, session_id, How.SQUASH, message="First")
    commit(worktree, "both.txt", lines(_3="second"))
    done = await service.updates.update(session_id, how, OnConflict.REFUSE)
    assert done.outcome is UpdateOutcome.UPDATED
    assert (worktree / "both.txt").read_text() == lines(_3="second", _30="theirs")
    files = (await service.change_tracker.read(session_id)).files
    assert [(each.path, each.added, each.removed) for each in files] == [("both.txt", 1, 1)]
    session = service.sessions.get(session_id)
    assert session.base == git(repo, "rev-parse", "main")
    await service.until(session_id, lambda session: session.drift is not None and session.drift.behind == 0)


async def test_what_the_agent_merges_is_not_its_own(service: InProcess, repo: Path) -> None:
    session_id, worktree = await working(service, repo)
    await land(service, session_id, How.SQUASH, message="First")
    git(worktree, "merge", "--quiet", "--no-edit", "main")
    commit(worktree, "own.txt", "own\n")
    assert [each.path for each in (await service.change_tracker.read(session_id)).files] == ["own.txt"]


async def test_no_conflict_is_foreseen_with_what_landed(service: InProcess, repo: Path) -> None:
    session_id, worktree = await working(service, repo)
    await land(service, session_id, How.SQUASH, message="First")
    commit(worktree, "both.txt", lines(_3="second"))
    await service.change_tracker.read(session_id)
    assert not (await service.forecasts.read(str(repo))).base
    commit(repo, "both.txt", lines(_3="other", _30="theirs"))
    assert [each.path for each in (await service.forecasts.read(str(repo))).base[session_id]] == ["both.txt"]


async def test_what_the_branch_lost_is_a_change_again(service: InProcess, repo: Path) -> None:
    session_id, _ = await working(service, repo)
    began = service.sessions.get(session_id).base
    await land(service, session_id, How.SQUASH, message="First")
    await service.until(session_id, is_level)
    git(repo, "reset", "--quiet", "--hard", "HEAD^")
    service.drifts.moved(str(repo))
    await service.until(session_id, lambda session: session.base == began and session.changes.files == 1)
    assert service.sessions.get(session_id).landed is None


@pytest.mark.parametrize("how", HOWS)
async def test_what_landed_elsewhere_is_still_a_change_for_its_parent(how: How, service: InProcess, repo: Path) -> None:
    git(repo, "branch", "release")
    session_id, _ = await at_work(service, repo)
    base = service.sessions.get(session_id).base
    told = await land(service, session_id, how, onto="release")
    assert told.landed is not None
    assert git(repo, "show", "release:first.txt") == "committed"
    measured = await service.change_tracker.read(session_id)
    assert len(measured.files) == 3
    await service.until(session_id, lambda session: session.drift is not None and session.drift.ahead == 2)
    session = service.sessions.get(session_id)
    assert (session.base, session.drift) == (base, Drift("main", 0, 2))
    assert session.landed is not None
    assert session.landed.onto == "release"

    told = await land(service, session_id, how)
    assert told.onto == "main"
    await service.until(session_id, is_level)
    assert git(repo, "show", "main:first.txt") == "committed"
