"""The list that is told before the sidecar is whole is the one that it would tell then."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.status import Status
from branchline.core.reasons import PauseReason
from branchline.machine.paths import Paths, self_command
from harness.sidecar import SEAL
from harness.stores import saved, session

pytestmark = pytest.mark.timeout(120)

SETTINGS = {"agents": {"own": {"command": ["sh"], "title": "My Own"}}, "spareWorktrees": 0}
BEGIN: dict[str, Any] = {
    "processId": os.getpid(),
    "capabilities": {},
    "workspaceFolders": [{"uri": "file:///nowhere", "name": "nowhere"}],
    "initializationOptions": {"settings": SETTINGS, "seal": SEAL, "sealed": 0},
}


class Raw:
    """A client of a relay that sends what it is told to."""

    def __init__(self, relay: subprocess.Popen[bytes]) -> None:
        assert relay.stdin
        assert relay.stdout
        self._to, self._from = relay.stdin, relay.stdout

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params, **({} if number is None else {"id": number})}
        body = json.dumps(message).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to.flush()

    def hear(self) -> dict[str, Any]:
        length = 0
        while line := self._from.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self._from.read(length))
        return message

    def until(self, number: int) -> list[dict[str, Any]]:
        """What is said up to the answer to this request, which is the last."""
        said = [self.hear()]
        while said[-1].get("id") != number:
            said.append(self.hear())
        return said


@contextmanager
def relayed(home: Path) -> Iterator[Raw]:
    environment = {**os.environ, "BRANCHLINE_HOME": str(home)}
    with subprocess.Popen(
        self_command("stdio"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as relay:
        yield Raw(relay)
        assert relay.stdin
        relay.stdin.close()


def store(home: Path) -> Path:
    return Paths.from_environment({"BRANCHLINE_HOME": str(home)}).store


def told(client: Raw) -> list[dict[str, Any]]:
    client.send("initialize", BEGIN, 1)
    client.send("initialized", {})
    client.send("session/removed", {}, 2)
    return client.until(2)


def test_it_says_what_the_whole_sidecar_says_and_nothing_twice(home: Path) -> None:
    ended = session(status=Status.COMPLETED, name="ended", exit_code=0)
    saved(store(home), session(2, status=Status.PAUSED, reason=PauseReason.PAUSED.value, name="paused"), ended)
    with relayed(home) as one, relayed(home) as other:
        begun, first, *later = told(one)
        assert begun["id"] == 1
        assert {each["name"] for each in first["params"]["sessions"]} == {"ended", "paused"}
        assert "own" in {each["name"] for each in first["params"]["agents"]}
        assert not [each for each in later if each.get("id") == 1], "pygls answered what was answered already"
        answer, *whole = told(other)
        assert begun == answer, "pygls says something else of itself: see first_list.RESULT"
        again = next(each for each in whole if each.get("method") == "session/didSync")
        for what in ("sessions", "agents", "personas", "activeSession"):
            assert first["params"][what] == again["params"][what], what


def test_where_an_agent_ran_the_list_says_what_became_of_it(home: Path) -> None:
    saved(store(home), session(status=Status.WORKING, name="lost"))
    with relayed(home) as client:
        _, first, *_ = told(client)
        assert first["method"] == "session/didSync"
        (record,) = first["params"]["sessions"]
        assert (record["status"], record["reason"]) == ("paused", "interrupted")


@pytest.mark.parametrize(
    "params",
    [{**BEGIN, "processId": "no number"}, {**BEGIN, "workspaceFolders": [{"uri": 1}]}, None, []],
    ids=["a process", "a folder", "nothing", "a list"],
)
def test_an_unusual_handshake_is_answered_once(home: Path, params: Any) -> None:
    with relayed(home) as client:
        client.send("initialize", params, 1)
        refused = client.hear()
        assert refused["id"] == 1
        assert refused["error"]["code"] == -32602
        answered, first, *later = told(client)
        assert answered["id"] == 1
        assert "result" in answered
        assert first["method"] == "session/didSync"
        assert not [each for each in later if each.get("id") == 1]
