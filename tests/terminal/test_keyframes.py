"""Keyframes and dumps on recordings of real agents: what is taken at a cut and what follows gives the same screen."""

from __future__ import annotations

import logging
import stat
import zlib
from pathlib import Path

import pytest

from branchline.terminal import keyframes
from branchline.terminal.screen import Screen
from harness import recordings


def saved(screen: Screen, folder: Path) -> Path:
    path = folder / "keyframe"
    keyframes.save(path, keyframes.take(screen))
    return path


def test_there_and_back(tmp_path: Path) -> None:
    screen = Screen(90, 25, offset=100)
    screen.feed(b"\x1b]2;title\x07\x1b[?2004hhello\x1b[3")
    path = saved(screen, tmp_path)
    keyframe = keyframes.load(path)
    assert keyframe is not None
    assert (keyframe.offset, keyframe.cols, keyframe.rows, keyframe.title) == (screen.offset, 90, 25, "title")
    restored = keyframes.restore(keyframe)
    assert restored.offset == screen.offset
    assert restored.dump() == screen.dump()
    assert restored.mode(2004)
    for each, rest in ((screen, b"1mx"), (restored, b"\x1b[31mx")):
        each.feed(rest)
    assert restored.dump() == screen.dump()


def test_it_is_replaced_whole_and_for_the_user_alone(tmp_path: Path) -> None:
    screen = Screen(90, 25)
    path = saved(screen, tmp_path)
    screen.feed(b"more")
    assert saved(screen, tmp_path) == path
    assert [file.name for file in tmp_path.iterdir()] == ["keyframe"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    keyframe = keyframes.load(path)
    assert keyframe is not None
    assert keyframe.offset == 4


def test_a_save_that_fails_leaves_nothing(tmp_path: Path) -> None:
    keyframe = keyframes.take(Screen(90, 25))
    with pytest.raises(OSError, match="No such file"):
        keyframes.save(tmp_path / "nowhere" / "keyframe", keyframe)
    (tmp_path / "keyframe").mkdir()
    with pytest.raises(OSError, match="directory"):
        keyframes.save(tmp_path / "keyframe", keyframe)
    assert [file.name for file in tmp_path.iterdir()] == ["keyframe"]


def test_none_is_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert keyframes.load(tmp_path / "keyframe") is None
    assert caplog.records == []


def test_a_damaged_one_is_none_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    screen = Screen(90, 25)
    screen.feed(b"some text")
    path = saved(screen, tmp_path)
    good = path.read_bytes()
    head, body = good.split(b"\n", 1)
    damaged = [b"", b"\n", b"[]\n", b"nonsense", head, good[:-1], good + b"x", head[:10] + b"\n" + body]
    damaged += [good.replace(b'"version": 1', b'"version": 2'), b"[" * 100_000 + b"\n" + body]
    damaged += [
        bytes([*good[:at], good[at] ^ 0x40, *good[at + 1 :]]) for at in range(len(head), len(good), len(body) // 20)
    ]
    for data in damaged:
        caplog.clear()
        path.write_bytes(data)
        assert keyframes.load(path) is None, data[:100]
        assert [record.levelno for record in caplog.records] == [logging.WARNING]
        assert "cannot be used" in caplog.text


@pytest.mark.parametrize("name", recordings.names())
def test_a_cut_anywhere_makes_no_difference(name: str, tmp_path: Path) -> None:
    recording = recordings.load(name)
    output = b"".join(data for _, data in recording.output)
    whole = Screen(recording.cols, recording.rows)
    whole.feed(output)
    for cut in [zlib.crc32(f"{name} {number}".encode()) % (len(output) + 1) for number in range(3)]:
        first = Screen(recording.cols, recording.rows)
        first.feed(output[:cut])
        keyframe = keyframes.load(saved(first, tmp_path))
        assert keyframe is not None
        restored = keyframes.restore(keyframe)
        assert restored.dump() == first.dump()
        painted = Screen(recording.cols, recording.rows, offset=first.offset)
        painted.feed(first.dump())
        for each in (restored, painted):
            each.feed(output[first.offset :])
            assert each.lines() == whole.lines()
            assert each.cursor() == whole.cursor()
        assert restored.dump() == whole.dump()
        for each in (first, restored, painted):
            each.close()
    whole.close()


def test_the_recordings_show_what_they_should() -> None:
    assert len(recordings.names()) >= 20
    alternate = 0
    for name in recordings.names():
        recording = recordings.load(name)
        screen = Screen(recording.cols, recording.rows)
        for _, data in recording.output:
            screen.feed(data)
            if screen.in_alternate:
                alternate += 1
                break
        screen.close()
    assert alternate >= 5
