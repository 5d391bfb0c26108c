"""What the core's records are on the wire."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from branchline.core.model.changes import FileChange, FileStatus
from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.model.session import Session
from branchline.core.model.status import Evidence, Status
from branchline.core.model.usage import LimitWindow, Tokens, Told, Usage
from branchline.core.notices import Notice, NoticeCode
from branchline.core.policy.decisions import Outcome, by_rule
from branchline.core.policy.verdicts import Ask
from branchline.core.reasons import AutoYesPause, PauseReason, SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.rpc.change_records import file_record
from branchline.rpc.decision_records import decision_record
from branchline.rpc.records import notice_record, session_record, to_wire
from branchline.rpc.snapshot_records import snapshot_record

PROMPT = Prompt("p", WaitReason.TRUST, "Trust?", "Trust?", options=(Option("1", "Yes", Meaning.ACCEPT_ALWAYS, "1"),))
SESSION = Session("id", "name", "demo", "/r", "/w", "b", "c", Status.WAITING, Evidence("rule", 0), 0, 0, prompt=PROMPT)
SNAPSHOT = Snapshot("id", 1, "c", "t", None, None, "i", False, 0, SnapshotReason.BEFORE_PAUSE)


def wire(record: Any) -> Any:
    found = to_wire(record)
    assert found == json.loads(json.dumps(found))
    assert not [each for each in found.values() if isinstance(each, str) and type(each) is not str]
    return found


def test_enums_are_their_words() -> None:
    found = wire(session_record(SESSION))
    assert (found["status"], found["prompt"]["kind"], found["autoYes"]) == ("waiting", "trust", "off")
    assert type(found["prompt"]["options"][0]["meaning"]) is str
    assert found["prompt"]["options"][0]["meaning"] == "acceptAlways"
    assert wire(file_record(FileChange("p", FileStatus.RENAMED), "/w"))["status"] == "R"
    decided = by_rule("id", "name", PROMPT, Ask("rule", "why"), Outcome.NOT_ANSWERED, None, 0)
    found = wire(decision_record(decided))
    assert (found["decision"], found["by"], found["via"], found["outcome"]) == ("ask", "rule", None, "notAnswered")


@pytest.mark.parametrize(
    ("pause", "told"),
    [
        (AutoYesPause("sameAnswers", 5, 120), {"code": "sameAnswers", "count": 5, "seconds": 120, "detail": ""}),
        (AutoYesPause("Of old."), {"code": "Of old.", "count": 0, "seconds": 0, "detail": ""}),
        (None, None),
    ],
)
def test_a_session_says_why_auto_yes_pauses(pause: AutoYesPause | None, told: dict[str, object] | None) -> None:
    assert wire(session_record(attrs.evolve(SESSION, auto_yes_paused=pause)))["autoYesPaused"] == told


def test_what_was_used_is_told_with_its_limits() -> None:
    windows = (LimitWindow("5h", 91.5, 1000.0), LimitWindow("7d", 3.0))
    used = attrs.evolve(SESSION, usage=Usage(Tokens(10, 2, 5, 0.25), Told.CONVERSATION, 0.0, "opus", windows))
    assert wire(session_record(SESSION))["usage"] is None
    assert wire(session_record(used))["usage"] == {
        "input": 10,
        "output": 2,
        "cached": 5,
        "cost": 0.25,
        "model": "opus",
        "since": "1970-01-01T00:00:00.000Z",
        "told": "conversation",
        "windows": [
            {"name": "5h", "usedPercent": 91.5, "resetsAt": "1970-01-01T00:16:40.000Z"},
            {"name": "7d", "usedPercent": 3.0, "resetsAt": None},
        ],
    }


def test_a_notice_is_its_code_and_what_that_speaks_of() -> None:
    found = wire(notice_record(Notice(NoticeCode.WORKTREES_MISSING, count=2, names=("a", "b"))))
    assert found == {"code": "WORKTREES_MISSING", "count": 2, "names": ["a", "b"], "file": "", "kept": "", "detail": ""}


def test_a_changed_file_has_its_place_on_the_disk() -> None:
    found = wire(file_record(FileChange("a/new.py", FileStatus.RENAMED, "a/old.py"), "/w"))
    assert (found["path"], found["oldPath"]) == ("a/new.py", "a/old.py")
    assert (found["file"], found["oldFile"]) == ("/w/a/new.py", "/w/a/old.py")
    assert wire(file_record(FileChange("gone", FileStatus.DELETED), "/w"))["file"] == "/w/gone"
    assert wire(file_record(FileChange("p", FileStatus.ADDED), "/w"))["oldFile"] is None


@pytest.mark.parametrize("reason", [PauseReason.STOPPED, "exit code 3", None])
def test_a_session_says_why(reason: str | None) -> None:
    assert wire(session_record(attrs.evolve(SESSION, reason=reason)))["reason"] == reason


@pytest.mark.parametrize("reason", [SnapshotReason.BEFORE_PAUSE, "of another version"])
def test_a_snapshot_says_why(reason: SnapshotReason | str) -> None:
    assert wire(snapshot_record(attrs.evolve(SNAPSHOT, reason=reason), None))["reason"] == reason


def test_a_preset_that_is_not_known_is_the_one_that_holds() -> None:
    assert wire(session_record(attrs.evolve(SESSION, auto_yes="safe")))["autoYes"] == "safe"
    assert wire(session_record(attrs.evolve(SESSION, auto_yes="everything")))["autoYes"] == "off"
