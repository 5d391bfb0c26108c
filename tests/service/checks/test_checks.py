"""Works of sessions are checked together apart from every checkout, and it is told whose breaks the check."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from branchline.core.model.checked import Checked, CheckState
from branchline.core.session.bisection import CheckEnding, Finding
from branchline.core.session.check_events import CheckSaid
from branchline.machine.processes import is_same, start_time
from branchline.service.checks.checks import LeftOut
from branchline.service.checks.search import Trying
from harness.base import Base
from harness.checks import CheckScene
from harness.forecasts import seen
from harness.scripted_ptyhost import ScriptedPtyhost
from harness.service import refused
from harness.sidecar import git
from harness.waiting import until

SCRIPT = """echo "checking in $(basename "$PWD")"
[ ! -e broken ] || { echo "it is broken"; exit 1; }
! { [ -e old ] && [ -e new ]; }
"""


@pytest.fixture
def scene(base: Base, repo: Path, ptyhost: ScriptedPtyhost) -> CheckScene:
    return CheckScene(base, repo, ptyhost, SCRIPT)


async def test_all_of_them_are_sound(scene: CheckScene) -> None:
    first, second = scene.session("first"), scene.session("second")
    await scene.changes(first, new="a\n")
    await scene.changes(second, README__md="two\n")
    places = [str(scene.repo), first.worktree, second.worktree]
    before = [seen(place) for place in places]
    objects = {*(scene.repo / ".git").rglob("*")}
    outcome = await scene.check("first", "second")
    assert outcome.finding == Finding(CheckEnding.GREEN, ("first", "second"))
    assert outcome.runs == 1
    assert outcome.left_out == ()
    assert outcome.output is not None
    output = Path(outcome.output).read_text()
    assert output.startswith("=== Run 1: first, second ===\nchecking in sample\n=== passed in ")
    checked = scene.base.sessions.get("first").checked
    assert checked is not None
    assert (checked.state, checked.others) == (CheckState.PASSED, ("second",))
    assert checked.tree == scene.base.sessions.get("first").changes.tree
    assert [seen(place) for place in places] == before
    assert {*(scene.repo / ".git").rglob("*")} == objects
    assert git(scene.repo, "worktree", "list").count("\n") == 2
    assert scene.left == []


async def test_a_pair_that_fails_only_together(scene: CheckScene) -> None:
    names = ["a", "b", "c", "d", "e"]
    for name in names:
        await scene.changes(scene.session(name), **{name: "1\n"})
    await scene.changes(scene.base.sessions.get("b"), old="1\n")
    await scene.changes(scene.base.sessions.get("d"), new="1\n")
    told: list[Trying] = []
    scene.checks.listeners.add(told.append)
    outcome = await scene.check(*names)
    assert outcome.finding == Finding(CheckEnding.CULPRITS, ("a", "b", "c", "e"), (("b", "d"),))
    assert outcome.runs == len(told) == told[-1].run
    assert told[0] == Trying(tuple(names), tuple(names), 1)
    passed = CheckState.PASSED
    assert scene.states() == {"a": passed, "b": passed, "c": passed, "d": CheckState.FAILED, "e": passed}
    failed = scene.base.sessions.get("d").checked
    assert failed is not None
    assert failed.others == ("b",)


async def test_one_alone_and_a_base_that_is_broken(scene: CheckScene) -> None:
    session = scene.session("first")
    await scene.changes(session, broken="1\n")
    assert (await scene.check("first")).finding == Finding(CheckEnding.CULPRITS, (), (("first",),))
    (scene.repo / "broken").touch()
    git(scene.repo, "add", "broken")
    git(scene.repo, "commit", "--quiet", "--message", "broken")
    os.unlink(Path(session.worktree, "broken"))
    await scene.changes(session, other="1\n")
    outcome = await scene.check("first")
    assert outcome.finding == Finding(CheckEnding.BASE)
    assert scene.states() == {"first": CheckState.FAILED}


async def test_runs_that_differ_on_the_same_files_are_called_flaky(scene: CheckScene, tmp_path: Path) -> None:
    await scene.changes(scene.session("first"), new="1\n")
    mark = tmp_path / "ran"
    scene.set(["sh", "-c", f"[ -e '{mark}' ] || {{ touch '{mark}'; exit 1; }}"])
    assert (await scene.check("first")).finding == Finding(CheckEnding.FLAKY)


async def test_what_conflicts_is_said_before_anything_runs(scene: CheckScene) -> None:
    for number, name in enumerate(["first", "second", "third"]):
        await scene.changes(scene.session(name), **({"README__md": f"{number}\n"} if number < 2 else {"new": "1\n"}))
    outcome = await scene.check("first", "second", "third")
    assert outcome.finding == Finding(CheckEnding.CONFLICTS, ("first", "third"))
    assert outcome.left_out == (LeftOut("second", ("first",), ("README.md",)),)
    assert outcome.runs == 0
    assert outcome.output is None
    assert {*scene.states().values()} == {None}
    outcome = await scene.check("first", "second", "third", without_conflicts=True)
    assert outcome.finding == Finding(CheckEnding.GREEN, ("first", "third"))
    assert [each.id for each in outcome.left_out] == ["second"]
    assert scene.states()["second"] is None


async def test_it_is_cancelled_with_all_that_it_started(scene: CheckScene, tmp_path: Path) -> None:
    await scene.changes(scene.session("first"), new="1\n")
    pids = tmp_path / "pids"
    scene.set(["sh", "-c", f"setsid sleep 600 & echo $! $$ > '{pids}.tmp'; mv '{pids}.tmp' '{pids}'; sleep 600"])
    work = asyncio.ensure_future(scene.check("first"))
    await until(pids.exists)
    started = {pid: start_time(pid) for pid in map(int, pids.read_text().split())}
    assert scene.states() == {"first": CheckState.RUNNING}
    await refused("INVALID_STATE", scene.check("first"))
    scene.checks.cancel("first")
    assert (await work).finding == Finding(CheckEnding.CANCELLED)
    await until(lambda: not any(begun and is_same(pid, begun) for pid, begun in started.items()))
    assert scene.states() == {"first": CheckState.CANCELLED}
    assert scene.left == []


async def test_it_is_cancelled_before_it_has_begun(scene: CheckScene) -> None:
    await scene.changes(scene.session("first"), new="1\n")
    work = asyncio.ensure_future(scene.check("first"))
    await asyncio.sleep(0)
    scene.checks.cancel("first")
    assert (await work).finding == Finding(CheckEnding.CANCELLED)
    assert scene.states() == {"first": None}
    assert (await scene.check("first")).finding.ending is CheckEnding.GREEN


async def test_its_time_is_over(scene: CheckScene) -> None:
    await scene.changes(scene.session("first"), slow="1\n")
    scene.set(["sh", "-c", "[ ! -e slow ] || sleep 600"], minutes=0.02)
    outcome = await scene.check("first")
    assert outcome.finding == Finding(CheckEnding.CULPRITS, (), (("first",),))
    assert scene.states() == {"first": CheckState.TIMED_OUT}


async def test_the_command_has_what_agents_have_and_what_was_installed(scene: CheckScene, tmp_path: Path) -> None:
    await scene.changes(scene.session("first"), new="1\n")
    (scene.repo / "node_modules").mkdir()
    (scene.repo / "node_modules" / "tool").write_text("1\n")
    (scene.repo / "secret").write_text("1\n")
    scene.set(["sh", "-c", "env; cat node_modules/tool && [ ! -e secret ] && git log --oneline && git status"])
    environment = {**os.environ, "BRANCHLINE_TOKEN": "t", "VSCODE_PID": "1", "MINE": "m"}
    outcome = await scene.checks.check(["first"], environment=environment)
    assert outcome.output is not None
    output = Path(outcome.output).read_text()
    assert outcome.finding.ending is CheckEnding.GREEN, output
    assert "MINE=m" in output
    assert "VSCODE_PID" not in output
    ours = {line.partition("=")[0] for line in output.splitlines() if line.startswith("BRANCHLINE")}
    assert ours == {"BRANCHLINE_AGENT_OF"}
    assert "a check" in output


async def test_nothing_that_a_run_leaves_reaches_the_next(scene: CheckScene, tmp_path: Path) -> None:
    await scene.changes(scene.session("first"), new="1\n")
    evil = tmp_path / "evil"
    hook = f"git config core.fsmonitor 'touch {evil}'; git config filter.x.smudge 'touch {evil}'"
    files = "touch left; mkdir -m 500 locked; echo '* filter=x' > .gitattributes"
    scene.set(["sh", "-c", f"[ ! -e left ] || exit 0; {files}; {hook}; exit 1"])
    assert (await scene.check("first")).finding == Finding(CheckEnding.BASE)
    assert not evil.exists()
    assert scene.left == []


async def test_what_is_not_set_or_not_there(scene: CheckScene) -> None:
    await scene.changes(scene.session("first"), new="1\n")
    scene.set(["no-such-program"])
    await refused("NO_CHECK", scene.check("first"))
    scene.base.settings.configure({})
    await refused("NO_CHECK", scene.check("first"))
    await refused("NO_SESSION", scene.check("nobody"))
    assert scene.states() == {"first": None}


async def test_a_sidecar_that_was_killed_left_nothing(scene: CheckScene) -> None:
    session = scene.session("first")
    running = Checked(CheckState.RUNNING, "a" * 40, (), 0.0, 1.0)
    scene.base.sessions.happened(session.id, CheckSaid(running))
    (scene.base.paths.checks / "abc" / "files" / ".git").mkdir(parents=True)
    scene.checks.recover()
    assert scene.states() == {"first": CheckState.CANCELLED}
    await until(lambda: scene.left == [])
