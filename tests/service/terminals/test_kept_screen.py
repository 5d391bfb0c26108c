"""A screen is kept on the disk while its terminal rests, and while output flows on and on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from branchline.service.terminals import kept_screen
from branchline.service.terminals.kept_screen import KeptScreen
from branchline.terminal import keyframes
from branchline.terminal.screen import Screen
from harness.waiting import until


@pytest.fixture
async def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[KeptScreen]:
    monkeypatch.setattr(kept_screen, "AFTER_QUIET", 0.1)
    monkeypatch.setattr(kept_screen, "EVERY_BYTES", 100)
    kept = KeptScreen(tmp_path / "keyframe", Screen(40, 6))
    yield kept
    kept.close()
    kept.screen.close()


def prints(kept: KeptScreen, text: str) -> None:
    kept.screen.feed(text.encode(), answer=False)
    kept.printed()


def on_disk(tmp_path: Path) -> tuple[int, str]:
    """Offset and first row; an offset of -1 where there is nothing."""
    keyframe = keyframes.load(tmp_path / "keyframe")
    if keyframe is None:
        return -1, ""
    screen = keyframes.restore(keyframe)
    found = screen.offset, screen.lines()[0]
    screen.close()
    return found


async def test_it_is_kept_once_the_output_pauses(kept: KeptScreen, tmp_path: Path) -> None:
    prints(kept, "one")
    prints(kept, " two")
    assert on_disk(tmp_path) == (-1, "")
    await until(lambda: on_disk(tmp_path) == (7, "one two"))


async def test_output_that_flows_on_is_kept_all_the_same(kept: KeptScreen, tmp_path: Path) -> None:
    prints(kept, "\x1b[H" + "x" * 97)
    await asyncio.sleep(0)
    assert kept._writing is not None
    await kept._writing
    assert on_disk(tmp_path)[0] == 100


async def test_what_is_kept_already_is_not_written_again(kept: KeptScreen, tmp_path: Path) -> None:
    prints(kept, "one")
    await kept.write()
    written = (tmp_path / "keyframe").stat().st_mtime_ns
    await kept.write()
    assert (tmp_path / "keyframe").stat().st_mtime_ns == written


async def test_where_it_cannot_be_kept_that_is_logged(
    kept: KeptScreen, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "keyframe").mkdir()
    prints(kept, "one")
    await kept.write()
    assert "the screen could not be kept" in caplog.text


async def test_one_that_is_closed_right_after_is_not_read_any_more(
    kept: KeptScreen, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Its terminal is closed with it, and a screen that is freed must not be used."""
    prints(kept, "x" * 200)
    writing = kept._writing
    assert writing is not None
    kept.close()
    kept.screen.close()
    await writing
    assert on_disk(tmp_path) == (-1, "")
