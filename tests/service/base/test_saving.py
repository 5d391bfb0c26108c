"""The store reaches the disk soon after each change, and is tried again where it could not be written."""

from __future__ import annotations

import asyncio
import re
import threading
from pathlib import Path

import pytest

from branchline.service.base import saving
from branchline.store import store_file
from harness.base import Base
from harness.service import session
from harness.waiting import PATIENCE, until


@pytest.fixture
def barred(base: Base, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the store's place: while it is there the store cannot be written."""
    monkeypatch.setattr(saving, "AGAIN", 0.01)
    base.paths.store.mkdir(parents=True)
    return base.paths.store


def stored(base: Base) -> str:
    return base.paths.store.read_text() if base.paths.store.is_file() else ""


async def test_a_change_is_on_the_disk_when_that_is_waited_for(base: Base) -> None:
    base.sessions.add(session("s", name="one"))
    await base.sessions.saved()
    assert '"one"' in stored(base)


async def test_a_change_is_on_the_disk_soon_though_nobody_waits(base: Base) -> None:
    base.saving.start()
    base.sessions.add(session("s", name="one"))
    await until(lambda: '"one"' in stored(base))
    base.sessions.add(session("t", name="two"))
    await until(lambda: '"two"' in stored(base))


async def test_what_cannot_be_written_is_tried_again_by_itself(
    base: Base, barred: Path, caplog: pytest.LogCaptureFixture
) -> None:
    base.saving.start()
    base.sessions.add(session("s", name="one"))
    await until(lambda: caplog.text.count("the store could not be written") > 2)
    assert base.sessions.get("s").name == "one", "memory stays the truth"
    barred.rmdir()
    await until(lambda: '"one"' in stored(base))


async def test_whoever_has_to_know_is_told_that_it_is_not_on_the_disk(base: Base, barred: Path) -> None:
    base.sessions.add(session("s", name="one"))
    with pytest.raises(OSError, match=re.escape(barred.name)):
        await base.sessions.saved()
    barred.rmdir()
    await base.sessions.saved()
    assert '"one"' in stored(base)


async def test_what_was_changed_last_is_on_the_disk_when_it_is_closed(base: Base) -> None:
    base.saving.start()
    base.sessions.add(session("s", name="one"))
    await base.close()
    assert '"one"' in stored(base)


async def test_without_a_change_nothing_is_written(base: Base, barred: Path) -> None:
    await base.saving.saved()  # It would raise.
    assert barred.is_dir()


@pytest.mark.parametrize("fails", [False, True])
async def test_whoever_is_cancelled_leaves_no_write_beside_the_next_one(
    base: Base, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    """The thread that writes goes on all the same."""
    begun, go_on, at_once = threading.Event(), threading.Event(), list[str]()
    write = store_file.write

    def slow(path: Path, data: bytes) -> None:
        at_once.append("begins")
        begun.set()
        go_on.wait(PATIENCE)
        at_once.append("ends")
        if fails and len(at_once) == 2:
            raise OSError("the disk is full")
        write(path, data)

    monkeypatch.setattr(store_file, "write", slow)
    base.sessions.add(session("s", name="one"))
    cancelled = asyncio.create_task(base.sessions.saved())
    await asyncio.to_thread(begun.wait, PATIENCE)
    cancelled.cancel()
    base.sessions.add(session("t", name="two"))
    last = asyncio.create_task(base.sessions.saved())
    await asyncio.sleep(0)
    go_on.set()
    await last
    assert at_once == ["begins", "ends"] * 2
    assert '"one"' in stored(base)
    assert '"two"' in stored(base)
    with pytest.raises(asyncio.CancelledError):
        await cancelled
