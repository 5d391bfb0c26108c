"""A scripted agent that draws as the demo agent does, and may take an Enter for a part of the text before it."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.screen.typing_plan import CLEAR, PASTE_END, PASTE_START
from branchline.demo.widgets import Editor
from harness.scripted_ptyhost import Program
from harness.service import InProcess
from harness.swapping_agent import COLS, ROWS, drawn


class LateAgent:
    """Draws as the demo agent does; takes so many Enters for a part of the text before them."""

    def __init__(self, program: Program, ignored: int = 0) -> None:
        self.sent: list[str] = []
        self.drawn = 0
        self._program = program
        self._editor = Editor()
        self._ignored = ignored
        program.reads = self._reads
        self.draws()

    def _reads(self, keys: str) -> None:
        if keys == CLEAR:
            self._editor.clear()
        elif keys != "\r":
            self._editor.insert(keys.removeprefix(PASTE_START.decode()).removesuffix(PASTE_END.decode()))
        elif self._ignored:
            self._ignored -= 1
        else:
            self.sent.append(self._editor.clear())
        self.draws()

    def draws(self) -> None:
        self.drawn += 1
        said = self.sent[-1] if self.sent else "what was said"
        self._program.prints(drawn(self._editor.draw(COLS, ROWS)).replace(b"what was said", said.encode()))


async def ready(service: InProcess, repo: Path, ignored: int = 0) -> tuple[Session, LateAgent]:
    agents: list[LateAgent] = []
    service.ptyhost.begins = lambda program: agents.append(LateAgent(program, ignored))
    made = await service.create(repo)
    return await service.until_status(made.id, Status.READY), agents[0]
