"""A sidecar that breaks off while agents live is started again."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from branchline.relay import trust
from harness.ptyhost import PtyHost, until


def guard(ptyhost: PtyHost, script: str = "echo started >> guard.log") -> None:
    ptyhost.client.ask("guard", command=["/bin/sh", "-c", script], env=ptyhost.env, cwd=str(ptyhost.home))


def starts(ptyhost: PtyHost) -> int:
    path = ptyhost.home / "guard.log"
    return len(path.read_text().splitlines()) if path.exists() else 0


def test_a_sidecar_that_breaks_off_is_started_again(ptyhost: PtyHost) -> None:
    ptyhost.spawn("sleep", "1000")
    guard(ptyhost)
    ptyhost.client.link.close()
    until(lambda: starts(ptyhost) == 1)
    ptyhost.client = ptyhost.connect()
    guard(ptyhost)
    ptyhost.client.link.close()
    until(lambda: starts(ptyhost) == 2)
    assert "try 2" in ptyhost.log(), "it did not stay: the pause grows"


def test_a_started_sidecar_leads_a_session_of_its_own_and_is_reaped(ptyhost: PtyHost) -> None:
    ptyhost.spawn("sleep", "1000")
    guard(ptyhost, "ps -o ppid=,sid= -p $$ > guard.tmp; echo $$ >> guard.tmp; mv guard.tmp guard.log")
    ptyhost.client.link.close()
    until(lambda: starts(ptyhost) == 2)
    _, session, pid = (ptyhost.home / "guard.log").read_text().split()
    assert session == pid
    until(lambda: not Path(f"/proc/{pid}").exists())


def test_after_a_goodbye_or_without_agents_no_sidecar_is_started(ptyhost: PtyHost) -> None:
    polite = ptyhost.connect()
    polite.ask("guard", command=["/bin/sh", "-c", "echo no >> guard.log"], env=ptyhost.env, cwd=str(ptyhost.home))
    polite.link.close()  # Without agents.
    ptyhost.client.ask("list")  # It has seen that.
    ptyhost.spawn("sleep", "1000")
    guard(ptyhost)
    ptyhost.client.ask("goodbye")
    ptyhost.client.link.close()
    ptyhost.client = ptyhost.connect()
    guard(ptyhost, "echo yes >> guard.log")
    ptyhost.client.link.close()
    until(lambda: starts(ptyhost) > 0)
    assert (ptyhost.home / "guard.log").read_text() == "yes\n"
    assert "try 2" not in ptyhost.log()


def test_while_one_sidecar_replaces_another_none_is_started(ptyhost: PtyHost) -> None:
    ptyhost.spawn("sleep", "1000")
    guard(ptyhost, "echo old >> guard.log")
    newer = ptyhost.connect()
    newer.ask("guard", command=["/bin/sh", "-c", "echo new >> guard.log"], env=ptyhost.env, cwd=str(ptyhost.home))
    ptyhost.client.link.close()
    newer.ask("list")
    newer.link.close()
    until(lambda: starts(ptyhost) > 0)
    assert (ptyhost.home / "guard.log").read_text() == "new\n"
    assert "try 2" not in ptyhost.log()
    ptyhost.client = ptyhost.connect()


def test_a_sidecar_that_cannot_be_started_harms_nobody(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("cat")
    for command, cwd in ((["/no/such/program"], "/"), (["/bin/sh"], "/no/such/folder"), (["a\0b"], "/")):
        client = ptyhost.connect()
        client.ask("guard", command=command, env=ptyhost.env, cwd=cwd)
        before = ptyhost.log().count("starting it again")
        client.link.close()
        until(lambda: ptyhost.log().count("starting it again") > before)  # noqa: B023  called at once
    assert ptyhost.entry(session)["alive"]


def test_one_that_takes_long_to_come_is_none_of_the_agents_though_another_was_started(ptyhost: PtyHost) -> None:
    """On a busy machine each may take longer than the terminal host waits."""
    ptyhost.spawn("sleep", "1000")
    guard(ptyhost, "echo $$ >> guard.log; exec sleep 1000")
    ptyhost.client.link.close()
    until(lambda: starts(ptyhost) == 2)
    pids = [int(line) for line in (ptyhost.home / "guard.log").read_text().split()]
    try:
        assert trust._started_by_ptyhost(ptyhost.paths) == pids
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
    until(lambda: trust._started_by_ptyhost(ptyhost.paths) == [])
