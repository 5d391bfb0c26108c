"""Looking at changes goes on beside others' git, and whatever a killed one left."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.git.changes import read_changes
from harness.changes import A, M, U, files
from harness.repositories import Repo


@pytest.mark.parametrize("damage", [b"", b"garbage", b"DIRC" + b"\0" * 100])
async def test_a_damaged_index_is_made_anew(repo: Repo, ours: Path, damage: bytes) -> None:
    repo.write("x", "1\n")
    await read_changes(str(repo.path), repo.head, ours)
    (ours / "index").write_bytes(damage)
    assert await files(repo, repo.head, ours) == {"x": (U, 1, 0)}


async def test_a_lock_that_a_killed_process_left(repo: Repo, ours: Path) -> None:
    await read_changes(str(repo.path), repo.head, ours)
    lock = ours / "index.lock"
    lock.touch()
    repo.write("x", "1\n")
    assert await files(repo, repo.head, ours) == {"x": (U, 1, 0)}
    assert not lock.exists()


async def test_a_split_index_stays_the_users(repo: Repo, ours: Path) -> None:
    repo("config", "core.splitIndex", "true")
    repo.write("x", "1\n")
    repo("add", "x")
    before = repo.state()
    for _ in range(2):
        assert await files(repo, repo.head, ours) == {"x": (A, 1, 0)}
    assert repo.state() == before


async def test_in_the_middle_of_a_conflict(repo: Repo, ours: Path) -> None:
    base = repo.head
    repo("checkout", "-q", "-b", "other")
    repo.commit("theirs", a__txt="theirs\n")
    repo("checkout", "-q", "main")
    repo.commit("ours", a__txt="ours\n")
    repo("merge", "-q", "other", check=False)
    before = repo.state()
    assert (await files(repo, base, ours))["a.txt"][0] is M
    assert repo.state() == before


async def test_looks_at_the_same_time_wait_for_each_other(repo: Repo, ours: Path) -> None:
    for number in range(50):
        repo.write(f"x{number}", f"{number}\n")
    results = await asyncio.gather(*(read_changes(str(repo.path), repo.head, ours) for _ in range(5)))
    assert all(result == results[0] for result in results)
    assert len(results[0][1]) == 50


async def test_a_worktree_that_is_gone(repo: Repo, ours: Path, tmp_path: Path) -> None:
    with pytest.raises(BranchlineError) as caught:
        await read_changes(str(tmp_path / "gone"), repo.head, ours)
    assert caught.value.code == "PATH_MISSING"


AGENT = """
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    echo $i > committed.txt && echo $i > new-$i.txt &&
    git add -A && git commit -q -m "step $i" &&
    echo changed-$i >> a.txt && git stash -q -u && git stash pop -q &&
    git checkout -q -- a.txt || exit 1
done
"""


async def test_an_agents_own_git_commands_never_fail(repo: Repo, ours: Path) -> None:
    base = repo.head
    agent = await asyncio.create_subprocess_exec("sh", "-c", AGENT, cwd=repo.path, stderr=asyncio.subprocess.PIPE)
    ended = asyncio.ensure_future(agent.communicate())
    looks = 0
    while not ended.done():
        await read_changes(str(repo.path), base, ours)
        looks += 1
    _, errors = await ended
    assert (agent.returncode, errors) == (0, b"")
    assert looks > 1
    found = await files(repo, base, ours)
    assert found == {"committed.txt": (A, 1, 0), **{f"new-{number}.txt": (A, 1, 0) for number in range(1, 21)}}
