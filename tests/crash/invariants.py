"""What must hold after every kill. A `Memory` keeps what was seen at moments of rest; `broken` compares it with now.

A moment of rest is one at which nothing changes the files of a session's worktree:
- right before the request that a kill will cut off is sent; what stands in the worktrees then is `standing`;
- whenever a request that keeps everything has answered (snapshot/create and restore, session/pause and remove).
Whatever stood at one is in the worktree or in a snapshot afterwards, and what was once found in a snapshot, or was
there when such a request answered, is `kept`: it stays in one of them until the session is deleted for good. What the
campaign itself overwrote or deleted before any such moment is its own loss.

Besides, a worktree that nobody wrote to is, file for file and with its index and its commit, what it was: also when it
was freed or removed in between. So is the main checkout, where no session is tried; or what is being applied to it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import attrs

from branchline.git.worktrees import spare
from branchline.git.worktrees.places import SPARES
from branchline.machine.paths import Paths
from branchline.store.migrations import SCHEMA
from crash import set_ups, standing
from crash.standing import Worktree
from harness.sidecar import git

LIVE = frozenset({"starting", "working", "waiting", "ready"})
Record = dict[str, Any]


@attrs.frozen
class Seen:
    """What the sidecar says: its sessions and the removed ones, by id."""

    sessions: dict[str, Record]
    removed: dict[str, Record]


@attrs.define
class Memory:
    """What was, by session."""

    repo: Path
    home: Path
    paths: Paths
    mark: str
    """What the agents' command lines end with."""
    known: set[str] = attrs.field(factory=set)
    """Sessions that were answered or listed, and not deleted for good."""
    doomed: set[str] = attrs.field(factory=set)
    """Those whose deletion for good may have been cut off."""
    written: set[str] = attrs.field(factory=set)
    """Those whose files were changed, by the campaign or by going back to a snapshot, since they were looked at."""
    worktrees: dict[str, Worktree] = attrs.field(factory=dict)
    """As they were last seen."""
    kept: dict[str, set[str]] = attrs.field(factory=dict)
    branches: set[str] = attrs.field(factory=set)
    """Those that were to stay after their sessions."""
    agents: dict[str, int] = attrs.field(factory=dict)
    """The agents that the next kill must leave alone, by session."""
    main: Worktree | None = None
    """The main checkout, where nobody works."""
    applied: tuple[str, str] | None = None
    """The tree of the main checkout before files were applied to it, and the one after; None: none are."""
    contents: set[str] = attrs.field(factory=set)
    """All that were ever at rest."""
    looks: int = 0
    """How often one was looked for."""
    _reachable: dict[str, tuple[dict[str, str], frozenset[str]]] = attrs.field(factory=dict)

    def forget(self, session_id: str) -> None:
        """It is deleted for good."""
        for each in (self.known, self.doomed, self.written):
            each.discard(session_id)
        self.worktrees.pop(session_id, None)
        self.kept.pop(session_id, None)
        self._reachable.pop(session_id, None)

    def rest(self, seen: Seen) -> None:
        """Note what stands now. `broken` was asked before, so that this takes nothing wrong for right."""
        self.known |= {*seen.sessions, *seen.removed}
        if self.main is None and self.applied is None and not _is_tried(seen):
            self.main = standing.read_worktree(self.repo, git(self.repo, "rev-parse", "HEAD"))
        for session_id, now in worktrees(self.repo, seen).items():
            self.worktrees[session_id] = now
            self.written.discard(session_id)

    def reachable(self, session_id: str, refs: dict[str, str]) -> frozenset[str]:
        """The ids of all that its refs among `refs` hold; asked anew when one of them is another."""
        own = {name: commit for name, commit in refs.items() if name.split("/")[2] == session_id}
        if session_id not in self._reachable or self._reachable[session_id][0] != own:
            self._reachable[session_id] = own, standing.reachable(self.repo, session_id)
        return self._reachable[session_id][1]

    def everything_kept(self, session_id: str) -> None:
        """A request that keeps all of a worktree has answered."""
        if session_id in self.worktrees:
            self.kept.setdefault(session_id, set()).update(self.worktrees[session_id].contents)


