"""A real git repository on the disk, and what must stay as it is in one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

GIT_CONFIG = """[user]
\tname = Test
\temail = test@example.com
[init]
\tdefaultBranch = main
[protocol "file"]
\tallow = always
[gc]
\tauto = 0
"""


class Repo:
    """A repository on the disk. Called with git's arguments it gives what git prints."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *args: str, check: bool = True) -> str:
        done = subprocess.run(
            ["git", *args], cwd=self.path, capture_output=True, text=True, errors="surrogateescape", check=False
        )
        assert not check or done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, name: str | bytes, content: str | bytes = "text\n") -> Path:
        path = self.path / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def commit(self, message: str = "change", **files: str) -> str:
        """Write `files`, commit everything, give the commit's id. `__` in a name stands for a dot."""
        for name, content in files.items():
            self.write(name.replace("__", "."), content)
        self("add", "-A")
        self("commit", "--quiet", "--allow-empty", "-m", message)
        return self.head

    @property
    def head(self) -> str:
        return self("rev-parse", "HEAD")

    def hook(self, name: str, script: str) -> None:
        path = self.path / ".git" / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def state(self) -> dict[str, object]:
        """What nobody but the user may change: refs, HEAD, index, stash, files, and the worktrees that git knows."""
        return {
            "refs": self("for-each-ref"),
            "head": self("symbolic-ref", "-q", "HEAD", check=False),
            "index": (self.path / ".git" / "index").read_bytes(),
            "config": (self.path / ".git" / "config").read_bytes(),
            "worktrees": self("worktree", "list", "--porcelain"),
            # git writes packed-refs, if only with its first line, whenever it deletes a branch.
            "entries": sorted({*os.listdir(self.path / ".git")} - {"packed-refs"}),
            "beside": sorted(os.listdir(self.path.parent)),
            "status": self("--no-optional-locks", "status", "--porcelain"),
        }


MakeRepo = Callable[..., Repo]


def disguised_repository(folder: Path, program: str) -> Path:
    """A folder of files as anybody can commit them, which git takes for a repository: it runs `program`. The place that
    does so is returned; its objects and settings lie elsewhere."""
    place, store = folder / "vendor" / "lib", folder / "vendor" / "store"
    for name in ("objects", "refs"):
        (store / name).mkdir(parents=True)
    place.mkdir()
    (place / "HEAD").write_text("ref: refs/heads/main\n")
    (place / "commondir").write_text("../store\n")
    (place / "config.worktree").write_text("[core]\n\tbare = false\n\tworktree = .\n")
    (store / "config").write_text(
        f'[core]\n\trepositoryformatversion = 0\n\tfsmonitor = "{program}"\n[extensions]\n\tworktreeConfig = true\n'
    )
    return place


def gits_own() -> set[str]:
    """The variables that lead git to one repository, as the installed git lists them."""
    printed = subprocess.run(["git", "rev-parse", "--local-env-vars"], capture_output=True, text=True, check=True)
    return set(printed.stdout.split())
