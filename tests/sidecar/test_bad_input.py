"""Whatever a client sends: an answer that says what is wrong, nothing changed, and the sidecar lives."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from branchline.machine.paths import Paths
from branchline.rpc.messages.methods import CLIENT_NOTIFICATIONS, METHODS
from branchline.rpc.params import parse
from branchline.rpc.records import camel
from harness.proofs import pairs
from harness.sidecar import Client, Connect, git, plain
from harness.well_formed import fields_of

pytestmark = [pytest.mark.timeout(120), pytest.mark.shared_sidecar]

INVALID_PARAMS = types.ErrorCodes.InvalidParams.value
REQUEST_FAILED = types.LSPErrorCodes.RequestFailed.value
HOSTILE = [
    "../../../etc/passwd",
    "a\nb",
    "a\0b",
    "-rf",
    "--upload-pack=touch /tmp/pwned",
    "$(touch pwned); `touch pwned` | & > < * ? ' \"",
    "\u202etxt.exe",
    "a\u200bb",
    "ｆｕｌｌ",
    "x" * 1_000_000,
    "",
    "..",
    ".git",
    "@{-1}",
    "HEAD",
    "refs/heads/../../x",
]
HOSTILE_FIELDS = pairs("hostile values of a new session", ("name", "instruction", "base", "branch"), HOSTILE)


HARMLESS = {
    ("autoYes/tryRule", "rule"): ({"result": {"matches": []}},),  # The name of some tool, for all that is known.
    ("answers/tryRule", "words"): ({"result": {"matches": []}},),
    ("answers/tryRule", "text"): ({"result": {"matches": []}},),
    ("answers/tryRule", "agent"): ({"result": {"matches": []}},),
    ("review/unreviewed", "ids"): ({"result": {"sessions": []}},),
    ("session/search", "text"): ({"result": {"found": [], "complete": True}},),
}
"""Of which fields a hostile value is a value like any other, and what comes of it."""


@pytest.fixture
async def untouched(client: Client, repo: Path) -> Any:
    """A repository, and a check that it and the list of sessions are as they were."""
    refs, status, around = git(repo, "for-each-ref"), git(repo, "status", "--porcelain"), sorted(repo.parent.iterdir())

    async def check() -> None:
        assert git(repo, "for-each-ref") == refs
        assert git(repo, "status", "--porcelain") == status
        assert sorted(repo.parent.iterdir()) == around
        assert (await client.ask("session/list"))["sessions"] == []

    return check


async def test_params_that_do_not_fit(client: Client, untouched: Any) -> None:
    """One sidecar bears them all."""
    for method in sorted(METHODS):
        good = fields_of(method)
        parse(METHODS[method].params, good)
        bad: list[Any] = [{**good, "extra": 1}, [], "text", 3, None]
        needed = [camel(field.name) for field in attrs.fields(METHODS[method].params) if field.default is attrs.NOTHING]
        bad += [{key: value for key, value in good.items() if key != missing} for missing in needed]
        bad += [{**good, key: {"not": "this"}} for key in good]
        for raw in bad:
            error = await _error(client, method, raw)
            assert error["code"] == INVALID_PARAMS, (method, raw, error)
            assert error["message"], (method, raw)
        await untouched()


def hostile_requests() -> Iterator[tuple[str, str]]:
    for method in sorted(METHODS):
        for key, value in fields_of(method).items():
            if isinstance(value, (str, list)):
                yield method, key


async def test_hostile_values(client: Client, untouched: Any) -> None:
    for method, key in hostile_requests():
        for hostile in HOSTILE:
            fields = fields_of(method)
            sent = [hostile] if isinstance(fields[key], list) else hostile
            answer = await _raw(client, method, {**fields, key: sent})
            if answer in HARMLESS.get((method, key), ()):
                continue
            case = (method, key, hostile[:50], answer)
            assert "error" in answer, case
            error = answer["error"]
            assert error["code"] in {INVALID_PARAMS, REQUEST_FAILED}, case
            assert error["message"], case
            if error["code"] == REQUEST_FAILED:
                assert error["data"]["code"] not in {"INTERNAL", None}, case
        await untouched()


async def test_hostile_names_and_branches_make_safe_sessions_or_none(client: Client, repo: Path) -> None:
    before = set(git(repo, "for-each-ref", "--format=%(refname)").splitlines())
    for field, hostile in HOSTILE_FIELDS:
        answer = await _raw(client, "session/create", {"repo": str(repo), "agent": "demo", field: hostile})
        if "error" in answer:
            assert answer["error"]["code"] in {INVALID_PARAMS, REQUEST_FAILED}, (field, hostile)
            continue
        session = answer["result"]
        assert Path(session["worktree"]).resolve().parent == Path(f"{repo}.worktrees").resolve(), (field, hostile)
        assert re.fullmatch(r"branchline/[!-~]+", session["branch"]), (field, hostile)
        await client.ask("session/remove", id=session["id"], force=True, keepBranch=False)
        await client.ask("session/delete", id=session["id"])
        assert set(git(repo, "for-each-ref", "--format=%(refname)").splitlines()) == before, (field, hostile)
    assert not list(repo.parent.rglob("pwned"))


async def test_a_text_of_100_megabytes(client: Client, repo: Path) -> None:
    error = await _error(
        client, "session/create", {"repo": str(repo), "agent": "demo", "instruction": "x" * 100_000_000}
    )
    assert "limit" in error["message"]
    assert (await client.ask("session/list"))["sessions"] == []


async def test_unknown_methods_and_broken_requests_are_answered(client: Client) -> None:
    assert (await _error(client, "session/explode", {}))["code"] == types.ErrorCodes.MethodNotFound.value
    assert (await client.ask("session/list"))["sessions"] == []
    assert client.lsp.messages == [], "nothing pops up"


async def test_notifications_that_do_not_fit_are_dropped_with_a_word_in_the_log(
    client: Client, paths: Paths, untouched: Any
) -> None:
    for method in sorted(CLIENT_NOTIFICATIONS):
        good = fields_of(method)
        bad: list[Any] = [{**good, "extra": 1}, {}, [], "text", 3, None, *({**good, key: 5} for key in good)]
        bad += [{**good, key: hostile} for key, value in good.items() if isinstance(value, str) for hostile in HOSTILE]
        before = (paths.log_dir / "sidecar.log").read_text().count(f"{method} was dropped: ")
        for raw in bad:
            client.lsp.protocol.notify(method, raw)
        await untouched()
        assert (paths.log_dir / "sidecar.log").read_text().count(f"{method} was dropped: ") == before + len(bad)
        assert (await _error(client, method, good))["code"] == INVALID_PARAMS, "a request for it is told what it is"
        client.lsp.protocol.notify(method, good)
        await untouched()
    assert client.lsp.messages == [], "nothing pops up"


GARBAGE = (
    b"GET / HTTP/1.1\r\n\r\n",
    b"Content-Length: -5\r\n\r\n",
    b"Content-Length: 99999999999999999999\r\n\r\nxx",
    b"Content-Length: 3\r\n\r\n{{{",
    b"\0" * 1000,
    os.urandom(4000),
)


async def test_garbage_ends_at_most_its_own_connection(client: Client, paths: Paths) -> None:
    for first_line, garbage in itertools.product((b'{"role":"client"}\n', b'{"role":"viewer"}\n', b""), GARBAGE):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.connect(str(paths.sidecar_socket))
            link.sendall(first_line + garbage)
            link.shutdown(socket.SHUT_WR)
            await asyncio.to_thread(_read_to_end, link)
        assert (await client.ask("session/list"))["sessions"] == [], (first_line, garbage)


async def test_a_broken_message_does_not_end_the_connection(client: Client) -> None:
    """Not JSON, then a request on the same connection."""
    writer = client.lsp.protocol.writer
    assert writer is not None
    broken = b'{"jsonrpc":"2.0","id":"b1","method":'
    writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(broken), broken))
    assert (await client.ask("session/list"))["sessions"] == []


@pytest.mark.shared_sidecar(False)
async def test_requests_after_shutdown_are_answered(connect: Connect) -> None:
    client = await connect()
    await client.send("shutdown", None)
    assert (await _error(client, "session/list", {}))["code"] == types.ErrorCodes.InvalidRequest.value


def _read_to_end(link: socket.socket) -> None:
    link.settimeout(10)
    while link.recv(65536):
        pass


async def _raw(client: Client, method: str, params: Any) -> dict[str, Any]:
    try:
        return {"result": await client.send(method, params)}
    except JsonRpcException as error:
        data = error.data
        return {"error": {"code": error.code, "message": error.message, "data": json.loads(json.dumps(plain(data)))}}


async def _error(client: Client, method: str, params: Any) -> dict[str, Any]:
    answer = await _raw(client, method, params)
    assert "error" in answer, answer
    return dict(answer["error"])
