"""Each session's history is in its transcript as it happened, and what cannot be written is in nobody's way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.status import Status
from branchline.core.session.events import AgentExited, Edited, Instructed, Observed
from branchline.core.session.name_events import Renamed
from branchline.service.history.recorder import Recorder
from branchline.store.transcript import read_transcript
from harness.base import Base
from harness.service import InProcess, session


def lines(base: Base) -> list[dict[str, Any]]:
    (transcript,) = base.paths.transcripts.glob("*/*.jsonl")
    return list(read_transcript(transcript))


@pytest.fixture
def recorded(base: Base) -> Base:
    base.effects(*base.sessions.nobody_does())
    Recorder(paths=base.paths, sessions=base.sessions)
    return base


def asks(base: Base, title: str) -> None:
    prompt = Prompt(title, WaitReason.APPROVAL, title, title, tool="Bash", command="make", paths=("a", "b"))
    base.sessions.happened("s", Observed(Observation(Status.WAITING, "rule", "approval", prompt)))


async def test_each_kind_of_change_is_a_line(recorded: Base) -> None:
    recorded.sessions.add(session("s", status=Status.STARTING, pending=("Begin",), agent="demo"))
    recorded.sessions.happened("s", Observed(Observation(Status.WORKING, "rule")))
    recorded.sessions.happened("s", Instructed("Go on"))
    recorded.sessions.happened("s", Instructed("Go on"))
    asks(recorded, "first")
    asks(recorded, "first")
    asks(recorded, "second")
    recorded.sessions.happened("s", Renamed("Other"))
    recorded.sessions.happened("s", AgentExited(3))
    recorded.sessions.drop("s")
    found = lines(recorded)
    assert [each["event"] for each in found] == [
        "created",
        "status",
        "input",
        "status",
        "prompt",
        "prompt",
        "named",
        "status",
        "exit",
        "removed",
    ]
    assert found[0]["instruction"] == "Begin"
    assert found[2]["text"] == "Go on"
    asked = found[4]
    assert (asked["id"], asked["kind"], asked["tool"], asked["command"]) == ("first", "approval", "Bash", "make")
    assert (found[6]["name"], found[6]["title"]) == ("Other", "")
    assert (asked["paths"], asked["url"]) == (["a", "b"], None)
    assert (found[7]["status"], found[7]["reason"], found[8]["code"]) == ("failed", "exit code 3", 3)


async def test_a_later_sidecar_goes_on_without_a_second_beginning(recorded: Base) -> None:
    recorded.sessions.add(session("s", status=Status.WORKING))
    again = await recorded.next()
    again.effects(*again.sessions.nobody_does())
    Recorder(paths=again.paths, sessions=again.sessions)
    again.sessions.happened("s", AgentExited(0))
    await again.close()
    assert [each["event"] for each in lines(recorded)] == ["created", "status", "exit"]


async def test_it_lies_with_its_task_also_when_that_is_another_one_later(recorded: Base) -> None:
    recorded.sessions.add(session("s", task="web-1"))
    recorded.sessions.happened("s", Edited(task="web-2"))
    recorded.sessions.drop("s")
    assert sorted(path.parent.name for path in recorded.paths.transcripts.glob("*/*.jsonl")) in (
        ["web-1"],
        ["web-1", "web-2"],
    )


async def test_what_cannot_be_written_is_logged_and_in_nobodys_way(
    recorded: Base, caplog: pytest.LogCaptureFixture
) -> None:
    recorded.paths.transcripts.parent.mkdir(parents=True, exist_ok=True)
    recorded.paths.transcripts.write_text("a file in its place")
    recorded.sessions.add(session("s", status=Status.WORKING))
    recorded.sessions.happened("s", AgentExited(0))
    assert recorded.sessions.get("s").status is Status.COMPLETED
    assert "the transcript could not be written" in caplog.text


async def test_a_removed_session_leaves_its_history(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo", name="History", task="web-1")
    await service.until_status(made.id, Status.READY)
    await service.removal.remove(made.id, force=True, keep_branch=False)
    (transcript,) = service.paths.transcripts.glob("*/*.jsonl")
    events = [(entry["event"], entry.get("status")) for entry in read_transcript(transcript)]
    assert transcript.parent.name == "web-1"
    assert events[:3] == [("created", None), ("status", "starting"), ("worktree", None)]
    ended = [event for event in events if event[0] != "snapshot"]
    assert ended[-3:] == [("status", "paused"), ("exit", None), ("removed", None)]
