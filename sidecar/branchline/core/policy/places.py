"""Where a shell may be while it goes through a line, and what else may have changed on the way."""

from __future__ import annotations

import attrs

from branchline.core.policy.confinement import Ground, Kind, Trouble, Use
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


def where_cd_leads(
    command: SimpleCommand, places: frozenset[Place], ground: Ground, state: State
) -> frozenset[Place] | Trouble:
    """Where `cd` leads: into a folder of the worktree, or it is a Trouble."""
    if len(command.words) != 2 or command.assignments or command.words[1].text.startswith("-"):
        return Trouble("cd", "Where “cd” leads is not certain.")
    word = command.words[1]
    if word.pattern is not None or word.status or state.unsettled:
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
                if ground.disk.kind(resolved) is not Kind.FOLDER:
                    state.after_cd = False
    return frozenset(found)


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
