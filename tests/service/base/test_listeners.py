"""Whoever listens hears all of it, in the order in which it happened, whatever another one does."""

from __future__ import annotations

import asyncio
import gc
import logging
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.session import Ownership, Session
from branchline.core.model.status import Evidence, Status
from branchline.core.policy.decisions import Decider, by_person
from branchline.core.session.events import AgentExited, Observed
from branchline.git.snapshots import refs
from branchline.machine.paths import Paths
from branchline.rpc.log_levels import LogLevels
from branchline.rpc.server import BranchlineServer
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Activated, Changed, Dropped, News
from branchline.service.service import Service
from branchline.service.timeline.timeline import ThinnedOut
from harness.sidecar import PATIENCE, git


def failing(_news: object) -> None:
    raise RuntimeError("the cause")


# ---------------------------------------------------------------- the mechanism


def test_one_that_fails_costs_the_others_nothing_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    listeners: Listeners[int] = Listeners()
    first: list[int] = []
    last: list[int] = []
    for listener in (first.append, failing, last.append):
        listeners.add(listener)
    listeners.tell(1)
    listeners.tell(2)
    assert (first, last) == ([1, 2], [1, 2])
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.ERROR]
    assert "failing" in caplog.text
    assert "RuntimeError: the cause" in caplog.text


def test_all_are_told_in_the_order_in_which_they_came() -> None:
    heard: list[str] = []
    listeners: Listeners[str] = Listeners()
    for name in "abc":
        listeners.add(lambda news, name=name: heard.append(name + news))  # type: ignore[misc]  # bound for each
    listeners.tell("1")
    assert heard == ["a1", "b1", "c1"]


def test_what_a_listener_causes_is_heard_after_what_caused_it() -> None:
    listeners: Listeners[int] = Listeners()
    before: list[int] = []
    after: list[int] = []

    def count_down(number: int) -> None:
        if number:
            listeners.tell(number - 1)

    for listener in (before.append, count_down, after.append):
        listeners.add(listener)
    listeners.tell(3)
    assert (before, after) == ([3, 2, 1, 0], [3, 2, 1, 0])


def test_whoever_is_removed_meanwhile_hears_nothing_more_and_whoever_comes_hears_the_next() -> None:
    listeners: Listeners[str] = Listeners()
    gone: list[str] = []
    late: list[str] = []

    def swap(_news: str) -> None:
        listeners.remove(gone.append)
        listeners.remove(swap)
        listeners.add(late.append)

    # The same list's method is another object each time, and the same listener all the same.
    listeners.add(swap)
    listeners.add(gone.append)
    listeners.tell("first")
    listeners.tell("second")
    assert (gone, late) == ([], ["second"])


def test_whoever_is_added_twice_hears_once_and_removing_a_stranger_is_no_error() -> None:
    listeners: Listeners[int] = Listeners()
    heard: list[int] = []
    listeners.remove(heard.append)
    listeners.add(heard.append)
    listeners.add(heard.append)
    listeners.tell(1)
    assert heard == [1]
    listeners.remove(heard.append)
    listeners.tell(2)
    assert heard == [1]


# ---------------------------------------------------------------- the service


def session(repo: Path, session_id: str, **fields: Any) -> Session:
    plain: dict[str, Any] = {
        "name": session_id,
        "agent": "demo",
        "worktree": str(repo),
        "branch": "main",
        "base": git(repo, "rev-parse", "HEAD"),
        "status": Status.READY,
        "evidence": Evidence("rule", 1.0),
        "created_at": 1.0,
        "updated_at": 1.0,
        "owns": Ownership(),
    }
    return Session(id=session_id, repo=str(repo), **(plain | fields))


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it did not come to pass")


