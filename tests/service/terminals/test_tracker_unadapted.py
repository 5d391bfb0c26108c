"""When an agent that nobody adapted to is told to start, work, wait and be ready: by explicit times."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from branchline.agents.any_program.user_defined import agent
from branchline.core.model.status import Status
from branchline.core.screen.activity import BLANK, BLANK_TOLD
from branchline.service.terminals.tracker import Tracker
from branchline.terminal.screen import Screen

RULE = "─" * 50
INPUT = f"{RULE}\r\n❯ ask me\r\n{RULE}"
DIALOG = "Do you want to run it?\r\n\r\n> Yes\r\n  No\r\n\r\n↑/↓ navigate, Enter to select"
FRAME = 0.1


class Told:
    def __init__(self, status: Status = Status.STARTING) -> None:
        self.screen = Screen(80, 24)
        self.tracker = Tracker(agent("mine", ("mine",), "Mine", ""), self.screen, 0.0, status)
        self.published: list[tuple[float, str]] = []
        self.now = 0.0

    def draws(self, time: float, text: str) -> None:
        """The whole screen, with the cursor hidden."""
        self.until(time)
        self.screen.feed(f"\x1b[?25l\x1b[H\x1b[2J{text}".encode())
        self.tracker.fed(time)

    def animates(self, start: float, end: float, text: Callable[[int], str]) -> None:
        for frame in range(round((end - start) / FRAME)):
            self.draws(start + frame * FRAME, text(frame))
        self.until(end)

    def until(self, time: float) -> None:
        while (due := self.tracker.due) is not None and due <= time:
            self.now = max(self.now, due)
            if seen := self.tracker.tick(self.now):
                self.published.append((round(self.now, 2), seen.status.value))
        self.now = time

    def said_of_start(self) -> list[tuple[Status, str | None]]:
        seen = self.tracker.start(self.now)
        return [] if seen is None else [(seen.status, seen.reason)]

    @property
    def statuses(self) -> list[str]:
        return [status for _, status in self.published]


def spinner(frame: int) -> str:
    return "⠋⠙⠹⠸⠼⠴"[frame % 6]


def test_nothing_drawn_yet_is_starting() -> None:
    told = Told()
    told.until(BLANK - 1)
    assert told.published == []
    told.draws(BLANK - 1, INPUT)
    told.until(BLANK)
    assert told.published == [(BLANK - 1 + 0.31, "ready")]


def test_of_one_that_has_drawn_nothing_yet_that_is_said_until_it_draws() -> None:
    told = Told()
    assert told.said_of_start() == []
    told.until(BLANK_TOLD - 0.1)
    assert told.said_of_start() == []
    told.until(BLANK_TOLD)
    assert told.said_of_start() == [(Status.STARTING, "nothing drawn")]
    assert told.said_of_start() == [], "once"
    told.draws(BLANK_TOLD + 1, "Loading")
    told.until(BLANK_TOLD + 1.1)
    assert told.said_of_start() == [(Status.STARTING, None)]
    for status in (Status.WORKING, Status.READY):
        later = Told(status)
        later.until(BLANK_TOLD)
        assert later.said_of_start() == []


def test_a_program_that_never_draws_is_ready_in_the_end() -> None:
    told = Told()
    told.until(2 * BLANK)
    assert told.statuses == ["ready"]


@pytest.mark.parametrize("beside", [f"{DIALOG}\r\n\r\n{{}}", f"{{}} Thinking\r\n\r\n{DIALOG}"])
def test_a_dialog_is_told_though_the_screen_never_stands_still(beside: str) -> None:
    told = Told(Status.WORKING)
    told.animates(1, 5, lambda frame: beside.format(spinner(frame)))
    ((at, status),) = told.published
    assert status == "waiting"
    assert 1.3 <= at < 1.5


def test_a_countdown_beside_a_dialog_does_not_ask_anew() -> None:
    told = Told(Status.WORKING)
    for second in range(6):
        told.draws(1 + second, f"{DIALOG}  ({60 - second}s)")
    told.until(7)
    assert told.published == [(1.3, "waiting")]


def test_its_end_is_told_without_a_silence() -> None:
    told = Told(Status.WORKING)
    told.animates(1, 3, lambda frame: f"{spinner(frame)} Thinking\r\n{INPUT}")
    told.draws(3, f"Done.\r\n{INPUT}")
    told.until(5)
    assert told.published == [(3.6, "ready")]


def test_an_animation_that_never_ends_is_not_work_for_ever() -> None:
    told = Told()
    told.animates(1, 6, lambda frame: "@" * (frame % 7) + f"\r\n\r\n{INPUT}")
    assert told.statuses == ["ready"]


def test_typing_is_not_work() -> None:
    told = Told()
    told.draws(1, INPUT)
    told.until(4)
    for at in range(20):
        told.draws(4 + at * FRAME, INPUT.replace("ask me", "do it now and then that too"[: at + 1]))
    told.until(8)
    assert told.statuses == ["ready"]


def test_a_dialog_in_a_text_that_goes_on_is_none() -> None:
    told = Told(Status.WORKING)
    told.animates(1, 4, lambda frame: f"{DIALOG}\r\n\r\n\r\n\r\n\r\n{spinner(frame)} Thinking\r\n{INPUT}")
    told.draws(4, f"{DIALOG}\r\n\r\n● That is what the file says.\r\n{INPUT}")
    told.until(8)
    assert told.statuses == ["ready"]


def test_what_just_prints_a_dialog_asks_nothing() -> None:
    told = Told(Status.WORKING)
    told.screen.feed(DIALOG.replace("> Yes", "- Yes").encode() + b"\r\n")
    told.tracker.fed(0.0)
    told.until(5)
    assert told.statuses == ["ready"]


def test_half_a_frame_is_no_end_of_the_dialog() -> None:
    """An answer waits for the other half; a screen that is known to be something else would make it stale."""
    told = Told(Status.WORKING)
    sign = "{} Thinking (esc to interrupt)\r\n"
    told.animates(1, 3, lambda frame: sign.format(spinner(frame)) + DIALOG)
    before = told.tracker.prompt(3)
    assert before is not None
    told.draws(3.1, sign.format("⠹") + DIALOG[:20])
    assert told.tracker.prompt(3.11) is None
    assert told.tracker.seen is None
    told.draws(3.15, sign.format("⠹") + DIALOG)
    after = told.tracker.prompt(3.16)
    assert after == before
    told.draws(3.2, sign.format("⠼"))
    told.until(4)
    assert told.statuses == ["waiting", "working"]
