"""A repository whose worktrees take as long as a test wants."""

from __future__ import annotations

from pathlib import Path

from harness.sidecar import git

FILES = 200


class SlowFiles:
    """Its last file is not written until `go`."""

    def __init__(self, repo: Path) -> None:
        self.repo = repo
        self.begun, self.may_go = repo.parent / "begun", repo.parent / "go"
        for number in range(FILES):
            (repo / f"f{number:03}.txt").write_text(f"{number}\n")
        (repo / ".gitattributes").write_text(f"f{FILES - 1}.txt filter=slow\n")
        git(repo, "add", "-A")
        git(repo, "commit", "-q", "-m", "many")
        waits = f"echo >> '{self.begun}'; until [ -e '{self.may_go}' ]; do sleep 0.02; done; cat"
        git(repo, "config", "filter.slow.smudge", waits)
        git(repo, "config", "filter.slow.clean", "cat")
        self.before = self.state()

    def go(self) -> None:
        self.may_go.touch()

    def state(self) -> list[object]:
        entries = self.repo / ".git/worktrees"
        return [
            git(self.repo, "for-each-ref"),
            git(self.repo, "worktree", "list", "--porcelain"),
            sorted(each.name for each in entries.iterdir()) if entries.exists() else [],
            Path(f"{self.repo}.worktrees").exists(),
        ]
