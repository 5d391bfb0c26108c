"""Ten ports in a row are a session's, and no other one's."""

from __future__ import annotations

import pytest

from branchline.core.session.ports import free_ports, overlaps

EVERYWHERE = range(1024, 65536)


@pytest.mark.parametrize(
    ("within", "taken", "busy", "found"),
    [
        ((41000, 48999), [], [], 41000),
        ((41000, 48999), [41000, 41010], [], 41020),
        ((41000, 48999), [41010], [], 41000),
        ((41000, 48999), [], [41003], 41010),
        ((41000, 48999), [], [41009, 41010], 41020),
        # Of a range that was another one before.
        ((41000, 41029), [41005], [], 41020),
        ((41000, 41009), [], [], 41000),
        ((41000, 41009), [41000], [], 0),
        ((41000, 41018), [41000], [], 0),
        ((41000, 41019), [41000], [], 41010),
        ((41000, 41019), [], EVERYWHERE, 0),
        # Sessions that have none take none away.
        ((41000, 41009), [0, 0], [], 41000),
    ],
)
def test_the_first_ten_that_are_free(within: tuple[int, int], taken: list[int], busy: list[int], found: int) -> None:
    assert free_ports(within, taken, lambda port: port not in busy) == found


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [(41000, 41000, True), (41000, 41009, True), (41009, 41000, True), (41000, 41010, False), (0, 0, False)],
)
def test_whether_two_sessions_would_share_one(one: int, other: int, is_so: bool) -> None:
    assert overlaps(one, other) is is_so
