"""All that a terminal printed, as lines: more than a screen keeps, with what a program threw away, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.ptyhost.ring import Ring
from branchline.service.terminals.printed import printed
from branchline.terminal.screen import SCROLLBACK_LINES
from harness.service import InProcess, refused

COLS, ROWS = 40, 10
CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def lines_of(tmp_path: Path, output: str, capacity: int = 2**20) -> list[str]:
    ring = Ring(str(tmp_path / "ring"), capacity)
    ring.append(output.encode())
    ring.close()
    return list(printed(tmp_path / "ring", COLS, ROWS))


def numbered(word: str, count: int) -> list[str]:
    return [f"{word} {number}" for number in range(count)]


def as_output(lines: list[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)


def test_more_lines_than_a_screen_keeps_are_all_there(tmp_path: Path) -> None:
    wanted = numbered("line", 5 * SCROLLBACK_LINES)
    assert lines_of(tmp_path, as_output(wanted)) == wanted


def test_of_a_full_scrollback_what_is_kept_is_there(tmp_path: Path) -> None:
    found = lines_of(tmp_path, as_output(numbered("line", 20_000)), capacity=100_000)
    assert len(found) > SCROLLBACK_LINES
    assert found[1:] == numbered("line", 20_000)[-len(found) + 1 :], "the first one may be cut"


@pytest.mark.parametrize("clear", [CLEAR, "\x1b[H\x1b[2J\x1b[3J", "\x1bc"])
def test_what_was_thrown_away_is_there(tmp_path: Path, clear: str) -> None:
    first, then = numbered("first", 30), numbered("then", 3)
    assert lines_of(tmp_path, as_output(first) + clear + as_output(then)) == [*first, *then]


def test_what_was_printed_anew_is_there_once(tmp_path: Path) -> None:
    wanted = numbered("line", 300)
    frames = [as_output([*wanted[:count], f"a spinner {count}"]) for count in range(100, 301, 20)]
    assert lines_of(tmp_path, CLEAR.join(frames)) == [*wanted, "a spinner 300"]


def test_a_title_that_comes_again_hides_nothing(tmp_path: Path) -> None:
    title = numbered("title", 6)
    first = [*title, "a question", "its answer"]
    assert lines_of(tmp_path, as_output(first) + CLEAR + as_output(title)) == [*first, *title]


def test_what_clears_is_seen_wherever_it_is_cut(tmp_path: Path) -> None:
    for shift in range(-10, 11):
        folder = tmp_path / str(shift)
        folder.mkdir()
        padding = "x" * (COLS - 2) + "\r\n"
        first = padding * (64 * 1024 // COLS)
        first += "y" * (64 * 1024 + shift - len(first)) if len(first) < 64 * 1024 + shift else ""
        found = lines_of(folder, first + CLEAR + "then")
        assert found.count("x" * (COLS - 2)) == 64 * 1024 // COLS
        assert found[-1] == "then"


@pytest.mark.parametrize("mode", [1049, 1047, 47])
def test_a_full_screen_program_leaves_its_last_screen_below_what_was_before(tmp_path: Path, mode: int) -> None:
    before = numbered("before", 20)
    drawn = "".join(f"\x1b[H\x1b[2J{line}" for line in numbered("frame", 50))
    assert lines_of(tmp_path, f"{as_output(before)}\x1b[?{mode}h{drawn}")[:21] == [*before, "frame 49"]


async def test_one_that_runs_and_one_that_ended_give_all_without_secrets(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    wanted = numbered("line", 2 * SCROLLBACK_LINES)
    service.program(made).prints(as_output([*wanted, "password=hunter2hunter2"]))
    assert list(service.viewing.all_output(made.id)) == [*wanted, "password=[hidden]"]
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    assert list(service.viewing.all_output(made.id)) == [*wanted, "password=[hidden]"]


async def test_one_that_never_ran_printed_nothing_and_a_damaged_file_is_said(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    ring = service.paths.session_folder(made.id) / "ring"
    assert list(service.viewing.all_output("never")) == []
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    ring.write_bytes(b"no ring")

    async def read() -> None:
        list(service.viewing.all_output(made.id))

    error = await refused("NOT_SAVED", read())
    assert "could not be read" in error.message
