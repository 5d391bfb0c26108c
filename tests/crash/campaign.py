"""The crash campaign: requests on about five sessions, a SIGKILL in the middle of every one that counts, and a look
at everything after it. See `invariants` for what must hold.

A round: the worktrees' files are changed, up to two requests are answered, and during one more, after a random time, a
process is killed: the sidecar, a relay, a git that the sidecar runs, or the terminal host with all agents. Then the
editor comes back, and within `PATIENCE` nothing may be broken. The same seed chooses the same numbers; what is hit
depends on the machine's speed too, so that a round's account is told with a failure.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter
from typing import Any

import attrs
from pygls.exceptions import JsonRpcException

from crash import applied, standing
from crash.invariants import Memory, Seen, broken
from crash.operations import Operation, choose, write
from harness.sidecar import Client, Connect, git, kill, logs_of, pids_of, plain

PATIENCE = 20.0
"""Seconds until everything must be as it should, on a busy machine."""
KILLS = {"sidecar": 0.4, "git": 0.35, "relay": 0.12, "ptyhost": 0.13}
SOON, LATER = 0.06, 0.3
"""Seconds within which a process is killed after a request was sent: most requests end within the first, all but those
that wait for an agent's end within the second."""
_CALM = 3
"""Looks in a row that must find nothing broken after the relay was killed: its request may still be under way."""
_LAST = 25  # Requests and changes told with a failure, besides all those of its sessions.
_FITS_NOT_NOW = {
    *("INVALID_STATE", "AGENT_WORKS", "NOTHING_TO_LAND", "LAND_CONFLICT", "NO_DIFFERENCE", "NOTHING_TO_UNDO"),
    *("CHECKOUT_DIRTY", "CHECKOUT_MOVED", "NO_WORKTREE"),
}
"""An agent may have done something since the sessions were listed, sessions write to the same files, and landing writes
to the main checkout; or there was nothing to do."""


SET_UP = 'exec 9>> "$ALONE/$BRANCHLINE_SESSION"; flock -n 9 || touch "$ALONE/twice"; sleep 0.05'
"""It says so where it runs twice at once in a session, and writes nothing into the worktree."""


class BrokenError(AssertionError):
    """The message tells what, when, and how to have it again."""


