"""Sessions are held against each other by what was counted of them, and it is what git says of their trees."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import attrs
import pytest

from branchline.core.model.changes import FileStatus
from branchline.service.review.comparing import MOST, Comparing, Comparison
from harness.base import Base
from harness.forecasts import ForecastScene
from harness.proofs import times
from harness.scripted_ptyhost import ScriptedPtyhost
from harness.service import InProcess, refused
from harness.sidecar import git

HISTORIES = times("generated sessions whose comparison is what git says", some=4, full=200)
NAMES = ["a.txt", "sp ace", "ünï", "new\nline", "quo\"te'", "-dash", "deep/er/x.txt", "<b>bold</b>", "data.bin"]


@pytest.fixture
def scene(base: Base, repo: Path, ptyhost: ScriptedPtyhost) -> ForecastScene:
    return ForecastScene(base, repo, ptyhost)


@pytest.fixture
def comparing(scene: ForecastScene) -> Comparing:
    timeline: Any = None  # Only what was freed is looked for there.
    return Comparing(scene.base.sessions, scene.tracker, timeline)


def cells(found: Comparison) -> dict[str, list[str]]:
    """Each with its status, counts, and who else made the same."""

    def word(cell: Any) -> str:
        return f"{cell.status.value} +{cell.added} -{cell.removed} {cell.alike}" if cell else ""

    return {row.path: [word(cell) for cell in row.cells] for row in found.rows}


async def test_each_ones_changes_side_by_side(scene: ForecastScene, comparing: Comparing) -> None:
    first, second, third = [scene.session(name) for name in ("first", "second", "third")]
    await scene.changes(first, same="x\n", README__md="one\n")
    await scene.changes(second, same="x\n", README__md="two\n")
    await scene.changes(third, own="c\n")
    found = await comparing.compare(["second", "first", "third"])
    assert [session.id for session, _ in found.sessions] == ["second", "first", "third"]
    removed = len(git(scene.repo, "show", "main:README.md").splitlines())
    assert cells(found) == {
        "README.md": [f"M +1 -{removed} 0", f"M +1 -{removed} 0", ""],
        "own": ["", "", "U +1 -0 0"],
        "same": ["U +1 -0 1", "U +1 -0 1", ""],
    }
    assert [row.differs for row in found.rows] == [True, True, True]


async def test_what_was_counted_is_not_counted_anew(scene: ForecastScene, comparing: Comparing) -> None:
    first, second = scene.session("first"), scene.session("second")
    await scene.changes(first, new="a\n")
    await scene.changes(second, new="b\n")
    counted: list[str] = []
    scene.tracker.counted.add(counted.append)
    await comparing.compare(["first", "second"])
    assert counted == []
    left, right, files = await comparing.between("first", "second")
    assert ([(each.path, each.status.value) for each in files], counted) == ([("new", "M")], [])
    assert git(scene.repo, "show", f"{left}:new") == "a"
    assert git(scene.repo, "show", f"{right}:new") == "b"


async def test_what_cannot_be_compared_is_refused(scene: ForecastScene, comparing: Comparing) -> None:
    first, second = scene.session("first"), scene.session("second")
    await refused("INVALID_STATE", comparing.compare(["first"]))
    await refused("INVALID_STATE", comparing.compare(["first", "first"]))
    await refused("INVALID_STATE", comparing.compare([str(each) for each in range(MOST + 1)]))
    await refused("NO_SESSION", comparing.compare(["first", "nobody"]))
    for each in (first, second):
        await scene.tracker.read(each.id)
    assert (await comparing.compare(["first", "second"])).rows == []
    scene.base.sessions.drop("second")
    other: dict[str, Any] = {"common_dir": "/elsewhere/.git"}
    scene.base.sessions.add(attrs.evolve(second, **other))
    await refused("OTHER_REPO", comparing.compare(["first", "second"]))
    await refused("OTHER_REPO", comparing.between("first", "second"))


async def test_the_sessions_of_a_task(scene: ForecastScene, comparing: Comparing) -> None:
    for name, task in {"first": "web-1", "second": "web-1.2", "third": "web-12", "fourth": None}.items():
        made = scene.session(name)
        scene.base.sessions.drop(name)
        scene.base.sessions.add(attrs.evolve(made, task=task))
    assert comparing.of_task(str(scene.repo), "web-1") == ["first", "second"]
    assert comparing.of_task(str(scene.repo / ".git"), "web-12") == ["third"]
    assert comparing.of_task("/elsewhere", "web-1") == []


async def test_a_session_whose_worktree_is_freed_is_compared_by_its_snapshot(service: InProcess, repo: Path) -> None:
    ids = []
    for text in ("one\n", "two\n"):
        made = await service.create(repo, name=text.strip(), auto_yes="off")
        made = await service.until(made.id, lambda session: session.process is not None)
        Path(made.worktree, "new.txt").write_text(text)
        ids.append(made.id)
    await service.pausing.pause(ids[0], free_disk=True)
    await service.until(ids[0], lambda session: session.freed)
    found = await service.review.comparing.compare(ids)
    assert [[cell and cell.added for cell in row.cells] for row in found.rows] == [[1, 1]]
    _, _, files = await service.review.comparing.between(*ids)
    assert [each.path for each in files] == ["new.txt"]


@pytest.mark.parametrize("seed", range(HISTORIES))
async def test_generated_sessions_are_compared_as_git_says(
    seed: int, scene: ForecastScene, comparing: Comparing
) -> None:
    chance = random.Random(seed)  # noqa: S311  repeatable
    for number, name in enumerate(NAMES):
        place = scene.repo / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"".join(b"%d line %d\n" % (number, row) for row in range(20)))
    git(scene.repo, "add", "--all")
    git(scene.repo, "commit", "--quiet", "--message", "base")
    sessions = [scene.session(f"session{number}") for number in range(chance.randrange(2, 5))]
    for session in sessions:
        for _ in range(chance.randrange(8)):
            _act(Path(session.worktree), chance)
        await scene.tracker.read(session.id)
    found = await comparing.compare([each.id for each in sessions])
    for column, (session, measured) in enumerate(found.sessions):
        assert session.changes.tree == measured.tree
        said = {row.path: row.cells[column] for row in found.rows}
        numbers = _numbers(scene.repo, measured.base, measured.tree)
        told = {path: cell for path, cell in said.items() if cell and not _is_away(cell)}
        assert {path: (cell.added, cell.removed, cell.binary) for path, cell in told.items()} == numbers
    trees = [_entries(scene.repo, measured.tree) for _, measured in found.sessions]
    for row in found.rows:
        made = [tree.get(row.path, "gone") if cell else None for tree, cell in zip(trees, row.cells, strict=True)]
        for one, cell in zip(made, row.cells, strict=True):
            assert bool(cell and cell.alike) == (one is not None and made.count(one) > 1), row
        groups = {(one, cell.alike) for one, cell in zip(made, row.cells, strict=True) if cell and cell.alike}
        assert len({one for one, _ in groups}) == len({number for _, number in groups}) == len(groups)
        assert row.differs == (len(set(made)) > 1 or None in made)


def _is_away(cell: Any) -> bool:
    """Under its old name: it was renamed."""
    return cell.status is FileStatus.DELETED and cell.other is not None


def _act(worktree: Path, chance: random.Random) -> None:
    files = [each for each in sorted(worktree.rglob("*")) if each.is_file() and each.name != ".git"]
    place = chance.choice(files)
    match chance.randrange(7):
        case 0:
            place.unlink()
        case 1:
            target = worktree / f"moved{chance.randrange(3)}" / place.name
            target.parent.mkdir(exist_ok=True)
            place.rename(target)
        case 2:
            place.chmod(place.stat().st_mode ^ 0o111)
        case 3:
            place.write_bytes(bytes([0, chance.randrange(3)]))
        case 4:
            git(worktree, "add", "--all")
            git(worktree, "commit", "--quiet", "--allow-empty", "--message", "work")
        case _:
            place.write_bytes(place.read_bytes() + b"more %d\n" % chance.randrange(2))


def _numbers(repo: Path, base: str, tree: str) -> dict[str, tuple[int, int, bool]]:
    """By `git diff --numstat`, with renames under their new names."""
    words = iter(git(repo, "diff", "--numstat", "-z", "-M", base, tree).split("\0"))
    found = {}
    for word in words:
        if not word:
            continue
        added, removed, path = word.split("\t", 2)
        if not path:
            next(words)
            path = next(words)
        binary = added == "-"
        found[path] = (0, 0, True) if binary else (int(added), int(removed), False)
    return found


def _entries(repo: Path, tree: str) -> dict[str, str]:
    lines = [line for line in git(repo, "ls-tree", "-r", "-z", tree).split("\0") if line]
    return {os.fspath(line.split("\t", 1)[1]): line.split("\t", 1)[0] for line in lines}
