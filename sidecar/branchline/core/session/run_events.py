"""What becomes of what the user runs in a session's worktree: events as those of `events`."""

from __future__ import annotations

import signal

import attrs

from branchline.core.model.run import Run, RunStatus
from branchline.core.model.session import Process, Session

_BY_KEY = {0, -signal.SIGINT, 128 + signal.SIGINT}
"""Exit codes that are no failure: the latter are those of Ctrl+C, which is typed into its terminal."""


@attrs.frozen
class RunBegun:
    """It is about to be started."""

    one_at_a_time: bool = False


@attrs.frozen
class RunStarted:
    process: Process


@attrs.frozen
class RunListens:
    port: int
    url: str


@attrs.frozen
class RunEnding:
    """The user wants its end."""


@attrs.frozen
class RunEnded:
    """None: nobody saw how."""

    exit_code: int | None = None


@attrs.frozen
class RunUnmade:
    """It could not be started."""


RunSaid = RunBegun | RunStarted | RunListens | RunEnding | RunEnded | RunUnmade


def run_said(session: Session, said: RunSaid) -> Session:
    run = session.run
    match said:
        case RunBegun(one_at_a_time):
            return attrs.evolve(session, run=Run(RunStatus.RUNNING, one_at_a_time=one_at_a_time), run_process=None)
        case RunUnmade():
            return attrs.evolve(session, run=None, run_process=None)
        case _ if run is None or run.status is not RunStatus.RUNNING:
            return session
        case RunStarted(process):
            return attrs.evolve(session, run_process=process)
        case RunListens(port, url):
            return attrs.evolve(session, run=attrs.evolve(run, port=port, url=url))
        case RunEnding():
            return attrs.evolve(session, run=attrs.evolve(run, ending=True))
        case RunEnded(exit_code):
            status = RunStatus.ENDED if run.ending or exit_code in _BY_KEY else RunStatus.FAILED
            ended = Run(status, exit_code, one_at_a_time=run.one_at_a_time)
            return attrs.evolve(session, run=ended, run_process=None)
