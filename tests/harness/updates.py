"""A session whose base went on, for updates of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from branchline.core.model.base import OnConflict, UpdateHow
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.service.landing.updates import UpdateOutcome
from harness.service import InProcess
from harness.sidecar import git

NAMED = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
MERGE, REBASE = UpdateHow.MERGE, UpdateHow.REBASE
REFUSE = OnConflict.REFUSE
LINES = "".join(f"line {number}\n" for number in range(40))


@attrs.frozen
class Scene:
    """`both.txt` has lines that session and base can change."""

    service: InProcess
    repo: Path
    session: Session

    @classmethod
    async def of(cls, service: InProcess, repo: Path) -> Scene:
        (repo / "both.txt").write_text(LINES)
        git(repo, "add", "-A")
        git(repo, *NAMED, "commit", "-qm", "both")
        made = await service.create(repo, "demo")
        await service.until_status(made.id, Status.READY)
        return cls(service, repo, made)

    @property
    def worktree(self) -> Path:
        return Path(self.session.worktree)

    def commit(self, folder: Path, **texts: str | None) -> str:
        for name, text in texts.items():
            path = folder / name.replace("_", ".")
            if text is None:
                path.unlink()
            else:
                path.write_text(text)
        git(folder, "add", "-A")
        git(folder, *NAMED, "commit", "-qm", f"in {folder.name}: {' '.join(texts)}")
        return git(folder, "rev-parse", "HEAD")

    async def update(self, how: UpdateHow = MERGE, on_conflict: OnConflict = REFUSE) -> UpdateOutcome:
        return (await self.service.updates.update(self.session.id, how, on_conflict)).outcome

    def state(self) -> dict[str, Any]:
        """All that an update may not change where it is refused."""
        found: dict[str, Any] = {
            str(path.relative_to(self.worktree)): path.read_bytes()
            for path in self.worktree.rglob("*")
            if path.is_file()
        }
        for words in (["rev-parse", "HEAD"], ["ls-files", "--stage"], ["status", "--porcelain=v2"], ["stash", "list"]):
            found[" ".join(words)] = git(self.worktree, *words)
        return found
