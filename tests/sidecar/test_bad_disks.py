"""A disk that is full or cannot be written to: what was there stays, it is said, and it goes on when there is room."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.demo import sample
from branchline.machine.paths import Paths, self_command
from harness.sidecar import Connect, git, logs_of, wait_for

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 40 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root may mount a file system")
    yield place
    for each in (tmp_path / "home" / "data", place):
        if each.is_mount():
            subprocess.run(["umount", "-l", str(each)], check=True)


@pytest.fixture
def home(small_disk: Path, home: Path) -> Path:
    """The sidecar's own data lie on the small disk."""
    data = small_disk / "data"
    for each in (data, home / "data"):
        each.mkdir(mode=0o700)
    subprocess.run(["mount", "--bind", str(data), str(home / "data")], check=True)
    return home


def fill(disk: Path) -> Path:
    """Not a byte is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    return filler


async def test_what_changes_meanwhile_is_kept_when_there_is_room_again(
    connect: Connect, repo: Path, home: Path, small_disk: Path, paths: Paths
) -> None:
    client = await connect()
    made = await client.ask("session/create", repo=str(repo), agent="demo", name="First")
    await client.until(made["id"], "ready")
    before = paths.store.read_bytes()
    filler = fill(small_disk)
    # Room for a small change comes with the file that it replaces.
    renamed = await client.ask("session/update", id=made["id"], name="Renamed", task="t" * 4_000)
    assert renamed["name"] == "Renamed"
    assert await asyncio.to_thread(wait_for, lambda: "could not be written" in logs_of(home))
    assert b"Renamed" not in paths.store.read_bytes()
    assert paths.store.read_bytes()[:1] == before[:1] == b"{", "what was written before is whole"
    assert client.record(made["id"])["status"] == "ready", "the agent runs on"
    _, message, data = await client.refused("session/create", repo=str(repo), agent="demo", name="Second")
    assert (data["code"], message) == ("DISK_FULL", "The disk is full. Free some space, then try again.")
    assert [each["id"] for each in (await client.ask("session/list"))["sessions"]] == [made["id"]]
    filler.unlink()
    assert await asyncio.to_thread(wait_for, lambda: b"Renamed" in paths.store.read_bytes())


async def test_nothing_is_removed_when_it_cannot_be_kept(connect: Connect, small_disk: Path) -> None:
    """The repository is on the full disk: no snapshot, no removal."""
    client = await connect()
    repo = small_disk / "sample"
    sample.create(repo)
    made = await client.ask("session/create", repo=str(repo), agent="demo", name="First")
    await client.until(made["id"], "ready")
    worktree = Path(made["worktree"])
    (worktree / "precious.txt").write_text("precious\n" * 2000)
    filler = fill(small_disk)
    _, message, data = await client.refused("session/pause", id=made["id"], freeDisk=True)
    assert data["code"] == "DISK_FULL", message
    _, _, data = await client.refused("session/remove", id=made["id"], force=True, keepBranch=False)
    assert data["code"] == "DISK_FULL"
    assert (worktree / "precious.txt").read_text() == "precious\n" * 2000
    assert client.record(made["id"])["freed"] is False
    filler.unlink()
    await client.ask("session/pause", id=made["id"], freeDisk=True)
    assert not worktree.exists()
    await client.ask("session/resume", id=made["id"])
    await client.until(made["id"], "ready")
    assert (worktree / "precious.txt").read_text() == "precious\n" * 2000
    assert git(repo, "fsck", "--no-dangling") == ""


def test_a_home_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    home = tmp_path / "closed"
    home.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(home)]
    if os.geteuid() == 0:
        assert subprocess.run(mount, capture_output=True, check=False).returncode == 0
    else:
        home.chmod(0o500)
    try:
        ended = subprocess.run(
            self_command("stdio"),
            env={**os.environ, "BRANCHLINE_HOME": str(home)},
            input="",
            capture_output=True,
            text=True,
            timeout=40,
            check=False,
        )
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(home)], check=True)
    assert ended.returncode != 0
    assert "could not be made" in ended.stderr
    assert "BRANCHLINE_HOME" in ended.stderr
    assert "Traceback" not in ended.stderr