def broken(memory: Memory, seen: Seen) -> list[str]:
    """What is not as it must be, as sentences; the quick looks first, and alone when they find something."""
    found = [*_store(memory), *_agents(memory, seen), *set_ups.broken(memory.home, seen.sessions)]
    if found or (found := [*_git(memory, seen), *_set_aside(memory)]):
        return found
    now = worktrees(memory.repo, seen)
    return [*_unlike(memory, now), *_contents(memory, now), *_main(memory, seen), *_applied(memory)]


def worktrees(repo: Path, seen: Seen) -> dict[str, Worktree]:
    """Those that are there, by session."""
    linked = standing.linked_worktrees(repo)
    found = {}
    for session_id, record in seen.sessions.items():
        if record["worktree"] in linked and not record["freed"]:
            one = standing.read_worktree(Path(record["worktree"]), linked[record["worktree"]].head)
            if one is not None:
                found[session_id] = one
    return found


def _store(memory: Memory) -> list[str]:
    content = standing.stored(memory.paths)
    tables = content["tables"]
    found = [] if content["schema"] == SCHEMA else [f"the store has schema {content['schema']}"]
    records = tables.get("sessions", {}).values()
    stored = Counter(each["id"] for each in [*records, *tables.get("removed", {}).values()])
    found += [f"{each[:8]} is not in the store" for each in memory.known - stored.keys()]
    found += [f"{each[:8]} is in the store {count} times" for each, count in stored.items() if count > 1]
    found += [f"{each['id'][:8]}: {each['under_way']} is not finished" for each in records if each["under_way"]]
    found += [f"{each['id'][:8]} is not stopped yet" for each in records if each["stopping"]]
    return found + [f"unreadable: {each}" for each in tables.get("unreadable", {}).values()]


def _agents(memory: Memory, seen: Seen) -> list[str]:
    """Sessions say the truth about their agents, and each has but one."""
    now = standing.running(memory.home, memory.mark)
    found = [*standing.strays(memory.home, now.ours), *(f"a zombie: {pid}" for pid in now.zombies)]
    held = standing.held_agents(memory.paths)
    found += [f"{each[:8]} is held twice" for each, count in Counter(each for each, _ in held).items() if count > 1]
    pids = dict(held)
    for session_id, record in seen.sessions.items():
        status, reason = record["status"], record["reason"]
        if status == "queued" or (status in LIVE) != (session_id in pids):
            found.append(f"{session_id[:8]} is {status}, held: {session_id in pids}")
        if status == "paused" and reason not in {"paused", "stopped", "interrupted", "restored", "adopted"}:
            found.append(f"{session_id[:8]} is paused for {reason}")
    for session_id, pid in memory.agents.items():
        if pids.get(session_id) != pid:
            found.append(f"the agent of {session_id[:8]} was {pid} and is {pids.get(session_id)}")
    found += [f"the agent of {each[:8]} has no session" for each in pids if each not in seen.sessions]
    found += [f"the agent {pid} is not held" for pid in now.agents - {*pids.values()}]
    found += [f"{each[:8]} is listed and removed" for each in seen.sessions.keys() & seen.removed.keys()]
    return found + [f"{each[:8]} is not listed" for each in memory.known - seen.sessions.keys() - seen.removed.keys()]


