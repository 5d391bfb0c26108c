"""When the screen is looked at, and what is published when: by explicit times, on a real screen."""

from __future__ import annotations

import itertools

import pytest

from branchline.agents.shared.agent import Agent
from branchline.core.model.agent import HookEvent, Launch
from branchline.core.model.prompt import WaitReason
from branchline.core.model.screen import Claim, Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.screen.observations import waiting
from branchline.core.screen.prompts import asking
from branchline.service.terminals.tracker import DRIFT, LOOK_EVERY, SETTLED, Tracker
from branchline.terminal.screen import Screen

WORDS = {
    "working": Observation(Status.WORKING, "rule: working"),
    "ready": Observation(Status.READY, "rule: ready", takes_text=True),
    "asks": waiting("rule: asks", asking(WaitReason.APPROVAL, "Proceed?")),
}


class Driven:
    """A tracker of an agent that says its status in a word on the first row; `looks` are the times of looks."""

    def __init__(
        self, status: Status = Status.STARTING, start_quiet: float = 10.0, *, reads_titles: bool = False
    ) -> None:
        self.looks: list[float] = []
        self.published: list[tuple[float, str, str]] = []
        self.now = 0.0
        agent = Agent(
            "test",
            "Test",
            "test",
            "",
            launch=lambda _: Launch(("test",)),
            observe=self._observe,
            hook=lambda event, now: Claim(WORDS[event.name], now),
            start_quiet=start_quiet,
            reads_titles=reads_titles,
        )
        self.screen = Screen(40, 6)
        self.tracker = Tracker(agent, self.screen, 0.0, status)

    def _observe(self, view: ScreenView) -> Observation | None:
        self.looks.append(round(self.now, 3))
        return WORDS.get(view.lines[0])

    def prints(self, time: float, text: str) -> None:
        self.until(time)
        self.screen.feed(b"\x1b[H\x1b[2J" + text.encode())
        self.tracker.fed(time)

    def status(self) -> Status:
        return self.tracker.status

    def hook(self, time: float, name: str) -> None:
        self.until(time)
        self.tracker.hook(HookEvent(name, {}), time)

    def until(self, time: float) -> None:
        for _ in range(10_000):
            due = self.tracker.due
            if due is None or due > time:
                break
            self.now = max(self.now, due)
            seen = self.tracker.tick(self.now)
            if seen:
                self.published.append((round(self.now, 3), seen.status.value, seen.rule))
            self.tracker.has_drifted(self.now)
        else:
            pytest.fail("it never comes to rest")
        self.now = time


def test_a_dialog_is_told_as_soon_as_its_frame_is_written() -> None:
    session = Driven(Status.WORKING)
    session.prints(1, "asks")
    session.until(2)
    assert session.published == [(1 + SETTLED, "waiting", "rule: asks")]


def test_output_that_never_pauses_is_looked_at_all_the_same_but_not_always() -> None:
    session = Driven(Status.WORKING)
    for step in range(250):
        session.prints(1 + step * 0.004, "working")
    looks = [time for time in session.looks if 1 <= time <= 2]
    assert 1 / LOOK_EVERY / 2 < len(looks) < 1 / LOOK_EVERY + 2
    gaps = [later - earlier for earlier, later in itertools.pairwise(looks)]
    assert max(gaps) < 2 * LOOK_EVERY


def test_an_idle_session_asks_for_nothing() -> None:
    session = Driven()
    session.prints(1, "ready")
    session.until(50)
    assert session.tracker.due is None
    assert session.published == [(1 + SETTLED + 0.3, "ready", "rule: ready")]


def test_a_frame_that_is_being_drawn_is_not_looked_at() -> None:
    session = Driven(Status.WORKING)
    session.prints(1, "working")
    session.until(2)
    session.prints(2, "asks\x1b[?2026h")
    session.until(2.5)
    assert session.status() is Status.WORKING
    session.prints(2.5, "asks\x1b[?2026l")
    session.until(3)
    assert session.status() is Status.WAITING


def test_a_program_that_forgot_to_end_its_frame_is_looked_at_in_the_end() -> None:
    session = Driven(Status.WORKING)
    session.prints(1, "asks\x1b[?2026h")
    session.until(3)
    assert session.published == [(1.8, "waiting", "rule: asks")]


@pytest.mark.parametrize(("start_quiet", "status"), [(0.8, Status.READY), (10.0, Status.STARTING)])
def test_an_unknown_screen_at_the_start(start_quiet: float, status: Status) -> None:
    session = Driven(start_quiet=start_quiet)
    session.prints(1, "loading …")
    session.until(5)
    assert session.tracker.status is status
    session.until(20)
    assert session.status() is Status.READY


