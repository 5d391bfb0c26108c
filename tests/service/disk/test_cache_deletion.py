"""Caches of quiet sessions go, and nothing else: never a file that counts, never one in use, never another's."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from branchline.core.model.status import Status
from branchline.core.session.free_space import IDLE
from branchline.service.disk import caches
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.updates import NAMED
from harness.waiting import until

MEGABYTE = 1024 * 1024


@pytest.fixture
def node(repo: Path) -> Path:
    """A repository whose checkouts have things to be installed; the main one has."""
    (repo / ".gitignore").write_text("node_modules\ndist\nown\n")
    (repo / "package.json").write_text("{}\n")
    git(repo, "add", "-A")
    git(repo, *NAMED, "commit", "-qm", "node")
    installed(repo)
    return repo


def installed(checkout: Path) -> None:
    for name in ("node_modules/a/x", "dist/y", "own/node_modules/z"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_bytes(os.urandom(MEGABYTE))


async def paused(service: InProcess, repo: Path, name: str = "One") -> tuple[str, Path]:
    made = await service.create(repo, "demo", name=name)
    await service.until_status(made.id, Status.READY)
    installed(Path(made.worktree))
    service.running.stop(made.id)
    await service.until_status(made.id, Status.PAUSED)
    return made.id, Path(made.worktree)


async def offered(service: InProcess) -> list[tuple[str, str]]:
    return [(each.session_id, each.path) for each in await service.disk.caches.offered()]


def both(session_id: str) -> list[tuple[str, str]]:
    return [(session_id, "dist"), (session_id, "node_modules")]


async def test_offered_and_deleted(service: InProcess, node: Path) -> None:
    session_id, worktree = await paused(service, node)
    found = await service.disk.caches.offered()
    assert sorted((each.session_id, each.path) for each in found) == both(session_id)
    assert all(MEGABYTE <= each.bytes < 2 * MEGABYTE for each in found)
    before = git(worktree, "status", "--porcelain", "--ignored"), git(node, "status", "--porcelain", "--ignored")
    done = await service.disk.caches.delete(session_id, ["node_modules"])
    assert (done.left, done.freed) == ((), next(each.bytes for each in found if each.path == "node_modules"))
    assert not (worktree / "node_modules").exists()
    assert (worktree / "own" / "node_modules" / "z").exists()
    await until(lambda: not list(worktree.parent.glob(".branchline-removed-*")))
    assert await offered(service) == [(session_id, "dist")]
    assert git(worktree, "status", "--porcelain", "--ignored") == before[0].replace("!! node_modules/\n", "")
    assert git(node, "status", "--porcelain", "--ignored") == before[1], "the main checkout has all that it had"
    assert (node / "node_modules" / "a" / "x").exists()


async def test_who_was_at_work_longest_ago_comes_first(service: InProcess, node: Path) -> None:
    old, _ = await paused(service, node)
    new, _ = await paused(service, node, "Two")
    assert [each for each, _ in await offered(service)] == [old, old, new, new]


async def test_an_agent_that_lives_keeps_them_until_it_rested_for_long(
    service: InProcess, node: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await service.create(node, "demo")
    await service.until_status(made.id, Status.READY)
    installed(Path(made.worktree))
    assert await offered(service) == []
    done = await service.disk.caches.delete(made.id, ["node_modules", "no such"])
    assert (done.freed, done.left) == (0, ("node_modules", "no such"))
    await refused("NO_SESSION", service.disk.caches.delete("nobody", ["dist"]))
    now = time.time()
    monkeypatch.setattr("branchline.service.disk.caches.time.time", lambda: now + IDLE + 60)
    assert sorted(await offered(service)) == both(made.id)


def in_it(worktree: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["cat"], cwd=worktree / "node_modules", stdin=subprocess.PIPE)


def has_it_open(worktree: Path) -> subprocess.Popen[bytes]:
    with open(worktree / "node_modules" / "a" / "x", "rb") as file:
        return subprocess.Popen(["sleep", "1000"], stdin=file, cwd="/")


@pytest.mark.parametrize("use", [in_it, has_it_open])
async def test_what_a_process_uses_stays(
    use: Callable[[Path], subprocess.Popen[bytes]], service: InProcess, node: Path
) -> None:
    session_id, worktree = await paused(service, node)
    before = await offered(service)
    process = use(worktree)
    try:
        assert sorted(before) == both(session_id)
        assert await offered(service) in ([(session_id, "dist")], []), "[]: it counts as what the agent left"
        done = await service.disk.caches.delete(session_id, ["node_modules"])
        assert (done.freed, done.left) == (0, ("node_modules",))
        assert (worktree / "node_modules" / "a" / "x").exists()
    finally:
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()


async def test_a_repository_in_one_keeps_it(service: InProcess, node: Path) -> None:
    session_id, worktree = await paused(service, node)
    (worktree / "node_modules" / "mine" / ".git").mkdir(parents=True)
    assert await offered(service) == [(session_id, "dist")]
    assert (await service.disk.caches.delete(session_id, ["node_modules"])).freed == 0


async def test_what_snapshots_keep_stays(service: InProcess, node: Path) -> None:
    session_id, _ = await paused(service, node)
    service.configure(snapshotInclude=["dist/*"])
    assert await offered(service) == [(session_id, "node_modules")]


async def test_a_worktree_that_somebody_else_made_is_left_alone(service: InProcess, node: Path) -> None:
    session_id, worktree = await paused(service, node)
    session = service.sessions.get(session_id)
    service.sessions.drop(session_id)
    service.sessions.add(attrs.evolve(session, owns=attrs.evolve(session.owns, worktree=False)))
    assert await offered(service) == []
    assert (await service.disk.caches.delete(session_id, ["node_modules"])).freed == 0
    assert (worktree / "node_modules").exists()


async def test_a_session_that_works_in_the_main_checkout_has_none(service: InProcess, node: Path) -> None:
    session_id, _ = await paused(service, node)
    session = service.sessions.get(session_id)
    service.sessions.drop(session_id)
    service.sessions.add(attrs.evolve(session, worktree=str(node)))
    assert await offered(service) == []
    assert (await service.disk.caches.delete(session_id, ["node_modules"])).freed == 0
    assert (node / "node_modules").exists()


async def test_hard_links_to_a_store_are_not_counted_as_freed(service: InProcess, node: Path, tmp_path: Path) -> None:
    session_id, worktree = await paused(service, node)
    os.link(worktree / "node_modules" / "a" / "x", tmp_path / "store")
    found = {each.path: each.bytes for each in await service.disk.caches.offered()}
    assert found["node_modules"] < MEGABYTE <= found["dist"]
    assert (await service.disk.caches.delete(session_id, ["node_modules"])).freed == found["node_modules"]
    assert (tmp_path / "store").stat().st_size == MEGABYTE


async def test_what_was_renamed_away_and_not_deleted_goes_at_the_next_start(
    service: InProcess, node: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id, worktree = await paused(service, node)

    async def never(_: Path) -> None: ...

    monkeypatch.setattr(caches, "delete_out_of_sight", never)
    await service.disk.caches.delete(session_id, ["node_modules"])
    assert list(worktree.parent.glob(".branchline-removed-*"))
    after = await service.next()
    try:
        await until(lambda: not list(worktree.parent.glob(".branchline-removed-*")))
        assert (worktree / "dist").exists()
    finally:
        await after.close()
