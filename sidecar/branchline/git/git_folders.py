"""Where a checkout's git folders are: read from the disk and held against each other, never looked for upward.

Whatever an agent can write may say something else: a `.git` that was replaced, an admin folder whose `commondir` leads
away. So git is told the folders by name, after they were found to belong together.
"""

from __future__ import annotations

import enum
import os
import stat
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown

_LONGEST = 8192
"""Bytes of a file that names a folder."""


@attrs.frozen
class GitFolders:
    """`git_dir` is the checkout's own git folder, `common_dir` what all checkouts of the repository share; both without
    symbolic links. They are the same for the main checkout."""

    checkout: str
    git_dir: Path
    common_dir: Path

    @property
    def environment(self) -> dict[str, str]:
        """In which git looks for nothing."""
        named = {"GIT_DIR": str(self.git_dir), "GIT_WORK_TREE": self.checkout}
        if self.checkout == str(self.git_dir):
            del named["GIT_WORK_TREE"]  # There is none.
        return named if self.git_dir == self.common_dir else {**named, "GIT_COMMON_DIR": str(self.common_dir)}


class LinkFault(str, enum.Enum):
    """What is wrong between a worktree and its repository."""

    LOST = "lost"
    """The worktree has no `.git`."""
    REPLACED = "replaced"
    """Its `.git` is another repository, or leads to one."""
    PRUNED = "pruned"
    """The repository has forgotten it."""


_SAID = {
    LinkFault.LOST: "its .git file is gone",
    LinkFault.REPLACED: "its .git leads to another repository",
    LinkFault.PRUNED: "git has pruned it",
}


def folders_of(checkout: str) -> GitFolders:
    """By the checkout's own `.git`, whatever that says; `checkout` may be a common git folder itself, without any.
    Raises NOT_A_REPO, PATH_MISSING."""
    top = Path(checkout)
    if not top.is_dir():
        raise BranchlineError(ErrorCode.PATH_MISSING, f"There is no folder {shown(checkout)}.", path=checkout)
    place = top / ".git"
    if place.is_dir():
        git_dir: Path | None = _real(place)
    elif not os.path.lexists(place) and (top / "HEAD").is_file() and (top / "objects").is_dir():
        top_dir = _real(top)
        return GitFolders(str(top_dir), top_dir, top_dir)
    else:
        git_dir = _named(place, top, b"gitdir: ")
    if git_dir is None or not (git_dir / "HEAD").exists():
        raise BranchlineError(ErrorCode.NOT_A_REPO, f"{shown(checkout)} is not a git repository.", path=checkout)
    return GitFolders(checkout, git_dir, _named(git_dir / "commondir", git_dir) or git_dir)


def folders_in(worktree: str, repository: str | None) -> GitFolders:
    """Those of a linked worktree of the repository that has a checkout at `repository`: its `.git` names an admin
    folder of that very repository, which points back. None: whatever its `.git` says, where nobody knows better.

    Raises PATH_MISSING, WORKTREE_UNLINKED (data: `fault`), and NOT_A_REPO for the repository.
    """
    if repository is None:
        return folders_of(worktree)
    if not os.path.isdir(worktree):
        raise BranchlineError(ErrorCode.PATH_MISSING, f"There is no folder {shown(worktree)}.", path=worktree)
    common_dir = folders_of(repository).common_dir
    fault = fault_of(worktree, common_dir)
    if isinstance(fault, LinkFault):
        raise unlinked(worktree, fault)
    return GitFolders(worktree, fault, common_dir)


def refuse_unlinked(worktree: str, repository: str) -> None:
    """Raises WORKTREE_UNLINKED. Where the repository itself cannot be found nothing is known."""
    try:
        folders_in(worktree, repository)
    except BranchlineError as error:
        if error.code is ErrorCode.WORKTREE_UNLINKED:
            raise


def fault_of(worktree: str, common_dir: Path) -> LinkFault | Path:
    """What is wrong with the link between them, or the worktree's own git folder."""
    link = Path(worktree, ".git")
    if not os.path.lexists(link):
        return LinkFault.LOST
    if not link.is_symlink() and _real(link) == common_dir:
        return common_dir  # The main checkout itself.
    git_dir = _named(link, Path(worktree), b"gitdir: ")
    if git_dir is None or git_dir.parent != common_dir / "worktrees":
        return LinkFault.REPLACED
    if not (git_dir / "HEAD").exists():
        return LinkFault.PRUNED
    back = _named(git_dir / "gitdir", git_dir)
    if back != _real(link) or _named(git_dir / "commondir", git_dir) != common_dir:
        return LinkFault.REPLACED
    return git_dir


def put(path: Path, data: bytes) -> None:
    """Write a file where an agent may write too: a link that stands there is replaced, not followed. Raises OSError."""
    path.unlink(missing_ok=True)
    with open(path, "xb") as file:
        file.write(data)


def unlinked(worktree: str, fault: LinkFault) -> BranchlineError:
    return BranchlineError(
        ErrorCode.WORKTREE_UNLINKED,
        f"The worktree {shown(worktree)} does not belong to the session's repository any more: {_SAID[fault]}. Mend the"
        " link, keep the files as a snapshot, or drop the session and leave the files. Nothing was changed.",
        fault=fault.value,
        worktree=worktree,
    )


def _named(file: Path, beside: Path, prefix: bytes = b"") -> Path | None:
    """The path that a file holds, relative to `beside`. None where it holds none, or is no plain file: a link would be
    read again by git, when it may lead elsewhere."""
    try:
        if not stat.S_ISREG(os.lstat(file).st_mode):
            return None
        with file.open("rb") as opened:
            text = opened.read(_LONGEST)
    except OSError:
        return None
    if not text.startswith(prefix) or b"\0" in text:
        return None
    return _real(beside / os.fsdecode(text.removeprefix(prefix).rstrip(b"\r\n")))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
