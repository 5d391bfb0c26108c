"""An update that was cut off is finished by the next sidecar, and loses nothing that is written meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.base import UpdateHow
from branchline.git.updating import files, index, updating
from branchline.service.landing.updates import UpdateOutcome
from harness.service import InProcess
from harness.sidecar import git
from harness.updates import LINES, MERGE, REBASE, Scene


@pytest.fixture
async def scene(service: InProcess, repo: Path) -> Scene:
    return await Scene.of(service, repo)


class CutOffError(Exception):
    """The sidecar ends here."""


def cut(after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The update breaks off behind that, as where the sidecar is killed."""

    async def ends(*_: Any, **__: Any) -> Any:
        raise CutOffError

    if after == "written down":
        monkeypatch.setattr(updating, "carry_out", ends)
    elif after == "half of the files":
        swap = files.swap

        async def half(ours: Any, before: str, target: str) -> None:
            await swap(ours, before, target)
            (Path(ours.folders.checkout) / "new.txt").unlink()
            (Path(ours.folders.checkout) / "both.txt").write_text(LINES)
            (Path(ours.folders.checkout) / "large.txt").write_text("x" * 1000)
            raise CutOffError

        monkeypatch.setattr(files, "swap", half)
    elif after == "the files":
        monkeypatch.setattr(updating, "put_index", ends)
    else:
        monkeypatch.setattr(updating, "past_stale_locks", ends)


@pytest.mark.parametrize("how", [MERGE, REBASE])
@pytest.mark.parametrize("after", ["written down", "half of the files", "the files", "the index"])
async def test_one_that_was_cut_off_is_finished_by_the_next_sidecar(
    scene: Scene, how: UpdateHow, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.commit(scene.worktree, own_txt="own\n")
    theirs = scene.commit(
        scene.repo, new_txt="new\n", both_txt=LINES.replace("line 30\n", "theirs 30\n"), large_txt="x" * 5000 + "\n"
    )
    (scene.worktree / "untracked.txt").write_text("untracked\n")
    with monkeypatch.context() as broken:
        cut(after, broken)
        with pytest.raises(CutOffError):
            await scene.update(how)
    assert scene.service.sessions.get(scene.session.id).updating is not None
    (scene.worktree / "meanwhile.txt").write_text("somebody wrote it\n")
    after_it = await scene.service.next()
    try:
        now = after_it.sessions.get(scene.session.id)
        assert (now.base, now.under_way, now.updating) == (theirs, None, None)
        assert sorted(git(scene.worktree, "status", "--porcelain").splitlines()) == [
            "?? meanwhile.txt",
            "?? untracked.txt",
        ]
        assert (scene.worktree / "large.txt").read_text() == "x" * 5000 + "\n"
        assert git(scene.worktree, "rev-list", "--count", "HEAD..main") == "0"
    finally:
        await after_it.close()


async def test_where_somebody_committed_meanwhile_a_cut_off_update_is_left(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.commit(scene.repo, new_txt="new\n")
    with monkeypatch.context() as broken:
        cut("written down", broken)
        with pytest.raises(CutOffError):
            await scene.update()
    scene.commit(scene.worktree, own_txt="own\n")
    before = scene.state()
    after_it = await scene.service.next()
    try:
        now = after_it.sessions.get(scene.session.id)
        assert (now.base, now.under_way) == (scene.session.base, None)
        assert scene.state() == before
    finally:
        await after_it.close()


async def test_a_lock_that_somebody_holds_for_a_moment_is_waited_for(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.commit(scene.repo, new_txt="new\n")
    lock = Path((scene.worktree / ".git").read_text().removeprefix("gitdir: ").strip(), "index.lock")
    lock.touch()

    async def gone(_: float) -> None:
        lock.unlink(missing_ok=True)

    monkeypatch.setattr(index, "sleep", gone)
    assert await scene.update() is UpdateOutcome.UPDATED
    assert not lock.exists()
