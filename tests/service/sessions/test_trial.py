"""The demo agent is tried in a repository of Branchline's own, twice beside each other."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.status import Status
from branchline.demo import sample
from harness.service import InProcess, refused
from harness.sidecar import git


async def test_two_sessions_work_beside_each_other_in_one_sample_repository(service: InProcess) -> None:
    first, second = await service.trial.begin(None)
    assert first.repo == second.repo
    assert Path(first.repo).is_relative_to(service.paths.data)
    assert first.worktree != second.worktree
    for each in (first, second):
        await service.until(each.id, lambda session: session.status in {Status.READY, Status.WORKING})
    assert git(Path(first.repo), "status", "--porcelain") == ""


async def test_again_there_are_more_sessions_and_no_other_repository(service: InProcess) -> None:
    first, _ = await service.trial.begin(None)
    (Path(first.repo) / "mine.txt").write_text("mine\n")
    both = await asyncio.gather(service.trial.begin(None), service.trial.begin(None))
    assert {each.repo for made in both for each in made} == {first.repo}
    assert (Path(first.repo) / "mine.txt").exists()
    assert len({each.name for each in service.sessions.all()}) == 6


async def test_one_whose_making_was_cut_off_is_not_taken_for_it(
    service: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sample.create

    def cut_off(path: Path) -> Path:
        whole(path)
        raise OSError("cut off")

    monkeypatch.setattr(sample, "create", cut_off)
    with pytest.raises(OSError, match="cut off"):
        await service.trial.begin(None)
    monkeypatch.undo()
    made = await service.trial.begin(None)
    assert len(made) == 2
    assert os.listdir(service.paths.data / "try") != []
    assert [each for each in os.listdir(service.paths.data / "try") if each.startswith("tmp")] == []


async def test_without_git_it_says_so(service: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    await refused(ErrorCode.GIT_MISSING, service.trial.begin(None))
    assert service.sessions.all() == []
