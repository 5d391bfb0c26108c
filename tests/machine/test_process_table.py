"""What can be seen of processes: where they belong, which session's mark they bear, where they work."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from branchline.core.model.session import Process
from branchline.core.session.descent import Seen
from branchline.machine.environment import AGENT_OF, AGENT_SESSION
from branchline.machine.process_table import process_table
from branchline.machine.processes import start_time
from harness.ptyhost import until


def seen(pid: int, runtime: Path) -> Seen | None:
    return next((each for each in process_table(runtime) if each.process.pid == pid), None)


def test_this_very_process_is_seen(tmp_path: Path) -> None:
    own = seen(os.getpid(), tmp_path)
    assert own is not None
    assert own.process == Process(os.getpid(), start_time(os.getpid()) or 0.0)
    assert (own.parent, own.group, own.session) == (os.getppid(), os.getpgrp(), os.getsid(0))
    assert (own.mark, own.folder) == (None, os.getcwd())


@pytest.mark.parametrize(
    ("marks", "mark"),
    [
        ({AGENT_OF: "here", AGENT_SESSION: "s"}, "s"),
        ({AGENT_OF: "elsewhere", AGENT_SESSION: "s"}, None),
        ({AGENT_SESSION: "s"}, None),
        ({AGENT_OF: "here"}, None),
    ],
)
def test_a_mark_is_that_of_its_own_branchline(tmp_path: Path, marks: dict[str, str], mark: str | None) -> None:
    placed = {name: str(tmp_path / value) if name == AGENT_OF else value for name, value in marks.items()}
    environment = {"PATH": os.environ["PATH"], **placed}
    with subprocess.Popen(["sleep", "1000"], env=environment, cwd=tmp_path, start_new_session=True) as process:
        try:
            found = seen(process.pid, tmp_path / "here")
            assert found is not None
            assert (found.mark, found.folder, found.session) == (mark, str(tmp_path), process.pid)
            assert (found.parent, found.name) == (os.getpid(), "sleep")
        finally:
            process.kill()
            until(lambda: seen(process.pid, tmp_path) is None)  # A zombie is none.
