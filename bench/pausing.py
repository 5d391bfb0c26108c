"""How long a pause and a resume take, with a live demo agent, beside what git alone needs for the same."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from client import Client, repository, sidecar
from reporting import report

RUNS = 10
FILES = 1000
CLOCK = {"agents": {"clock": {"command": ["sh", "-c", "echo up; date +%s.%N > started; exec cat"]}}}
"""Says when it was started."""


def pause() -> None:
    """A pause of a working and of a resting agent, to the reply (target: 1 s)."""
    with repository(FILES) as repo:
        with sidecar({}) as client:
            for what, instruction in (("resting", None), ("working", "Add a greeting feature")):
                report(
                    f"{what} agent", [_paused(client, repo, f"{what}{number}", instruction) for number in range(RUNS)]
                )
        report("the least that git needs for its snapshot", [_kept_by_git(repo, number) for number in range(RUNS)])


def resume() -> None:
    """A resume, from the request to the agent's process (target: 300 ms when the worktree was kept)."""
    with repository(FILES) as repo:
        with sidecar(CLOCK) as client:
            for what, free in (("worktree kept", False), ("worktree freed", True)):
                report(what, [_resumed(client, str(repo), f"{free}{number}", free) for number in range(RUNS)])
        report("plain git worktree add", [_added_by_git(repo, number) for number in range(RUNS)])


def _paused(client: Client, repo: Path, name: str, instruction: str | None) -> float:
    made = client.ask("session/create", {"repo": str(repo), "agent": "demo", "name": name, "instruction": instruction})
    client.until(made["id"], "working" if instruction else "ready")
    began = time.monotonic()
    client.ask("session/pause", {"id": made["id"]})
    return time.monotonic() - began


def _resumed(client: Client, repo: str, name: str, free: bool) -> float:
    made = client.ask("session/create", {"repo": repo, "agent": "clock", "name": name})
    client.until(made["id"], "ready")
    client.ask("session/pause", {"id": made["id"], "freeDisk": free})
    started = Path(made["worktree"], "started")
    began = time.time()
    client.ask("session/resume", {"id": made["id"]})
    while not (started.exists() and (text := started.read_text()).endswith("\n") and float(text) > began):
        time.sleep(0.005)
    at = float(text)
    client.ask("session/pause", {"id": made["id"]})
    return at - began


def _added_by_git(repo: Path, number: int) -> float:
    path = repo.parent / f"plain{number}"
    began = time.monotonic()
    _git(repo, "worktree", "add", "--quiet", "-b", path.name, str(path))
    return time.monotonic() - began


def _kept_by_git(repo: Path, number: int) -> float:
    """On an index of its own, which knows the files from the second one on."""
    Path(repo, "new.txt").write_text(f"{number}\n")
    environment = {"GIT_INDEX_FILE": str(repo.parent / "bare-index")}
    author = ("-c", "user.name=b", "-c", "user.email=b@example.com")
    began = time.monotonic()
    _git(repo, "add", "--all", **environment)
    tree = _git(repo, "write-tree", **environment)
    commit = _git(repo, *author, "commit-tree", tree, "-p", "HEAD", "-m", "bare")
    _git(repo, "update-ref", f"refs/bare/{number}", commit)
    return time.monotonic() - began


def _git(repo: Path, *words: str, **environment: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(repo), *words], check=True, capture_output=True, text=True, env={**os.environ, **environment}
    )
    return done.stdout.strip()
