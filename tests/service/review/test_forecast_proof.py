"""Of sets of sessions with planted conflicts the forecast finds these and no others, and touches no checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from branchline.machine.paths import Paths
from harness.base import Base
from harness.forecasts import ForecastScene, seen
from harness.planted_conflicts import Planted, create
from harness.proofs import TOLD, times
from harness.scripted_ptyhost import ScriptedPtyhost

SETS = times("sets of sessions with planted conflicts", some=3, full=120)


@pytest.mark.timeout(120 + 30 * SETS)
async def test_planted_conflicts_are_found_and_no_others(ptyhost: ScriptedPtyhost, tmp_path: Path) -> None:
    begin = create(tmp_path / "begin")
    right, missed, wrong = 0, [], []
    for seed in range(SETS):
        own = tmp_path / f"set{seed}"
        base = Base.of(Paths(own / "data", own / "run", own / "logs"))
        planted = Planted.by(seed)
        repo = Path(shutil.copytree(begin, own / "repo", symlinks=True))
        scene = ForecastScene(base, repo, ptyhost)
        sessions = [scene.session(name) for name in planted.names]
        planted.carry_out(repo, {each.id: each.worktree for each in sessions})
        for each in sessions:
            await scene.tracker.read(each.id)
        places = [str(repo), *(each.worktree for each in sessions)]
        before = [seen(place) for place in places]
        forecast = await scene.forecasts.read(str(repo))
        assert [seen(place) for place in places] == before
        found = {(one, other, each.path) for (one, other), files in forecast.pairs.items() for each in files}
        found |= {(one, "", each.path) for one, files in forecast.base.items() for each in files}
        right += len(found & planted.expected)
        missed += [(seed, *each) for each in sorted(planted.expected - found)]
        wrong += [(seed, *each) for each in sorted(found - planted.expected)]
        await base.close()
        shutil.rmtree(own)
    recall, precision = right / (right + len(missed)), right / (right + len(wrong))
    TOLD.append(
        f"planted conflicts: {right + len(missed)}, found: {right}, missed: {len(missed)}, said of none: {len(wrong)}"
    )
    assert recall >= 0.95, missed
    assert precision >= 0.95, wrong
