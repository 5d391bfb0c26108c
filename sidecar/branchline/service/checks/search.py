"""One check of some sessions' works: unions of them are made, and the command runs on one after the other, until it is
known whose work it is that fails."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from branchline.core.model.checked import Checked, CheckState
from branchline.core.session.bisection import CheckEnding, Finding, Trial, next_step
from branchline.core.session.check_setting import CheckCommand
from branchline.git.merge_trees import Merger
from branchline.git.own_checkout import check_out
from branchline.machine.paths import private_file
from branchline.service.base.listeners import Listeners
from branchline.service.checks.running import link, run
from branchline.service.checks.unions import Union, Unions
from branchline.service.review.forecasts import Together


@attrs.frozen
class Trying:
    """The check of the sessions `of` runs its command for the nth time, on the works of `ids` (none: on what they are
    to land on)."""

    of: tuple[str, ...]
    ids: tuple[str, ...]
    run: int


@attrs.frozen
class Place:
    """Where the files are put, the command's environment, and the file that gets what it prints."""

    files: Path
    environment: Mapping[str, str]
    output: Path


@attrs.frozen
class _Ran:
    state: CheckState
    seconds: float
    at: float


class Search:
    """Of what `merger` merges: it has to stay open. `chosen` can be merged, in this order. Raises git's errors and
    OSError."""

    def __init__(
        self, together: Together, merger: Merger, command: CheckCommand, place: Place, listeners: Listeners[Trying]
    ) -> None:
        self._together = together
        self._merger = merger
        self._command = command
        self._place = place
        self._listeners = listeners
        self.unions = Unions(merger, Union(together.start, together.start_tree), together.works)
        self._ran: dict[str, list[_Ran]] = {}
        """By the tree that it ran on: equal files are not checked again."""
        self.runs = 0

    async def find(self, chosen: tuple[str, ...]) -> Finding:
        self._place.output.unlink(missing_ok=True)
        results: dict[tuple[str, ...], list[bool | None]] = {}
        while isinstance(step := next_step(chosen, results), Trial):
            results.setdefault(step.ids, []).append(await self._passes(chosen, step))
        return step

    async def said(self, finding: Finding, chosen: tuple[str, ...]) -> dict[str, Checked]:
        """For the record of each session: what is green passed, who breaks it failed with whom it needs for that, and
        of the others it is known that all of them failed together."""
        found = {each: await self._checked(each, chosen) for each in chosen}
        found |= {each: await self._checked(each, finding.green) for each in finding.green}
        if finding.ending is CheckEnding.CULPRITS:
            found |= {each[-1]: await self._checked(each[-1], each) for each in finding.culprits}
        return found

    def checked(self, session_id: str, others: Iterable[str], state: CheckState, seconds: float = 0.0) -> Checked:
        work = next(each for each in self._together.works if each.id == session_id)
        return Checked(state, work.tree, tuple(each for each in others if each != session_id), seconds, time.time())

    async def _checked(self, session_id: str, ids: tuple[str, ...]) -> Checked:
        """As the last run on the works of `ids` says."""
        union = await self.unions.of(ids)
        ran = self._ran.get(union.tree if union else "", [_Ran(CheckState.FAILED, 0.0, time.time())])[-1]
        return attrs.evolve(self.checked(session_id, ids, ran.state, ran.seconds), at=ran.at)

    async def _passes(self, chosen: tuple[str, ...], trial: Trial) -> bool | None:
        union = await self.unions.of(trial.ids)
        if union is None:
            return None
        ran = self._ran.setdefault(union.tree, [])
        while len(ran) < trial.times:
            ran.append(await self._run(chosen, trial.ids, union))
        return ran[trial.times - 1].state is CheckState.PASSED

    async def _run(self, chosen: tuple[str, ...], ids: tuple[str, ...], union: Union) -> _Ran:
        self.runs += 1
        self._listeners.tell(Trying(chosen, ids, self.runs))
        root, place = self._together.repository.root, self._place
        await check_out(root, self._merger.objects, union.commit, place.files)
        link(self._command.links, root, place.files)
        names = {each.id: each.name for each in self._together.works}
        self._note(f"=== Run {self.runs}: {', '.join(names[each] for each in ids) or 'none of the sessions'} ===")
        at = time.time()
        state, seconds = await run(self._command, place.files, place.environment, place.output)
        self._note(f"=== {state.value} in {seconds:.1f} s ===\n")
        return _Ran(state, seconds, at)

    def _note(self, line: str) -> None:
        with open(self._place.output, "ab", opener=private_file) as output:
            output.write(os.fsencode(f"{line}\n"))
