"""What the campaign does to sessions: random requests, and random changes of their files between them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from crash.invariants import LIVE, Memory, Record, Seen
from harness.sidecar import git

FEWEST, MOST = 4, 6
"""Sessions: about five."""
MOST_REMOVED = 4
"""Until the oldest is deleted for good, so that snapshots do not grow without end."""
_FILES = ("README.md", "new.txt", "other.txt", "deep/in a folder.txt", "tool.sh", "data.bin")


@attrs.frozen
class Operation:
    method: str
    params: dict[str, Any]
    session: str | None = None
    """Whose worktree it is about; None for a session that is to be made."""
    keeps: bool = False
    """Its answer says that everything in the worktree is in a snapshot."""
    ends: bool = False
    """The session's agent ends by it, or another one begins."""
    numbers: bool = False
    """It wants the number of a snapshot."""

    @property
    def name(self) -> str:
        return f"{self.method} free" if self.params.get("freeDisk") else self.method


def choose(chance: random.Random, memory: Memory, seen: Seen) -> Operation:
    """One that makes sense now."""
    if doomed := [each for each in seen.removed if each in memory.doomed]:
        return _delete(doomed[0])
    if len(seen.removed) > MOST_REMOVED:
        return _delete(list(seen.removed)[-1])
    if len(seen.sessions) < FEWEST and (not seen.removed or chance.random() < 0.5):
        return _create(memory, chance)
    found = list(_possible(chance, memory, seen))
    return chance.choices([each for _, each in found], [weight for weight, _ in found])[0]


def _possible(chance: random.Random, memory: Memory, seen: Seen) -> Iterator[tuple[float, Operation]]:
    if len(seen.sessions) < MOST:
        yield 2, _create(memory, chance)
        for removed in seen.removed:
            yield 2, Operation("session/restore", {"id": removed}, removed)
    is_tried = any(each["tried"] for each in seen.sessions.values())
    for session_id, record in seen.sessions.items():
        yield from _of_session(chance, session_id, record, len(seen.sessions), is_tried)


def _of_session(
    chance: random.Random, session_id: str, record: Record, count: int, is_tried: bool
) -> Iterator[tuple[float, Operation]]:
    one = {"id": session_id}
    live = record["status"] in LIVE
    there = bool(record["worktree"]) and not record["freed"]
    yield 0.5, Operation("session/update", {**one, "name": f"S{chance.randrange(1000)}", "pinned": True}, session_id)
    if live:
        yield 0.6, Operation("session/stop", one, session_id, ends=True)
        yield 0.8, Operation("session/pause", one, session_id, keeps=there, ends=True)
    else:
        yield 2.5, Operation("session/resume", one, session_id, ends=True)
    if there:
        free = {**one, "freeDisk": True}
        yield 1.5, Operation("session/pause", free, session_id, keeps=True, ends=True)
        yield 1.5, Operation("snapshot/create", one, session_id, keeps=True)
        yield 1, Operation("setup/run", one, session_id)
        if record["status"] not in {"starting", "working", "waiting"}:
            yield 1.5, Operation("snapshot/restore", one, session_id, keeps=True, numbers=True)
            how = {**one, "how": chance.choice(("merge", "squash", "rebase")), "onto": "main"}
            yield 1.5, Operation("session/land", how, session_id, keeps=True)
        if not is_tried:
            files = sorted({chance.choice(_FILES) for _ in range(3)})
            yield 1.5, Operation("session/apply", {**one, "files": files}, session_id)
        yield 1, Operation("session/discard", {**one, "path": chance.choice(_FILES)}, session_id, keeps=True)
        if count < MOST:
            yield 0.7, Operation("snapshot/fork", one, numbers=True)
    if record["tried"]:
        yield 8, Operation("session/endTry", one, session_id)
    elif there and not is_tried:
        yield 1, Operation("session/tryHere", one, session_id)
    if count >= FEWEST and not record["tried"]:
        gone = {**one, "force": True, "keepBranch": chance.random() < 0.15}
        yield 1.2, Operation("session/remove", gone, session_id, keeps=there, ends=True)


def _create(memory: Memory, chance: random.Random) -> Operation:
    name = f"S{chance.randrange(1000)}"
    return Operation("session/create", {"repo": str(memory.repo), "agent": "still", "name": name})


def _delete(session_id: str) -> Operation:
    return Operation("session/delete", {"id": session_id}, session_id)


def write(chance: random.Random, memory: Memory, seen: Seen) -> str | None:
    """Change a few files of one session's worktree as an agent would; what was done, None where nothing could be."""
    there = [each for each in seen.sessions.values() if each["worktree"] and not each["freed"]]
    if not there:
        return None
    record = chance.choice(there)
    root = Path(record["worktree"])
    done = []
    for _ in range(chance.randint(1, 3)):
        path = root / chance.choice(_FILES)
        what = chance.choices(["write", "stage", "delete", "commit"], [6, 3, 1, 1])[0]
        if what == "delete":
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(chance.randbytes(chance.choice((20, 20_000, 200_000))))
        if what in {"stage", "commit"}:
            git(root, "add", "--", str(path))
        if what == "commit":
            git(root, "commit", "--quiet", "--message", "work")
        done.append(f"{what} {path.name}")
    memory.written.add(record["id"])
    return f"{record['id'][:8]}: {', '.join(done)}"
