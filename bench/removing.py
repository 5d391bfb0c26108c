"""How long the removal of a session takes, and what of it is its own: beside the snapshot and the look at what would
go, which come before it, and beside what git and `rm` take for the same files."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

from client import Client, repository, sidecar
from creating import INSTANT, SIZES
from reporting import report

RUNS = 5
CHANGED = 10
AT_ONCE = 20
AT_ONCE_FILES = 1_000


def removal() -> None:
    """A session taken away, with ten files changed (target: 50 ms beside its snapshot and the look before)."""
    for files in (*SIZES, 100_000):
        with repository(files) as repo, sidecar({**INSTANT, "spareWorktrees": 0}) as client:
            _measure(files, client, repo)


def removals() -> None:
    """Twenty sessions of 1,000 files removed at once: to the last reply, and until all files are gone."""
    with repository(AT_ONCE_FILES) as repo, sidecar({**INSTANT, "spareWorktrees": 0, "maxSessions": 100}) as client:
        made = [_resting(client, repo, f"s{number}") for number in range(AT_ONCE)]
        began = time.monotonic()
        client.ask_all("session/remove", [{"id": each, "force": True, "keepBranch": False} for each in made])
        replied = time.monotonic() - began
        _until_deleted(repo)
        print(f"  last reply {1000 * replied:.0f} ms, deleted {1000 * (time.monotonic() - began):.0f} ms")


def _measure(files: int, client: Client, repo: Path) -> None:
    looks, snapshots, removals, own, git, rm = [], [], [], [], [], []
    for number in range(RUNS):
        git.append(_by_git(repo, number))
        rm.append(_by_rm(repo, number))
        session = _resting(client, repo, f"s{number}")
        _timed(client, "snapshot/create", id=session, name="")
        looks.append(_timed(client, "session/losses", id=session))
        snapshots.append(_timed(client, "snapshot/create", id=session, name=""))
        removals.append(_timed(client, "session/remove", id=session, force=True, keepBranch=False))
        own.append(removals[-1] - snapshots[-1])
        _until_deleted(repo)
    print(f"  {files} files")
    report("  git worktree remove, git branch -D", git)
    report("  rm -rf", rm)
    report("  the look at what would go", looks)
    report("  a snapshot that finds nothing new", snapshots)
    report("  the removal, with such a snapshot", removals)
    report("  its own share, without that", own)
    print(f"    git takes {statistics.median(git) / statistics.median(removals):.1f} times as long as the removal")


def _resting(client: Client, repo: Path, name: str) -> str:
    """The id of a session without an agent, whose files differ from its branch."""
    made = client.ask("session/create", {"repo": str(repo), "agent": "instant", "name": name})
    client.until(made["id"], "ready")
    for each in range(CHANGED):
        Path(made["worktree"], f"new{each}.txt").write_text(f"{each}\n")
    client.ask("session/stop", {"id": made["id"]})
    client.until(made["id"], "paused")
    return str(made["id"])


def _timed(client: Client, method: str, **params: object) -> float:
    began = time.monotonic()
    client.ask(method, params)
    return time.monotonic() - began


def _until_deleted(repo: Path) -> None:
    beside = Path(f"{repo}.worktrees")
    while beside.is_dir() and any(beside.glob(".branchline-removed-*")):
        time.sleep(0.01)


def _by_git(repo: Path, number: int) -> float:
    path = repo.parent / f"git{number}"
    _git(repo, "worktree", "add", "--quiet", "-b", path.name, str(path))
    began = time.monotonic()
    _git(repo, "worktree", "remove", "--force", str(path))
    _git(repo, "branch", "-D", "--quiet", path.name)
    return time.monotonic() - began


def _by_rm(repo: Path, number: int) -> float:
    path = repo.parent / f"rm{number}"
    shutil.copytree(repo, path, ignore=shutil.ignore_patterns(".git"))
    began = time.monotonic()
    subprocess.run(["rm", "-rf", path], check=True)
    return time.monotonic() - began


def _git(repo: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(repo), *words], check=True, env={**os.environ, "LC_ALL": "C"})
