"""What an agent leaves in a worktree, and what git says of it."""

from __future__ import annotations

import os
from pathlib import Path

from harness.sidecar import git


def disturb(worktree: Path) -> tuple[str, str]:
    """Staged, partly staged, deleted, untracked; what git says of it."""
    (worktree / "staged.txt").write_text("staged\n")
    git(worktree, "add", "staged.txt")
    (worktree / "staged.txt").write_text("staged\nand more\n")
    (worktree / "README.md").unlink()
    (worktree / "loose file.txt").write_text("loose\n")
    (worktree / "link").symlink_to("loose file.txt")
    return said(worktree)


def commit(worktree: Path) -> None:
    """Something of the session's own."""
    (worktree / "committed.txt").write_text("committed\n")
    git(worktree, "add", ".")
    git(worktree, "commit", "-qm", "work")


def said(worktree: Path) -> tuple[str, str]:
    """Status and index."""
    return git(worktree, "status", "--porcelain=v2"), git(worktree, "ls-files", "--stage")


def branches(repo: Path) -> list[str]:
    return git(repo, "branch", "--format=%(refname:short)").splitlines()


def refs_of(repo: Path, session_id: str) -> list[str]:
    """Its snapshots', in order."""
    return git(repo, "for-each-ref", "--format=%(refname)", f"refs/branchline/{session_id}/").splitlines()


def files_of(folder: Path) -> dict[str, tuple[bool, bytes]]:
    """All but git's own: whether it can be run, and what is in it, or where a link leads."""
    found = {}
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != ".git"]
        for name in [*files, *(each for each in folders if os.path.islink(os.path.join(place, each)))]:
            path = os.path.join(place, name)
            inner = os.path.relpath(path, folder)
            if inner == ".git":
                continue
            if os.path.islink(path):
                found[inner] = (False, b"-> " + os.fsencode(os.readlink(path)))
            else:
                found[inner] = (os.access(path, os.X_OK), Path(path).read_bytes())
    return found
