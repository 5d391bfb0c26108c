"""An answer while the agent draws its dialog anew: on a busy machine its screen is seen half drawn.

The screen and the rules are the real ones. What the terminal host would type is noted, and wipes the dialog.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from branchline.agents.claude.agent import AGENT
from branchline.core.errors import BranchlineError
from branchline.core.model.prompt import Prompt
from branchline.core.model.status import Status
from branchline.service.terminals.answerer import Answerer, Given
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.replay import load
from branchline.service.terminals.terminals import Terminals
from branchline.terminal.screen import Screen
from harness.recordings import FOLDER
from harness.service import SilentOwner

AWAY, BACK = b"\x1b[H", b"\x1b[22;2H"
"""Claude Code's dot blinks every 0.6 s: the cursor leaves the dialog for it, and comes back."""
WIPED = b"\x1b[2J\x1b[H"
BOX = WIPED + b"\r\n".join([b"", "─".encode() * 100, "❯ ".encode(), "─".encode() * 100]) + b"\x1b[3;3H"


class Scene:
    """`typed` is what was typed; `Terminals` and the terminal host as far as an answer needs them."""

    def __init__(self, folder: Path) -> None:
        recording = load(FOLDER / "claude" / "touch.jsonl.gz")
        self.typed: list[str] = []
        self.host = self
        self.terminal = LiveTerminal(
            "0" * 8,
            AGENT,
            Screen(recording.cols, recording.rows),
            folder=folder,
            mark=0,
            status=Status.WORKING,
            owner=SilentOwner(),
        )
        for read in recording.reads:
            if read.t < 8:
                self.prints(read.data)

    def prints(self, data: bytes) -> None:
        self.terminal.feed(self.terminal.received, data)

    def prompt(self) -> Prompt:
        prompt = self.terminal.prompt()
        assert prompt is not None
        return prompt

    def begin(self, prompt_id: str) -> asyncio.Task[Given]:
        return asyncio.create_task(Answerer(cast("Terminals", self)).answer("0" * 8, prompt_id, "1"))

    def get(self, _session_id: str) -> LiveTerminal:
        return self.terminal

    async def connection(self) -> Scene:
        return self

    async def type_at(self, _session_id: str, text: str, offset: int) -> bool:
        if offset != self.terminal.received:
            return False
        self.typed.append(text)
        self.prints(WIPED)
        return True


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    scene = Scene(tmp_path)
    yield scene
    scene.terminal.close()


async def test_a_half_drawn_dialog_is_answered_once_it_is_drawn(scene: Scene) -> None:
    shown = scene.prompt()
    scene.prints(AWAY)
    answering = scene.begin(shown.id)
    await asyncio.sleep(0)  # It looks.
    assert scene.terminal.seen is None
    scene.prints(BACK)
    assert (await answering).prompt.id == shown.id
    assert scene.typed == ["1"]


async def test_another_dialog_that_was_half_drawn_is_not_answered(scene: Scene) -> None:
    shown = scene.prompt()
    scene.prints(AWAY)
    answering = scene.begin(shown.id)
    await asyncio.sleep(0)
    for row, line in enumerate(scene.terminal.screen.lines(), 1):
        if line.strip() == "touch hello.txt":
            scene.prints(b"\x1b[%d;1H%s" % (row, line.replace("hello", "other").encode()))
    scene.prints(BACK)
    assert scene.prompt().command == "touch other.txt"
    with pytest.raises(BranchlineError, match="does not ask that any more"):
        await answering
    assert scene.typed == []


@pytest.mark.parametrize("then", [WIPED, BOX], ids=["unknown", "ready"])
async def test_a_dialog_that_is_gone_is_not_answered(scene: Scene, then: bytes) -> None:
    shown = scene.prompt()
    scene.prints(then)
    with pytest.raises(BranchlineError, match="does not ask that any more"):
        await scene.begin(shown.id)
    assert (scene.typed, scene.terminal.seen is None) == ([], then == WIPED)
