"""Sessions without agents whose work is checked together, by a command that the test writes."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.checked import CheckState
from branchline.service.checks.checks import Checks, Outcome
from harness.base import Base
from harness.forecasts import ForecastScene
from harness.scripted_ptyhost import ScriptedPtyhost
from harness.sidecar import git


class CheckScene(ForecastScene):
    """The check runs `check.sh`, which is committed first."""

    def __init__(self, base: Base, repo: Path, ptyhost: ScriptedPtyhost, script: str) -> None:
        super().__init__(base, repo, ptyhost)
        (repo / "check.sh").write_text(script)
        git(repo, "add", "check.sh")
        git(repo, "commit", "--quiet", "--message", "a check")
        self.checks = Checks(base=base, forecasts=self.forecasts)  # type: ignore[arg-type]  # What it needs of it.
        self.set(["sh", "check.sh"])

    def set(self, command: list[str], **more: object) -> None:
        self.base.settings.configure({"check": {str(self.repo): {"command": command, **more}}})

    async def check(self, *ids: str, without_conflicts: bool = False) -> Outcome:
        return await self.checks.check(ids, without_conflicts=without_conflicts)

    def states(self) -> dict[str, CheckState | None]:
        return {each.id: each.checked.state if each.checked else None for each in self.base.sessions.all()}

    @property
    def left(self) -> list[Path]:
        """Of what was made for a check, but its output."""
        return [each for each in self.base.paths.checks.iterdir() if each.suffix != ".log"]
