"""Nobody but root reads the memory, environment or files of what Branchline runs, where it is installed."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import ptyprocess
import pytest

import branchline
from branchline.machine.process_lock import holder_of
from branchline.machine.processes import start_time

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no other system has this wall")
PYTHON = "/usr/bin/python3"
"""One that every user of the machine may run."""
NOBODY = 65534
KEPT = "only-this-process-knows-it"
READER = f"""
import ctypes, os, sys
pid = int(sys.argv[1])
def read(name):
    try:
        return {KEPT!r}.encode() in open(f"/proc/{{pid}}/{{name}}", "rb").read()
    except OSError as error:
        return error.strerror
libc = ctypes.CDLL(None, use_errno=True)
ptrace_seize = 0x4206
traced = libc.ptrace(ptrace_seize, pid, 0, 0) == 0
try:
    files = os.listdir(f"/proc/{{pid}}/fd") != []
except OSError as error:
    files = error.strerror
print([read("environ"), traced, files])
"""
OPEN, CLOSED = "[True, True, True]", "['Permission denied', False, 'Permission denied']"
COMMANDS = ["stdio", "serve", "ptyhost"]


@pytest.fixture
def place() -> Iterator[Path]:
    """The product as it is installed, with a stand-in for what makes a sidecar of it: that needs its packages."""
    place = Path(tempfile.mkdtemp(prefix="bl-closed-", dir="/tmp"))  # An ordinary user gets at it there.
    place.chmod(0o755)
    sidecar = Path(branchline.__file__).parents[1]
    shutil.copytree(sidecar, place / "sidecar", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(Path(ptyprocess.__file__).parent, place / "sidecar" / "libs" / "ptyprocess")
    waits = "import asyncio\n\n\nasync def serve(paths):\n    await asyncio.sleep(60)\n"
    (place / "sidecar" / "branchline" / "rpc" / "daemon.py").write_text(waits)
    (place / "home").mkdir()
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", str(NOBODY), str(place)], check=True)
    yield place
    shutil.rmtree(place)


@contextmanager
def running(place: Path, command: str) -> Iterator[int]:
    """The pid of such a process, which an ordinary user runs."""
    environment = {"BRANCHLINE_HOME": str(place / "home"), "KEPT": KEPT, "PATH": os.environ["PATH"]}
    words = [PYTHON, "-I", "-S", str(place / "sidecar" / "launch.py"), command]
    with subprocess.Popen(
        words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, user=_user(), start_new_session=True
    ) as process:
        try:
            yield process.pid
        finally:
            if command == "stdio":
                end_sidecar(place)
            process.kill()


def end_sidecar(place: Path) -> None:
    """The one that the relay started, which nobody is the parent of."""
    holders: list[int | None] = []

    def is_there() -> bool:
        holders.append(holder_of(place / "home" / "run" / "sidecar.lock"))
        return holders[-1] is not None

    until(is_there)
    assert holders[-1] is not None
    os.kill(holders[-1], signal.SIGKILL)
    until(lambda: start_time(holders[-1] or 0) is None)


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def seen_of(pid: int) -> str:
    words = [PYTHON, "-c", READER, str(pid)]
    return subprocess.run(words, user=_user(), capture_output=True, text=True, check=True).stdout.strip()


def _user() -> int | None:
    return NOBODY if os.geteuid() == 0 else None


def until_seen(pid: int, wanted: str) -> None:
    """It closes itself as the first thing that it does, and a tracer that was there before is let go."""
    deadline = time.monotonic() + 20
    while (seen := seen_of(pid)) != wanted:
        assert time.monotonic() < deadline, seen
        time.sleep(0.05)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_installed_one_is_closed(place: Path, command: str) -> None:
    with running(place, command) as pid:
        until_seen(pid, CLOSED)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_checkout_is_open_for_debuggers(place: Path, command: str) -> None:
    (place / "pyproject.toml").touch()
    lock = place / "home" / "run" / ("host.lock" if command == "ptyhost" else "sidecar.lock")
    with running(place, command) as pid:
        until(lambda: holder_of(lock) is not None)  # What would close it comes before that.
        assert seen_of(pid) == OPEN


def test_what_it_starts_is_open_again() -> None:
    """Only a process itself is closed: agents, and git, are what they would be anywhere."""
    script = (
        "import ctypes, os, subprocess, sys\n"
        "libc = ctypes.CDLL(None)\nlibc.prctl(4, 0, 0, 0, 0)\n"
        "print(subprocess.run([sys.executable, '-c', 'import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))'],"
        " capture_output=True, text=True).stdout)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
    assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 1, "a checkout's tests are open"
