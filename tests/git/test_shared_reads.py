"""Equal reads at one time are one process, which ends with the last of those who wait for it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from branchline.git.runner import Git
from harness.processes import exists
from harness.repositories import Repo
from harness.waiting import until


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with one line for every process that git was; a git that waits with `version` until `goes_on`."""
    log = tmp_path / "runs"
    log.touch()
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    real = next(f"{folder}/git" for folder in os.environ["PATH"].split(":") if os.access(f"{folder}/git", os.X_OK))
    wait = f"while [ ! -e {log}.go ]; do sleep 0.02; done"
    wrapper.write_text(f'#!/bin/sh\necho "$@" >> {log}\ncase "$*" in *version*) {wait};; esac\nexec {real} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    return log


def goes_on(counted: Path) -> None:
    Path(f"{counted}.go").touch()


async def test_equal_reads_at_one_time_are_one_process(repo: Repo, counted: Path) -> None:
    goes_on(counted)
    git, same = Git(repo.path), Git(repo.path)
    results = await asyncio.gather(git.read("version"), same.read("version"), git.read("version"))
    assert len(set(results)) == 1
    assert counted.read_text() == "--no-optional-locks version\n"
    await git.read("version")
    assert counted.read_text().count("\n") == 2


async def test_a_read_after_a_change_is_not_answered_by_one_before_it(repo: Repo, counted: Path) -> None:
    git = Git(repo.path)
    before = asyncio.ensure_future(git.read("version"))
    await until(lambda: "version" in counted.read_text())
    await git.write("tag", "t")
    goes_on(counted)
    await asyncio.gather(before, git.read("version"))
    assert counted.read_text().count("version") == 2


async def test_one_of_two_askers_may_leave(repo: Repo, counted: Path) -> None:
    git = Git(repo.path)
    leaves, stays = asyncio.ensure_future(git.read("version")), asyncio.ensure_future(git.read("version"))
    await until(lambda: "version" in counted.read_text())
    leaves.cancel()
    await asyncio.wait([leaves])
    goes_on(counted)
    assert (await stays).startswith(b"git version")
    with pytest.raises(asyncio.CancelledError):
        await leaves
    assert counted.read_text().count("version") == 1


async def test_a_read_that_nobody_waits_for_any_more_is_ended(repo: Repo, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    repo("config", "alias.wait", f"!echo $PPID > '{pid}'; while :; do sleep 0.05; done")
    git = Git(repo.path)
    askers = [asyncio.ensure_future(git.read("wait")) for _ in range(2)]
    await until(lambda: pid.exists() and pid.read_text().strip() != "")
    askers[0].cancel()
    await asyncio.wait([askers[0]])
    assert exists(int(pid.read_text())), "the other one waits still"
    askers[1].cancel()
    await asyncio.sleep(0)
    # Whoever asks now is not answered by what is being ended.
    repo("config", "alias.wait", "!echo anew")
    assert await git.read("wait") == b"anew\n"
    await asyncio.wait([askers[1]])
    assert not exists(int(pid.read_text()))
