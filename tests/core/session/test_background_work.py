"""What is work in the background: by hooks and by trees of processes, as real agents have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import pytest

from branchline.core.model.session import Process
from branchline.core.model.work import BackgroundKind, BackgroundWork
from branchline.core.model.work_told import (
    CommandLasts,
    SubagentBegan,
    SubagentEnded,
    SubagentLasts,
    SubagentsLeft,
    WorkTold,
)
from branchline.core.session.background import (
    FLEETING,
    Running,
    Top,
    as_before,
    at_rest,
    process_of,
    running_told,
    seen,
    work_id,
)

BEGUN = 100.0
NOW = 200.0
CLAUDES = "/bin/bash -c source /h/.claude/snapshot.sh && eval 'python3 -m http.server 8123' < /dev/null && pwd -P"


def top(pid: int, name: str, began: float = 150.0, **fields: Any) -> Top:
    return Top(Process(pid, float(pid)), name, began, **fields)


def found(*tops: Top, running: Running | None = None, begun_at: float | None = BEGUN, rests: bool = True) -> list[str]:
    after = seen(running or Running(), tops, begun_at, rests=rests, now=NOW)
    return [f"{each.kind.value} {each.label}" for each in after.background]


SERVER = top(10, "bash", line=CLAUDES, command="python3 -m http.server 8123", listens=True)
BUILD = top(11, "bash", line="bash -lc make all", command="make all")
MCP = top(12, "npm exec @mcp/f", began=90.0, line="npm exec @mcp/files", command="node mcp-files", is_spoken_to=True)
LANGUAGE_SERVER = top(13, "node", line="node tsserver.js --stdio", command="node tsserver.js", is_spoken_to=True)


@pytest.mark.parametrize(
    ("tops", "told"),
    [
        ([], []),
        ([SERVER], ["server python3 -m http.server 8123"]),
        ([SERVER, BUILD], ["server python3 -m http.server 8123", "shell make all"]),
        # `bash -c` of one command becomes that command; nohup's has gone to the terminal host.
        ([top(14, "cargo", line="cargo watch", command="cargo watch")], ["process cargo watch"]),
        # macOS tells a name alone.
        ([top(15, "webpack")], ["process webpack"]),
        # The agent's own: what it began with, and what it speaks to.
        ([MCP], []),
        ([LANGUAGE_SERVER], []),
        ([attrs.evolve(MCP, process=Process(16, 16.0), began=150.0)], []),
        ([attrs.evolve(MCP, listens=True)], []),
        ([top(17, "caffeinate", began=99.0)], []),
        # A hook that runs, and git for a status line.
        ([top(18, "sh", began=NOW - FLEETING / 2, line="sh -c python3 hook.py")], []),
        # The input of a command may be a pipe as well.
        ([attrs.evolve(BUILD, is_spoken_to=True)], ["shell make all"]),
    ],
)
def test_at_rest_it_is_what_began_with_the_work(tops: Sequence[Top], told: list[str]) -> None:
    assert found(*tops) == told


def test_before_it_was_told_anything_all_are_helpers_and_stay_so() -> None:
    late = top(20, "node", began=95.0)
    before = seen(Running(), [late], None, rests=True, now=NOW)
    assert before.background == ()
    assert found(late, BUILD, running=before, begun_at=50.0) == ["shell make all"]


def test_what_it_may_wait_for_is_no_background_while_it_works() -> None:
    assert found(BUILD, rests=False) == []
    rested = seen(Running(), [SERVER], BEGUN, rests=True, now=NOW)
    assert found(SERVER, BUILD, running=rested, rests=False) == ["server python3 -m http.server 8123"]
    assert found(BUILD, running=rested, rests=False) == [], "it has ended"


def test_what_hooks_say_of_a_command_is_its_label() -> None:
    said = running_told(Running(), CommandLasts("python3  -m http.server 8123", "Serve the page"), NOW)
    assert found(SERVER, BUILD, running=said, rests=False) == ["server Serve the page"]
    unnamed = running_told(Running(), CommandLasts("python3 -m 'http.server' 8123"), NOW)
    assert found(attrs.evolve(SERVER, listens=False), running=unnamed) == ["shell python3 -m 'http.server' 8123"]
    assert found(SERVER, running=running_told(Running(), CommandLasts("''"), NOW), rests=False) == [], "no words"


def test_its_time_stays_though_the_clock_is_set() -> None:
    rested = seen(Running(), [BUILD], BEGUN, rests=True, now=NOW)
    (work,) = seen(rested, [attrs.evolve(BUILD, began=180.0)], BEGUN, rests=True, now=NOW).background
    assert work == BackgroundWork("11-11.0", BackgroundKind.SHELL, "make all", 150.0)
    assert process_of(work.id) == BUILD.process


@pytest.mark.parametrize("name", ["", "a1", "1", "1-x", "-", "é-1"])
def test_of_no_other_id_it_is_a_process(name: str) -> None:
    assert process_of(name) is None


def test_an_id_is_exact() -> None:
    process = Process(7, 123456789.123456)
    assert process_of(work_id(process)) == process


A, B = SubagentBegan("a", "Explore"), SubagentBegan("b", "Plan")


@pytest.mark.parametrize(
    ("said", "now", "later"),
    [
        ([A], ["Explore"], []),
        ([A, A], ["Explore"], []),
        ([A, B, SubagentEnded("a")], ["Plan"], []),
        ([A, B, SubagentEnded("c")], ["Explore", "Plan"], []),
        ([A, B, SubagentLasts("b", "Plan the work")], ["Explore", "Plan the work"], ["Plan the work"]),
        ([SubagentLasts("c", "Told late")], ["Told late"], ["Told late"]),
        ([attrs.evolve(A, lasts=True), B], ["Explore", "Plan"], ["Explore"]),
        ([A, SubagentLasts("b", "x"), SubagentsLeft(("b",))], ["x"], ["x"]),
        ([attrs.evolve(A, lasts=True), SubagentsLeft()], [], []),
        ([SubagentBegan("a", "long\n" * 1000)], [("long " * 24)[:119] + "…"], []),
    ],
)
def test_of_subagents_those_go_on_at_rest_of_which_it_is_said(
    said: list[WorkTold], now: list[str], later: list[str]
) -> None:
    running = Running()
    for each in said:
        running = running_told(running, each, NOW)
    assert [each.label for each in running.background] == now
    assert [each.label for each in at_rest(running).background] == later


def test_it_stays_bounded_whatever_is_told() -> None:
    running = Running()
    for number in range(200):
        running = running_told(running, SubagentBegan(str(number), "x"), NOW)
        running = running_told(running, CommandLasts(f"sleep {number}"), NOW)
    running = seen(running, [top(pid, "sh") for pid in range(200)], BEGUN, rests=True, now=NOW)
    assert (len(running.subagents), len(running.commands), len(running.processes)) == (50, 50, 50)


def test_the_next_sidecar_knows_it_again() -> None:
    running = seen(running_told(Running(), attrs.evolve(A, lasts=True), NOW), [SERVER], BEGUN, rests=True, now=NOW)
    again = as_before(running.background)
    assert again.background == running.background
    assert at_rest(seen(again, [SERVER], BEGUN, rests=False, now=NOW)).background == running.background
