"""Where a shell may be while it goes through a line, and what else may have changed on the way."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from branchline.core.policy.confinement import Ground, Kind, Trouble, Use
from branchline.core.regexes import regex
from branchline.core.shell.shell import SimpleCommand


@attrs.frozen
class Place:
    """Where the shell may be: the path as it came there, and the real one."""

    logical: str
    physical: str


@attrs.define
class State:
    """Where the next command may run, after the last one did or did not succeed."""

    success: frozenset[Place]
    failure: frozenset[Place] = frozenset()
    wrote: bool = False
    wrote_ignoring: bool = False
    """A file that says what a search leaves out."""
    unsettled: bool = False
    after_cd: bool | None = None
    """Whether the last pipeline was a `cd` that succeeds for certain; None when it was another command."""
    made: frozenset[str] = frozenset()
    """Folders that are there when the next command runs after all before it succeeded."""
    gone: frozenset[str] = frozenset()
    """What an earlier command may have removed."""

    def lost(self, paths: Iterable[str]) -> None:
        self.gone |= frozenset(paths)
        self.made = frozenset(each for each in self.made if not self._is_gone(each))

    def _is_gone(self, path: str) -> bool:
        return any(_is_at_or_below(path, each) for each in self.gone)

    def exists(self, folder: str, ground: Ground) -> bool:
        return ground.disk.kind(folder) is Kind.FOLDER and not self._is_gone(folder)

    def is_made(self, folder: str) -> bool:
        return any(_is_at_or_below(each, folder) for each in self.made)


def places_of(state: State, operator: str) -> frozenset[Place]:
    if operator == "||":
        return state.failure
    return state.success if operator in {"", "&&"} else state.success | state.failure


def settle(
    state: State, operator: str, before: frozenset[Place], places: frozenset[Place], moved: frozenset[Place] | None
) -> None:
    """Where the shell is after a pipeline that ran at `places`, or was skipped."""
    success = places if moved is None else moved
    if operator == "&&":
        state.success, state.failure = success, state.failure | places
    elif operator == "||":
        state.success, state.failure = before | success, places
    else:
        state.success, state.failure = success, places


_OTHERWISE = regex(r"^[+-]|(?:^|/)\.{3,}(?:/|$)")


def where_cd_leads(
    command: SimpleCommand, places: frozenset[Place], ground: Ground, state: State
) -> frozenset[Place] | Trouble:
    """Where `cd` leads: into a folder of the worktree, or it is a Trouble.

    The folder has to be there. For one that is not, a shell may take its name for a variable's, and what begins with
    `+` or `-` for a place where it was before; `...` may be short for `../..`.
    """
    if len(command.words) != 2 or command.assignments or _OTHERWISE.search(command.words[1].text):
        return Trouble("cd", "Where “cd” leads is not certain.")
    word = command.words[1]
    if word.pattern is not None or word.other is not None or word.status or state.unsettled:
        return Trouble("cd", "Where “cd” leads is not certain.")
    path = at_home(word.text, ground) if word.home else word.text
    found: set[Place] = set()
    state.after_cd = True
    for place in places:
        # `cd` takes `..` off the path as it was written, the kernel off the real one.
        logical = _normal(path if path.startswith("/") else f"{place.logical}/{path}")
        for target in {logical, path}:
            trouble = ground.trouble(target, place.physical, Use.READ)
            resolved = ground.resolve(target, place.physical)
            if trouble is not None:
                return trouble
            if isinstance(resolved, str):
                found.add(Place(logical, resolved))
                if not state.exists(resolved, ground):
                    state.after_cd = False
                    if not state.is_made(resolved):
                        return Trouble("cd", f"{path} is not there, so where “cd” leads is not certain.")
    return frozenset(found)


def _is_at_or_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


def _normal(path: str) -> str:
    done: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del done[-1:]
        elif part not in ("", "."):
            done.append(part)
    return "/" + "/".join(done)


def at_home(text: str, ground: Ground) -> str:
    """An empty home is never inside."""
    return (ground.home or "/") + text[1:]
