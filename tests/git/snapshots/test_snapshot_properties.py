"""Whatever state a worktree is in: its snapshot gives it back to the byte, and two states can be swapped.

`make test` tries 12 states, the same ones each time, `make test-all` 40.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git.snapshots import snapshots
from branchline.git.worktrees import again
from harness.proofs import times
from harness.repositories import Repo
from harness.worktree_state import files_of

BOUNDED = settings(
    max_examples=times("states of a worktree that are kept and put back", some=12, full=40),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
SESSION = "3f2f1c1e-0000-4000-8000-000000000000"
NAMES = (
    b"a.txt",
    b"b.txt",
    b"dir/c.txt",
    b"dir/d.bin",
    b"caf\xe9",
    b"line\nbreak",
    b"-rf",
    b"dir/deep/*.txt",
    b"up.ps1",
)
CONTENTS = (b"", b"one\n", b"one\r\ntwo\r\n", b"one\r\ntwo\n", b"\0\x01\xff" * 9, b"no end", b"$Id$\n")
ACTIONS = (
    "write",
    "delete",
    "stage",
    "unstage",
    "chmod",
    "link",
    "move",
    "intent",
    "commit",
    "folder",
    "attributes",
    "ignored",
)
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.sampled_from(NAMES), st.sampled_from(CONTENTS)), min_size=1, max_size=9
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a linked worktree, to be copied: making one takes ten processes."""
    folder = tmp_path_factory.mktemp("template")
    repo = Repo(folder / "repo")
    repo.path.mkdir()
    repo("init", "--quiet", "-b", "main")
    for key, value in (("user.name", "Test"), ("user.email", "test@example.com"), ("gc.auto", "0")):
        repo("config", key, value)
    for name, content in zip(NAMES[:6], CONTENTS, strict=False):
        repo.write(name, content)
    repo.commit("first", __gitattributes="*.txt text=auto\n*.ps1 text eol=crlf\n*.bin -text\n", __gitignore="*.log\n")
    repo("worktree", "add", "--quiet", "-b", "topic", "../w")
    return folder


class Scene:
    """One example's own copy."""

    def __init__(self, template: Path, folder: Path) -> None:
        shutil.copytree(template, folder, symlinks=True, dirs_exist_ok=True)
        self.repo, self.work, self.ours = Repo(folder / "repo"), Repo(folder / "w"), folder / "snapshots"
        entry = folder / "repo/.git/worktrees/w"
        (entry / "gitdir").write_text(f"{folder}/w/.git\n")
        (folder / "w/.git").write_text(f"gitdir: {entry}\n")

    def take(self) -> Snapshot:
        return asyncio.run(
            snapshots.take(str(self.work.path), SESSION, SnapshotReason.READY, self.ours, 1_800_000_000.0)
        )

    def do(self, action: str, name: bytes, content: bytes) -> None:
        path, word = self.work.path / os.fsdecode(name), os.fsdecode(name)
        is_there = os.path.lexists(path) and not path.is_dir()
        if action == "write" and not path.is_dir() and not any(each.is_file() for each in path.parents):
            if path.is_symlink():
                path.unlink()
            self.work.write(name, content)
        elif action == "delete" and is_there:
            path.unlink()
        elif action == "stage":
            self.work("--literal-pathspecs", "add", "--all", "--", word, check=False)
        elif action == "unstage":
            self.work("--literal-pathspecs", "reset", "--quiet", "--", word, check=False)
        elif action == "chmod" and is_there and not path.is_symlink():
            path.chmod(path.stat().st_mode ^ 0o111)
        elif action == "link" and is_there:
            path.unlink()
            os.symlink(content.replace(b"\0", b"") or b"nowhere", os.fsencode(path))
        elif action == "move":
            self.work("mv", "--", word, f"{word}.moved", check=False)
        elif action == "intent":
            self.work("--literal-pathspecs", "add", "--intent-to-add", "--", word, check=False)
        elif action == "commit":
            self.work("commit", "--quiet", "--allow-empty", "-m", "step", check=False)
        elif action == "folder" and is_there:
            path.unlink()
            self.work.write(name + b"/inner", content)
        elif action == "attributes":
            self.work.write(".gitattributes", "*.txt ident eol=crlf\n* text=auto\n")
        elif action == "ignored":
            self.work.write(b"x" + name.replace(b"/", b"") + b".log", content)

    def said(self) -> tuple[str, str, str]:
        return (
            self.work("--no-optional-locks", "status", "--porcelain=v2", "-z", "--untracked-files=all"),
            self.work("ls-files", "--stage", "-z"),
            self.work("rev-parse", "HEAD"),
        )

    def files(self, *, ignored: bool) -> dict[str, tuple[int, str | bytes]]:
        return {name: each for name, each in files_of(self.work).items() if name.endswith(".log") == ignored}


@BOUNDED
@given(STEPS)
def test_a_worktree_comes_back_as_it_was(
    template: Path, git_config: Path, steps: list[tuple[str, bytes, bytes]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(template, Path(folder))
        for step in steps:
            scene.do(*step)
        before, said = scene.files(ignored=False), scene.said()
        snapshot = scene.take()
        assert (scene.files(ignored=False), scene.said()) == (before, said), "taking it changed something"
        scene.repo("worktree", "remove", "--force", str(scene.work.path))
        asyncio.run(bring_back(scene, snapshot))
        assert scene.files(ignored=False) == before
        assert scene.said() == said


async def bring_back(scene: Scene, snapshot: Snapshot) -> None:
    path = str(scene.work.path)
    made = await again.put_back_at(str(scene.repo.path), path, "topic", None, SESSION, snapshot.head)
    assert made.worktree == path
    await snapshots.restore(path, snapshot, scene.ours)


@BOUNDED
@given(STEPS, STEPS)
def test_two_states_are_swapped(
    template: Path, git_config: Path, steps: list[tuple[str, bytes, bytes]], more: list[tuple[str, bytes, bytes]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(template, Path(folder))
        for step in steps:
            scene.do(*step)
        first, before = scene.take(), scene.files(ignored=False)
        for step in more:
            scene.do(*step)
        second, after = scene.take(), scene.files(ignored=False)
        ignored, index, head = scene.files(ignored=True), scene.said()[1], scene.said()[2]
        for target, files in ((first, before), (second, after)):
            asyncio.run(snapshots.put_back(str(scene.work.path), target, scene.ours))
            assert scene.files(ignored=False) == files
            assert scene.files(ignored=True) == ignored
            assert scene.said()[1:] == (index, head)
            assert scene.take().tree == target.tree
        subprocess.run(["git", "fsck", "--strict"], cwd=scene.repo.path, check=True, capture_output=True)
