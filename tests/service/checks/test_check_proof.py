"""Of sets of sessions that break a check, by themselves or two only together, the right ones are named, and no checkout
is touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from branchline.core.session.bisection import CheckEnding, Finding, most_runs
from branchline.machine.paths import Paths
from harness.base import Base
from harness.checks import CheckScene
from harness.forecasts import seen
from harness.planted_breaks import SCRIPT, PlantedBreaks, create
from harness.proofs import TOLD, times
from harness.scripted_ptyhost import ScriptedPtyhost

SETS = times("sets of sessions that break a check", some=2, full=120)


@pytest.mark.timeout(120 + 60 * SETS)
async def test_who_breaks_the_check_is_named_and_nobody_else(ptyhost: ScriptedPtyhost, tmp_path: Path) -> None:
    begin = create(tmp_path / "begin")
    wrong, runs, culprits = [], 0, 0
    for seed in range(1, SETS + 1):
        own = tmp_path / f"set{seed}"
        base = Base.of(Paths(own / "data", own / "run", own / "logs"))
        planted = PlantedBreaks.by(seed)
        scene = CheckScene(base, Path(shutil.copytree(begin, own / "repo", symlinks=True)), ptyhost, SCRIPT)
        sessions = [scene.session(name) for name in planted.names]
        planted.carry_out(scene.repo, {each.id: each.worktree for each in sessions})
        for each in sessions:
            await scene.tracker.read(each.id)
        places = [str(scene.repo), *(each.worktree for each in sessions)]
        before = [seen(place) for place in places]
        outcome = await scene.check(*planted.names)
        assert [seen(place) for place in places] == before
        assert scene.left == []
        if not is_right(planted, outcome.finding):
            wrong.append((seed, planted.least, outcome.finding))
        assert outcome.runs <= most_runs(len(sessions)) * max(1, len(outcome.finding.culprits))
        runs, culprits = runs + outcome.runs, culprits + len(planted.least)
        await base.close()
        shutil.rmtree(own)
    TOLD.append(
        f"sets that break a check: {SETS}, with {culprits} planted; named rightly: {SETS - len(wrong)}; runs: {runs}"
    )
    assert len(wrong) <= 0.05 * SETS, wrong


def is_right(planted: PlantedBreaks, finding: Finding) -> bool:
    """All that is named was planted, and what is called green has nothing of it."""
    named = {frozenset(each) for each in finding.culprits}
    if planted.expected == {frozenset()}:
        return finding == Finding(CheckEnding.BASE)
    if not planted.expected:
        return finding.ending is CheckEnding.GREEN and {*finding.green} == {*planted.names}
    is_sound = not any(each <= {*finding.green} for each in planted.least)
    return finding.ending is CheckEnding.CULPRITS and named <= planted.least and bool(named) and is_sound
