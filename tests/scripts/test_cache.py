"""The tools' cache: an entry counts only when it is whole."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

import cache


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "CACHE", tmp_path)
    return tmp_path


def build(folder: Path) -> None:
    folder.joinpath("tool").write_text("whole")


def test_an_entry_is_built_once() -> None:
    built: list[Path] = []

    def counted(folder: Path) -> None:
        built.append(folder)
        build(folder)

    first = cache.entry("tool", "1", counted)
    assert cache.entry("tool", "1", counted) == first
    assert built == [first]
    assert first.joinpath("tool").read_text() == "whole"


def test_another_key_is_another_entry() -> None:
    assert cache.entry("tool", "1", build) != cache.entry("tool", "2", build)


def test_a_build_that_fails_leaves_nothing_that_counts() -> None:
    def fails(folder: Path) -> None:
        folder.joinpath("half").write_text("")
        raise RuntimeError("no network")

    with pytest.raises(RuntimeError, match="no network"):
        cache.entry("tool", "1", fails)
    entry = cache.entry("tool", "1", build)
    assert entry.joinpath("tool").exists()
    assert not entry.joinpath("half").exists()


def test_a_build_that_was_killed_leaves_nothing_that_counts(folder: Path) -> None:
    program = textwrap.dedent(
        """
        import os, signal, cache
        def dies(folder):
            folder.joinpath("half").write_text("")
            os.kill(os.getpid(), signal.SIGKILL)
        cache.entry("tool", "1", dies)
        """
    )
    environment = {"BRANCHLINE_CACHE": str(folder), "PYTHONPATH": str(Path(cache.__file__).parent)}
    killed = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert killed.returncode == -9
    assert folder.joinpath("tool-1", "half").exists()
    assert not cache.entry("tool", "1", build).joinpath("half").exists()


def test_two_at_once_build_one_after_the_other() -> None:
    started, go_on, built = threading.Event(), threading.Event(), []

    def slow(folder: Path) -> None:
        built.append("slow")
        started.set()
        assert go_on.wait(20)
        build(folder)

    first = threading.Thread(target=cache.entry, args=("tool", "1", slow))
    second = threading.Thread(target=cache.entry, args=("tool", "1", lambda folder: built.append("again")))
    first.start()
    assert started.wait(20)
    second.start()
    go_on.set()
    first.join()
    second.join()
    assert built == ["slow"]


def test_a_key_changes_with_a_file_and_with_a_text(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("a==1")
    before = cache.key(lock, "3.11")
    assert cache.key(lock, "3.12") != before
    assert cache.key(lock, "3.11") == before
    lock.write_text("a==2")
    assert cache.key(lock, "3.11") != before


def test_a_held_lock_is_said_when_waiting_is_not_wanted() -> None:
    with cache.locked("demo"), pytest.raises(BlockingIOError), cache.locked("demo", wait=False):
        pass
