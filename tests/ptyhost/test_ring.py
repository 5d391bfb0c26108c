"""A scrollback ring on a real disk: against a model, read by others, killed, and without room."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import branchline
from branchline.ptyhost.ring import HEADER, MAX_UNWRITTEN, Ring, RingReader


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ring"


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 300),
    st.lists(st.binary(max_size=400) | st.none(), max_size=20),
)
def test_it_keeps_the_last_bytes(capacity: int, steps: list[bytes | None]) -> None:
    """Against all bytes ever appended; None closes the ring and opens it again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ring"
        ring, printed = Ring(str(path), capacity), b""
        for step in steps:
            if step is None:
                ring.close()
                ring = Ring(str(path), 999)
            else:
                ring.append(step)
                printed += step
            assert ring.end == len(printed)
            assert len(printed) - capacity <= ring.start <= max(0, len(printed) - capacity + capacity // 64)
            assert ring.read(ring.start, capacity) == printed[ring.start :]
            with RingReader(path) as reader:
                assert (reader.start, reader.end) == (ring.start, ring.end)
                assert reader.read(reader.start, capacity) == printed[ring.start :]
        assert path.stat().st_size <= HEADER + capacity
        ring.close()


def test_it_is_read_in_pieces_from_any_offset(path: Path) -> None:
    ring = Ring(str(path), 128)
    ring.append(bytes(range(200)))
    assert ring.read(ring.end, 10) == b""
    assert ring.read(150, 7) == bytes(range(150, 157))
    with pytest.raises(ValueError, match="before the start"):
        ring.read(ring.start - 1, 10)
    with RingReader(path) as reader:
        assert reader.read(ring.end, 10) == reader.read(ring.end + 5, 10) == b""
        with pytest.raises(ValueError, match="before the start"):
            reader.read(0, 10)
    ring.close()


def test_it_is_the_users_alone(path: Path) -> None:
    path.touch(0o644)
    ring = Ring(str(path), 128)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ring.close()


def test_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine")
    path.symlink_to(other)
    with pytest.raises(OSError, match="symbolic link"):
        Ring(str(path), 128)
    assert other.read_text() == "mine"


@pytest.mark.parametrize(
    "content",
    [
        b"not a scrollback",
        b"BLRING01",
        b"BLRING01" + b"\0" * 24,
        b"BLRING01" + b"\xff" * 24,
        b"BLRING01" + (64).to_bytes(8, "little") + (500).to_bytes(8, "little") + (9).to_bytes(8, "little"),
        b"BLRING99" + (64).to_bytes(8, "little") + bytes(16),
    ],
)
def test_a_file_that_is_no_ring_is_kept_aside(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ValueError, match="is not a scrollback"):
        RingReader(path)
    ring = Ring(str(path), 128)
    ring.append(b"new")
    assert ring.read(0, 10) == b"new"
    assert path.with_name("ring.damaged").read_bytes() == content
    ring.close()


def test_nothing_is_left_open_when_it_cannot_be_made(tmp_path: Path) -> None:
    before = os.listdir("/dev/fd")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, tmp_path / "no" / "ring", pipe):
        with pytest.raises(OSError):  # noqa: PT011  each has its own
            Ring(str(path), 128)
    assert os.listdir("/dev/fd") == before


# ------------------------------------------------------------ others

WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from branchline.ptyhost.ring import Ring
ring = Ring(sys.argv[2], int(sys.argv[3]))
print("up", flush=True)
while True:
    # Each byte tells its offset, modulo 251.
    ring.append(bytes(n % 251 for n in range(ring.end, ring.end + 97)))
"""


@contextmanager
def writing(path: Path, capacity: int) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that writes without a pause."""
    folder = str(Path(branchline.__file__).parents[1])
    writer = subprocess.Popen([sys.executable, "-c", WRITER, folder, str(path), str(capacity)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    try:
        assert writer.stdout.readline() == b"up\n"
        yield writer
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()


def printed(start: int, end: int) -> bytes:
    return bytes(n % 251 for n in range(start, end))


def test_what_is_overwritten_meanwhile_is_never_returned(path: Path) -> None:
    whole = 0
    with writing(path, 1000), RingReader(path) as reader:
        while whole < 2000:
            start = reader.start
            try:
                data = reader.read(start, 1000)
            except ValueError:
                continue
            assert data == printed(start, start + len(data))
            whole += 1


def test_nothing_is_lost_or_mixed_up_when_the_writer_is_killed(path: Path) -> None:
    before = 0
    for _ in range(5):
        with writing(path, 1000) as writer:
            with RingReader(path) as reader:
                while reader.end < before + 5000:
                    continue
                seen = reader.end
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        with RingReader(path) as reader:
            assert reader.end >= seen
            assert reader.end - reader.start > 800
            assert reader.read(reader.start, 1000) == printed(reader.start, reader.end)
            before = reader.end


# ------------------------------------------------------------ a disk that takes no more


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """A limit on the size of files stands in for a full disk: writes fail in the same way, in part or in whole."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_on_a_full_disk_the_newest_stays_readable(path: Path) -> None:
    ring = Ring(str(path), 10_000)
    ring.append(printed(0, 900))
    with no_room_beyond(HEADER + 1000):
        ring.append(printed(900, 2000))
        ring.append(printed(2000, 3000))
        assert (ring.start, ring.end, ring.lost) == (0, 3000, 0)
        assert ring.read(0, 1000) == printed(0, 1000), "what the disk took"
        assert ring.read(1000, 5000) == printed(1000, 3000), "what it did not take yet"
        with RingReader(path) as reader:
            assert reader.read(0, 5000) == printed(0, reader.end)
    ring.append(printed(3000, 3100))
    with RingReader(path) as reader:
        assert reader.read(0, 5000) == printed(0, 3100), "all of it, as soon as there is room"
    ring.close()


def test_what_does_not_fit_into_memory_either_is_a_gap(path: Path) -> None:
    ring = Ring(str(path), 10_000)
    ring.append(printed(0, 900))
    with no_room_beyond(HEADER + 1000):
        for start in range(900, 15_900, 1000):
            ring.append(printed(start, start + 1000))
        assert (ring.start, ring.end, ring.lost) == (5900, 15_900, 4900)
        assert ring.read(5900, 20_000) == printed(5900, 15_900)
        with pytest.raises(ValueError, match="before the start"):
            ring.read(500, 10)
        with RingReader(path) as reader:
            assert reader.read(0, 20_000) == printed(0, reader.end), "as it was left on the disk"
            assert reader.end >= 900
    ring.append(printed(15_900, 16_000))
    with RingReader(path) as reader:
        assert reader.end == 16_000
        assert reader.read(reader.start, 20_000) == printed(reader.start, 16_000)
        assert reader.start <= 6200
    ring.close()


def test_memory_is_bounded(path: Path) -> None:
    ring = Ring(str(path), 4 * MAX_UNWRITTEN)
    with no_room_beyond(HEADER):
        for _ in range(40):
            ring.append(b"x" * 100_000)
        assert ring.end - ring.start == MAX_UNWRITTEN
        assert ring.lost == 4_000_000 - MAX_UNWRITTEN
    ring.close()


def test_bytes_that_the_disk_does_not_give_back_are_nuls(path: Path) -> None:
    ring = Ring(str(path), 1000)
    ring.append(b"x" * 100)
    os.truncate(path, HEADER + 40)
    assert ring.read(0, 100) == b"x" * 40 + b"\0" * 60
    assert ring.read(90, 100) == b"\0" * 10
    ring.close()
