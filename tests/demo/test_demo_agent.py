"""The demo agent as a user meets it: in a real terminal, with keys."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.agents.demo.agent import AGENT
from branchline.agents.shared.agent import LaunchRequest
from branchline.core.model.status import Status
from harness.pty_program import PtyProgram

ARGV = AGENT.launch(LaunchRequest(program=sys.executable, session_id="unused", worktree="unused")).argv


def start(folder: Path, cols: int = 80, rows: int = 24, speed: str = "30") -> PtyProgram:
    env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", "DEMO_AGENT_SPEED": speed}
    return PtyProgram(ARGV, folder, env, cols, rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "README.md").write_text("# A project\n")
    return folder


@pytest.fixture
def agent(folder: Path) -> Iterator[PtyProgram]:
    with start(folder) as program:
        program.until_status(AGENT, Status.READY, takes_text=True)
        yield program


def instruct(agent: PtyProgram, text: str) -> None:
    agent.until_status(AGENT, Status.READY, takes_text=True)
    agent.type(text, AGENT.typing)


def answer_all(agent: PtyProgram, keys: str, question: str = "Do you want to") -> int:
    """Answer every dialog of a turn the same way. -> how many there were."""
    for count in range(20):
        agent.until(lambda: status_of(agent) is Status.WAITING or "● Done" in agent.text())
        if status_of(agent) is not Status.WAITING:
            return count
        assert question in agent.text()
        asked = title_of_dialog(agent)
        agent.send(keys)
        agent.until(lambda asked=asked: title_of_dialog(agent) != asked)  # type: ignore[misc]
    raise AssertionError("it asks without end")


def status_of(agent: PtyProgram) -> Status | None:
    seen = AGENT.observe(agent.view())
    return seen.status if seen else None


def title_of_dialog(agent: PtyProgram) -> str | None:
    return agent.text() if status_of(agent) is Status.WAITING else None


def test_an_instruction_edits_files_after_each_yes(agent: PtyProgram, folder: Path) -> None:
    instruct(agent, "Add a currency converter")
    agent.until_text("Do you want to create currency_converter.py?", "1. Yes", "❯ 1. Yes")
    assert not (folder / "currency_converter.py").exists()
    assert answer_all(agent, "\r") == 4
    compile((folder / "currency_converter.py").read_text(), "module", "exec")
    compile((folder / "tests/test_currency_converter.py").read_text(), "test", "exec")
    assert "currency_converter" in (folder / "README.md").read_text()
    agent.until_status(AGENT, Status.READY, takes_text=True)


def test_always_is_not_asked_again(agent: PtyProgram, folder: Path) -> None:
    instruct(agent, "Add a currency converter")
    assert answer_all(agent, "2") == 2, "edits once, the command once"
    assert (folder / "tests/test_currency_converter.py").exists()
    instruct(agent, "write docs")
    agent.until_text("Done: a new section in the README")
    assert "## Development" in (folder / "README.md").read_text()


@pytest.mark.parametrize("keys", ["3", "\x1b", "\x03", "\x1b[B\x1b[B\r", "\x1b[A\r"])
def test_no_leaves_the_file_alone(agent: PtyProgram, folder: Path, keys: str) -> None:
    instruct(agent, "write docs")
    agent.until_status(AGENT, Status.WAITING)
    agent.send(keys)
    agent.until_text("Rejected", "Tell me what to do differently")
    agent.until_status(AGENT, Status.READY, takes_text=True)
    assert (folder / "README.md").read_text() == "# A project\n"


def test_letters_do_not_answer_a_dialog(agent: PtyProgram, folder: Path) -> None:
    instruct(agent, "write docs")
    agent.until_status(AGENT, Status.WAITING)
    agent.send("yes please\x1b[200~y\n1\x1b[201~")
    agent.run_for(0.2)
    assert status_of(agent) is Status.WAITING
    assert (folder / "README.md").read_text() == "# A project\n"


@pytest.mark.parametrize("key", ["\x1b", "\x03"])
def test_work_is_interrupted(folder: Path, key: str) -> None:
    with start(folder, speed="0.05") as agent:
        instruct(agent, "write docs")
        agent.until_status(AGENT, Status.WORKING)
        assert "esc to interrupt" in agent.text()
        agent.send(key)
        agent.until_text("Interrupted")
        agent.until_status(AGENT, Status.READY, takes_text=True)


def test_a_half_typed_line_is_seen_and_can_be_edited(agent: PtyProgram) -> None:
    agent.send("hallo\x1b[D\x1b[D\x7fé\x01> ")
    agent.until_text("│ > > haélo")
    assert AGENT.observe(agent.view()) is not None
    assert not AGENT.observe(agent.view()).takes_text  # type: ignore[union-attr]
    agent.send("\x15\x1b[H")
    agent.until_text("│ > haélo")
    agent.send("\x03")
    agent.until_status(AGENT, Status.READY, takes_text=True)


def test_a_pasted_text_of_many_lines_is_one_instruction(agent: PtyProgram, folder: Path) -> None:
    instruct(agent, "write docs\nand more of it\n" + "x" * 300)
    agent.until_text("> write docs", "and more of it")
    assert answer_all(agent, "1") == 2


def test_what_is_typed_while_it_works_waits(folder: Path) -> None:
    with start(folder, speed="1") as agent:
        instruct(agent, "write docs")
        agent.until_status(AGENT, Status.WORKING)
        agent.type("test the report", AGENT.typing)
        agent.until_text("queued: test the report")
        for _ in range(2):
            agent.until_status(AGENT, Status.WAITING)
            agent.send("\r")
            agent.until(lambda: status_of(agent) is not Status.WAITING)
        agent.until_text("Do you want to create tests/test_report.py?")


def test_hostile_text_is_shown_without_being_obeyed(agent: PtyProgram, folder: Path) -> None:
    agent.send(b"\x1b[200~bad \x1b]0;owned\x07 \xff\xfe \xe2\x80\xae\x00 end\x1b[201~")
    agent.until_text("end")
    agent.send("\r")
    agent.until_status(AGENT, Status.WAITING)
    assert "owned" not in agent.screen.title


def test_a_link_out_of_the_folder_is_not_followed(agent: PtyProgram, folder: Path) -> None:
    outside = folder.parent / "outside.md"
    outside.write_text("keep\n")
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to(outside)
    instruct(agent, "write docs")
    agent.until_text("I could not go on")
    agent.until_status(AGENT, Status.READY, takes_text=True)
    assert outside.read_text() == "keep\n"


@pytest.mark.parametrize("size", [(80, 24), (20, 5), (30, 8), (200, 60), (5, 2), (1, 1), (40, 12)])
def test_it_lives_in_every_size(agent: PtyProgram, folder: Path, size: tuple[int, int]) -> None:
    cols, rows = size
    agent.resize(max(cols, 20), max(rows, 5))
    agent._set_size(cols, rows)
    agent.run_for(0.2)
    agent.send("write docs\r")
    agent.run_for(0.5)
    agent.resize(80, 24)
    agent.until_text("Do you want to make this edit to README.md?", "Esc to reject")
    assert agent.text().count("Do you want to make this edit") == 1
    assert status_of(agent) is Status.WAITING
    agent._set_size(cols, rows)
    agent.run_for(0.2)
    agent.send("3")
    agent.resize(90, 30)
    agent.until_status(AGENT, Status.READY, takes_text=True)
    assert (folder / "README.md").read_text() == "# A project\n"


def test_it_leaves_by_ctrl_c_twice_ctrl_d_and_exit(folder: Path) -> None:
    for keys, code in ((("\x03", "\x03"), 0), (("\x04",), 0), (("/exit\r",), 0), (("/exit 7\r",), 7)):
        with start(folder) as agent:
            agent.until_status(AGENT, Status.READY, takes_text=True)
            for key in keys:
                agent.send(key)
                agent.run_for(0.1)
            assert agent.until_exit() == code


def test_one_ctrl_c_only_warns(agent: PtyProgram) -> None:
    agent.send("\x03")
    agent.until_text("Press ctrl+c again to leave")
    agent.until_text("enter to send")
    assert agent.exit_code is None


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_signals_end_it(agent: PtyProgram, number: signal.Signals) -> None:
    os.kill(agent.pid, number)
    assert agent.until_exit() == 128 + number


def test_without_a_terminal_it_says_so(folder: Path) -> None:
    done = subprocess.run(ARGV, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
