"""Why a session needs the user, by its record."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.session import Asked
from branchline.core.model.status import Status
from branchline.core.reasons import AutoYesPause, TurnReason, WorkingReason
from branchline.core.session.needs import is_left_to_user, need_of
from harness.service import session

PROMPT = Prompt("p", WaitReason.APPROVAL, "title", "text")


@pytest.mark.parametrize(
    ("fields", "need"),
    [
        ({"status": Status.WAITING, "prompt": PROMPT}, "waiting s p"),
        ({"status": Status.WAITING}, "waiting s"),
        ({"status": Status.FAILED, "reason": "exit code 1"}, "failed s"),
        ({"status": Status.COMPLETED}, "finished s"),
        ({"status": Status.READY, "unread": True}, "finished s"),
        ({"status": Status.READY, "unread": True, "reason": TurnReason.BACKGROUND_TASKS.value}, "finished s"),
        (
            {"status": Status.READY, "unread": True, "reason": TurnReason.BACKGROUND_ENDED.value},
            "finished s background-tasks-ended",
        ),
        *(
            ({"status": Status.READY, "unread": True, "reason": each.value}, "failed s")
            for each in TurnReason
            if each not in (TurnReason.BACKGROUND_TASKS, TurnReason.BACKGROUND_ENDED)
        ),
        ({"status": Status.READY}, None),
        ({"status": Status.WORKING}, None),
        ({"status": Status.WORKING, "reason": WorkingReason.INSTRUCTION_WAITS.value}, None),
        ({"status": Status.WORKING, "reason": WorkingReason.QUIET.value}, "quiet s"),
        ({"status": Status.PAUSED, "reason": "interrupted"}, None),
        ({"status": Status.QUEUED}, None),
        ({"status": Status.STARTING}, None),
    ],
)
def test_a_record_says_what_it_needs(fields: dict[str, Any], need: str | None) -> None:
    found = need_of(session("s", **fields))
    assert (found and found.id) == need


@pytest.mark.parametrize(
    ("fields", "is_left"),
    [
        ({}, True),
        ({"auto_yes": "safe"}, False),
        ({"auto_yes": "safe", "auto_yes_paused": AutoYesPause("stoppedAll")}, True),
        ({"auto_yes": "safe", "asked": Asked("p", "rule", "why")}, True),
        ({"status": Status.WORKING}, False),
    ],
)
def test_what_auto_yes_may_answer_is_not_left_to_the_user(fields: dict[str, Any], is_left: bool) -> None:
    record = session("s", **{"status": Status.WAITING, "prompt": PROMPT, **fields})
    assert is_left_to_user(record) is is_left
