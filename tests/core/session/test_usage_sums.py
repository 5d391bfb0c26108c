"""What a session used is the sum of its answers, never less than it was, and each is counted for one day."""

from __future__ import annotations

import pytest

from branchline.core.model.session import Session
from branchline.core.model.usage import DayUsed, Entry, LimitWindow, Tokens, Told, Used
from branchline.core.session.lifecycle import step
from branchline.core.session.usage import UsageRead, added, in_all, longest, plus, since_of, total, used_by, with_turn
from harness.service import session

WINDOW = LimitWindow("5h", 91.0, 1000.0)


def day_of(at: float) -> str:
    return f"2026-01-0{int(at) // 100 + 1}"


def entry(at: float, count: int = 10, key: str = "") -> Entry:
    return Entry(key or str(at), at, Tokens(count, 1))


def read(record: Session, conversation: str, *entries: Entry, **more: object) -> Session:
    used = used_by(conversation, entries, since_of(record, conversation), day_of)
    assert used is not None
    after, effects = step(record, UsageRead(used, Told.CONVERSATION, **more), 5.0)  # type: ignore[arg-type]
    assert effects == []
    return after


@pytest.mark.parametrize(
    ("some", "more", "both"),
    [
        (Tokens(), Tokens(), Tokens()),
        (Tokens(1, 2, 3), Tokens(10, 20, 30), Tokens(11, 22, 33)),
        (Tokens(1, 2, 3, 0.5), Tokens(1, 2, 3, 0.25), Tokens(2, 4, 6, 0.75)),
        (Tokens(1, 2, 3, 0.5), Tokens(1, 2, 3), Tokens(2, 4, 6)),
    ],
)
def test_a_cost_is_known_where_all_of_it_is(some: Tokens, more: Tokens, both: Tokens) -> None:
    assert (plus(some, more), total([some, more])) == (both, both)


@pytest.mark.parametrize(
    ("costs", "cost"), [((), None), ((None,), None), ((0.5, None), 0.5), ((0.5, 0.25), 0.75), ((0.0,), 0.0)]
)
def test_of_several_agents_the_costs_that_are_told_are_summed(
    costs: tuple[float | None, ...], cost: float | None
) -> None:
    found = in_all([Tokens(1, 1, 0, each) for each in costs])
    assert found == Tokens(len(costs), len(costs), 0, cost)


def test_of_one_answer_the_longest_counts() -> None:
    short, long = entry(1.0, 5, "a"), entry(1.0, 7, "a")
    assert longest(None, short) == short
    assert longest(short, long) == longest(long, short) == long


def test_only_what_came_since_the_session_was_made_counts() -> None:
    used = used_by("c", [entry(5.0), entry(50.0), entry(150.0)], 50.0, day_of)
    assert used == Used("c", 50.0, 150.0, (DayUsed("2026-01-01", Tokens(10, 1)), DayUsed("2026-01-02", Tokens(10, 1))))
    assert used_by("c", [entry(5.0)], 50.0, day_of) is None


def test_the_record_has_the_sum_of_all_conversations() -> None:
    first = read(session("s"), "c", entry(2.0), entry(3.0), model="opus", windows=(WINDOW,))
    assert first.usage is not None
    assert (first.usage.tokens, first.usage.model, first.usage.since) == (Tokens(20, 2), "opus", 1.0)
    both = read(first, "d", entry(4.0))
    assert both.usage is not None
    assert (both.usage.tokens, both.usage.model, both.usage.windows) == (Tokens(30, 3), "opus", (WINDOW,))


def test_what_a_conversation_copied_from_the_one_before_counts_once() -> None:
    first = read(session("s"), "c", entry(2.0), entry(3.0))
    both = read(first, "d", entry(2.0), entry(3.0), entry(4.0))
    assert both.usage is not None
    assert both.usage.tokens == Tokens(30, 3)
    again = read(both, "c", entry(2.0), entry(3.0), entry(6.0))
    assert again.usage is not None
    assert again.usage.tokens == Tokens(40, 4)


def test_read_anew_the_same_is_the_same() -> None:
    once = read(session("s"), "c", entry(2.0), entry(3.0))
    assert read(once, "c", entry(2.0), entry(3.0)) == once


def test_a_file_that_was_cut_short_takes_nothing_away() -> None:
    whole = read(session("s"), "c", entry(2.0), entry(3.0))
    assert read(whole, "c", entry(2.0)) == whole
    grown = read(whole, "c", entry(2.0), entry(3.0), entry(4.0))
    assert added(whole.used, grown.used) == {"2026-01-01": Tokens(10, 1)}


def test_turns_that_the_screen_tells_are_added() -> None:
    record = session("s")
    for day in ("2026-01-01", "2026-01-01", "2026-01-02"):
        used = with_turn(record, Tokens(2800, 7, 0, 0.01), 9.0, day)
        record, _ = step(record, UsageRead(used, Told.SCREEN), 9.0)
    assert record.usage is not None
    assert (record.usage.tokens, record.usage.told) == (Tokens(8400, 21, 0, 0.03), Told.SCREEN)


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ([], [("a", Tokens(5, 1, 0, 0.5))], {"a": Tokens(5, 1, 0, 0.5)}),
        ([("a", Tokens(5, 1))], [("a", Tokens(5, 1))], {}),
        ([("a", Tokens(5, 1, 0, 0.5))], [("a", Tokens(8, 1, 0, 0.75))], {"a": Tokens(3, 0, 0, 0.25)}),
        ([("a", Tokens(5, 1))], [("a", Tokens(5, 1)), ("b", Tokens(2, 2))], {"b": Tokens(2, 2)}),
        ([("a", Tokens(5, 1))], [("a", Tokens(2, 1))], {}),
    ],
)
def test_what_came_to_each_day(
    before: list[tuple[str, Tokens]], after: list[tuple[str, Tokens]], more: dict[str, Tokens]
) -> None:
    def used(days: list[tuple[str, Tokens]]) -> list[Used]:
        return [Used("c", 0.0, 1.0, tuple(DayUsed(*each) for each in days))]

    assert added(used(before), used(after)) == more
