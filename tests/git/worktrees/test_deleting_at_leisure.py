"""What was set aside is deleted one after the other, by a process that gives way, and to the end after a kill."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from branchline.git.worktrees import removal
from branchline.git.worktrees.removal import delete_set_aside
from branchline.machine import deleting
from harness.waiting import until

WAITS = """
import os, sys, time
with open({log!r}, "a") as log: log.write(f"begins {{os.getpid()}}\\n")
while not os.path.exists({go!r}): time.sleep(0.01)
with open({log!r}, "a") as log: log.write("ends\\n")
os.rmdir(sys.argv[1])
"""


@pytest.fixture
def parent(tmp_path: Path) -> Path:
    """With three that were set aside."""
    parent = tmp_path / "project.worktrees"
    for number in range(3):
        (parent / f".branchline-removed-{number}").mkdir(parents=True)
    return parent


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is said of processes that delete when there is `go` beside it, instead of the real ones."""
    log = tmp_path / "log"
    log.touch()
    program = WAITS.format(log=str(log), go=str(tmp_path / "go"))
    monkeypatch.setattr(removal, "deleting", lambda path: [sys.executable, "-c", program, str(path)])
    return log


async def test_many_at_once_are_deleted_one_after_the_other(parent: Path, log: Path) -> None:
    all_of_them = asyncio.gather(*[delete_set_aside(parent) for _ in range(20)])
    await until(lambda: "begins" in log.read_text())
    log.with_name("go").touch()
    await all_of_them
    assert [line.split()[0] for line in log.read_text().splitlines()] == ["begins", "ends"] * 3
    assert list(parent.iterdir()) == []


async def test_whoever_is_cancelled_ends_it(parent: Path, log: Path) -> None:
    work = asyncio.ensure_future(delete_set_aside(parent))
    await until(lambda: log.read_text().endswith("\n"))
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work
    pid = int(log.read_text().split()[1])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert len(list(parent.iterdir())) == 3


async def test_what_stays_is_named(parent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    says = """import sys; print('[13, "/there/file"]'); sys.exit(1)"""
    monkeypatch.setattr(removal, "deleting", lambda path: [sys.executable, "-c", says])
    with pytest.raises(PermissionError) as failed:
        await delete_set_aside(parent)
    assert failed.value.filename == "/there/file"


async def test_a_process_that_was_killed_deleted_nothing_to_the_end(
    parent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dies = "import os; os.kill(os.getpid(), 9)"
    with monkeypatch.context() as patched:
        patched.setattr(removal, "deleting", lambda path: [sys.executable, "-c", dies])
        with pytest.raises(InterruptedError):
            await delete_set_aside(parent)
    await delete_set_aside(parent)
    assert not parent.exists() or list(parent.iterdir()) == []


def started(path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(deleting.deleting(path), stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_what_is_gone_already_is_no_fault(tmp_path: Path) -> None:
    process = started(tmp_path / "gone")
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        assert process.wait(20) == 0


def test_it_gives_way_to_all_others_and_ends_when_whoever_wanted_it_has(tmp_path: Path) -> None:
    endless = tmp_path / "endless"
    endless.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", WITH_ENDLESS, str(deleting.__file__), str(endless)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"deleting\n"
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + deleting.NICE)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(20) == 0
    assert endless.is_dir()
    process.stdout.close()


WITH_ENDLESS = """
import runpy, sys, shutil, time
def deleted(path, onerror=None):
    print("deleting", flush=True)
    time.sleep(600)
shutil.rmtree = deleted
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_read_only_folders_and_links_go_and_what_they_lead_to_stays(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "kept").mkdir(parents=True)
    place = tmp_path / "place"
    (place / "a" / "b").mkdir(parents=True)
    (place / "a" / "b" / "file").write_text("1\n")
    (place / "link").symlink_to(outside)
    (place / "a" / "b").chmod(0o500)
    place.chmod(0o500)
    process = started(place)
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        assert process.wait(20) == 0
    assert not place.exists()
    assert (outside / "kept").is_dir()
