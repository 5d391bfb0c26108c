"""The user's own command runs once for each prompt that they have to answer."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.session import Asked
from branchline.core.model.status import Status
from branchline.core.reasons import AutoYesPause, AutoYesPauseCode
from branchline.core.session.auto_yes_events import AutoYesAsks, AutoYesPaused
from branchline.core.session.events import Observed
from branchline.service.prompts import on_waiting
from branchline.service.prompts.on_waiting import OnWaiting
from branchline.service.prompts.telling import Telling
from branchline.service.prompts.tokens import Tokens
from harness.base import Base
from harness.service import session
from harness.waiting import until

KEEP = 'cat > "$1/$$.new"; printf "%s" "$BRANCHLINE_NAME" >> "$1/$$.new"; mv "$1/$$.new" "$1/$$"'


@pytest.fixture
def said(base: Base, tmp_path: Path) -> Path:
    """The folder in which the user's command leaves a file for each time that it ran: what it read, then a name."""
    folder = tmp_path / "said"
    folder.mkdir()
    base.settings.configure({"onWaiting": ["/bin/sh", "-c", KEEP, "sh", str(folder)]})
    watch(base)
    return folder


def watch(base: Base) -> OnWaiting:
    return OnWaiting(
        sessions=base.sessions,
        settings=base.settings,
        telling=Telling(sessions=base.sessions, settings=base.settings),
        tokens=Tokens(sessions=base.sessions),
        background=base.background,
    )


def asks(base: Base, title: str) -> Prompt:
    prompt = Prompt(title, WaitReason.APPROVAL, title, title, command="rm scripts/old_report.py")
    base.sessions.happened("s", Observed(Observation(Status.WAITING, "rule", "approval", prompt)))
    return prompt


def times(said: Path) -> int:
    return len([each for each in said.iterdir() if each.suffix != ".new"])


async def until_all_ran(base: Base) -> None:
    await until(lambda: not base.background._tasks)


@pytest.fixture
def started(base: Base) -> None:
    base.sessions.add(session("s", name='a "$(touch x)" b', status=Status.STARTING))


@pytest.mark.usefixtures("started")
async def test_switched_off_nothing_is_run(base: Base, said: Path) -> None:
    held = base.settings.given or {}
    base.settings.configure({**held, "enabled": False})
    asks(base, "Run this?")
    await until_all_ran(base)
    assert times(said) == 0
    base.settings.configure({**held, "enabled": True})
    asks(base, "Run that?")
    await until(lambda: times(said) == 1)


@pytest.mark.usefixtures("started")
async def test_it_is_told_what_is_asked(base: Base, said: Path) -> None:
    asks(base, "Run this?")
    await until(lambda: times(said) == 1)
    (file,) = said.iterdir()
    told, end = json.JSONDecoder().raw_decode(file.read_text())
    named = (told["session"], told["command"], told["prompt"], told["reason"], told["why"])
    assert named == ("s", "rm scripts/old_report.py", "Run this?", "approval", "")
    assert file.read_text()[end:] == 'a "$(touch x)" b', "names are text, whatever is in them"


@pytest.mark.usefixtures("started")
async def test_it_runs_once_for_each_prompt(base: Base, said: Path) -> None:
    base.effects(*base.sessions.nobody_does())
    asks(base, "first")
    asks(base, "first")
    base.sessions.happened("s", Observed(Observation(Status.WORKING, "rule")))
    asks(base, "first")
    asks(base, "second")
    await until_all_ran(base)
    assert times(said) == 3, "what is asked again later is asked anew"


@pytest.mark.usefixtures("started")
async def test_a_prompt_that_cannot_be_read_for_a_moment_is_the_same(base: Base, said: Path) -> None:
    base.effects(*base.sessions.nobody_does())
    asks(base, "first")
    base.sessions.happened("s", Observed(Observation(Status.WAITING, "rule", "approval", None)))
    asks(base, "first")
    await until_all_ran(base)
    assert times(said) == 1


@pytest.mark.usefixtures("started")
async def test_where_auto_yes_may_answer_it_waits_until_that_asks_or_pauses(base: Base, said: Path) -> None:
    base.sessions.add(session("s", status=Status.STARTING, auto_yes="safe"))
    prompt = asks(base, "first")
    await until_all_ran(base)
    assert times(said) == 0
    base.sessions.happened("s", AutoYesAsks(Asked(prompt.id, "preset", "It does not allow rm.")))
    await until(lambda: times(said) == 1)
    (file,) = said.iterdir()
    assert json.JSONDecoder().raw_decode(file.read_text())[0]["why"] == "It does not allow rm."
    base.sessions.happened("s", AutoYesPaused(AutoYesPause(AutoYesPauseCode.STOPPED_ALL.value)))
    await until_all_ran(base)
    assert times(said) == 1, "that one was told of"


@pytest.mark.usefixtures("started")
async def test_in_quiet_hours_it_waits_for_their_end(base: Base, said: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base.effects(*base.sessions.nobody_does())
    held, now = base.settings.given or {}, ["23:30"]
    monkeypatch.setattr(time, "localtime", lambda: time.strptime(now[0], "%H:%M"))
    base.settings.configure({**held, "quietHours": "22:00-07:00"})
    asks(base, "first")
    base.sessions.happened("s", Observed(Observation(Status.WORKING, "rule")))
    now[0] = "07:00"
    base.settings.configure({**held, "quietHours": "22:00-07:00"})
    await until_all_ran(base)
    assert times(said) == 0, "it was answered meanwhile"
    now[0] = "23:30"
    asks(base, "second")
    await until_all_ran(base)
    assert times(said) == 0
    base.settings.configure(held)
    await until(lambda: times(said) == 1)


@pytest.mark.usefixtures("started")
async def test_their_end_is_waited_for(base: Base, said: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = ["06:59:59"]
    monkeypatch.setattr(time, "localtime", lambda: time.strptime(now[0], "%H:%M:%S"))
    base.settings.configure({**(base.settings.given or {}), "quietHours": "22:00-07:00"})
    asks(base, "first")
    now[0] = "07:00:00"
    await until(lambda: times(said) == 1)


async def test_what_an_earlier_sidecar_told_of_is_not_told_again(base: Base, said: Path) -> None:
    prompt = Prompt("first", WaitReason.APPROVAL, "first", "first")
    base.sessions.add(session("s", status=Status.WAITING, prompt=prompt))
    await until(lambda: times(said) == 1)
    again = await base.next()
    watch(again)
    again.sessions.happened("s", AutoYesPaused(AutoYesPause(AutoYesPauseCode.STOPPED_ALL.value)))
    await until_all_ran(again)
    await again.close()
    assert times(said) == 1


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize(
    ("command", "logged"),
    [
        (["/nowhere/notify"], "could not be run"),
        (["/bin/sh", "-c", "exit 3"], "ended with 3"),
        (["/bin/sh", "-c", "exec sleep 600"], "was ended"),
    ],
)
async def test_a_command_that_does_not_do_is_logged(
    base: Base,
    said: Path,
    command: list[str],
    logged: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(on_waiting, "PATIENCE", 0.2)
    base.settings.configure({"onWaiting": command})
    asks(base, "first")
    await until_all_ran(base)
    assert logged in caplog.text


@pytest.mark.usefixtures("started")
async def test_without_a_command_nothing_runs(base: Base, said: Path) -> None:
    base.settings.configure({})
    asks(base, "first")
    assert base.background._tasks == set()