def _git(memory: Memory, seen: Seen) -> list[str]:
    ours = {record["worktree"] for record in seen.sessions.values() if record["worktree"] and not record["freed"]}
    linked = standing.linked_worktrees(memory.repo)
    spares = {path for path in linked if Path(path).parent.name == SPARES}
    found = [f"a worktree without a session: {path}" for path in linked.keys() - ours - spares]
    found += _spares(memory, spares)
    found += [f"not a worktree any more: {path}" for path in ours - linked.keys()]
    found += [f"prunable: {path}" for path, one in linked.items() if one.prunable]
    sessions = {*seen.sessions, *seen.removed}
    kept = {ref.split("/")[2] for ref in standing.refs(memory.repo, "refs/branchline/")}
    found += [f"refs of {each[:8]}, which is no session" for each in kept - sessions]
    named = {record["branch"] for record in [*seen.sessions.values(), *seen.removed.values()]} | memory.branches
    branches = {ref.removeprefix("refs/heads/") for ref in standing.refs(memory.repo, "refs/heads/branchline/")}
    found += [f"a branch without a session: {each}" for each in branches - named]
    for session_id, record in seen.sessions.items():
        if record["worktree"] in ours and record["branch"] not in branches:
            found.append(f"{session_id[:8]} has no branch {record['branch']} any more")
    changed = git(memory.repo, "--no-optional-locks", "status", "--porcelain", "--untracked-files=no")
    if changed and not _is_tried(seen) and not memory.applied:
        found.append(f"the main checkout is neither as it was nor as it is to be: {changed.splitlines()[:3]}")
    return found + [f"a lock file: {each}" for each in standing.lock_files(memory.repo)]


def _spares(memory: Memory, linked: set[str]) -> list[str]:
    """Those that are there are written down and whole, or are dropped or made just now."""
    folder = Path(f"{memory.repo}.worktrees", SPARES)
    there = {str(each) for each in folder.iterdir()} if folder.is_dir() else set()
    meta = standing.stored(memory.paths)["tables"].get("meta", {}).values()
    kept: Record = next((each["value"] for each in meta if each["key"] == "spares"), {})
    written = {path for each in kept.values() for path in each["paths"]}
    found = [f"a spare that git or the store does not know: {path}" for path in there ^ (linked & written)]
    found += [f"a spare that cannot be taken: {path}" for path in linked if not spare.find(path, f"{memory.repo}/.git")]
    return found + ([f"too many spares: {sorted(there)}"] if len(there) > 1 else [])


def _set_aside(memory: Memory) -> list[str]:
    parent = Path(f"{memory.repo}.worktrees")
    return [f"not deleted: {each.name}" for each in parent.glob(".branchline-removed-*")]


def _unlike(memory: Memory, now: dict[str, Worktree]) -> list[str]:
    found = []
    for session_id, one in now.items():
        before = memory.worktrees.get(session_id)
        if before is None or session_id in memory.written or one == before:
            continue
        names = {*before.files, *one.files}
        files = sorted(name for name in names if before.files.get(name) != one.files.get(name))
        same = f"the same index: {before.index == one.index}, the same commit: {before.head == one.head}"
        found.append(f"{session_id[:8]} is not what it was: {files}, {same}")
    return found


def _is_tried(seen: Seen) -> bool:
    return any(each["tried"] for each in seen.sessions.values())


def _main(memory: Memory, seen: Seen) -> list[str]:
    now, before = standing.read_worktree(memory.repo, git(memory.repo, "rev-parse", "HEAD")), memory.main
    if before is None or now is None or now == before:
        return []
    if _is_tried(seen) and (now.index, now.head) == (before.index, before.head):
        return []
    names = {*before.files, *now.files}
    files = sorted(name for name in names if before.files.get(name) != now.files.get(name))
    return [f"the main checkout is not what it was: {files}, {now.head}"]


def _applied(memory: Memory) -> list[str]:
    """All of it is there, or nothing."""
    if memory.applied is None or standing.tree_of(memory.repo) in memory.applied:
        return []
    changed = git(memory.repo, "--no-optional-locks", "status", "--porcelain", "--untracked-files=all")
    return [f"what was applied is half there: {changed.splitlines()[:5]}"]


def _contents(memory: Memory, now: dict[str, Worktree]) -> list[str]:
    found = []
    refs = standing.refs(memory.repo, "refs/branchline/")
    for session_id in memory.known - memory.doomed:
        held = memory.reachable(session_id, refs)
        before = memory.worktrees[session_id].contents if session_id in memory.worktrees else frozenset()
        kept = memory.kept.setdefault(session_id, set())
        wanted = kept | before
        memory.looks += len(wanted)
        memory.contents |= wanted
        lost = wanted - held - (now[session_id].contents if session_id in now else frozenset())
        found += [f"LOST: {blob} of {session_id[:8]}" for blob in lost]
        kept |= before & held
    return found
