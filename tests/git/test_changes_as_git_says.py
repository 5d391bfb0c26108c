"""What a worktree changed is what git itself says of it, whatever was done there: generated histories."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.model.changes import FileChange, FileStatus
from branchline.git import heads
from branchline.git.changes import read_changes
from branchline.git.git_folders import folders_of
from harness.proofs import times
from harness.repositories import MakeRepo, Repo

HISTORIES = times("generated histories whose changes are compared with git's", some=2, full=300)
STEPS = 12
NAMES = [
    "a.txt",
    "sp ace",
    "ünï",
    "new\nline",
    "tab\there",
    "quo\"te'",
    "-dash",
    "deep/er/x.txt",
    "deep/y",
    "*",
    "crlf.txt",
]


class History:
    """A worktree on a branch of its own, and a generator of what is done to it."""

    def __init__(self, main: Repo, library: Repo, seed: int) -> None:
        self.main, self.library, self.random = main, library, random.Random(seed)  # noqa: S311  repeatable
        main.write(".gitattributes", "crlf.txt text eol=crlf\n*.bin binary\n")
        for number in range(6):
            main.write(f"old{number}.txt", "".join(f"{number} line {row}\n" for row in range(20)))
        self.base = main.commit("base")
        main("worktree", "add", "-q", "-b", "work", "../work")
        self.work = Repo(main.path.parent / "work")
        self.done: list[str] = []

    def step(self) -> None:
        acts: list[Callable[[], None]] = [
            self.write, self.write, self.append, self.delete, self.rename, self.mode, self.link, self.binary,
            self.stage, self.commit, self.commit, self.merge, self.rebase, self.submodule, self.unstage,
        ]  # fmt: skip
        act = self.random.choice(acts)
        self.done.append(act.__name__)
        act()

    def files(self) -> list[Path]:
        found = [each for each in self.work.path.rglob("*") if each.is_file() and not each.is_symlink()]
        return sorted(
            each
            for each in found
            if ".git" not in each.parts[len(self.work.path.parts) :][:1]
            and "sub" not in each.parts
            # With a line of anything in it git itself does nothing any more.
            and each.name != ".gitmodules"
        )

    def write(self) -> None:
        lines = "\r\n" if self.random.random() < 0.2 else "\n"
        path = self.work.path / self.random.choice(NAMES)
        if not path.is_dir():
            path.unlink(missing_ok=True)
            self.work.write(
                os.fsencode(path.relative_to(self.work.path)), lines.join(str(self.random.random()) for _ in range(5))
            )

    def append(self) -> None:
        with self.random.choice(self.files()).open("a") as file:
            file.write(f"more {self.random.random()}\n")

    def delete(self) -> None:
        self.random.choice(self.files()).unlink()

    def rename(self) -> None:
        source = self.random.choice(self.files())
        target = self.work.path / f"moved {self.random.random()}" / source.name
        target.parent.mkdir()
        source.rename(target)

    def mode(self) -> None:
        path = self.random.choice(self.files())
        path.chmod(path.stat().st_mode ^ 0o111)

    def link(self) -> None:
        path = self.work.path / f"link{self.random.randrange(3)}"
        path.unlink(missing_ok=True)
        path.symlink_to(self.random.choice(NAMES))

    def binary(self) -> None:
        self.work.write(f"data{self.random.randrange(2)}.bin", self.random.randbytes(50))

    def stage(self) -> None:
        self.work("add", "-A")

    def unstage(self) -> None:
        self.work("reset", "-q")

    def commit(self) -> None:
        self.work.commit(f"work {self.random.random()}")

    def merge(self) -> None:
        self.theirs()
        self.work.commit("before the merge")
        self.work("merge", "-q", "--no-edit", "-X", "ours", "main")

    def rebase(self) -> None:
        self.theirs()
        self.work.commit("before the rebase")
        if self.work("rebase", "-q", "-X", "theirs", "main", check=False) and self.work("status", "--porcelain"):
            self.work("rebase", "--abort", check=False)

    def theirs(self) -> None:
        self.main.commit("theirs", **{f"theirs{self.random.randrange(99)}__txt": f"{self.random.random()}\n"})

    def submodule(self) -> None:
        if not (self.work.path / "sub").exists():
            self.work("submodule", "--quiet", "add", "--force", str(self.library.path), "sub", check=False)
        else:
            Repo(self.work.path / "sub").commit("inside")


def as_git_says(work: Repo, base: str) -> list[FileChange]:
    """By `git add -A` in a copy of the index, `git diff --cached --raw --numstat -M` against the base, and
    `git status` for what is untracked."""
    raw = work.path / ".git"
    git_dir = Path(raw.read_text().removeprefix("gitdir: ").strip())
    aside = git_dir / "index.aside"
    aside.write_bytes((git_dir / "index").read_bytes())

    def git(*words: str) -> bytes:
        return os.fsencode(work("-c", "core.safecrlf=false", *words))

    printed = git("status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames")
    untracked = {os.fsdecode(each[2:]).rstrip("/") for each in printed.split(b"\0") if each.startswith(b"? ")}
    os.environ["GIT_INDEX_FILE"] = str(aside)
    try:
        git("add", "-A")
        names = git("diff", "--cached", "--name-status", "-z", "-M", "--ignore-submodules=none", base).split(b"\0")
        numbers = git("diff", "--cached", "--numstat", "-z", "-M", "--ignore-submodules=none", base).split(b"\0")
    finally:
        del os.environ["GIT_INDEX_FILE"]
        aside.unlink()
    counts = {}
    words = iter(numbers)
    for word in words:
        if word:
            added, removed, name = word.split(b"\t", 2)
            if not name:
                next(words)
                name = next(words)
            counts[name] = (added, removed)
    found = []
    words = iter(names)
    for letter in words:
        if not letter:
            continue
        old = next(words) if letter.startswith(b"R") else None
        name = next(words)
        added, removed = counts[name]
        status = {"A": FileStatus.ADDED, "D": FileStatus.DELETED, "R": FileStatus.RENAMED}.get(
            letter[:1].decode(), FileStatus.MODIFIED
        )
        path = os.fsdecode(name)
        if status is FileStatus.ADDED and path in untracked:
            status = FileStatus.UNTRACKED
        binary = added == b"-"
        found.append(
            FileChange(
                path,
                status,
                os.fsdecode(old) if old else None,
                0 if binary else int(added),
                0 if binary else int(removed),
                binary,
            )
        )
    return sorted(found, key=lambda change: change.path)


@pytest.mark.parametrize("seed", range(HISTORIES))
async def test_after_each_step_of_a_history(make_repo: MakeRepo, ours: Path, seed: int) -> None:
    history = History(make_repo(), make_repo("library"), seed)
    base, head = history.base, None
    for _ in range(STEPS):
        history.step()
        base, head = await heads.look(folders_of(str(history.work.path)), base, head)
        assert base == history.work("merge-base", "HEAD", "main"), history.done
        found = (await read_changes(str(history.work.path), base, ours))[1]
        assert found == as_git_says(history.work, base), history.done
