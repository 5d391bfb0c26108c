"""A program that is run so that nothing of it stays, however it, or whoever wanted it, ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from branchline.machine import supervised
from branchline.machine.processes import start_time
from branchline.machine.supervised import supervised as words_of
from harness.ptyhost import until

LEAVES = """
import os, signal, sys, time
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open(sys.argv[1] + ".new", "w").write(str(os.getpid()))
        os.rename(sys.argv[1] + ".new", sys.argv[1])
        time.sleep(1000)
    os._exit(0)
os.wait()
if sys.argv[2] == "stays":
    time.sleep(1000)
while not os.path.exists(sys.argv[1]):
    time.sleep(0.01)
"""
"""What goes on has a session of its own, no parent, and listens to no signal that it can refuse."""


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(words_of(words), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    with process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        ("echo out; echo err >&2; exit 0", 0, b"out\nerr\n"),
        ("exit 3", 3, b""),
        ("kill -9 $$", 137, b""),
        ("read x; echo [$x]", 0, b"[]\n"),
        ("nice", 0, str(supervised.NICE + os.nice(0)).encode() + b"\n"),
    ],
)
def test_its_exit_code_and_what_it_prints(script: str, code: int, said: bytes) -> None:
    with running("sh", "-c", script) as process:
        assert process.stdout is not None
        assert process.stdout.read() == said
        assert process.wait() == code


def test_one_that_is_not_there() -> None:
    with running("no-such-program") as process:
        assert process.stdout is not None
        assert process.stdout.read() == b"no-such-program: No such file or directory\n"
        assert process.wait() == supervised.NOT_RUN


def test_of_much_the_beginning_and_the_end_are_kept() -> None:
    much = supervised.MOST_HEAD + supervised.MOST_TAIL + 1000
    with running(sys.executable, "-c", f"print('begin' + 'x' * {much} + 'end')") as process:
        assert process.stdout is not None
        said = process.stdout.read()
    assert said.startswith(b"beginxx")
    assert said.endswith(b"xxend\n")
    assert b"\n[1009 bytes are left out here]\n" in said


@pytest.mark.parametrize("way", ["ends", "unwanted", "killed"])
def test_what_it_started_ends_with_it(way: str, tmp_path: Path) -> None:
    """`unwanted`: its input is closed; `killed`: whoever wanted it is killed, which closes that as well."""
    pid_file = tmp_path / "pid"
    words = (sys.executable, "-c", LEAVES, str(pid_file), "ends" if way == "ends" else "stays")
    if way == "killed":
        starter = f"import subprocess; subprocess.Popen({words_of(words)!r}, stdin=subprocess.PIPE).wait()"
        process = subprocess.Popen([sys.executable, "-c", starter], start_new_session=True)
    else:
        process = subprocess.Popen(words_of(words), stdin=subprocess.PIPE, start_new_session=True)
    with process:
        until(pid_file.exists)
        pid = int(pid_file.read_text())
        if way == "killed":
            os.kill(process.pid, signal.SIGKILL)
        elif way == "unwanted":
            assert process.stdin is not None
            process.stdin.close()
        until(lambda: start_time(pid) is None)
        process.wait()
