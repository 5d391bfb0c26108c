"""Agents are started by a real ptyhost, or are not and leave nothing."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from branchline.ptyhost.ring import RingReader
from harness.ptyhost import PtyHost, running_ptyhost

MB = 1024 * 1024


@pytest.fixture(scope="module")
def shared_host() -> Iterator[PtyHost]:
    """For many tests that leave it as it was."""
    with running_ptyhost() as ptyhost:
        yield ptyhost


def test_what_an_agent_prints_is_streamed_and_its_end_is_told(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sh", "-c", "echo hello; exit 3")
    ptyhost.client.stream(session)
    end = ptyhost.client.until_exit(session)
    assert bytes(ptyhost.client.output[session]) == b"hello\r\n"
    assert (end["exitCode"], end["end"]) == (3, 7)
    assert ptyhost.entry(session)["alive"] is False
    assert ptyhost.client.ask("collect", session=session) == {"exitCode": 3, "end": 7}
    assert ptyhost.client.refused("collect", session=session) == "NO_SESSION"
    assert ptyhost.client.ask("list") == {"sessions": []}


def test_both_sides_greet(ptyhost: PtyHost) -> None:
    client = ptyhost.connect()
    client.ask("list")
    assert client.greeting is not None
    assert client.greeting["wire"] == 1
    assert client.greeting["pid"] == ptyhost.process.pid


def test_an_agent_gets_exactly_its_environment_folder_and_terminal(ptyhost: PtyHost) -> None:
    folder = ptyhost.home / "a folder"
    folder.mkdir()
    session = ptyhost.spawn(
        "sh",
        "-c",
        "env | sort; pwd; stty size; trap; ulimit -n; tty >&2; echo end",
        env={"PATH": os.environ["PATH"], "NAME": "value=with=equals", "PWD": str(folder)},
        cwd=str(folder),
        cols=91,
        rows=17,
    )
    ptyhost.client.stream(session)
    ptyhost.client.until_exit(session)
    lines = ptyhost.client.output[session].decode().split("\r\n")
    ours = [line for line in lines if not line.startswith(("_=", "SHLVL=", "OLDPWD="))]
    assert ours[:3] == ["NAME=value=with=equals", f"PATH={os.environ['PATH']}", f"PWD={folder}"]
    assert ours[3:5] == [str(folder), "17 91"]
    assert "/dev/" in ours[-3]


def test_an_agent_leads_a_session_of_its_own_and_takes_signals_as_usual(ptyhost: PtyHost) -> None:
    session = ptyhost.python(
        "import os, signal\n"
        "print(os.getpid() == os.getsid(0) == os.getpgrp() == os.tcgetpgrp(0))\n"
        "print([n.name for n in signal.valid_signals() if n not in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ)"
        " and isinstance(n, signal.Signals) and signal.getsignal(n) not in (signal.SIG_DFL, None)])\n"
        "print(signal.pthread_sigmask(signal.SIG_BLOCK, ()))\n"
        "print(sorted(int(n) for n in os.listdir('/dev/fd'))[:4])"
    )
    ptyhost.client.stream(session)
    ptyhost.client.until_exit(session)
    lines = ptyhost.client.output[session].decode().split("\r\n")
    assert lines[:3] == ["True", "[]", "set()"]
    assert lines[3].startswith("[0, 1, 2, 3]"), "3 is the listing itself"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"argv": ["/no/such/program"]}, "SPAWN_FAILED"),
        ({"argv": ["no-such-program-on-the-path"]}, "SPAWN_FAILED"),
        ({"argv": ["/etc/passwd"]}, "SPAWN_FAILED"),
        ({"argv": ["/"]}, "SPAWN_FAILED"),
        ({"argv": [""]}, "SPAWN_FAILED"),
        ({"argv": ["sh", "a\0b"]}, "SPAWN_FAILED"),
        ({"argv": ["sh", "\ud800"]}, "SPAWN_FAILED"),
        ({"argv": ["sh", "x" * 3_000_000]}, "SPAWN_FAILED"),
        ({"argv": []}, "BAD_REQUEST"),
        ({"argv": "sh"}, "BAD_REQUEST"),
        ({"argv": [1]}, "BAD_REQUEST"),
        ({"cwd": "/no/such/folder"}, "SPAWN_FAILED"),
        ({"cwd": None}, "BAD_REQUEST"),
        ({"env": {"A=B": "c"}}, "SPAWN_FAILED"),
        ({"env": {"": "c"}}, "SPAWN_FAILED"),
        ({"env": {"A": "a\0b"}}, "SPAWN_FAILED"),
        ({"env": {"A": 1}}, "BAD_REQUEST"),
        ({"env": {"PATH": "/no/such/folder"}}, "SPAWN_FAILED"),
        ({"cols": "80"}, "BAD_REQUEST"),
        ({"cols": float("inf")}, "BAD_REQUEST"),
        ({"rows": True}, "BAD_REQUEST"),
        ({"rows": 10**40}, "BAD_REQUEST"),
        ({"ringSize": 0}, "BAD_REQUEST"),
        ({"ringSize": -1}, "BAD_REQUEST"),
        ({"ring": "/no/such/folder/ring"}, "NO_SCROLLBACK"),
        ({"ring": "a\0b"}, "NO_SCROLLBACK"),
        ({"ring": "/"}, "NO_SCROLLBACK"),
        ({"session": "not a uuid"}, "BAD_REQUEST"),
        ({"session": 7}, "BAD_REQUEST"),
    ],
)
def test_an_agent_that_cannot_be_started_leaves_nothing(
    shared_host: PtyHost, fields: dict[str, Any], code: str
) -> None:
    wanted = {
        "session": str(uuid.uuid4()),
        "argv": ["sleep", "1000"],
        "cwd": str(shared_host.home),
        "env": shared_host.env,
        "cols": 80,
        "rows": 24,
        "ring": str(shared_host.home / "ring"),
        "ringSize": MB,
    }
    shared_host.client.ask("list")
    files = len(os.listdir(f"/proc/{shared_host.process.pid}/fd")) if sys.platform == "linux" else 0
    assert shared_host.client.refused("spawn", **{**wanted, **fields}) == code
    assert shared_host.client.ask("list") == {"sessions": []}
    if sys.platform == "linux":
        assert len(os.listdir(f"/proc/{shared_host.process.pid}/fd")) == files
        children = f"/proc/{shared_host.process.pid}/task/{shared_host.process.pid}/children"
        with open(children) as file:
            assert file.read() == ""


def test_a_session_runs_once(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sleep", "1000")
    assert ptyhost.spawn_refused(session.upper()) == "ALREADY_RUNNING"
    assert len(ptyhost.client.ask("list")["sessions"]) == 1


def test_a_resumed_session_goes_on_in_its_scrollback(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("echo", "first")
    ptyhost.client.stream(session)
    ptyhost.client.until_exit(session)
    ptyhost.spawn("echo", "second", session=session)
    ptyhost.client.events.clear()
    ptyhost.client.stream(session)
    ptyhost.client.until_exit(session)
    assert bytes(ptyhost.client.output[session]) == b"first\r\nsecond\r\n"
    with RingReader(ptyhost.home / f"{session}.ring") as ring:
        assert ring.read(0, 100) == b"first\r\nsecond\r\n"
