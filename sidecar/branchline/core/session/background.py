"""What runs under a session, and whether it is work in the background: by what its agent's hooks tell, and by its
processes. The agent's own helpers, such as MCP and language servers, are none."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs

from branchline.core.model.session import Process
from branchline.core.model.work import BackgroundKind, BackgroundWork
from branchline.core.model.work_told import (
    CommandLasts,
    SubagentBegan,
    SubagentEnded,
    SubagentLasts,
    SubagentsLeft,
    WorkTold,
)
from branchline.core.session.progress import short

FLEETING = 2.0
"""Seconds: what is younger may be a hook, or what an agent asks git for its status line."""
SHELLS = frozenset({"sh", "bash", "dash", "zsh", "fish", "ksh", "ash"})
_CLOCKS = 0.25
"""Seconds by which the system's time of a process and ours may differ."""
_MOST = 50
"""Of each kind."""


@attrs.frozen
class Top:
    """A process that an agent's own one started, or that went on when what started it had ended. `line` is its command
    line, `command` that of the first below it that is no shell's; "" where they are not told. `began` is in seconds
    since the epoch. `is_spoken_to`: its input is a pipe or a socket, by which a helper is given its work. `listens`: it
    takes connections, or something below it does."""

    process: Process
    name: str
    began: float
    line: str = ""
    command: str = ""
    is_spoken_to: bool = False
    listens: bool = False


@attrs.frozen
class Running:
    subagents: tuple[BackgroundWork, ...] = ()
    lasting: frozenset[str] = frozenset()
    """Those of them that may go on when the turn is over."""
    commands: tuple[CommandLasts, ...] = ()
    """That were told to go on."""
    processes: tuple[BackgroundWork, ...] = ()
    helpers: frozenset[Process] = frozenset()
    """Of the agent's, whatever they do later."""

    @property
    def background(self) -> tuple[BackgroundWork, ...]:
        """The oldest first."""
        return tuple(sorted((*self.subagents, *self.processes), key=lambda each: (each.since, each.id)))


def as_before(background: Iterable[BackgroundWork]) -> Running:
    """What an earlier sidecar knew."""
    every = tuple(background)
    subagents = tuple(each for each in every if each.kind is BackgroundKind.SUBAGENT)
    processes = tuple(each for each in every if each.kind is not BackgroundKind.SUBAGENT)
    return Running(subagents, frozenset(each.id for each in subagents), processes=processes)


def running_told(running: Running, said: WorkTold, now: float) -> Running:
    """`now` in seconds since the epoch."""
    match said:
        case SubagentBegan(name, label, lasts):
            if any(each.id == name for each in running.subagents) or len(running.subagents) >= _MOST:
                return running
            begun = BackgroundWork(name, BackgroundKind.SUBAGENT, short(label), now)
            lasting = running.lasting | {name} if lasts else running.lasting
            return attrs.evolve(running, subagents=(*running.subagents, begun), lasting=lasting)
        case SubagentLasts(name, label):
            if not any(each.id == name for each in running.subagents):
                return running_told(running, SubagentBegan(name, label, lasts=True), now)
            named = tuple(
                attrs.evolve(each, label=short(label)) if label and each.id == name else each
                for each in running.subagents
            )
            return attrs.evolve(running, subagents=named, lasting=running.lasting | {name})
        case SubagentEnded(name):
            return _only(running, {each.id for each in running.subagents} - {name})
        case SubagentsLeft(ids):
            return _only(running, set(ids))
        case CommandLasts():
            return attrs.evolve(running, commands=(*running.commands, said)[-_MOST:])
    return running


def at_rest(running: Running) -> Running:
    """The turn is over, or was interrupted: of the subagents only those go on of which it was said."""
    return _only(running, running.lasting)


def seen(running: Running, tops: Collection[Top], begun_at: float | None, *, rests: bool, now: float) -> Running:
    """What runs now. What began before the agent was told anything is a helper; `begun_at` None: that is to come. While
    it works it may wait for whatever it started, but for what went on when it last rested, or is told to go on."""
    helpers = {each.process for each in tops if _is_helper(running, each, begun_at)}
    before = {each.id: each for each in running.processes}
    found: list[BackgroundWork] = []
    for each in sorted(tops, key=lambda each: (each.began, each.process.pid)):
        said = _said(running.commands, each)
        known = before.get(work_id(each.process))
        is_work = known is not None or (now - each.began >= FLEETING and (rests or said is not None))
        if each.process not in helpers and is_work and len(found) < _MOST:
            since = each.began if known is None else known.since  # The clock may have been set since.
            found.append(BackgroundWork(work_id(each.process), _kind(each, said), _label(each, said), since))
    return attrs.evolve(running, processes=tuple(found), helpers=frozenset(helpers))


def work_id(process: Process) -> str:
    return f"{process.pid}-{process.start_time!r}"


def process_of(name: str) -> Process | None:
    """Of an id that `work_id` gave; None of any other."""
    pid, _, start_time = name.partition("-")
    try:
        return Process(int(pid), float(start_time))
    except ValueError:
        return None


def _only(running: Running, ids: Collection[str]) -> Running:
    left = tuple(each for each in running.subagents if each.id in ids)
    return attrs.evolve(running, subagents=left, lasting=running.lasting & {each.id for each in left})


def _is_helper(running: Running, top: Top, begun_at: float | None) -> bool:
    if top.process in running.helpers:
        return True
    is_early = begun_at is None or top.began < begun_at - _CLOCKS
    return is_early or (top.is_spoken_to and top.name not in SHELLS)


def _said(commands: tuple[CommandLasts, ...], top: Top) -> CommandLasts | None:
    """The latest one of which the process's command line has the words, however they are quoted there."""
    lines = [_bare(top.line), _bare(top.command)]
    return next(
        (each for each in reversed(commands) if (bare := _bare(each.command)) and any(bare in line for line in lines)),
        None,
    )


def _bare(text: str) -> str:
    return "".join(character for character in text if character not in "'\"\\ \t\n")


def _kind(top: Top, said: CommandLasts | None) -> BackgroundKind:
    if top.listens:
        return BackgroundKind.SERVER
    return BackgroundKind.SHELL if said is not None or top.name in SHELLS else BackgroundKind.PROCESS


def _label(top: Top, said: CommandLasts | None) -> str:
    return short((said.label or said.command) if said is not None else top.command or top.line or top.name)
