"""What a session's scripts find in their environment."""

from __future__ import annotations

import re
from typing import Any

import pytest

from branchline.core.session.script_environment import (
    are_variables,
    database_name,
    named_variables,
    own_variables,
)
from harness.lifecycle import S, session

ID = "3f2a41c0-0000-4000-8000-000000000000"


def of(worktree: str, **fields: Any) -> str:
    return database_name(session(S.READY, id=ID, worktree=worktree, **fields))


@pytest.mark.parametrize(
    ("worktree", "name"),
    [
        ("/w/fix-login", "fix_login_3f2a41"),
        ("/w/Fix Login!", "fix_login_3f2a41"),
        ("/w/" + "long-" * 20, "long_long_long_long_long_long_lon_3f2a41"),
        ("/w/3d-view", "s_3d_view_3f2a41"),
        ("/w/修正", "s_3f2a41"),
        ("/w/--", "s_3f2a41"),
    ],
)
def test_its_name_fits_a_database(worktree: str, name: str) -> None:
    assert of(worktree) == name
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name)


def test_its_name_stays_when_the_session_is_called_otherwise_and_is_no_other_ones() -> None:
    assert of("/w/a", name="a") == of("/w/a", name="renamed")
    other = session(S.READY, id="9" + ID[1:], worktree="/v/a")
    assert database_name(other) != of("/w/a")


def test_its_own_variables() -> None:
    made = session(S.READY, id=ID, worktree="/w/a")
    assert own_variables(made, 41010, "/r") == {
        "BRANCHLINE_WORKTREE": "/w/a",
        "BRANCHLINE_MAIN": "/r",
        "BRANCHLINE_SESSION": ID,
        "BRANCHLINE_NAME": "a_3f2a41",
        "BRANCHLINE_PORT": "41010",
    }
    assert "BRANCHLINE_PORT" not in own_variables(made, 0, "/r")


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("postgres:///app_${name}", "postgres:///app_a_3f2a41"),
        ("${port}:${port+1}:${port+9}", "41010:41011:41019"),
        ("${worktree} of ${main}, ${session}", f"/w/a of /r, {ID}"),
        ("${PORT} $port ${other} ${port+10}", "${PORT} $port ${other} ${port+10}"),
    ],
)
def test_what_a_placeholder_stands_for(value: str, filled: str) -> None:
    own = own_variables(session(S.READY, id=ID, worktree="/w/a"), 41010, "/r")
    assert named_variables({"X": value}, own) == {"X": filled}


def test_a_port_that_is_not_to_be_had_leaves_its_variable_out() -> None:
    own = own_variables(session(S.READY, id=ID, worktree="/w/a"), 0, "/r")
    assert named_variables({"X": "${port+1}", "Y": "y"}, own) == {"Y": "y"}


@pytest.mark.parametrize(
    ("value", "fits"),
    [({}, True), ({"A_1": ""}, True), ({"1A": ""}, False), ({str(number): "" for number in range(101)}, False)],
)
def test_what_is_taken(value: object, fits: bool) -> None:
    assert are_variables(value) is fits