@attrs.define
class Campaign:
    connect: Connect
    memory: Memory
    seed: int
    rounds: int = 0
    kills: Counter[str] = attrs.field(factory=Counter)
    answered: Counter[str] = attrs.field(factory=Counter)
    cut_off: Counter[str] = attrs.field(factory=Counter)
    account: list[str] = attrs.field(factory=list)
    began: float = attrs.field(factory=time.monotonic)
    seen: Seen = attrs.field(factory=lambda: Seen({}, {}))
    """As the sidecar had it last."""
    _client: Client | None = None

    async def run(self, rounds: int) -> None:
        """Raises BrokenError at the first round that breaks something."""
        await self._settle("the start")
        for self.rounds in range(1, rounds + 1):
            chance = random.Random(f"{self.seed}/{self.rounds}")  # noqa: S311  no secret
            for _ in range(chance.randint(0, 2)):
                self._change(chance)
                await self._answered(choose(chance, self.memory, self.seen))
            self._change(chance)
            await self._cut_off(chance, choose(chance, self.memory, self.seen))
        git(self.memory.repo, "fsck", "--connectivity-only")
        await self._leave()

    def summary(self, lost: int = 0) -> str:
        seconds = time.monotonic() - self.began
        lines = [
            f"seed {self.seed}: {self.rounds} rounds in {seconds:.0f} s",
            f"kills: {_told(self.kills)}",
            f"requests cut off: {_told(self.cut_off)}",
            f"requests answered: {_told(self.answered)}",
            f"contents: {len(self.memory.contents)} different ones, looked for {self.memory.looks} times, lost: {lost}",
        ]
        return "\n".join(lines)

    # ------------------------------------------------------------ one request

    def _change(self, chance: random.Random) -> None:
        for _ in range(chance.randint(1, 2)):
            if told := write(chance, self.memory, self.seen):
                self._tell(told)
        self.memory.rest(self.seen)

    async def _answered(self, operation: Operation) -> None:
        operation = await self._numbered(operation)
        self._expect(operation, "nothing")
        self._tell(f"{operation.name} {operation.params}")
        try:
            result = await asyncio.wait_for(self._ask(operation.method, **operation.params), PATIENCE)
        except JsonRpcException as error:
            code = (plain(error.data) or {}).get("code")
            self._tell(f"refused: {code} {error.message}")
            if code not in _FITS_NOT_NOW:
                self._fail([f"{operation.name} was refused: {code} {error.message}"])
        else:
            self._done(operation, result)
            self.answered[operation.name] += 1
        await self._settle(operation.name)
        await self._taken_back(operation)

    async def _cut_off(self, chance: random.Random, operation: Operation) -> None:
        operation = await self._numbered(operation)
        what = chance.choices(list(KILLS), list(KILLS.values()))[0]
        self._expect(operation, what)
        targets = _targets(self.memory, what)
        after = chance.uniform(0, SOON if what == "git" or chance.random() < 0.6 else LATER)
        request = asyncio.ensure_future(self._ask(operation.method, **operation.params))
        await asyncio.sleep(after)
        killed = self._kill(what, targets) if what != "git" else await self._kill_git(chance, targets, request)
        self._tell(f"{operation.name} {operation.params}; {what} killed after {after * 1000:.0f} ms: {killed}")
        self.kills[what if killed else f"{what} (had ended)"] += 1
        self.cut_off[operation.name] += 1
        if what in {"sidecar", "relay"}:
            await self._leave()
        try:
            self._done(operation, await asyncio.wait_for(request, PATIENCE))
        except (JsonRpcException, RuntimeError) as error:
            self._tell(f"it came to nothing: {error}")
        await self._settle(f"{operation.name} with {what} killed", calm=_CALM if what == "relay" else 1)
        if what == "ptyhost":
            await self._ask("session/resumeAll")
            await self._settle("going on")
        await self._taken_back(operation)

    def _kill(self, what: str, targets: list[int]) -> list[int]:
        killed = []
        for pid in targets:
            with contextlib.suppress(ProcessLookupError):
                kill(pid)
                killed.append(pid)
        return killed

    async def _kill_git(self, chance: random.Random, sidecar: list[int], request: asyncio.Future[Any]) -> list[int]:
        """One that runs now, else the next one of the request."""
        while True:
            found = [each for pid in sidecar for each in standing.git_below(pid)]
            if found or request.done():
                return self._kill("git", [chance.choice(found)] if found else [])
            await asyncio.sleep(0.0005)

    def _expect(self, operation: Operation, killed: str) -> None:
        """What the request and the kill may change, and what they must not."""
        memory, session = self.memory, operation.session
        if operation.method in {"snapshot/restore", "session/land", "session/discard"} and session:
            memory.written.add(session)
        if operation.method in {"session/land", "session/apply"}:
            memory.main = None
        if operation.method == "session/delete" and session:
            memory.doomed.add(session)
        if operation.params.get("keepBranch"):
            memory.branches.add(self.seen.sessions[operation.params["id"]]["branch"])
        spared = {} if killed == "ptyhost" else dict(standing.held_agents(memory.paths))
        if operation.ends and session:
            spared.pop(session, None)
        memory.agents = spared

    def _done(self, operation: Operation, result: Any) -> None:
        if operation.session is None:
            self.memory.known.add(result["id"])
        elif operation.keeps:
            self.memory.everything_kept(operation.session)
        elif operation.method == "session/delete":
            self.memory.forget(operation.session)

    async def _numbered(self, operation: Operation) -> Operation:
        if operation.method == "session/apply":
            return await applied.prepared(self._ask, self.memory, operation)
        if not operation.numbers:
            return operation
        found = (await self._ask("snapshot/list", id=operation.params["id"]))["snapshots"]
        if not found:
            return Operation("snapshot/create", {"id": operation.params["id"]}, operation.params["id"], keeps=True)
        number = random.Random(f"{self.seed}/{self.rounds}/{len(found)}").choice(found)["number"]  # noqa: S311
        return attrs.evolve(operation, params={**operation.params, "number": number})

    # ------------------------------------------------------------ looking

    async def _settle(self, after: str, calm: int = 1) -> None:
        """Returns when nothing is broken; raises BrokenError when it stays so."""
        deadline = time.monotonic() + PATIENCE
        looks = 0
        while looks < calm:
            self.seen = await self._look()
            for gone in [each for each in self.memory.doomed if each not in self.seen.removed]:
                self.memory.forget(gone)
            found = broken(self.memory, self.seen)
            looks = 0 if found else looks + 1
            if found and time.monotonic() > deadline:
                self._fail([f"after {after}:", *found])
            await asyncio.sleep(0.05 if found or looks < calm else 0)
        self.memory.rest(self.seen)

    async def _taken_back(self, operation: Operation) -> None:
        if self.memory.applied is not None:
            await applied.over(self._ask, operation)
            await self._settle(f"{operation.name}, and a while")
            applied.take_back(self.memory, self.seen)

    async def _look(self) -> Seen:
        sessions = (await self._ask("session/list"))["sessions"]
        removed = (await self._ask("session/removed"))["sessions"]
        return Seen({each["id"]: each for each in sessions}, {each["id"]: each for each in removed})

    async def _ask(self, method: str, **params: Any) -> Any:
        if self._client is None:
            command = ["sh", "-c", "printf '> '; read line", self.memory.mark]
            settings = {"agents": {"still": {"command": command}}, "maxSessions": 20, "spareWorktrees": 1}
            settings |= {
                "setupScript": SET_UP,
                "teardownScript": "sleep 0.02",
                "scriptEnvironment": {"ALONE": str(self.memory.alone)},
            }
            self._client = await self.connect(settings=settings)
        return await self._client.ask(method, **params)

    async def _leave(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.leave()

    def _tell(self, what: str) -> None:
        self.account.append(f"{self.rounds}: {what}")

    def _fail(self, found: list[str]) -> None:
        lost = sum(each.startswith("LOST") for each in found)
        told = "\n".join([*found, self.account[-1]])
        about = {each for each in self.memory.known if each[:8] in told}
        earlier = [line for line in self.account[:-_LAST] if any(each[:8] in line for each in about)]
        lines = ["", *earlier, "…", *self.account[-_LAST:], self.summary(lost)]
        lines += [f"BROKEN in round {self.rounds} of seed {self.seed}:", *found, logs_of(self.memory.home)]
        raise BrokenError("\n".join(lines))


def _targets(memory: Memory, what: str) -> list[int]:
    return pids_of(memory.home, {"sidecar": "serve", "git": "serve", "relay": "stdio"}.get(what, what))


def _told(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common())
