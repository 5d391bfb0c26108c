"""Auto-yes as a whole: it is stopped everywhere at once, and goes on where an earlier sidecar was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from branchline.core.model.prompt import Meaning
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.policy.decisions import Outcome
from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPause, AutoYesPauseCode
from harness.service import InProcess, option
from harness.waiting import until


def switch(service: InProcess, session_id: str, preset: str) -> None:
    service.editing.update(session_id, name=None, task=None, auto_yes=Preset(preset), pinned=None, read=None)


async def asked(service: InProcess, repo: Path, **wanted: str) -> Session:
    made = await service.create(repo, "demo", instruction="Delete the old script", auto_yes="safe", **wanted)
    return await service.until(made.id, lambda session: session.asked is not None)


async def test_stop_all_pauses_every_session(service: InProcess, repo: Path) -> None:
    first = await asked(service, repo)
    second = await service.create(repo, "demo", instruction="Add a greeting feature")
    assert service.auto_yes.stop_all() == 1
    assert service.sessions.get(first.id).auto_yes_paused == AutoYesPause(AutoYesPauseCode.STOPPED_ALL.value)
    assert service.sessions.get(second.id).auto_yes_paused is None
    assert service.auto_yes.stop_all() == 0
    switch(service, first.id, "worktree")
    assert service.sessions.get(first.id).auto_yes_paused is None
    await service.until_status(first.id, Status.READY)


async def test_the_next_sidecar_asks_nothing_twice_and_goes_on(service: InProcess, repo: Path) -> None:
    session = await asked(service, repo)
    again = await service.next()
    record = again.sessions.get(session.id)
    assert record.asked is not None
    assert (record.auto_yes, record.asked.rule) == ("safe", "preset")
    assert [each.outcome for each in await again.decisions.entries()] == [Outcome.ASKED], "asked once"
    switch(again, session.id, "worktree")
    await again.until_status(session.id, Status.READY)
    await again.close()


async def test_what_was_asked_before_its_record_was_lost_is_not_logged_twice(service: InProcess, repo: Path) -> None:
    """The sidecar was killed before the store had it."""
    session = await asked(service, repo)
    await service.close()
    content = json.loads(service.paths.store.read_text())
    for record in content["tables"]["sessions"].values():
        record["asked"] = None
    service.paths.store.write_text(json.dumps(content))
    again = await service.successor()
    await again.until(session.id, lambda now: now.asked is not None)
    assert [each.outcome for each in await again.decisions.entries()] == [Outcome.ASKED]
    await again.close()


@pytest.mark.parametrize("looked", [False, True])
async def test_limits_count_on_in_the_next_sidecar(service: InProcess, repo: Path, looked: bool) -> None:
    service.configure(autoYes={"answersWithoutLook": 1})
    made = await service.create(repo, "demo", instruction="Add a greeting feature", auto_yes="safe")
    await until(lambda: service.decided)
    paused = await service.until(made.id, lambda session: session.auto_yes_paused is not None)
    assert paused.auto_yes_paused == AutoYesPause(AutoYesPauseCode.ANSWERS_WITHOUT_LOOK.value, count=1)
    if looked:
        await service.prompts.answer(
            made.id, paused.prompt.id if paused.prompt else "", option(paused.prompt, Meaning.ACCEPT)
        )
        await service.asking(made.id, before=paused.prompt)
    again = await service.next()
    switch(again, made.id, "worktree")
    if looked:
        await again.until(made.id, lambda session: again.decided != [])
        assert again.decided[0].outcome is Outcome.ANSWERED
    else:
        await again.until(made.id, lambda session: session.auto_yes_paused is not None)
        outcomes = [each.outcome for each in await again.decisions.entries()]
        assert outcomes == [Outcome.ANSWERED, Outcome.ASKED], "no second answer, and nothing is asked twice"
    await again.close()
