"""What runs below a process, by real ones: shells, servers, helpers, and what was left to whoever adopts."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.core.model.session import Process
from branchline.core.session.background import Top
from branchline.machine.descendants import Descendants, below, children, stat
from branchline.machine.environment import AGENT_OF, AGENT_SESSION
from branchline.machine.processes import start_time
from harness.left_running import end
from harness.ptyhost import until
from harness.working_agent import WorkingAgent

SERVE = f"{sys.executable} -m http.server 0 --bind 127.0.0.1"


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[WorkingAgent]:
    made = WorkingAgent({AGENT_OF: str(tmp_path), AGENT_SESSION: "s"})
    yield made
    made.ends()


@pytest.fixture
def descendants(tmp_path: Path) -> Descendants:
    return Descendants("s", tmp_path)


def looked(descendants: Descendants, agent: WorkingAgent, host: int | None = None) -> list[Top]:
    return descendants.look(agent.process, host, {agent.process.pid})


def test_it_is_told_by_its_command_whatever_shells_are_around(descendants: Descendants, agent: WorkingAgent) -> None:
    agent.told("sh -c 'sleep 1000; true' < /dev/null &")
    until(lambda: [each.command for each in looked(descendants, agent)] == ["sleep 1000"])
    (one,) = looked(descendants, agent)
    assert (one.name, one.is_spoken_to, one.listens) == ("sh", False, False)
    assert one.line == "sh -c sleep 1000; true"
    assert abs(one.began - time.time()) < 600
    agent.told("kill %1; wait")
    end([each.process.pid for each in below(agent.shell.pid)])
    until(lambda: looked(descendants, agent) == [])


def test_what_takes_connections_is_found_when_it_begins_to(descendants: Descendants, agent: WorkingAgent) -> None:
    agent.told(f"sh -c 'sleep 0.3; {SERVE}; true' < /dev/null > /dev/null 2>&1 &")
    until(lambda: [each.listens for each in looked(descendants, agent)] == [False])
    until(lambda: [each.listens for each in looked(descendants, agent)] == [True])
    (one,) = looked(descendants, agent)
    assert "http.server" in one.command


def test_a_helper_has_a_pipe_for_its_input(descendants: Descendants, agent: WorkingAgent) -> None:
    agent.told("sleep 1000 | cat > /dev/null &")
    until(lambda: sorted(each.command for each in looked(descendants, agent)) == ["cat", "sleep 1000"])
    spoken = {each.command: each.is_spoken_to for each in looked(descendants, agent)}
    assert spoken["cat"]


def test_what_went_on_is_its_own_by_its_mark_alone(tmp_path: Path, agent: WorkingAgent) -> None:
    """This process stands in for the terminal host: whatever is its child was left to it."""
    theirs = WorkingAgent({AGENT_OF: str(tmp_path), AGENT_SESSION: "other"})
    unmarked = WorkingAgent({})
    try:
        own, other = Descendants("s", tmp_path), Descendants("other", tmp_path)
        found = own.look(Process(os.getpid(), start_time(os.getpid()) or 0.0), None, ())
        assert {theirs.shell.pid, agent.shell.pid} <= {each.process.pid for each in found}
        # Of the host's children: those that another session's mark names are not looked at twice.
        agent.told("sleep 1000 < /dev/null &")
        until(lambda: bool(looked(own, agent)))
        tops = [each.process.pid for each in own.look(agent.process, os.getpid(), {agent.process.pid})]
        assert theirs.shell.pid not in tops
        assert unmarked.shell.pid not in tops
        tops = [each.process.pid for each in other.look(agent.process, os.getpid(), {agent.process.pid})]
        assert theirs.shell.pid in tops
    finally:
        theirs.ends()
        unmarked.ends()


def test_of_one_that_has_ended_nothing_is_said(descendants: Descendants, agent: WorkingAgent) -> None:
    gone = Process(agent.process.pid, agent.process.start_time + 1)
    assert descendants.look(gone, None, ()) == []
    assert stat(2**22 + 1) is None
    assert children(2**22 + 1) == []
    assert below(2**22 + 1) == []
