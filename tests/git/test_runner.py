"""git is run without asking, without hanging, and without what the environment would slip in."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

import pytest

from branchline.core.errors import shown
from branchline.git import git_process
from branchline.git.runner import Git, alone
from branchline.git.switches import USERS
from branchline.machine import priority
from harness.processes import exists
from harness.refusals import failure
from harness.repositories import MakeRepo, Repo
from harness.waiting import until


async def test_output_is_bytes_and_text(repo: Repo) -> None:
    git = Git(repo.path)
    assert await git.read("rev-parse", "HEAD") == repo.head.encode() + b"\n"
    assert await git.text("rev-parse", "HEAD") == repo.head
    assert await git.ok("rev-parse", "--verify", "-q", "HEAD")
    assert not await git.ok("rev-parse", "--verify", "-q", "nowhere")
    assert await git.write("hash-object", "-w", "--stdin", stdin=b"x" * 1_000_000)
    assert await git.write("hash-object", "--stdin", stdin=b"") == b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n"


async def test_much_output(repo: Repo) -> None:
    repo.write("big", "x" * 5_000_000)
    repo.commit()
    assert len(await Git(repo.path).read("cat-file", "blob", "HEAD:big")) == 5_000_000


async def test_nothing_inherited_points_elsewhere(
    repo: Repo, make_repo: MakeRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_repo("other")
    other.commit("more")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    monkeypatch.setenv("GIT_TRACE", "1")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("GIT_PAGER", "false")
    git = Git(repo.path)
    assert await git.text("rev-parse", "--show-toplevel") == str(repo.path)
    assert await git.text("--paginate", "log", "--format=%s") == "first"
    assert "fatal: ambiguous argument" in str((await failure(git.read("log", "nowhere"))).data["stderr"])


async def test_the_users_own_configuration_counts(repo: Repo, git_config: Path) -> None:
    git_config.write_text(git_config.read_text() + "[alias]\n\tmine = log -1 --format=%an\n")
    assert await Git(repo.path).text("mine") == "Test"


async def test_failures_say_what_git_said(repo: Repo) -> None:
    error = await failure(Git(repo.path).write("branch", "a..b"))
    assert (error.code, error.data["status"]) == ("GIT_FAILED", 128)
    assert error.message == "git branch a..b failed: 'a..b' is not a valid branch name."
    assert error.data["stderr"] == "fatal: 'a..b' is not a valid branch name"


async def test_failures_that_are_known(repo: Repo, tmp_path: Path) -> None:
    assert (await failure(Git(tmp_path / "none").read("version"))).code == "PATH_MISSING"
    assert (await failure(Git(tmp_path).read("status"))).code == "NOT_A_REPO"
    assert (await failure(Git(repo.path).write("worktree", "add", "../x", "main"))).code == "BRANCH_CHECKED_OUT"


@pytest.mark.parametrize("argument", ["a\0b", "\ud800", "x" * 3_000_000], ids=["nul", "surrogate", "long"])
async def test_arguments_that_cannot_be_given(repo: Repo, argument: str) -> None:
    error = await failure(Git(repo.path).read("rev-parse", argument))
    assert error.code == "GIT_FAILED"
    assert len(error.message) < 300


async def test_no_git(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (await failure(Git(repo.path).read("version"))).code == "GIT_MISSING"


async def test_what_takes_too_long_is_ended_with_all_that_it_started(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_process, "TERM_PATIENCE", 0.2)
    pid = tmp_path / "pid"
    repo("config", "alias.hang", f"!trap '' TERM; echo $$ > {pid}; while :; do sleep 0.05; done")
    error = await failure(Git(repo.path).write("hang", timeout=0.5))
    assert error.code == "GIT_TIMEOUT"
    deadline = time.monotonic() + 20
    while exists(int(pid.read_text())):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


async def test_whoever_is_cancelled_while_git_starts_leaves_nothing_of_it(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine git runs its hooks before its start is told."""
    told = tmp_path / "pid"
    repo.hook("post-checkout", f"trap '' TERM; echo $$ > '{told}'; while :; do sleep 0.05; done")
    loop = asyncio.get_running_loop()
    start, is_begun = loop.subprocess_exec, asyncio.Event()

    async def started_late(*args: Any, **kwargs: Any) -> Any:
        started = await start(*args, **kwargs)
        await until(lambda: told.exists() and told.read_text().strip() != "")
        is_begun.set()
        await asyncio.sleep(0.1)
        return started

    monkeypatch.setattr(loop, "subprocess_exec", started_late)
    adding = asyncio.create_task(
        Git(str(repo.path)).write("worktree", "add", "-q", "-b", "x", str(tmp_path / "x"), lifted=USERS)
    )
    await is_begun.wait()
    adding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await adding
    await until(lambda: not exists(int(told.read_text())))


