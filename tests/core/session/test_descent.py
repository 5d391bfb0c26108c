"""Whose a process is: by what it descends from, its session, its mark and its folder; what proves nothing counts for
nothing."""

from __future__ import annotations

import attrs
import pytest

from branchline.core.model.session import Process
from branchline.core.session.descent import Around, Seen, Trace, in_words, started_by

HOST, OWN, AGENT, OTHER = 10, 20, 100, 200
WT = "/w/one"


def process(pid: int) -> Process:
    """The higher, the younger."""
    return Process(pid, float(pid))


def seen(pid: int, parent: int, session: int | None = None, mark: str | None = None, folder: str = "/") -> Seen:
    return Seen(process(pid), parent, group=pid, session=session or pid, name=f"p{pid}", mark=mark, folder=folder)


INIT = seen(1, 0)
TABLE = [
    INIT,
    seen(HOST, 1),
    seen(OWN, HOST),  # The terminal host brought it back.
    seen(AGENT, HOST, mark="s", folder=WT),
    seen(OTHER, HOST, mark="other", folder="/w/two"),
]
AROUND = Around(OWN, process(HOST), frozenset({process(AGENT), process(OTHER)}))
LIVES = Trace("s", WT, process(AGENT), frozenset({process(AGENT)}))
ENDED = Trace("s", WT, None, frozenset({process(AGENT)}))


def pids(trace: Trace, *more: Seen, around: Around = AROUND, without: int = 0) -> list[int]:
    table = [each for each in TABLE if each.process.pid != without]
    return [each.process.pid for each in started_by(trace, [*reversed(more), *table], around)]


@pytest.mark.parametrize(
    "one",
    [
        seen(300, AGENT),
        seen(300, AGENT, mark="other"),
        seen(300, HOST, session=AGENT),
        seen(300, HOST, mark="s"),
        seen(300, 1, mark="s"),
        seen(300, HOST, folder=WT),
        seen(300, HOST, folder=f"{WT}/src"),
    ],
)
def test_it_is_the_sessions(one: Seen) -> None:
    child = seen(301, 300)
    assert pids(LIVES, one, child) == [300, 301]


def test_what_descends_from_one_that_is_goes_with_it_and_the_oldest_come_first() -> None:
    assert pids(ENDED, seen(302, 301), seen(300, HOST, mark="s"), seen(301, 300), without=AGENT) == [300, 301, 302]


@pytest.mark.parametrize(
    "one",
    [
        seen(300, 1),
        seen(300, 1, folder=WT),  # A shell of the user's.
        seen(300, 1, session=AGENT),  # A number alone.
        seen(300, HOST),
        seen(300, HOST, mark="other", folder=WT),
        seen(300, HOST, mark="other", session=AGENT),
        seen(300, HOST, folder=f"{WT}-more"),
        seen(300, OTHER, folder=WT),
        seen(300, OWN, folder=WT),  # What the sidecar runs.
        seen(300, OWN, mark="s"),
    ],
)
def test_it_is_not_the_sessions(one: Seen) -> None:
    assert pids(LIVES, one) == []


def test_neither_are_the_agent_the_terminal_host_and_the_sidecar() -> None:
    assert pids(LIVES) == []
    known = attrs.evolve(LIVES, known=frozenset({process(OWN), process(HOST)}))
    assert pids(known) == []


def test_what_was_seen_before_is_known_wherever_it_went() -> None:
    moved = seen(300, 1)
    assert pids(attrs.evolve(ENDED, known=frozenset({moved.process})), moved, without=AGENT) == [300]
    again = Process(300, 299.0)
    assert pids(attrs.evolve(ENDED, known=frozenset({again})), moved, without=AGENT) == [], "another with its pid"


def test_a_number_that_another_leader_has_by_now_proves_nothing() -> None:
    another = Seen(Process(AGENT, 250.0), HOST, group=AGENT, session=AGENT, name="another")
    assert pids(ENDED, another, seen(300, HOST, session=AGENT), without=AGENT) == []


def test_a_parent_that_is_younger_than_its_child_is_none() -> None:
    later = Seen(Process(150, 400.0), AGENT, group=150, session=150, name="later")
    assert pids(LIVES, later, seen(300, 150)) == [150]


def test_without_a_terminal_host_marks_and_descent_count() -> None:
    around = attrs.evolve(AROUND, host=None)
    left = [seen(300, 1, mark="s"), seen(301, 1, folder=WT), seen(302, 1, session=AGENT)]
    assert pids(ENDED, *left, around=around, without=AGENT) == [300]


def test_where_nobody_adopts_orphans_the_session_of_processes_counts() -> None:
    """macOS."""
    around = attrs.evolve(AROUND, adopts=False)
    left = [seen(300, 1, session=AGENT), seen(301, 300, session=301), seen(302, 1, folder=WT)]
    assert pids(ENDED, *left, around=around, without=AGENT) == [300, 301]


def test_they_are_named_with_their_pids_and_not_too_many() -> None:
    assert in_words([seen(1, 0), seen(2, 0)]) == "p1 (1), p2 (2)"
    assert in_words([seen(pid, 0) for pid in range(1, 9)]).endswith("p5 (5) and 3 more")
    assert in_words([attrs.evolve(seen(1, 0), name="a\x1b\n")]) == "a\ufffd\ufffd (1)"
