"""Checks sessions' work together by the user's own command, and finds out whose breaks it: one check at a time for a
repository."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Mapping, Sequence

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.checked import Checked, CheckState
from branchline.core.session.bisection import CheckEnding, Finding
from branchline.core.session.check_events import CheckSaid
from branchline.core.session.check_setting import CheckCommand
from branchline.git.merge_trees import merging
from branchline.git.own_checkout import drop
from branchline.git.repository import Repository
from branchline.machine import priority, user_environment
from branchline.machine.environment import AGENT_OF, agent_environment, find_program
from branchline.machine.user_environment import Environment
from branchline.service.base.base import Base
from branchline.service.base.listeners import Listeners
from branchline.service.checks.search import Place, Search, Trying
from branchline.service.review.forecasts import Forecasts, Together

_PLAIN = {"TERM": "dumb", "NO_COLOR": "1", "COLORTERM": ""}
"""What it prints is read in an editor."""


@attrs.frozen
class LeftOut:
    """A session whose work cannot be merged with that of `others` (None: its parent branch), because of `files`."""

    id: str
    others: tuple[str | None, ...]
    files: tuple[str, ...]


@attrs.frozen
class Outcome:
    """Where the finding is CONFLICTS nothing ran, and its green ones are the most that can be merged. `output` is the
    file with what the command printed."""

    finding: Finding
    left_out: tuple[LeftOut, ...] = ()
    runs: int = 0
    seconds: float = 0.0
    output: str | None = None


class Checks:
    """Repositories are named by their common git folders."""

    def __init__(self, base: Base, forecasts: Forecasts) -> None:
        self._paths = base.paths
        self._sessions = base.sessions
        self._settings = base.settings
        self._background = base.background
        self._forecasts = forecasts
        self._running: dict[str, asyncio.Task[None]] = {}
        self.listeners: Listeners[Trying] = Listeners()
        """Told what is tried now."""

    async def check(
        self, ids: Sequence[str], *, without_conflicts: bool = False, environment: Environment | None = None
    ) -> Outcome:
        """The works of sessions of one repository as they are now. `without_conflicts`: those of them that can be
        merged; else nothing runs where some cannot.

        Raises NO_CHECK, NO_SESSION, INVALID_STATE (a check runs there already, or they are of several repositories),
        NO_WORKTREE, GIT_TOO_OLD, NOT_FETCHED, git's errors and OSError."""
        common_dir = self._sessions.get(ids[0]).common_dir if ids else ""
        if common_dir in self._running:
            raise BranchlineError(
                ErrorCode.INVALID_STATE, "A check runs in this repository already. Wait for its end, or cancel it."
            )
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        work = self._tell(done, ids, without_conflicts, environment or user_environment.last())
        self._running[common_dir] = task = self._background.start(work, "checking sessions together")

        def ended(task: asyncio.Task[None]) -> None:
            del self._running[common_dir]
            if error := None if task.cancelled() else task.exception():
                done.set_exception(error)
            elif not done.done():
                done.set_result(Outcome(Finding(CheckEnding.CANCELLED)))

        task.add_done_callback(ended)
        return await asyncio.shield(done)

    def cancel(self, session_id: str) -> None:
        """That of the session's repository, if one runs. Raises NO_SESSION."""
        if task := self._running.get(self._sessions.get(session_id).common_dir):
            task.cancel()

    def recover(self) -> None:
        """What a sidecar that was killed left: its command has ended with it."""
        for session in self._sessions.all():
            if session.checked and session.checked.state is CheckState.RUNNING:
                self._say(session.id, attrs.evolve(session.checked, state=CheckState.CANCELLED))
        for folder in self._paths.checks.iterdir():
            if folder.is_dir():
                self._background.start(drop(folder), "deleting what a check left")

    async def _tell(
        self, done: asyncio.Future[Outcome], ids: Sequence[str], without_conflicts: bool, environment: Environment
    ) -> None:
        """Goes on though whoever asked may have gone."""
        with priority.low():
            done.set_result(await self._checked(ids, without_conflicts, environment))

    async def _checked(self, ids: Sequence[str], without_conflicts: bool, environment: Environment) -> Outcome:
        together = await self._forecasts.together(ids)
        repository = together.repository
        of_agents = agent_environment(environment, {**_PLAIN, AGENT_OF: str(self._paths.runtime)})
        command = self._command(repository, of_agents)
        name = os.path.basename(repository.root)
        folder = self._paths.checks / hashlib.sha256(os.fsencode(repository.common_dir)).hexdigest()[:12]
        place = Place(folder / name, of_agents, folder.with_name(f"check-{name}-{folder.name}.log"))
        try:
            async with merging(repository.root) as merger:
                search = Search(together, merger, command, place, self.listeners)
                chosen = await search.unions.most()
                left_out = _left_out(together, chosen, search.unions.conflicts)
                if left_out and not (without_conflicts and chosen):
                    return Outcome(Finding(CheckEnding.CONFLICTS, chosen), left_out)
                return attrs.evolve(await self._found(search, chosen), left_out=left_out, output=str(place.output))
        finally:
            await drop(folder)

    async def _found(self, search: Search, chosen: tuple[str, ...]) -> Outcome:
        began = time.monotonic()
        said = {each: search.checked(each, chosen, CheckState.RUNNING) for each in chosen}
        self._say_all(said)
        said = {each: attrs.evolve(checked, state=CheckState.CANCELLED) for each, checked in said.items()}
        try:
            finding = await search.find(chosen)
            said = await search.said(finding, chosen)
        finally:
            self._say_all(said)
        return Outcome(finding, runs=search.runs, seconds=time.monotonic() - began)

    def _say_all(self, said: Mapping[str, Checked]) -> None:
        for session_id, checked in said.items():
            self._say(session_id, checked)

    def _say(self, session_id: str, checked: Checked) -> None:
        if self._sessions.has(session_id):
            self._sessions.happened(session_id, CheckSaid(checked))

    def _command(self, repository: Repository, environment: Mapping[str, str]) -> CheckCommand:
        roots = {repository.root, *(each.path for each in repository.checkouts)}
        for path, command in self._settings.now.check.items():
            if os.path.realpath(os.path.expanduser(path)) in roots:
                program = command.words[0]
                # One with a folder may be among the files that are checked.
                if "/" in program or find_program(program, environment.get("PATH")):
                    return command
                raise BranchlineError(
                    ErrorCode.NO_CHECK,
                    f"The program “{shown(program)}” is not found, which branchline.check names for this repository.",
                    repo=repository.root,
                )
        raise BranchlineError(
            ErrorCode.NO_CHECK,
            f"No command is set that could check {shown(repository.root)}. Set one in branchline.check.",
            repo=repository.root,
        )


def _left_out(
    together: Together, chosen: tuple[str, ...], conflicts: Mapping[str, tuple[str, ...]]
) -> tuple[LeftOut, ...]:
    def others(session_id: str) -> tuple[str | None, ...]:
        foreseen = together.forecast.of(session_id)
        return tuple(each.session for each in foreseen if each.session in {None, *chosen})

    return tuple(LeftOut(each, others(each), files) for each, files in conflicts.items())
