"""Processes are named by pid and start time, and detached ones outlive their starter."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import branchline
from branchline.machine.processes import (
    detach_spawn,
    group_exists,
    is_same,
    signal_group,
    signal_process,
    start_time,
    uptime,
)
from harness.ptyhost import until


def test_a_process_is_known_by_its_start() -> None:
    first = subprocess.Popen(["sleep", "1000"])
    try:
        started = start_time(first.pid)
        assert started is not None
        assert started == start_time(first.pid)
        assert is_same(first.pid, started)
        assert not is_same(first.pid, started + 1)
    finally:
        first.kill()
        until(lambda: start_time(first.pid) is None)  # A zombie is no process any more.
        first.wait()
    assert not is_same(first.pid, started)


def test_only_the_very_process_is_signalled() -> None:
    with subprocess.Popen(["sleep", "1000"]) as process:
        started = start_time(process.pid)
        assert started is not None
        assert not signal_process(process.pid, started + 1, signal.SIGKILL)
        assert process.poll() is None
        assert signal_process(process.pid, started, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert not signal_process(process.pid, started, signal.SIGKILL)


def test_a_later_process_starts_later() -> None:
    ours = start_time(os.getpid())
    with subprocess.Popen(["sleep", "1000"]) as later:
        theirs = start_time(later.pid)
        later.kill()
    assert ours is not None
    assert theirs is not None
    assert theirs >= ours


def test_how_long_a_process_runs() -> None:
    with subprocess.Popen(["sleep", "1000"]) as later:
        ours, theirs = uptime(os.getpid()), uptime(later.pid)
        later.kill()
    assert ours is not None
    assert theirs is not None
    assert -1 < theirs < ours  # The system counts in hundredths of a second.
    assert uptime(later.pid) is None


@pytest.mark.parametrize("name", ["a b", ") S 1 1", "(((", "new\nline", ")"])
def test_any_name_of_a_program(tmp_path: Path, name: str) -> None:
    program = tmp_path / name
    shutil.copy("/bin/sleep", program)
    with subprocess.Popen([program, "1000"]) as process, subprocess.Popen(["sleep", "1000"]) as plain:
        try:
            odd, usual = start_time(process.pid), start_time(plain.pid)
        finally:
            plain.kill()
            process.kill()
    assert odd is not None
    assert usual is not None
    assert abs(usual - odd) < 60 * os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("pid", [-1, 0, 2**30])
def test_no_such_process(pid: int) -> None:
    assert start_time(pid) is None
    assert not signal_group(pid, 1.0, 0)


def test_only_the_same_group_is_signalled() -> None:
    leader = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    try:
        started = start_time(leader.pid)
        assert started is not None
        assert not signal_group(leader.pid, started + 1, signal.SIGKILL)
        assert leader.poll() is None
        assert group_exists(leader.pid)
        assert signal_group(leader.pid, started, signal.SIGTERM)
        assert leader.wait(20) == -signal.SIGTERM
        assert not group_exists(leader.pid)
        assert not signal_group(leader.pid, started, signal.SIGTERM)
    finally:
        leader.kill()
        leader.wait()


def test_a_group_outlives_its_leader() -> None:
    script = "trap 'exit' TERM; (while :; do sleep 0.05; done) & echo $!"
    leader = subprocess.Popen(["sh", "-c", script], start_new_session=True, stdout=subprocess.PIPE)
    assert leader.stdout is not None
    started = start_time(leader.pid) or 0.0
    member = int(leader.stdout.readline())
    leader.wait(20)
    assert group_exists(leader.pid)
    assert signal_group(leader.pid, started, signal.SIGKILL)
    until(lambda: start_time(member) is None)
    leader.stdout.close()


# ------------------------------------------------------------ detached

STARTER = """
import os, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from branchline.machine.processes import detach_spawn
folder = Path(sys.argv[2])
detach_spawn(["/bin/sh", "-c", "echo out; echo err >&2; cat; trap '' HUP; "
    "echo $$ > pid.new; mv pid.new pid; while [ ! -e end ]; do sleep 0.02; done; touch ended"],
    {"PATH": os.environ["PATH"], "NAME": "value"}, folder, folder / "log")
children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
print(children.read_text() if children.exists() else "")
"""


def test_a_detached_process_outlives_its_starter(tmp_path: Path) -> None:
    folder = str(Path(branchline.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", STARTER, folder, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        start_new_session=True,
    )
    assert done.stdout == "\n", "it is nobody's child"
    until((tmp_path / "pid").exists)
    pid = int((tmp_path / "pid").read_text())
    assert start_time(pid) is not None
    assert os.getsid(pid) == os.getpgid(pid) == pid
    assert (tmp_path / "log").read_text() == "out\nerr\n"
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600
    (tmp_path / "end").touch()
    until((tmp_path / "ended").exists)
    until(lambda: start_time(pid) is None)


def test_a_detached_process_takes_signals_as_usual(tmp_path: Path) -> None:
    script = "import signal; print(signal.getsignal(signal.SIGHUP).name, signal.getsignal(signal.SIGTERM).name)"
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        detach_spawn([sys.executable, "-c", script], os.environ, tmp_path, tmp_path / "log")
    finally:
        signal.signal(signal.SIGHUP, before)
    until(lambda: (tmp_path / "log").read_text() == "SIG_DFL SIG_DFL\n")


def test_a_program_that_is_not_there_is_said_in_the_log(tmp_path: Path) -> None:
    detach_spawn(["/no/such/program"], {}, tmp_path, tmp_path / "log")
    until(lambda: "No such file" in (tmp_path / "log").read_text())


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        detach_spawn(["/bin/true"], {}, tmp_path / "none", tmp_path / "log")
