"""`branchline attach` as it is called, and where it cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from harness.viewers import SOURCES, Held, repainting, until


def run(held: Held, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        held.viewer(*arguments), env=held.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )


def test_no_such_session(held: Held) -> None:
    done = run(held, "00000000")
    assert done.returncode == 2
    assert "No running session has the id '00000000'" in done.stderr
    assert done.stdout == ""


def test_the_beginning_of_an_id_is_enough_when_it_is_unique(held: Held) -> None:
    session = held.spawn("print('this one')")
    until(lambda: not held.entry(session)["alive"])
    done = run(held, session[:8].upper())
    assert (done.returncode, done.stderr) == (0, "")
    assert "this one" in done.stdout
    assert "[session ended: exit code 0]" in done.stdout
    held.spawn("input()")
    held.spawn("input()")
    held.spawn("input()")
    done = run(held, "")
    assert done.returncode == 2


def test_help_and_misuse(held: Held) -> None:
    assert "usage: branchline attach ID" in run(held, "--help").stdout
    assert run(held).returncode == 2
    assert run(held, "--nonsense").returncode == 2
    assert run(held, "a", "b").returncode == 2


def test_without_a_terminal_host(tmp_path: Path) -> None:
    env = {"BRANCHLINE_HOME": str(tmp_path / "h"), "PATH": os.environ["PATH"], "PYTHONPATH": SOURCES}
    code = "import sys; from branchline.viewer import attach; sys.exit(attach.main(['x'], lambda: None))"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert "No session runs" in done.stderr


def test_input_that_is_no_terminal(held: Held) -> None:
    session = held.spawn("import sys\nsys.exit(5 if input() == 'from a pipe' else 6)")
    with repainting(held, session):
        done = subprocess.run(
            held.viewer(session), env=held.env, input="from a pipe\n", capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 0
    assert "[session ended: exit code 5]" in done.stdout


def test_nothing_heavy_is_loaded() -> None:
    """A user waits for it: its time until the first paint is that of what it imports."""
    heavy = {"asyncio", "attr", "ctypes", "pygls", "logging", "subprocess", "shutil", "uuid", "queue", "tempfile"}
    code = (
        "import sys\nfrom branchline.relay import relay\nfrom branchline.viewer import attach\n"
        f"print({heavy} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": SOURCES},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "set()"
