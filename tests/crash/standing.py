"""What stands on the disk and runs on the machine: worktrees, snapshots, refs, locks, processes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import attrs

from branchline.machine.paths import Paths
from branchline.store.migrations import SCHEMA
from harness.repositories import Repo
from harness.sidecar import git, pids_of
from harness.terminal import list_held
from harness.worktree_state import files_of

OURS = frozenset({"serve", "ptyhost", "stdio"})
"""The commands of the sidecar, the terminal host and the relay."""


@attrs.frozen
class Worktree:
    """All that a worktree is: its files, its index as git lists it, the commit it is at."""

    files: dict[str, tuple[int, str]]
    """(kind or mode, blob id) by path."""
    index: str
    head: str

    @property
    def contents(self) -> frozenset[str]:
        """Blob ids of what is in its files and of what is staged."""
        staged = {line.split()[1] for line in self.index.splitlines()}
        return frozenset({blob for _, blob in self.files.values()} | staged)


def read_worktree(path: Path, head: str) -> Worktree | None:
    """None: there is none there."""
    if not (path / ".git").exists():
        return None
    files = {name: (kind, _blob(content)) for name, (kind, content) in files_of(Repo(path)).items()}
    return Worktree(files, git(path, "ls-files", "--stage"), head)


def _blob(content: str | bytes) -> str:
    data = os.fsencode(content) if isinstance(content, str) else content
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def reachable(repo: Path, session_id: str) -> frozenset[str]:
    """The ids of all that can be reached from the refs which Branchline keeps for a session."""
    kept = f"--glob=refs/branchline/{session_id}"
    return frozenset(git(repo, "rev-list", "--objects", "--no-object-names", kept).splitlines())


def refs(repo: Path, below: str) -> dict[str, str]:
    """The commit of each ref below a folder, by full name."""
    listing = git(repo, "for-each-ref", "--format=%(refname) %(objectname)", below)
    return {name: commit for name, _, commit in (line.partition(" ") for line in listing.splitlines())}


@attrs.frozen
class Linked:
    """A linked worktree as git knows it."""

    head: str
    prunable: bool


def linked_worktrees(repo: Path) -> dict[str, Linked]:
    """By path."""
    found = {}
    for entry in git(repo, "worktree", "list", "--porcelain").split("\n\n")[1:]:
        fields = dict(line.partition(" ")[::2] for line in entry.splitlines())
        found[fields["worktree"]] = Linked(fields["HEAD"], "prunable" in fields)
    return found


def tree_of(repo: Path) -> str:
    """Of all that is in a checkout, by an index of a moment."""
    with tempfile.TemporaryDirectory() as place:
        env = {**os.environ, "GIT_INDEX_FILE": str(Path(place, "index"))}
        for words in (("add", "--all"), ("write-tree",)):
            done = subprocess.run(["git", *words], cwd=repo, env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def lock_files(repo: Path) -> list[str]:
    return [str(each.relative_to(repo)) for each in (repo / ".git").rglob("*.lock")]


def held_agents(paths: Paths) -> list[tuple[str, int]]:
    """(session, pid) of each agent that the terminal host holds; none while there is no host."""
    try:
        return [(entry["session"], entry["pid"]) for entry in list_held(paths) if entry.get("exitCode") is None]
    except OSError:
        return []


@attrs.frozen
class Running:
    """`ours` has the command lines of what was started with the campaign's BRANCHLINE_HOME, by pid; `agents` are those
    that its command started, held or not; `zombies` were children of `ours`."""

    ours: dict[int, str]
    agents: set[int]
    zombies: list[int]


def running(home: Path, mark: str) -> Running:
    ours: dict[int, str] = {}
    agents: set[int] = set()
    dead: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        try:
            state, parent, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue  # It ended meanwhile, or belongs to the system.
        if state == "Z":
            dead[pid] = int(parent)
        elif command.endswith(f"\0{mark}\0".encode()):
            agents.add(pid)
        elif f"BRANCHLINE_HOME={home}".encode() in environment.split(b"\0"):
            ours[pid] = command.replace(b"\0", b" ").decode(errors="replace").strip()
    return Running(ours, agents, [pid for pid, parent in dead.items() if parent in ours])


def strays(home: Path, ours: dict[int, str]) -> list[str]:
    """Our processes but one sidecar, one terminal host and one relay: what one that was killed left running."""
    commands = [line.rpartition(" ")[2] for line in ours.values()]
    if len(set(commands)) == len(commands) and {*commands} <= OURS:
        return []
    # A child looks like its parent until it runs its own program: `pids_of` knows that.
    known = [pids_of(home, command) for command in sorted(OURS)]
    found = [f"more than one: {pids}" for pids in known if len(pids) > 1]
    return found + [f"left running: {pid} {line}" for pid, line in ours.items() if not any(pid in one for one in known)]


def git_below(pid: int) -> list[int]:
    """The git processes that a process started, and those that they did."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    found = []
    for child in map(int, children):
        try:
            is_git = Path(f"/proc/{child}/comm").read_text().startswith("git")
        except OSError:
            continue
        if is_git:
            found += [child, *git_below(child)]
    return found


def stored(paths: Paths) -> dict[str, Any]:
    """What the store holds; nothing before anything was written down."""
    if not paths.store.exists():
        return {"schema": SCHEMA, "tables": {}}
    content: dict[str, Any] = json.loads(paths.store.read_text())
    return content