async def test_whoever_is_cancelled_again_leaves_nothing_either(repo: Repo, tmp_path: Path) -> None:
    """As at an end: a git that nobody reaps would outlive the loop."""
    pid, told = tmp_path / "pid", tmp_path / "told"
    repo("config", "alias.hang", f"!trap 'touch {told}' TERM; echo $PPID > '{pid}'; while :; do sleep 0.05; done")
    running = asyncio.create_task(Git(repo.path).write("hang"))
    await until(lambda: pid.exists() and pid.read_text().strip() != "")
    running.cancel()
    await until(told.exists)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not exists(int(pid.read_text())), "not even as one that has ended and waits to be reaped"


async def test_what_stays_in_the_background_holds_nobody_up(repo: Repo, tmp_path: Path) -> None:
    """A hook that starts a watcher: it keeps git's output open, and is the user's."""
    pid = tmp_path / "pid"
    repo("config", "alias.watch", f"!sleep 600 & echo $! > {pid}; echo done")
    try:
        assert await Git(repo.path).write("watch", timeout=30) == b"done\n"
        assert exists(int(pid.read_text()))
    finally:
        os.kill(int(pid.read_text()), 9)


async def test_nobody_is_asked_for_a_password(repo: Repo) -> None:
    """Even where a terminal is there to ask on."""
    script = 'test "$GIT_TERMINAL_PROMPT" = 0 && ! test -t 0 && ! (: < /dev/tty) 2>/dev/null && echo nobody'
    repo("config", "alias.ask", f"!{script}")
    assert await Git(repo.path).text("ask") == "nobody"


async def test_no_descriptor_or_child_is_left(repo: Repo) -> None:
    await Git(repo.path).read("version")
    before = len(os.listdir("/dev/fd"))
    for _ in range(5):
        await asyncio.gather(*(Git(repo.path).read("rev-parse", f"HEAD~{number}^{{}}") for number in [0]))
        await failure(Git(repo.path).read("rev-parse", "nowhere"))
    assert len(os.listdir("/dev/fd")) <= before


async def test_blocks_of_one_key_follow_each_other() -> None:
    order: list[str] = []

    async def block(key: str, name: str) -> None:
        async with alone(key):
            order.append(f"{name} in")
            await asyncio.sleep(0.01)
            order.append(f"{name} out")

    await asyncio.gather(block("k", "a"), block("k", "b"), block("k", "c"))
    assert order == ["a in", "a out", "b in", "b out", "c in", "c out"]
    order.clear()
    await asyncio.gather(block("k", "a"), block("other", "b"))
    assert order[:2] == ["a in", "b in"]


def test_paths_for_sentences() -> None:
    assert shown("/a b/ü") == "/a b/ü"
    assert shown("a\nb\x1b\udcff") == "a�b��"
    assert len(shown("x" * 10_000)) == 201


async def test_what_nobody_waits_for_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends when it has been made to."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nwhile [ "$(nice)" -lt {priority.NICE} ]; do sleep 0.01; done; nice\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    with priority.low():
        assert int(await Git(tmp_path).text("version")) >= priority.NICE
