"""How far an agent is by its list of things to do, and what it uses."""

from __future__ import annotations

import attrs
import pytest

from branchline.core.model.work import Progress
from branchline.core.model.work_told import Item, ItemTold, ListTold, ToolBegan, ToolEnded, WorkTold
from branchline.core.session.progress import Doing, doing_told, rests


def after(*said: WorkTold, doing: Doing | None = None) -> Doing:
    doing = doing or Doing()
    for each in said:
        doing = doing_told(doing, each)
    return doing


LIST = ListTold((Item("Read", is_done=True), Item("Writing\n it", is_doing=True), Item("Test")))


@pytest.mark.parametrize(
    ("said", "progress"),
    [
        ([], None),
        ([LIST], Progress(1, 3, "Writing it")),
        ([LIST, ListTold(())], None),
        ([ItemTold("1", "Read", False, False)], Progress(0, 1)),
        ([ItemTold("1", "Read", False, False), ItemTold("1", is_done=False, is_doing=True)], Progress(0, 1, "Read")),
        ([ItemTold("1", "Read", False, False), ItemTold("1", is_done=True, is_doing=False)], Progress(1, 1)),
        ([ItemTold("1", "Read"), ItemTold("2", "Write"), ItemTold("1", is_gone=True)], Progress(0, 1)),
        ([ItemTold("1", "Read"), ItemTold("1", is_gone=True)], None),
        ([ItemTold("9", is_done=True)], None),
    ],
)
def test_the_list_is_put_together(said: list[WorkTold], progress: Progress | None) -> None:
    assert after(*said).progress == progress


def test_what_was_told_before_this_sidecar_stays_until_the_list_is_told_again() -> None:
    before = Doing(told=Progress(2, 5, "Test"), percent=40)
    assert before.progress == Progress(2, 5, "Test", 40)
    assert after(ItemTold("9", is_done=True), doing=before).progress == before.progress
    assert after(LIST, doing=before).progress == Progress(1, 3, "Writing it", 40)


def test_a_percent_alone_is_progress() -> None:
    assert Doing(percent=70).progress == Progress(percent=70)


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ([ToolBegan("Bash", "1")], "Bash"),
        ([ToolBegan("Bash", "1"), ToolBegan("Agent", "2")], "Agent"),
        ([ToolBegan("Bash", "1"), ToolBegan("Agent", "2"), ToolEnded("Agent", "2")], "Bash"),
        ([ToolBegan("Bash", "1"), ToolEnded("Bash", "1")], None),
        # The agent does not wait for the hook that tells of the beginning.
        ([ToolEnded("Bash", "1"), ToolBegan("Bash", "1")], None),
        ([ToolBegan("run_shell_command"), ToolEnded("run_shell_command")], None),
        ([ToolBegan("Bash", "1"), ToolEnded("Read", "7")], "Bash"),
    ],
)
def test_the_tool_is_the_latest_that_has_not_ended(said: list[WorkTold], tool: str | None) -> None:
    doing = after(*said)
    assert doing.tool == tool
    assert rests(doing).tool is None


def test_texts_and_lists_stay_short() -> None:
    doing = after(ListTold(tuple(Item("x" * 10_000, is_doing=True) for _ in range(10_000))))
    assert doing.progress == Progress(0, 500, "x" * 119 + "…")
    assert len(after(*(ItemTold(str(number), "x") for number in range(1000))).items) == 500
    assert len(after(*(ToolBegan("t", str(number)) for number in range(1000))).tools) == 64
    assert attrs.evolve(doing, items={}).progress is None
