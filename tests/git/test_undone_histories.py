"""Generated histories: one step is taken back, and what is there then is the history without that step, wherever its
lines are apart from those of later steps; else nothing is changed."""

from __future__ import annotations

import os
import random
from pathlib import Path

import attrs
import pytest

from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git import tree_changes
from branchline.git.snapshots import snapshots
from harness.proofs import times
from harness.repositories import MakeRepo, Repo
from harness.worktree_files import files_of

HISTORIES = times("histories of which one step is undone", some=40, full=2000)
CHUNK = 10
ALWAYS = 1 << 30


@attrs.define(eq=False)
class Line:
    """One line of a file for all time: it never moves, it is only there from one step to another."""

    text: str
    born: int
    died: int = ALWAYS


@attrs.define(eq=False)
class File:
    lines: list[Line]
    is_executable: list[bool] = attrs.field(factory=lambda: [False])
    """By step."""
    born: int = 0
    died: int = ALWAYS


class History:
    def __init__(self, seed: int) -> None:
        self.chance = chance = random.Random(seed)  # noqa: S311  a history is no secret
        self.steps = chance.randint(2, 6)
        self.undone = chance.randint(1, self.steps)
        self._count = 0
        self.files = {f"folder{n % 2}/file{n}.txt": File(self._fresh(chance.randint(8, 30), 0)) for n in range(3)}
        for step in range(1, self.steps + 1):
            for file in self.files.values():
                file.is_executable.append(file.is_executable[-1])
            for _ in range(chance.randint(1, 3)):
                self._change(step)

    def _fresh(self, count: int, step: int) -> list[Line]:
        self._count += count
        return [Line(f"line {self._count - each} of step {step}\n", step) for each in range(count)]

    def _change(self, step: int) -> None:
        chance = self.chance
        there = [each for each in self.files.values() if each.died > step and each.born <= step]
        kind = chance.choices(["edit", "create", "delete", "mode"], [12, 2, 1, 2])[0]
        if kind == "create":
            self.files[f"folder{step % 2}/new{len(self.files)}.txt"] = File(
                self._fresh(9, step), [False] * (step + 1), step
            )
        elif not there:
            return
        elif kind == "delete":
            chance.choice(there).died = step
        elif kind == "mode":
            file = chance.choice(there)
            file.is_executable[step] = not file.is_executable[step - 1]
        else:
            self._edit(chance.choice(there), step)

    def _edit(self, file: File, step: int) -> None:
        alive = [each for each in file.lines if each.died == ALWAYS]
        at = self.chance.randint(0, len(alive))
        gone = alive[at : at + self.chance.randint(0, 3)]
        place = file.lines.index(alive[at - 1]) + 1 if at else 0
        for each in gone:
            each.died = step
        file.lines[place:place] = self._fresh(self.chance.randint(0 if gone else 1, 3), step)
        # What was never there at the end of a step is none of it.
        file.lines = [each for each in file.lines if each.born != each.died]

    def at(self, step: int, without: int | None = None) -> dict[str, tuple[bool, bytes]]:
        """All files after a step; as they would be had one step not been done."""
        found = {}
        for name, file in self.files.items():
            if file.born == without or file.born > step or (file.died <= step and file.died != without):
                continue
            lines = [
                each.text
                for each in file.lines
                if each.born <= step and each.born != without and (each.died > step or each.died == without)
            ]
            mode = file.is_executable[step]
            if without is not None and mode == file.is_executable[without]:
                mode = file.is_executable[without - 1]  # Else a later step said what it is.
            found[name] = (mode, "".join(lines).encode())
        return found

    def is_apart(self) -> bool:
        """The step's lines have at least one line between them and those of any later step, which it left alone."""
        undone, last = self.undone, self.steps
        for file in self.files.values():
            later = [*range(undone + 1, last + 1)]
            if (file.born == undone or file.died == undone) and self._is_touched(file, later):
                return False
            if file.died in later and self._is_touched(file, [undone]):
                return False
            if undone < len(file.is_executable) and file.is_executable[undone] != file.is_executable[undone - 1]:
                modes = file.is_executable[undone:]
                if len(set(modes)) > 1:
                    return False
            kind = ""
            for each in file.lines:
                if each.born < undone and each.died > last:
                    kind = ""
                    continue
                was, after = each.born < undone <= each.died, each.born <= undone < each.died
                ends = each.born <= last < each.died
                sides = {"step"} if was != after else set()
                sides |= {"later"} if after != ends else set()
                for side in sides:
                    if kind and kind != side:
                        return False
                    kind = side
                if not sides and after:
                    kind = ""
        return True

    def _is_touched(self, file: File, steps: list[int]) -> bool:
        modes = file.is_executable
        turned = any(0 < n < len(modes) and modes[n] != modes[n - 1] for n in steps)
        return turned or file.died in steps or any(each.born in steps or each.died in steps for each in file.lines)


def write(folder: Path, files: dict[str, tuple[bool, bytes]]) -> None:
    for name in files_of(folder):
        if name not in files:
            (folder / name).unlink()
    for name, (is_executable, content) in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
        os.chmod(path, 0o755 if is_executable else 0o644)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
async def test_a_step_is_taken_back(first: int, make_repo: MakeRepo, tmp_path: Path) -> None:
    repo = make_repo(commit=False)
    repo("commit", "--quiet", "--allow-empty", "-m", "first")
    came = {"exact": 0, "conflict": 0}
    for seed in range(first, first + CHUNK):
        came[await undo_one(seed, repo, tmp_path / "ours")] += 1
    assert came["exact"], came


async def undo_one(seed: int, repo: Repo, folder: Path) -> str:
    history, session = History(seed), f"00000000-0000-4000-8000-{seed:012d}"

    async def taken(step: int) -> Snapshot:
        write(repo.path, history.at(step))
        return await snapshots.take(str(repo.path), session, SnapshotReason.READY, folder, 1.0, base=repo.head)

    before, after = await taken(history.undone - 1), await taken(history.undone)
    now = after if history.undone == history.steps else await taken(history.steps)
    path = str(repo.path)
    back = await tree_changes.taken_back(path, before.tree, after.tree, now.tree, folder)
    if back.conflicts:
        assert not history.is_apart(), f"seed {seed}: {back.conflicts}"
        assert files_of(repo.path) == history.at(history.steps), "nothing was changed"
        return "conflict"
    wanted = await tree_changes.with_changes(path, now.files, back.changes, folder)
    await snapshots.bring(path, now.files, wanted, [*back.changes], folder)
    assert files_of(repo.path) == history.at(history.steps, without=history.undone), f"seed {seed}"
    return "exact"
