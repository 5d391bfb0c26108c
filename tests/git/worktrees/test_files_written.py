"""The files of a new worktree are written after it was added, as plain `git worktree add` writes them."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from branchline.core.model.session import Ownership
from branchline.git.worktrees import checkout
from branchline.git.worktrees.leftovers import unmake
from branchline.git.worktrees.making import Created
from branchline.git.worktrees.worktrees import create
from harness.refusals import refused
from harness.repositories import Repo
from harness.spares import made as made_spare
from harness.waiting import until

MANY = 300


def many(repo: Repo) -> None:
    for number in range(MANY):
        repo.write(f"d{number % 7}/f{number}.txt", f"{number}\n")
    repo.commit("many")


async def test_it_is_what_plain_git_makes(repo: Repo) -> None:
    many(repo)
    repo.hook("post-checkout", 'echo "$PWD $*" >> "$(git rev-parse --git-common-dir)/ran"; ls > by-hook')
    made = await create(str(repo.path), "x", session_id="s")
    plain = repo.path.parent / "plain"
    repo("worktree", "add", "-q", "-b", "plain", str(plain))
    ours, theirs = Repo(Path(made.worktree)), Repo(plain)
    assert (ours.path / "by-hook").read_text() == (theirs.path / "by-hook").read_text()
    assert ours("status", "--porcelain") == theirs("status", "--porcelain") == "?? by-hook"
    assert ours("ls-files", "-s") == theirs("ls-files", "-s")
    ran = (repo.path / ".git/ran").read_text().splitlines()
    assert ran == [f"{each.path} {'0' * 40} {repo.head} 1" for each in (ours, theirs)], "once each"
    entries = [repo.path / ".git/worktrees" / name for name in ("x", "plain")]
    assert set(os.listdir(entries[0])) - set(os.listdir(entries[1])) == {"branchline.json"}
    assert "locked" not in repo("worktree", "list", "--porcelain")


async def test_how_far_it_is_is_told(repo: Repo) -> None:
    many(repo)
    told: list[tuple[int, int]] = []
    await create(str(repo.path), "x", told=lambda done, of: told.append((done, of)))
    total = len(repo("ls-files").splitlines())
    assert told[-1] == (total, total)
    assert told == sorted(told)
    assert {of for _, of in told} == {total}


async def test_what_fails_says_so_without_how_far_it_was(repo: Repo, git_config: Path) -> None:
    many(repo)
    repo.commit("attributes", __gitattributes="f299.txt filter=broken\n")
    git_config.write_text(git_config.read_text() + '[filter "broken"]\n\tclean = cat\n\tsmudge = exit 7\n\trequired\n')
    before = repo.state()
    error = await refused("FILTER_FAILED", create(str(repo.path), "x"))
    assert "Updating files:  " not in str(error.data["stderr"])
    assert repo.state() == before


@pytest.mark.parametrize(("cores", "set_by_user", "used"), [(8, "", "8"), (8, "3", "3"), (2, "", "")])
async def test_many_cores_write_at_once_unless_the_user_says_otherwise(
    repo: Repo, git_config: Path, monkeypatch: pytest.MonkeyPatch, cores: int, set_by_user: str, used: str
) -> None:
    many(repo)
    repo.commit("attributes", __gitattributes="f1.txt filter=asked\n")
    seen = repo.path.parent / "seen"
    asked = f"cat; git config checkout.workers > '{seen}'; true"
    git_config.write_text(git_config.read_text() + f'[filter "asked"]\n\tclean = cat\n\tsmudge = "{asked}"\n')
    if set_by_user:
        repo("config", "checkout.workers", set_by_user)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    made = await create(str(repo.path), "x")
    assert seen.read_text().strip() == used
    assert Repo(Path(made.worktree))("status", "--porcelain") == ""


async def test_several_at_once_are_whole_one_after_the_other(repo: Repo) -> None:
    many(repo)
    busy, most = set[str](), []

    def telling(name: str) -> checkout.FilesTold:
        def told(done: int, of: int) -> None:
            busy.add(name)
            most.append(len(busy))
            if done == of:
                busy.discard(name)

        return told

    made = await asyncio.gather(*[create(str(repo.path), f"x{n}", told=telling(f"x{n}")) for n in range(4)])
    assert max(most) == 1
    for each in made:
        assert Repo(Path(each.worktree))("status", "--porcelain") == ""


async def test_another_is_claimed_while_one_writes_its_files(repo: Repo, tmp_path: Path) -> None:
    """The hook of the first waits for the second one's name."""
    repo.hook("post-checkout", f"echo > '{tmp_path}/begun'; until [ -e '{tmp_path}/go' ]; do sleep 0.05; done")
    names: list[str] = []

    async def claimed(made: Created) -> None:
        names.append(made.branch)

    first = asyncio.ensure_future(create(str(repo.path), "x"))
    await until((tmp_path / "begun").exists)
    second = asyncio.ensure_future(create(str(repo.path), "y", claimed=claimed))
    await until(lambda: names == ["branchline/y"])
    assert not first.done()
    (tmp_path / "go").touch()
    assert {(await each).hook_failed for each in (first, second)} == {None}


async def test_a_cancelled_one_is_taken_back_while_its_files_are_written(repo: Repo, git_config: Path) -> None:
    many(repo)
    repo.commit("attributes", __gitattributes="f299.txt filter=slow\n")
    begun = repo.path.parent / "begun"
    slow = f"touch '{begun}'; sleep 600"
    git_config.write_text(git_config.read_text() + f'[filter "slow"]\n\tclean = cat\n\tsmudge = "{slow}"\n')
    before = repo.state()
    making = asyncio.ensure_future(create(str(repo.path), "x", session_id="s"))
    await until(begun.exists)
    entry = repo.path / ".git/worktrees/x"
    assert (entry / "locked").read_text().strip() == "initializing"
    assert (entry / "branchline.json").exists()
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    begun.unlink()
    assert repo.state() == before


@pytest.mark.parametrize("after", ["added", "some files", "hook"])
async def test_one_that_was_killed_is_taken_back(repo: Repo, after: str) -> None:
    many(repo)
    before = repo.state()
    path = Path(f"{repo.path}.worktrees/x")
    path.parent.mkdir()
    how = ("--lock", "--reason", "initializing", "--no-checkout")
    repo("worktree", "add", "-q", *how, "-b", "branchline/x", str(path))
    if after != "added":
        Repo(path)("reset", "-q", "--hard")
    if after == "some files":
        (repo.path / ".git/worktrees/x/index").unlink()
        (path / "d0/f0.txt").unlink()
    if after == "hook":
        (path / "by-hook").write_text("half")
    assert await unmake(str(repo.path), str(path), "branchline/x", repo.head, Ownership(True, True))
    assert repo.state() == before


@pytest.mark.parametrize("is_spare", [False, True])
async def test_a_hook_clones_and_finds_the_main_checkout(repo: Repo, is_spare: bool) -> None:
    """As hooks do that fetch what a project needs, or copy what is ignored."""
    spares = [await made_spare(repo)] if is_spare else []
    repo.hook(
        "post-checkout",
        'main=$(dirname "$(git rev-parse --git-common-dir)"); cp "$main/.env" . && git clone -q "$main" cloned',
    )
    repo.write(".env", "SECRET=1\n")
    made = await create(str(repo.path), "x", spares=spares)
    assert made.hook_failed is None
    assert (Path(made.worktree) / ".env").read_text() == "SECRET=1\n"
    assert (Path(made.worktree) / "cloned/a.txt").exists()
    assert (Path(made.worktree) / "a.txt").exists()