def test_an_unknown_screen_is_told_by_its_activity() -> None:
    session = Driven(Status.READY)
    for step in range(10):
        session.prints(1 + step / 5, f"line {step}")
    session.until(10)
    assert [(status, rule) for _, status, rule in session.published] == [
        ("working", "unknown screen"),
        ("ready", "unknown screen"),
    ]


def test_a_screen_that_stays_unknown_and_quiet_is_reported_once() -> None:
    session = Driven(Status.WORKING)
    session.prints(1, "something new")
    session.until(5)
    due = session.tracker.due
    assert due is not None
    assert due >= DRIFT
    assert not session.tracker.has_drifted(due - 1)
    assert session.tracker.has_drifted(due)
    assert not session.tracker.has_drifted(due + DRIFT)
    assert session.tracker.due is None


def test_a_known_screen_is_never_reported() -> None:
    session = Driven(Status.WORKING)
    session.prints(1, "ready")
    session.until(5)
    assert not session.tracker.has_drifted(5 + 2 * DRIFT)


def test_a_hook_is_told_without_a_look_at_the_screen() -> None:
    session = Driven(Status.WORKING)
    session.prints(1, "working")
    session.until(2)
    session.hook(2, "asks")
    session.until(2)
    assert session.published[-1] == (2, "waiting", "rule: asks")


def test_a_program_status_is_told_but_never_answered() -> None:
    session = Driven(Status.WORKING)
    session.prints(1, "a screen of no rule\x1b]7501;state=blocked:kind=permission\x1b\\")
    session.until(1.5)
    assert session.status() is Status.WAITING
    assert session.tracker.prompt(1.5) is None


def test_the_prompt_of_this_moment_is_that_of_the_screen() -> None:
    session = Driven(Status.WORKING)
    session.prints(1, "asks")
    prompt = session.tracker.prompt(1.001)
    assert prompt is not None
    assert prompt.title == "Proceed?"
    session.prints(2, "working")
    assert session.tracker.prompt(2.001) is None


def test_what_was_done_says_the_status_until_the_screen_does() -> None:
    session = Driven(Status.READY)
    session.prints(1, "ready")
    session.until(2)
    session.tracker.done(WORDS["working"], 2)
    assert session.status() is Status.WORKING
    session.prints(2.2, "ready")
    session.until(4)
    assert session.status() is Status.WORKING, "an empty input shows right after Enter too"
    session.until(9)
    assert session.status() is Status.READY, "a turn too short to be seen ends all the same"


@pytest.mark.parametrize("state", ["blocked", "waiting"])
def test_a_report_in_json_is_told_but_never_answered(state: str) -> None:
    session = Driven(Status.WORKING)
    session.prints(1, f'a screen of no rule\x1b]9999;{{"state":"{state}"}}\x07')
    session.until(1.5)
    assert session.status() is Status.WAITING
    assert session.tracker.prompt(1.5) is None


@pytest.mark.parametrize(("reads_titles", "status"), [(True, Status.WAITING), (False, Status.WORKING)])
def test_a_title_says_what_a_screen_of_no_rule_does_not(reads_titles: bool, status: Status) -> None:
    session = Driven(Status.WORKING, reads_titles=reads_titles)
    session.prints(1, "a screen of no rule\x1b]2;✋ Action required\x07")
    session.until(1.5)
    assert session.status() is status
    assert session.tracker.prompt(1.5) is None
    session.prints(2, "ready")
    session.until(3)
    assert session.status() is Status.READY, "what the screen says counts more"


def test_a_spinner_in_a_title_is_work_while_it_moves() -> None:
    session = Driven(Status.WORKING, reads_titles=True)
    session.prints(1, "a screen of no rule")
    for second in range(1, 6):
        session.prints(second, f"a screen of no rule\x1b]2;{'◐◑'[second % 2]} repo\x07")
    session.until(7)
    assert session.published == []
    session.until(20)
    assert session.published == [(7.8, "ready", "unknown screen")]


DIALOG = "\x1b[?25lProceed?\r\n> Yes\r\n  No"


def test_half_a_frame_of_a_dialog_that_its_rules_know_is_not_told_by_what_stands_behind_them() -> None:
    session = Driven(Status.WORKING)
    session.prints(1, DIALOG)
    session.until(2.5)
    assert session.published == [(1.8, "waiting", "no rule knows it, but it is a dialog: a list with a pointer")]
    session.prints(3, "asks")
    session.until(9)
    session.prints(9, DIALOG)
    session.prints(9.5, "asks")
    session.until(12)
    assert [at for at, _, rule in session.published if rule.startswith("no rule knows it")] == [1.8]
