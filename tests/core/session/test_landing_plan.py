"""What is done to land a session's work, its commands and its message: tables."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.landing import How
from branchline.core.model.status import Status
from branchline.core.model.under_way import Step
from branchline.core.session.landing import Act, Facts, commands, default_message, named, plan, refuse_at_work
from harness.service import session

A = Act
CLEAN = Facts("/w t", "branchline/x", (), 2, "main", "b" * 40, "/p", "/main")


@pytest.mark.parametrize(
    ("how", "changed", "acts"),
    [
        (How.MERGE, {}, (A.APART, A.MERGE, A.FORWARD, A.CLEAR)),
        (How.SQUASH, {}, (A.APART, A.SQUASH, A.FORWARD, A.CLEAR)),
        (How.REBASE, {"checkout": ""}, (A.APART, A.REBASE, A.MOVE, A.CLEAR)),
        (How.SQUASH, {"files": ("a",), "ahead": 0}, (A.COMMIT, A.APART, A.SQUASH, A.FORWARD, A.CLEAR)),
        (How.MERGE, {"ahead": 0}, "NOTHING_TO_LAND"),
        (How.MERGE, {"changed": ("a",)}, "CHECKOUT_DIRTY"),
    ],
)
def test_what_is_done(how: How, changed: dict[str, Any], acts: object) -> None:
    facts = attrs.evolve(CLEAN, **changed)
    if isinstance(acts, str):
        with pytest.raises(BranchlineError) as caught:
            plan(how, facts)
        assert caught.value.code == acts
    else:
        assert plan(how, facts) == acts


@pytest.mark.parametrize(
    ("act", "with_", "words"),
    [
        (A.COMMIT, (), ["git -C '/w t' add --all", "git -C '/w t' commit -m 'It'\"'\"'s done'"]),
        (A.APART, (), ["git worktree add --detach LANDING main"]),
        (A.APART, (A.REBASE,), ["git worktree add --detach LANDING branchline/x", "git -C LANDING rebase main"]),
        (A.MERGE, (), ["git -C LANDING merge --no-ff -m 'Merge branchline/x' branchline/x"]),
        (A.SQUASH, (), ["git -C LANDING merge --squash branchline/x", "git -C LANDING commit -m 'It'\"'\"'s done'"]),
        (A.MOVE, (), ["git update-ref refs/heads/main NEW bbbbbbbbbbbb"]),
        (A.FORWARD, (), ["git -C /main merge --ff-only NEW"]),
        (A.CLEAR, (), ["git worktree remove LANDING"]),
    ],
)
def test_its_commands(act: Act, with_: tuple[Act, ...], words: list[str]) -> None:
    assert commands((act, *with_), CLEAN, "It's done\n\nAll of it.") == words


def test_each_act_has_commands() -> None:
    assert all(commands((act,), CLEAN, "m") for act in Act)


@pytest.mark.parametrize(
    ("title", "instruction", "message"),
    [
        ("", None, "Change a.py, b.py"),
        ("Fix the login", None, "Fix the login"),
        ("Fix the login", "fix  the login\nit fails", "Fix the login\n\nfix  the login\nit fails"),
        ("", "one line", "one line"),
        ("", "word " * 30, "word " * 13 + "word…\n\n" + ("word " * 30).strip()),
        ("", "x" * 100, "x" * 71 + "…\n\n" + "x" * 100),
    ],
)
def test_the_message(title: str, instruction: str | None, message: str) -> None:
    made = default_message(session("s", title=title, instruction=instruction), ["a.py", "b.py"])
    assert made == message
    assert len(made.splitlines()[0]) <= 72


def test_files_for_a_sentence() -> None:
    assert [named(["a"] * count) for count in (0, 1, 3, 5)] == ["nothing", "a", "a, a, a", "a, a, a and 2 more"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, None),
        ({"status": Status.PAUSED}, None),
        ({"status": Status.FAILED}, None),
        ({"worktree": ""}, "NO_WORKTREE"),
        ({"status": Status.PAUSED, "freed": True}, None),
        *(
            ({"status": each}, "AGENT_WORKS")
            for each in (Status.QUEUED, Status.STARTING, Status.WORKING, Status.WAITING)
        ),
        ({"under_way": Step.FREEING}, "INVALID_STATE"),
    ],
)
def test_when_it_can_be_done(fields: dict[str, object], code: str | None) -> None:
    one = session("s", **{"worktree": "/w", **fields})
    if code is None:
        refuse_at_work(one)
        return
    with pytest.raises(BranchlineError) as caught:
        refuse_at_work(one)
    assert caught.value.code == code


@pytest.mark.parametrize("status", list(Status))
def test_what_is_committed_can_be_landed_while_an_agent_works(status: Status) -> None:
    one = session("s", worktree="/w", status=status)
    if status not in {Status.QUEUED, Status.STARTING}:
        refuse_at_work(one, committed=True)
        return
    with pytest.raises(BranchlineError) as caught:
        refuse_at_work(one, committed=True)
    assert (caught.value.code, caught.value.data["committed"]) == ("AGENT_WORKS", False)
