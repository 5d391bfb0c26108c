"""Sessions and what happens to them, for tests of the state machine."""

from __future__ import annotations

import attrs

from branchline.core.model.comment import Comment, Side
from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.session import Process, Session
from branchline.core.model.status import Evidence, Status
from branchline.core.session.transitions import WITH_PROCESS

S = Status
NOW = 1000.0
PROCESS = Process(42, 7.0)
WORKING = Observation(S.WORKING, "spinner")
READY = Observation(S.READY, "input box", takes_text=True)
PROMPT = Prompt("f00", WaitReason.APPROVAL, "Run it?", "Run it?")
WAITING = Observation(S.WAITING, "dialog", "approval", PROMPT)

COMMENT = Comment("c", "src/a.py", Side.NOW, 10, 12, "def f():", "Give it a name.", 1.0, "t")


def session(status: Status, **fields: object) -> Session:
    made = Session(
        id="3f2f1c1e-0000-4000-8000-000000000000",
        name="fix-login",
        agent="demo",
        repo="/repo",
        worktree="/repo.worktrees/fix-login",
        branch="branchline/fix-login",
        base="c" * 40,
        status=status,
        evidence=Evidence("before", 1.0),
        created_at=1.0,
        updated_at=1.0,
        process=PROCESS if status in WITH_PROCESS else None,
    )
    return attrs.evolve(made, **fields)  # type: ignore[arg-type]  # fields are named by the tests
