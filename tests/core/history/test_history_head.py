"""What stands above a history: how far its session is, and what it used."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import attrs

from branchline.core.history.as_json import json_of
from branchline.core.history.document import Scope, head
from branchline.core.history.entries import Entry, HistoryKind
from branchline.core.history.words import Words
from branchline.core.model.changes import Changes
from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.status import Status
from branchline.core.model.usage import Tokens, Told, Usage
from branchline.core.model.work import BackgroundKind, BackgroundWork, Progress
from harness.service import session

FIRST = "00000000-0000-4000-8000-000000000001"
ENGLISH = Words()


def utc(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, timezone.utc)


def test_the_head_says_what_is_done_what_is_under_way_and_what_waits() -> None:
    prompt = Prompt("p", WaitReason.APPROVAL, "Run?", "Run?", command="make")
    record = session(
        FIRST, status=Status.WAITING, prompt=prompt, pending=("Then this",), task="T-1", branch="fix",
        changes=Changes(3, 12, 3), evidence=session("x").evidence, tool="Bash",
        progress=Progress(2, 5, "Write *tests*"),
        background=(BackgroundWork("1", BackgroundKind.SERVER, "http.server", 0.0),),
        usage=Usage(Tokens(1234567, 890, 1000, 0.5), Told.SCREEN, 0.0, "model-1"),
    )  # fmt: skip
    told = [Entry(FIRST, 1.0, HistoryKind.INSTRUCTION, "input", {"text": text}) for text in ("One", "Two", "Three")]
    shown = [line.text for line in head(Scope("Fix it", [record], True), told, ENGLISH, utc)]
    assert shown == [
        "# History of Fix it", "",
        "- Agent: demo", "- Repository: `/nowhere`", "- Branch: `fix`", "- Task: T-1",
        "- Status: Waiting for input, since 1970-01-01 00:00", "- Changes: 3 files, +12 −3",
        "- Usage: 1,234,567 tokens in (1,000 cached), 890 out · US$ 0.50 · model-1 · rounded by the agent",
        "", "## Progress", "",
        "- Done: One", "- Done: Two", "- Under way: Three",
        r"- By its own list: 2 of 5 done · Write \*tests\*", "- Uses just now: Bash",
        "- In the background: http.server", "- Asked for now: make", "- Waits to be typed: Then this",
    ]  # fmt: skip
    rests = attrs.evolve(
        record, status=Status.READY, prompt=None, pending=(), tool=None, progress=Progress(percent=40), background=()
    )
    shown = [line.text for line in head(Scope("Fix it", [rests], True), told, ENGLISH, utc)]
    assert shown[-2:] == ["- Done: Three", "- By its own account: 40 %"]


def test_usage_is_said_in_the_users_numbers_of_several_sessions_too_and_that_none_was_told() -> None:
    used = session(FIRST, name="fix", usage=Usage(Tokens(12345, 6), Told.CONVERSATION, 0.0))
    german = [line.text for line in head(Scope("fix", [used], True), [], Words("de"), utc)]
    assert "- Verbrauch: 12.345 Token hinein, 6 heraus" in german
    several = [line.text for line in head(Scope("all", [used, session("x")], False), [], ENGLISH, utc)]
    assert [line.endswith(" · 12,345 tokens in, 6 out") for line in several[-2:]] == [True, False]
    nothing = [line.text for line in head(Scope("fix", [session(FIRST)], True), [], ENGLISH, utc)]
    assert "- Usage: the agent told nothing of it" in nothing


def test_programs_get_it_too_without_secrets() -> None:
    work = BackgroundWork("1", BackgroundKind.SHELL, "serve --token hunter2hunter2", 0.0)
    record = session(
        FIRST,
        usage=Usage(Tokens(5, 6, 1), Told.CONVERSATION, 0.0, "model-1"),
        progress=Progress(1, 2, "password=x1y2z3"),
        background=(work,),
    )
    (about,) = json.loads("".join(json_of(Scope("fix", [record], True), [], utc)))["sessions"]
    assert about["usage"] == {"input": 5, "output": 6, "cached": 1, "cost": None, "model": "model-1"}
    assert (about["progress"]["done"], about["progress"]["total"]) == (1, 2)
    assert about["background"][0]["kind"] == "shell"
    assert "hunter2" not in str(about)
    assert "x1y2z3" not in str(about)
