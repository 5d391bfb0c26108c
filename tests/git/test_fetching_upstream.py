"""The upstream is fetched with what the user has for all repositories; the repository names no program for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.git.repository import inspect
from branchline.git.upstream import fetch_upstream
from branchline.machine import user_environment
from harness.repositories import Repo

NAMES = (
    "core.sshCommand",
    "core.gitProxy",
    "core.askPass",
    "core.fsmonitor",
    "core.alternateRefsCommand",
    "credential.helper",
    "credential.https://127.0.0.1.helper",
    "remote.origin.uploadpack",
    "remote.origin.vcs",
    "uploadpack.packObjectsHook",
    "fetch.fsck.skipList",
)


@pytest.fixture
def origin(repo: Repo, tmp_path: Path) -> Path:
    """The upstream of what is checked out, with a commit more."""
    bare = tmp_path / "origin.git"
    repo("clone", "--quiet", "--bare", ".", str(bare))
    repo("remote", "add", "origin", str(bare))
    repo("fetch", "--quiet", "origin")
    repo("branch", "--quiet", "--set-upstream-to", f"origin/{repo('symbolic-ref', '--short', 'HEAD')}")
    other = tmp_path / "other"
    repo("clone", "--quiet", str(bare), str(other))
    Repo(other)("commit", "--quiet", "--allow-empty", "--message", "more")
    Repo(other)("push", "--quiet", "origin", "HEAD")
    return bare


@pytest.fixture
def bait(tmp_path: Path) -> tuple[Path, Path]:
    """A program, and the file that is there once it ran."""
    ran, program = tmp_path / "ran", tmp_path / "bait"
    program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{ran}'\nexit 1\n")
    program.chmod(0o755)
    return program, ran


ADDRESSES = (
    "{origin}",
    "ext::{bait}",
    "ssh://localhost/x",
    "git@localhost:x",
    "git://127.0.0.1:1/x",
    "https://127.0.0.1:1/x",
    "bait::x",
    "-oProxyCommand={bait}:x",
    "ssh://-oProxyCommand={bait}/x",
)


@pytest.mark.parametrize("by", ["address", "insteadOf"])
@pytest.mark.parametrize("address", ADDRESSES)
async def test_no_setting_of_the_repository_runs_a_program(
    repo: Repo, origin: Path, bait: tuple[Path, Path], address: str, by: str
) -> None:
    program, ran = bait
    for name in NAMES:
        repo("config", name, str(program))
    for kind in ("ext", "bait"):
        repo("config", f"protocol.{kind}.allow", "always")
    leads = address.format(origin=origin, bait=program)
    if by == "address":
        repo("config", "remote.origin.url", leads)
    else:
        repo("config", "remote.origin.url", "https://example.com/x")
        repo("config", f"url.{leads}.insteadOf", "https://example.com/x")
    repository = await inspect(str(repo.path))
    if address == "{origin}":
        assert await fetch_upstream(repository, str(repo.path)) == Repo(origin)("rev-parse", "HEAD")
    else:
        with pytest.raises(BranchlineError):
            await fetch_upstream(repository, str(repo.path))
    assert not ran.exists()


async def test_what_the_user_has_for_all_repositories_runs(
    repo: Repo, origin: Path, bait: tuple[Path, Path], tmp_path: Path
) -> None:
    """As the setting's description says."""
    program, ran = bait
    (tmp_path / "own").write_text(f"[core]\n\tsshCommand = {program}\n")
    repo("config", "remote.origin.url", "ssh://localhost/x")
    mine = {**user_environment.current(), "GIT_CONFIG_GLOBAL": str(tmp_path / "own")}
    with user_environment.of(mine), pytest.raises(BranchlineError):
        await fetch_upstream(await inspect(str(repo.path)), str(repo.path))
    assert "localhost" in ran.read_text()
