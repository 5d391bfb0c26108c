"""Where the keys of the seal come from, and what they are good for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from branchline.core.policy.policy import Preset
from harness.edited_store import OTHER, UNCONFIRMED, after_edit, nothing, pause, switch, waiting
from harness.service import InProcess
from harness.sidecar import SEAL


async def test_without_a_key_it_waits_until_the_one_comes_that_fits(service: InProcess, repo: Path) -> None:
    session = await waiting(service, repo, "safe")
    again = await after_edit(service, nothing, None, inherits=False)
    assert pause(again, session.id) == UNCONFIRMED
    again.sealing.hand_over(OTHER, 0)
    again.sealing.hand_over("no key", 0)
    assert pause(again, session.id) == UNCONFIRMED
    again.sealing.hand_over(SEAL, 0)
    assert pause(again, session.id) is None
    await again.close()


async def test_without_a_key_a_sidecar_leaves_the_seal_alone(service: InProcess, repo: Path) -> None:
    session = await waiting(service, repo, "safe")
    again = await after_edit(service, nothing, None, inherits=False)
    third = await after_edit(again, nothing)
    assert pause(third, session.id) is None
    await third.close()


async def test_what_the_user_chooses_meanwhile_stays(service: InProcess, repo: Path) -> None:
    first, second = await waiting(service, repo, "safe"), await waiting(service, repo, "safe")
    again = await after_edit(service, nothing, None, inherits=False)
    switch(again, first.id, "read-only")
    again.auto_yes.stop_all()
    again.sealing.hand_over(SEAL, 0)
    assert [pause(again, each.id) for each in (first, second)] == ["stoppedAll", None]
    await again.close()


async def test_an_older_store_is_not_the_user_s_last_word(service: InProcess, repo: Path) -> None:
    session = await waiting(service, repo, "safe")
    await service.sessions.saved()
    older, seen = json.loads(service.paths.store.read_text())["tables"], service.sealing.written
    switch(service, session.id, "off")
    await service.sessions.saved()
    assert service.sealing.written > seen

    def edit(tables: dict[str, Any]) -> None:
        tables.clear()
        tables.update(older)

    again = await after_edit(service, edit)
    assert pause(again, session.id) == UNCONFIRMED, "the terminal host knows"
    third = await after_edit(again, edit, least=seen, inherits=False)
    assert pause(third, session.id) is None, "nobody was told of a later one"
    fourth = await after_edit(third, edit, least=seen + 1, inherits=False)
    assert pause(fourth, session.id) == UNCONFIRMED, "a window knows"
    await fourth.sessions.saved()
    assert fourth.sealing.written > seen + 1
    await fourth.close()


async def test_the_terminal_host_hands_the_key_on(service: InProcess, repo: Path) -> None:
    session = await waiting(service, repo, "safe")
    service.configure(autoYes={"allow": ["Bash(rm scripts/old_report.py)"]}, onWaiting=["true"])
    again = await after_edit(service, nothing, None)
    assert pause(again, session.id) is None
    assert again.settings.now == service.settings.now, "rules and programs, too"
    await again.close()


async def test_settings_that_somebody_edited_in_the_store_do_not_hold(service: InProcess, repo: Path) -> None:
    await waiting(service, repo, "safe")

    def edit(tables: dict[str, Any]) -> None:
        (record,) = (each for each in tables["meta"].values() if each["key"] == "settings")
        record["value"].update(autoYes={"allow": ["Bash"], "default": "worktree"}, onWaiting=["planted"], maxSessions=3)

    again = await after_edit(service, edit)
    now = again.settings.now
    assert (now.auto_yes.allow, now.auto_yes.default, now.on_waiting) == ((), Preset.OFF, ())
    assert (now.agents, now.agent_paths) == ({}, {})
    assert now.max_sessions == 3, "what is harmless holds"
    again.configure(onWaiting=["mine"])
    third = await again.next()
    assert third.settings.now.on_waiting == ("mine",)
    await third.close()


async def test_a_removed_session_comes_back_no_wider_than_it_went(service: InProcess, repo: Path) -> None:
    narrow, wide = await waiting(service, repo, "off"), await waiting(service, repo, "safe")
    for each in (narrow, wide):
        await service.removal.remove(each.id, force=True, keep_branch=False)

    def edit(tables: dict[str, Any]) -> None:
        for record in tables["removed"].values():
            record["removed"]["session"]["auto_yes"] = "safe"

    again = await after_edit(service, edit)
    for each in (narrow, wide):
        await again.removal.restore(each.id)
    assert (pause(again, narrow.id), pause(again, wide.id)) == (UNCONFIRMED, None)
    await again.close()


async def test_every_key_of_the_user_s_editors_fits(service: InProcess, repo: Path) -> None:
    session = await waiting(service, repo, "safe")
    service.sealing.hand_over(OTHER, 0)
    for key in (OTHER, SEAL):
        service = await after_edit(service, nothing, key)
        assert pause(service, session.id) is None
    await service.close()


async def test_only_a_seal_that_is_on_the_disk_is_told(service: InProcess, repo: Path) -> None:
    told: list[int] = []
    service.sealing.listeners.add(told.append)
    session = await waiting(service, repo, "safe")
    for preset in ("read-only", "off", "safe"):
        switch(service, session.id, preset)
        await service.sessions.saved()
        (record,) = (
            each["value"]
            for each in json.loads(service.paths.store.read_text())["tables"]["meta"].values()
            if each["key"] == "seal"
        )
        assert told[-1] == record["number"] == service.sealing.written
    assert told == sorted(set(told))
    service.editing.update(session.id, name="Another", task=None, auto_yes=None, pinned=None, read=None)
    await service.sessions.saved()
    assert told[-1] == service.sealing.written == record["number"], "a name lets nothing pass"
