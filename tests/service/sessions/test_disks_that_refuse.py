"""A disk that is full or closed to writing at any step: it is said, nothing is lost or left, and it goes on after."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import attrs
import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.core.system_errors import DISK_FULL
from branchline.demo import sample
from branchline.git.worktrees import spare
from branchline.git.worktrees.places import SPARES as SPARES_FOLDER
from branchline.service.worktrees import spares
from harness.disks import broken, fill, small_disk
from harness.proofs import pairs
from harness.repositories import Repo
from harness.service import InProcess
from harness.spare_services import entry_name
from harness.waiting import until

SAID = {"DISK_FULL", "PERMISSION_DENIED", "NOT_MADE", "NOT_DELETED"}


@attrs.frozen
class Scene:
    """A session with a file that no commit has; its repository and its worktree are on disks of their own."""

    service: InProcess
    repo: Path
    disks: dict[str, Path]
    session_id: str
    worktree: Path

    async def another(self) -> None:
        made = await self.service.create(self.repo, "demo", name="Another")
        await self.service.until_status(made.id, Status.READY)

    async def snapshot(self) -> None:
        await self.service.timeline.take(self.session_id, SnapshotReason.ON_DEMAND)

    async def free(self) -> None:
        await self.service.pausing.pause(self.session_id, free_disk=True)

    async def resume(self) -> None:
        self.service.running.resume(self.session_id)
        found = await self.service.until_status(self.session_id, Status.READY, Status.FAILED)
        if found.status is Status.FAILED:
            assert DISK_FULL in str(found.reason) or "ead-only" in str(found.reason)
            raise BranchlineError(ErrorCode.NOT_MADE, str(found.reason))

    async def remove(self) -> None:
        await self.service.removal.remove(self.session_id, force=True, keep_branch=False)

    async def restore(self) -> None:
        await self.service.removal.restore(self.session_id)

    async def stock(self) -> None:
        await self.make_spare()
        assert self.spare() is not None

    async def advance(self) -> None:
        Repo(self.repo).commit("later", later="later\n")

    async def refresh(self) -> None:
        self.service.spares.moved(str(self.repo))
        await self.service.spares.rested()

    async def drop(self) -> None:
        self.keep_spares(0)
        await self.service.spares.rested()

    async def make_spare(self) -> None:
        self.keep_spares(1)
        await self.service.spares.rested()

    def keep_spares(self, count: int) -> None:
        self.service.configure(
            worktreesFolder=str(self.disks["worktrees"] / "w"), worktreeInclude=[".env"], spareWorktrees=count
        )

    def spare(self) -> str | None:
        paths = [path for kept in self.service.spares.kept.all().values() for path in kept.paths]
        return next((each for each in paths if spare.find(each, str(self.repo / ".git"))), None)


Step = Callable[[Scene], Awaitable[None]]
STEPS: dict[str, tuple[tuple[Step, ...], Step]] = {
    "create": ((Scene.drop,), Scene.another),
    "take a spare": ((Scene.stock,), Scene.another),
    "snapshot": ((), Scene.snapshot),
    "free": ((), Scene.free),
    "resume": ((Scene.free,), Scene.resume),
    "remove": ((), Scene.remove),
    "restore": ((Scene.remove,), Scene.restore),
}
SPARES: dict[str, tuple[tuple[Step, ...], Step]] = {
    "make": ((Scene.drop,), Scene.make_spare),
    "refresh": ((Scene.stock, Scene.advance), Scene.refresh),
    "drop": ((Scene.stock,), Scene.drop),
}


@pytest.fixture
def disks(tmp_path: Path) -> Iterator[dict[str, Path]]:
    with small_disk(tmp_path / "repository") as one, small_disk(tmp_path / "worktrees") as other:
        yield {"repository": one, "worktrees": other}


@pytest.fixture
async def scene(service: InProcess, disks: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(spares, "LEAST_FREE", 0)
    repo = sample.create(disks["repository"] / "sample")
    (repo / ".git/info").mkdir(exist_ok=True)
    (repo / ".git/info/exclude").write_text(".env\n")
    (repo / ".env").write_text("secret\n" * 2000)
    service.configure(worktreesFolder=str(disks["worktrees"] / "w"), worktreeInclude=[".env"], spareWorktrees=1)
    made = await service.create(repo, "demo", name="Precious")
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, "at the start")
    (Path(made.worktree) / "loose.txt").write_text("loose\n" * 2000)
    await service.spares.rested()
    return Scene(service, repo, disks, made.id, Path(made.worktree))


def standing(scene: Scene) -> tuple[str, str]:
    repo = Repo(scene.repo)
    return repo("worktree", "list", "--porcelain"), repo("for-each-ref", "refs/heads")


async def nothing_is_left(scene: Scene) -> None:
    assert (scene.worktree / "loose.txt").read_text() == "loose\n" * 2000
    for each in scene.service.sessions.all():
        await scene.service.removal.remove(each.id, force=True, keep_branch=False)
        await scene.service.removed.delete(each.id)
    await scene.service.spares.drop_all()
    folder = scene.disks["worktrees"] / "w"
    await until(lambda: not folder.exists() or os.listdir(folder) == [])
    assert Repo(scene.repo)("fsck", "--no-dangling") == ""
    worktrees, branches = standing(scene)
    assert (worktrees.count("worktree "), "branchline/" in branches) == (1, False)


@pytest.mark.parametrize("how", ["full", "read-only"])
@pytest.mark.parametrize(("step", "which"), pairs("disks that refuse", list(STEPS), ["repository", "worktrees"]))
async def test_it_is_said_and_done_afterwards(scene: Scene, step: str, which: str, how: str) -> None:
    before, do = STEPS[step]
    for each in before:
        await each(scene)
    stands = left = standing(scene)
    said: BranchlineError | None = None
    with broken(scene.disks[which], how):
        try:
            await do(scene)
        except BranchlineError as error:
            said = error
            left = standing(scene)
    if said is not None:
        assert said.code in SAID, said.message
        assert left == stands, "nothing was made or lost"
        again = Scene.resume if step == "restore" and scene.service.sessions.has(scene.session_id) else do
        await again(scene)
    if step == "free":
        await scene.resume()
    elif step == "remove":
        await scene.restore()
    await nothing_is_left(scene)


@pytest.mark.parametrize("how", ["full", "read-only"])
@pytest.mark.parametrize(
    ("step", "which"), pairs("spares on disks that refuse", list(SPARES), ["repository", "worktrees"])
)
async def test_a_spare_is_no_reason_for_failure(scene: Scene, step: str, which: str, how: str) -> None:
    before, do = SPARES[step]
    for each in before:
        await each(scene)
    with broken(scene.disks[which], how):
        await do(scene)
    await scene.another()
    await scene.stock()
    await nothing_is_left(scene)


async def test_what_is_brought_along_does_not_fit(scene: Scene) -> None:
    """The session starts without it, and that is told."""
    await scene.drop()
    (scene.repo / ".env").write_bytes(b"x" * 2_000_000)
    filler = fill(scene.disks["worktrees"])
    os.truncate(filler, filler.stat().st_size - 1_000_000)
    await scene.another()
    (made,) = [each for each in scene.service.sessions.all() if each.id != scene.session_id]
    assert not (Path(made.worktree) / ".env").exists()
    assert any(".env" in each for each in made.not_carried)
    filler.unlink()
    await nothing_is_left(scene)


async def test_a_repository_on_another_disk_than_its_worktrees_has_spares(scene: Scene) -> None:
    await scene.stock()
    path = scene.spare()
    await scene.another()
    (made,) = [each for each in scene.service.sessions.all() if each.id != scene.session_id]
    assert path is not None
    assert entry_name(made.worktree) == Path(path).name
    await nothing_is_left(scene)


async def test_a_spare_that_cannot_be_renamed_costs_no_session(scene: Scene) -> None:
    """As across disks: layers of a container are some."""
    await scene.drop()
    folder = scene.disks["worktrees"] / "w" / SPARES_FOLDER
    with small_disk(folder):
        await scene.stock()
        path = scene.spare()
        await scene.another()
        (made,) = [each for each in scene.service.sessions.all() if each.id != scene.session_id]
        assert path is not None
        assert entry_name(made.worktree) != Path(path).name
        assert Repo(Path(made.worktree))("status", "--porcelain") == ""
        await scene.service.spares.rested()
        assert not os.path.exists(path)
        await scene.service.spares.drop_all()
    folder.rmdir()  # What nothing could delete as long as a disk was there.
    await nothing_is_left(scene)
