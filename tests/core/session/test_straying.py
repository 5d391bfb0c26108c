"""What an agent touched, and what of it is outside its worktree."""

from __future__ import annotations

import pytest

from branchline.core.model.status import Status
from branchline.core.model.stray import Stray, StrayWay
from branchline.core.session.lifecycle import step
from branchline.core.session.review_events import MOST_STRAYS, Strayed, StraysSeen
from branchline.core.session.straying import MOST_ALTERED, Place, altered, entered, written
from harness.lifecycle import NOW, session

MAIN, OWN, OTHER = "/code/shop", "/code/shop.worktrees/a", "/code/shop.worktrees/b"
PLACES = [Place(OWN, own=True), Place(MAIN, main=True), Place(OTHER, "b"), Place("/code/shop/inner/c", "c"),
          Place("/code/lib")]  # fmt: skip
APART = ["/tmp", "/home/me/.claude"]


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (f"{OWN}/x", None),
        (OWN, None),
        (f"{MAIN}/x", (None, True)),
        (f"{MAIN}-2/x", (None, False)),
        (f"{OTHER}/deep/x", ("b", False)),
        (f"{MAIN}/inner/c/x", ("c", False)),
        ("/code/lib/x", (None, False)),
        ("/tmp/x", None),
        ("/tmpx", (None, False)),
        ("/home/me/.claude/plans/p.md", None),
        ("/home/me/.bashrc", (None, False)),
    ],
)
def test_what_a_tool_wrote(path: str, where: tuple[str | None, bool] | None) -> None:
    expected = () if where is None else (Stray(path, StrayWay.WROTE, *where),)
    assert written([path], PLACES, APART) == expected


def test_what_is_its_own_is_so_wherever_it_is() -> None:
    inside = [Place(MAIN, main=True), Place(f"{MAIN}/wt/a", own=True)]
    assert written([f"{MAIN}/wt/a/x"], inside, []) == ()
    in_temp = [Place("/tmp/shop", main=True), Place("/tmp/shop.worktrees/a", own=True)]
    assert written(["/tmp/shop/x"], in_temp, APART) == (Stray("/tmp/shop/x", StrayWay.WROTE, main=True),)


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        (f"{OWN}/src", None),
        (f"{MAIN}/src", Stray(MAIN, StrayWay.ENTERED, main=True)),
        (OTHER, Stray(OTHER, StrayWay.ENTERED, "b")),
        ("/code", None),
        ("/", None),
        ("/home/me", None),
    ],
)
def test_where_it_went(folder: str, found: Stray | None) -> None:
    assert entered([folder, folder], PLACES) == (() if found is None else (found,))


def test_what_altered_in_the_main_checkout() -> None:
    before = {f"{MAIN}/same": 1, f"{MAIN}/more": 1, f"{MAIN}/gone": 1, f"{MAIN}/users": 1}
    after = {f"{MAIN}/same": 1, f"{MAIN}/more": 2, f"{MAIN}/new": 1, f"{MAIN}/users": 2, f"{MAIN}/inner/c": 1}
    found = altered(before, after, {f"{MAIN}/users"}, PLACES)
    assert [(each.path, each.way, each.main) for each in found] == [
        (f"{MAIN}/{name}", StrayWay.ALTERED, True) for name in ("gone", "more", "new")
    ]
    assert len(altered({}, {f"{MAIN}/{number}": 1 for number in range(99)}, (), PLACES)) == MOST_ALTERED


def test_the_record_keeps_the_latest_and_each_once() -> None:
    strays = [Stray(f"/x/{number}", StrayWay.ALTERED, main=True) for number in range(MOST_STRAYS + 5)]
    found = step(session(Status.WORKING), Strayed(tuple(strays)), NOW)[0]
    assert found.strayed == tuple(strays[5:])
    assert step(found, Strayed((strays[7],)), NOW)[0] == found, "which is known"
    wrote = Stray("/x/7", StrayWay.WROTE, main=True)
    found = step(found, Strayed((wrote,)), NOW)[0]
    assert (found.strayed[-1], len(found.strayed)) == (wrote, MOST_STRAYS)
    assert step(found, Strayed((strays[7],)), NOW)[0].strayed == found.strayed, "that it was written says more"
    assert step(found, StraysSeen(), NOW)[0].strayed == ()
