"""A session goes on until the checks of its pull request are green, by the real `gh` and git."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.core.model.keep_going import KeepGoingEnd, KeepGoingStage
from branchline.core.model.status import Status
from branchline.core.session.events import Edited
from branchline.core.session.own_instructions import CHECKS
from branchline.machine import user_environment
from harness.github_api import ADDRESS, GitHub, check
from harness.keeping_going import Scene
from harness.killed_service import edit, killed
from harness.service import InProcess, refused
from harness.sidecar import git

FAILED, PASSED = [check("test", "FAILURE", 44)], [check("test", "SUCCESS", 45)]


@pytest.fixture
def github() -> Iterator[GitHub]:
    """Has an open pull request, whose checks fail at the commit that it was made of."""
    github = GitHub()
    github.checks, github.logs = FAILED, {44: "boom"}
    user_environment.remember(github.environment)
    yield github
    user_environment.remember(None)
    github.close()


@pytest.fixture
def remote(repo: Path) -> Path:
    bare = repo.parent / "remote.git"
    git(repo, "clone", "--quiet", "--bare", ".", str(bare))
    git(repo, "remote", "add", "origin", ADDRESS)
    git(repo, "config", f"url.{bare}.pushInsteadOf", ADDRESS)
    return bare


@pytest.fixture
async def scene(service: InProcess, repo: Path, github: GitHub, remote: Path) -> Scene:
    service.configure(keepGoingTries=2, autoYes={"default": "worktree"})
    made = await service.create(repo, "demo", name="Login", auto_yes="worktree")
    made = await service.until_status(made.id, Status.READY)
    scene = Scene(service, made, github, remote)
    scene.commit()
    await service.landings.publishing.push(made.id)
    github.head = scene.tip
    return scene


async def test_until_all_is_green(scene: Scene) -> None:
    before = scene.tip
    await scene.begin()
    await scene.pushes(1)
    assert git(scene.worktree, "merge-base", before, scene.tip) == before
    told = scene.service.sessions.get(scene.session.id).instruction or ""
    assert "boom" in told
    assert "Do not push" in told
    scene.checked(check("test"))
    scene.checked(*FAILED)
    await scene.pushes(2)
    scene.checked(*PASSED)
    assert await scene.ends() == (KeepGoingEnd.GREEN, 2)
    assert scene.told == 2
    assert scene.service.keeping_going._timers == {}, "nobody looks any more"


async def test_until_the_tries_are_used_up(scene: Scene) -> None:
    await scene.begin()
    for tries in (1, 2):
        await scene.pushes(tries)
        scene.checked(*FAILED)
    assert await scene.ends() == (KeepGoingEnd.USED_UP, 2)
    assert scene.told == 2


async def test_what_is_green_is_left_alone(scene: Scene) -> None:
    scene.github.checks = PASSED
    await scene.begin()
    assert await scene.ends() == (KeepGoingEnd.GREEN, 0)
    assert scene.told == 0


async def test_an_agent_that_commits_nothing(scene: Scene) -> None:
    scene.mends = lambda: None
    before = scene.pushed
    await scene.begin()
    assert await scene.ends() == (KeepGoingEnd.NO_COMMIT, 1)
    assert scene.pushed == before


async def test_a_remote_that_went_on_is_never_overwritten(scene: Scene, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", "--branch", scene.session.branch, str(scene.remote), str(other))
    git(other, "-c", "user.name=b", "-c", "user.email=b@c", "commit", "--quiet", "--allow-empty", "--message", "theirs")

    def meanwhile() -> None:
        scene.commit()
        git(other, "push", "--quiet", "origin", "HEAD")

    scene.mends = meanwhile
    await scene.begin()
    assert await scene.ends() == (KeepGoingEnd.DIVERGED, 1)
    assert scene.pushed == git(other, "rev-parse", "HEAD")


async def test_a_branch_that_was_rewritten_is_not_pushed(scene: Scene) -> None:
    def rewrite() -> None:
        git(scene.worktree, "commit", "--quiet", "--amend", "--message", "another")

    scene.mends = rewrite
    before = scene.pushed
    await scene.begin()
    assert await scene.ends() == (KeepGoingEnd.DIVERGED, 1)
    assert scene.pushed == before


async def test_the_users_own_instruction_takes_over(scene: Scene) -> None:
    await scene.begin()
    await scene.pushes(1)
    await scene.service.instructions.send(scene.session.id, "do something else", submit=True, queue=True)
    assert (await scene.ends())[0] is KeepGoingEnd.YOURS


async def test_the_users_answer_takes_over(scene: Scene) -> None:
    scene.service.sessions.happened(scene.session.id, Edited(auto_yes="off"))
    await scene.begin()
    asked = await scene.service.asking(scene.session.id)
    assert (asked.keep_going and asked.keep_going.ended) is None, "it waits for the answer, as ever"
    await scene.service.approve_all(scene.session.id)
    assert (await scene.ends())[0] is KeepGoingEnd.YOURS


async def test_a_session_that_is_stopped(scene: Scene) -> None:
    await scene.begin()
    await scene.pushes(1)
    await scene.service.pausing.pause(scene.session.id, free_disk=False)
    assert (await scene.ends())[0] is KeepGoingEnd.AGENT_ENDED


async def test_the_user_ends_it(scene: Scene) -> None:
    await scene.begin()
    await scene.pushes(1)
    scene.service.keeping_going.end(scene.session.id)
    assert scene.service.sessions.get(scene.session.id).keep_going is None
    assert scene.service.keeping_going._timers == {}


async def test_where_there_is_no_pull_request_it_does_not_begin(scene: Scene) -> None:
    scene.github.state = None
    await refused("PULL_REQUEST_NOT_FOUND", scene.begin())
    await scene.service.pausing.pause(scene.session.id, free_disk=False)
    await refused("NOT_RUNNING", scene.begin())
    assert scene.service.sessions.get(scene.session.id).keep_going is None


STAGES = [KeepGoingStage.LOOKING, KeepGoingStage.TELLING, KeepGoingStage.AT_WORK, KeepGoingStage.PUSHING]


@pytest.mark.parametrize("host_lives", [True, False], ids=["agent lives", "agent is lost"])
@pytest.mark.parametrize("stage", STAGES)
async def test_the_next_sidecar_goes_on(scene: Scene, stage: KeepGoingStage, host_lives: bool) -> None:
    session_id, failed = scene.session.id, scene.tip
    await scene.service.instructions.send(session_id, f"{CHECKS}7 failed.", submit=True, queue=True)
    await scene.service.until(session_id, lambda session: session.status is Status.READY and not session.pending)
    if stage is KeepGoingStage.LOOKING:
        scene.github.checks = PASSED
    await (scene.service.close() if host_lives else killed(scene.service))
    was = {"most": 3, "tries": 1, "stage": stage.value, "told": "", "unseen": 0, "ended": None}
    if stage is not KeepGoingStage.LOOKING:
        was["told"] = failed
    edit(scene.service, json.loads(scene.service.paths.store.read_text()), session_id, keep_going=was)
    scene.service = await scene.service.successor()
    try:
        if not host_lives and stage is not KeepGoingStage.LOOKING:
            assert (await scene.until(lambda keep: True)).ended is None, "it waits until the session is resumed"
            scene.service.running.resume(session_id)
            await scene.service.until_status(session_id, Status.READY)
            scene.follow()
        if stage is KeepGoingStage.LOOKING:
            assert await scene.ends() == (KeepGoingEnd.GREEN, 1)
        elif stage is KeepGoingStage.TELLING:
            scene.github.head = scene.tip
            scene.service.keeping_going._due(session_id)
            await scene.pushes(1)
        else:
            await scene.pushes(1)
    finally:
        await scene.service.close()
