"""Whose environment counts when."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from branchline.git.runner import environment as gits
from branchline.machine import user_environment
from branchline.service.base.environments import Environments
from harness.base import Base
from harness.service import session

ONE, OTHER = {"WHOSE": "one"}, {"WHOSE": "other"}


@pytest.fixture
def environments(base: Base) -> Iterator[Environments]:
    yield Environments(sessions=base.sessions)
    user_environment.remember(None)


async def test_at_first_it_is_the_processs_own(environments: Environments) -> None:
    assert environments.of("s") == environments.last == os.environ


async def test_who_came_last_counts_where_nobody_asked(environments: Environments) -> None:
    environments.take(ONE)
    other = environments.take(OTHER)
    assert environments.of("s") is environments.last is other
    assert gits()["WHOSE"] == "other"


async def test_who_asked_last_counts_before_who_came_last(environments: Environments) -> None:
    one, other = environments.take(ONE), environments.take(OTHER)
    environments.asked("s", one)
    assert environments.of("s") is environments.of("t") is environments.last is one
    environments.asked("t", other)
    assert (environments.of("s"), environments.of("t"), environments.last) == (one, other, other)
    environments.asked("s", None)
    assert environments.of("s") is other


async def test_it_is_forgotten_with_its_session(base: Base, environments: Environments) -> None:
    base.sessions.add(session("s"))
    environments.asked("s", environments.take(ONE))
    environments.take(OTHER)
    base.sessions.drop("s")
    assert environments.of("s")["WHOSE"] == "other"


async def test_there_is_one_home(environments: Environments) -> None:
    """Auto-yes judges by it where `~` leads."""
    assert environments.take({"HOME": "/elsewhere"})["HOME"] == os.environ["HOME"]


async def test_what_git_told_one_command_is_over(environments: Environments) -> None:
    """A program that asks a forge, or the user's own command, would look elsewhere with it."""
    taken = environments.take({"GIT_DIR": "/x", "GIT_COMMON_DIR": "/x", "GIT_AUTHOR_NAME": "x", "GIT_SSH_COMMAND": "y"})
    assert [name for name in taken if name.startswith("GIT_")] == ["GIT_SSH_COMMAND"]
    assert environments.last == taken


async def test_the_next_sidecar_finds_what_this_one_has(
    environments: Environments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRANCHLINE_HOME", "/here")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    environments.take({"WHOSE": "one", "BRANCHLINE_HOME": "/there", "XDG_DATA_HOME": "/there"})
    found = environments.for_sidecar()
    assert (found["WHOSE"], found["BRANCHLINE_HOME"], "XDG_DATA_HOME" in found) == ("one", "/here", False)


async def test_only_what_alters_is_told(environments: Environments) -> None:
    told: list[object] = []
    environments.listeners.add(told.append)
    one = environments.take(ONE)
    environments.take(dict(ONE))
    environments.asked("s", one)
    assert told == [one]


def test_what_is_done_for_one_has_theirs_and_only_that() -> None:
    with user_environment.of(ONE):
        assert gits()["WHOSE"] == "one"
    assert "WHOSE" not in gits()
