"""A session with a pull request whose checks fail, and an agent that is told so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from branchline.core.model.keep_going import KeepGoing, KeepGoingEnd, KeepGoingStage
from branchline.core.model.session import Session
from branchline.core.session.own_instructions import CHECKS
from harness.github_api import GitHub
from harness.service import InProcess
from harness.sidecar import git


class Scene:
    """A session whose branch was pushed, and whose agent does `mends` each time it is told what failed."""

    def __init__(self, service: InProcess, session: Session, github: GitHub, remote: Path) -> None:
        self.service, self.session, self.github, self.remote = service, session, github, remote
        self.worktree = Path(session.worktree)
        self.mends: Callable[[], None] = self.commit
        self.told = 0
        self.follow()

    def follow(self) -> None:
        """What is typed into the agent that runs now."""
        program = self.service.program(self.session)
        read, said = program.reads, [""]

        def reads(text: str) -> None:
            said[0] += text
            if CHECKS in said[0] and "\r" in text:
                said[0] = ""
                self.told += 1
                self.mends()
            read(text)

        program.reads = reads

    def commit(self) -> None:
        (self.worktree / f"mended-{self.told}.txt").write_text("mended\n")
        git(self.worktree, "add", f"mended-{self.told}.txt")
        git(self.worktree, "commit", "--quiet", "--message", f"mend {self.told}")

    @property
    def tip(self) -> str:
        return git(self.worktree, "rev-parse", "HEAD")

    @property
    def pushed(self) -> str:
        return git(self.remote, "rev-parse", self.session.branch)

    async def begin(self) -> None:
        await self.service.keeping_going.begin(self.session.id, None)

    async def until(self, condition: Callable[[KeepGoing], bool]) -> KeepGoing:
        def fits(session: Session) -> bool:
            return session.keep_going is not None and condition(session.keep_going)

        found = (await self.service.until(self.session.id, fits)).keep_going
        assert found is not None
        return found

    async def ends(self) -> tuple[KeepGoingEnd | None, int]:
        ended = await self.until(lambda keep: keep.ended is not None)
        return ended.ended, ended.tries

    async def pushes(self, tries: int) -> None:
        """It waits for the checks of what it pushed."""
        await self.until(lambda keep: keep.tries == tries)
        steps = [KeepGoingStage.AT_WORK, KeepGoingStage.PUSHING, KeepGoingStage.LOOKING]
        while steps:  # Each has the harness's patience: it is all of an agent's turn.
            await self.until(lambda keep, steps=tuple(steps): keep.stage in steps)  # type: ignore[misc]  # bound for each
            steps.pop(0)
        assert self.pushed == self.tip

    def checked(self, *checks: object) -> None:
        """GitHub knows what was pushed, and looked at it; and it is time to look."""
        self.github.head, self.github.checks = self.pushed, list(checks)  # type: ignore[arg-type]
        self.service.keeping_going._due(self.session.id)