async def test_what_is_to_be_done_is_done_though_every_listener_fails(service: Service, repo: Path) -> None:
    """The end of an agent: its changes are counted, a snapshot is taken, the next one in the queue has its turn."""
    every: tuple[Listeners[Any], ...] = (service.sessions.listeners, service.timeline.listeners)
    service.settings.configure({"maxSessions": 1})
    service.sessions.add(session(repo, "ending", status=Status.WORKING))
    # There is no such agent: whether it has a slot is to be seen without starting anything.
    service.sessions.add(session(repo, "queued", status=Status.QUEUED, agent="nobody", created_at=2.0))
    (repo / "new.txt").write_text("new\n")
    for listeners in every:
        listeners.add(failing)
    service.sessions.happened("ending", AgentExited(0))
    assert service.sessions.get("ending").status is Status.COMPLETED
    await until(lambda: service.sessions.get("ending").changes.files == 1)
    assert service.sessions.get("queued").status is not Status.QUEUED
    await until(lambda: git(repo, "for-each-ref", "refs/branchline/ending/") != "")
    (taken,) = await refs.read_all(str(repo), "ending")
    assert taken.reason == "at its end"


async def test_a_listener_that_acts_leaves_the_others_the_order_of_revisions(
    service: Service, repo: Path, paths: Paths
) -> None:
    """As one that answers, or grants a slot, does it: by another event, while the first one is being told."""
    heard: list[News] = []

    def act(news: News) -> None:
        if isinstance(news, Changed) and news.session.status is Status.WAITING:
            service.sessions.happened(news.session.id, Observed(Observation(Status.WORKING, "answered at once")))
            service.sessions.drop("other")

    service.sessions.add(session(repo, "one"))
    service.sessions.add(session(repo, "other"))
    service.sessions.activate("other")
    service.sessions.listeners.add(act)
    service.sessions.listeners.add(heard.append)
    service.sessions.happened("one", Observed(Observation(Status.WAITING, "asks", "approval")))
    told = [(type(news), getattr(news, "revision", None)) for news in heard]
    first = service.sessions.revision - 2
    assert told == [(Changed, first), (Changed, first + 1), (Activated, None), (Dropped, first + 2)]
    statuses = [news.session.status for news in heard if isinstance(news, Changed)]
    assert statuses == [Status.WAITING, Status.WORKING], "the last one told is the one that holds"
    (transcript,) = paths.transcripts.glob("*/one-*.jsonl")
    kept = [line for line in transcript.read_text().splitlines() if '"status"' in line]
    assert ["working" in line for line in kept] == [False, True]


async def test_a_client_hears_everything_once_and_nothing_when_it_went(
    service: Service, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [
        BranchlineServer(service, LogLevels(service.paths, service.terminals), lambda: None),
        BranchlineServer(service, LogLevels(service.paths, service.terminals), lambda: None),
    ]
    heard: list[list[str]] = [[], []]
    for client, methods in zip(clients, heard, strict=True):
        monkeypatch.setattr(client.protocol, "notify", lambda method, _params, to=methods: to.append(method))
        client.protocol.fm.features["initialized"](None)
        client.protocol.fm.features["initialized"](None)
    prompt = Prompt("p", WaitReason.APPROVAL, "Run?", "Run?")

    def everything_happens() -> list[list[str]]:
        for methods in heard:
            methods.clear()
        service.sessions.add(session(repo, "one"))
        service.sessions.activate("one")
        service.decisions.listeners.tell(by_person("one", "one", prompt, None, Decider.USER, 1.0))
        service.timeline.listeners.tell(ThinnedOut("one", [1]))
        service.orphans.listeners.tell([])
        service.sessions.drop("one")
        return heard

    everything = [
        "session/didChange",
        "session/didActivate",
        "autoYes/didDecide",
        "snapshot/didRemove",
        "session/didSync",
        "session/didActivate",
        "session/didRemove",
    ]
    assert everything_happens() == [everything, everything]
    clients[0].detach()
    clients[0].detach()
    assert everything_happens() == [[], everything]


async def test_nothing_holds_a_client_that_went(service: Service) -> None:
    client = BranchlineServer(service, LogLevels(service.paths, service.terminals), lambda: None)
    client.protocol.notify = lambda *_: None  # type: ignore[method-assign]  # there is no connection
    client.protocol.fm.features["initialized"](None)
    client.detach()
    held = weakref.ref(client)
    del client
    gc.collect()
    assert held() is None
