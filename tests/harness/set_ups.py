"""Sessions whose project has a set-up script, on terminals that the test scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from branchline.core.model.session import Session
from branchline.core.model.setup import SetupStatus
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_terminal import terminal_of
from harness.scripted_ptyhost import Program
from harness.service import InProcess
from harness.waiting import until


def is_set_up(session: Session) -> bool:
    return session.setup is not None and session.setup.status is SetupStatus.RUNNING


def stands(status: SetupStatus) -> Callable[[Session], bool]:
    return lambda session: session.setup is not None and session.setup.status is status


async def set_up_of(service: InProcess, session: Session) -> Program:
    """What runs as the session's set-up script, once it does."""
    terminal = terminal_of(session.id, ScriptKind.SETUP)
    await until(lambda: (found := service.ptyhost.programs.get(terminal)) is not None and found.exit_code is None)
    return service.ptyhost.programs[terminal]


async def begun(service: InProcess, repo: Path, **settings: object) -> tuple[Session, Program]:
    """A session whose set-up script runs."""
    service.configure(setupScript="make ready", **settings)
    made = await service.create(repo)
    program = await set_up_of(service, made)
    return await service.until(made.id, is_set_up), program


async def runs(service: InProcess, session: Session) -> Session:
    return await service.until(session.id, lambda now: now.process is not None)
