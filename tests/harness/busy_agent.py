"""An agent that works with git without a pause, watched by all that Branchline does meanwhile."""

from __future__ import annotations

import asyncio
import os
import textwrap
from collections.abc import Awaitable, Callable
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.reasons import SnapshotReason
from branchline.git import changes
from branchline.git.runner import Git
from branchline.git.snapshots import snapshots

SESSION = "3f2f1c1e-0000-4000-8000-000000000000"
SCRIPT = textwrap.dedent(
    """
    n=0
    run() {
        n=$((n + 1))
        "$@" >out 2>&1 || { echo "failed: $*"; sed 's/^/  /' out; }
    }
    mkdir -p many; echo out >>"$(git rev-parse --git-path info/exclude)"
    run git commit --quiet --allow-empty -m start
    turn=0
    while [ $n -lt $1 ]; do
        turn=$((turn + 1))
        for each in 1 2 3 4 5 6 7 8 9; do echo $turn >>many/$each; echo $turn >many/$turn-$each; done
        run git add -A
        run git commit --quiet -m turn
        echo more >>many/1; echo new >untracked
        run git add many/1
        run git stash push --quiet --include-untracked
        run git stash pop --quiet
        run git checkout --quiet -b side-$turn
        run git add -A
        run git commit --quiet -m side
        run git checkout --quiet -
        echo $turn >main-$turn
        run git add .
        run git commit --quiet -m main
        run git rebase --quiet HEAD~1 side-$turn
        run git status --short
        run git mv many/$turn-1 many/$turn-moved
        run git reset --quiet --hard
        run git rm --quiet many/$turn-2
        run git commit --quiet --amend -m amended
        run git clean --quiet -d --force
    done
    echo $n
    """
)


@attrs.frozen
class Seen:
    """`failed` are the agent's commands with what git said; `refused` are our own looks that git could not finish."""

    commands: int
    failed: list[str]
    snapshots: int
    looks: int
    refused: list[str]


async def work_while_watched(worktree: Path, ours: Path, commands: int) -> Seen:
    """Some more commands than `commands`, until a round is done."""
    agent = await asyncio.create_subprocess_exec(
        "sh", "-c", SCRIPT, "agent", str(commands), cwd=worktree, stdout=asyncio.subprocess.PIPE
    )
    base = await _head(worktree)
    done = asyncio.ensure_future(agent.communicate())
    refused: list[str] = []
    taken, looks = await asyncio.gather(
        _repeat(lambda: snapshots.take(str(worktree), SESSION, SnapshotReason.READY, ours, 1.8e9), done, refused),
        _repeat(lambda: changes.read_changes(str(worktree), base, ours / "changes-index"), done, refused),
    )
    lines = os.fsdecode((await done)[0]).splitlines()
    return Seen(int(lines[-1]), lines[:-1], taken, looks, refused)


async def _repeat(
    look: Callable[[], Awaitable[object]], done: asyncio.Future[tuple[bytes, bytes]], refused: list[str]
) -> int:
    count = 0
    while not done.done():
        try:
            await look()
            count += 1
        except BranchlineError as error:
            refused.append(f"{error.code}: {error.message}")
    return count


async def _head(worktree: Path) -> str:
    return await Git(worktree).text("rev-parse", "HEAD")
