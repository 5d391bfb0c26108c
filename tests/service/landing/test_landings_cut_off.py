"""A sidecar that is killed in the middle of a landing is followed by one that finishes it, or leaves nothing of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.landing import How
from branchline.git.git_folders import folders_of
from branchline.service.landing import landing as module
from harness.killed_service import killed
from harness.landing import HOWS, at_work, elsewhere, everything, land, left_over, log_of
from harness.service import InProcess
from harness.sidecar import git

STEPS = ["commit", "make_apart", "merge", "forward", "clear_apart"]
FINISHED = {("merge", "after"), ("forward", "before"), ("forward", "after"), ("clear_apart", "before")}
"""Once the merge is written down, it is brought to its end."""


class Killed(BaseException):
    """Nothing runs any more."""


def cut_off(monkeypatch: pytest.MonkeyPatch, service: InProcess, step: str, when: str) -> None:
    """At this step, and whatever would tidy up after it does not."""
    real: Callable[..., Any] = getattr(module, step)

    async def killed_there(*args: Any, **named: Any) -> Any:
        if when == "after":
            await real(*args, **named)
        raise Killed

    async def nothing(*_args: Any, **_named: Any) -> None:
        raise Killed

    monkeypatch.setattr(module, step, killed_there)
    if step != "clear_apart":
        monkeypatch.setattr(service.landings, "finish", nothing)


async def followed(service: InProcess, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    """The sidecar that starts after it."""
    await killed(service)
    monkeypatch.undo()
    for name, value in {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "EMAIL": ""}.items():
        monkeypatch.setenv(name, value)
    return await service.successor()


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
async def test_at_any_step_of_it(
    step: str, when: str, how: How, service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id, worktree = await at_work(service, repo)
    if how is How.SQUASH:
        elsewhere(repo)
        step = {"forward": "move"}.get(step, step)
    before, commits = everything(repo, worktree), log_of(repo)
    cut_off(monkeypatch, service, step, when)
    monkeypatch.setattr(service.landings, "_folder", lambda _id: _untouched())
    with pytest.raises(Killed):
        await land(service, session_id, how, onto="main", message="Mend the login")
    next_one = await followed(service, monkeypatch)
    try:
        session = next_one.sessions.get(session_id)
        assert (session.under_way, session.landing) == (None, None)
        named = "forward" if step == "move" else step
        is_finished = (named, when) in FINISHED - {("merge", "after")} or named == "clear_apart"
        if is_finished:
            assert session.landed is not None
            assert session.landed.commit == git(repo, "rev-parse", "main")
            assert len(log_of(repo)) > len(commits)
            assert git(worktree, "status", "--porcelain") == git(repo, "status", "--porcelain") == ""
            assert everything(repo, worktree)["locks"] == []
        else:
            assert session.landed is None
            assert everything(repo, worktree) == before
        assert git(repo, "worktree", "list").count("\n") == 1
        assert left_over(next_one, session_id) == []
    finally:
        await next_one.close()


class _untouched:  # noqa: N801  it stands for a function's context
    async def __aenter__(self) -> None: ...
    async def __aexit__(self, *_: object) -> None: ...


@pytest.mark.parametrize("half", ["nothing", "files", "index", "part of a file"])
async def test_of_a_checkout_that_was_half_moved(
    half: str, service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git was killed while it wrote the files: what the user made of one since stays theirs."""
    session_id, _ = await at_work(service, repo)
    cut_off(monkeypatch, service, "forward", "before")
    monkeypatch.setattr(service.landings, "_folder", lambda _id: _untouched())
    with pytest.raises(Killed):
        await land(service, session_id, How.SQUASH)
    if half != "nothing":
        (repo / "first.txt").write_text("comm" if half == "part of a file" else "committed\n")
        (repo / ".git" / "index.lock").write_text("")
    if half == "files":
        (repo / "deep").mkdir()
        (repo / "deep" / "new.txt").write_text("the user's own by now\n")
    if half == "index":
        landing = service.sessions.get(session_id).landing
        assert landing is not None
        (repo / ".git" / "index.lock").unlink()
        git(repo, "read-tree", landing.result)
    next_one = await followed(service, monkeypatch)
    try:
        assert next_one.sessions.get(session_id).landed is not None
        own = " M deep/new.txt" if half == "files" else ""
        assert git(repo, "status", "--porcelain") == own.strip()
        assert (repo / "first.txt").read_text() == "committed\n"
        assert not (repo / ".git" / "index.lock").exists()
    finally:
        await next_one.close()


async def test_what_the_user_has_staged_meanwhile_is_left(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id, worktree = await at_work(service, repo)
    cut_off(monkeypatch, service, "forward", "before")
    monkeypatch.setattr(service.landings, "_folder", lambda _id: _untouched())
    with pytest.raises(Killed):
        await land(service, session_id, How.SQUASH)
    (repo / "README.md").write_text("the user's own\n")
    git(repo, "add", "README.md")
    before = everything(repo, worktree)["main"]
    next_one = await followed(service, monkeypatch)
    try:
        assert next_one.sessions.get(session_id).landed is None
        assert everything(repo, worktree)["main"] == before
    finally:
        await next_one.close()


async def test_a_git_that_is_killed_is_followed_by_one_that_is_not(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The sidecar lives: it finishes what its git had begun."""
    session_id, worktree = await at_work(service, repo)
    wrapper, real = tmp_path / "bin" / "git", shutil.which("git")
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\ncase "$*" in *--ff-only*) kill -9 $$;; esac\nexec {real} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:/usr/bin:/bin")
    told = await land(service, session_id, How.REBASE)
    assert told.landed is not None
    assert git(repo, "rev-parse", "main") == told.landed.commit
    assert git(repo, "status", "--porcelain") == git(worktree, "status", "--porcelain") == ""
    assert folders_of(str(repo)).common_dir.joinpath("worktrees").exists()
