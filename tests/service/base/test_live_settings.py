"""The user's settings: as the last client set them, also for a sidecar that starts without one."""

from __future__ import annotations

import pytest

from branchline.core.session.settings import Settings
from harness.base import Base


async def test_whoever_listens_is_told_the_new_ones(base: Base) -> None:
    heard: list[Settings] = []
    base.settings.listeners.add(heard.append)
    assert base.settings.configure({"maxSessions": 3}) == []
    assert [each.max_sessions for each in heard] == [3]
    assert base.settings.now is heard[0]


async def test_what_cannot_be_used_is_said_and_the_rest_holds(base: Base) -> None:
    (complaint,) = base.settings.configure({"maxSessions": 0, "branchPrefix": "mine/"})
    assert "branchline.maxSessions" in complaint
    assert (base.settings.now.max_sessions, base.settings.now.branch_prefix) == (10, "mine/")


async def test_what_a_client_leaves_out_has_its_default_again(base: Base) -> None:
    base.settings.configure({"maxSessions": 3})
    base.settings.configure({})
    assert base.settings.now == Settings()


async def test_a_sidecar_that_starts_without_a_client_has_the_last_ones(base: Base) -> None:
    base.settings.configure({"maxSessions": 3})
    again = await base.next()
    assert again.settings.now.max_sessions == 3
    await again.close()


@pytest.mark.parametrize("stored", [None, [], "text", 3, {"maxSessions": "many"}])
async def test_whatever_stands_in_the_store_is_no_crash(base: Base, stored: object) -> None:
    base.store.set_meta("settings", stored)
    base.saving.soon()
    again = await base.next()
    assert again.settings.now == Settings()
    await again.close()
