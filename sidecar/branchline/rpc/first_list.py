"""The list for a client that connects before the sidecar is whole.

Where no agent runs there is nothing to take over: what the store has is all there is, as far as its seal does not say
otherwise, and the list says so before what carries out requests is loaded, which takes as long again. The handshake is
answered here as pygls would (a test compares them), and is then gone through again by pygls, which does not answer it a
second time. Whatever is not the usual handshake is left to pygls alone.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from branchline import __version__
from branchline.core.session.seal import KEPT as SEAL
from branchline.core.session.seal import is_key, leaves, opened
from branchline.machine.user_environment import Environment
from branchline.rpc.everything import everything
from branchline.rpc.framing import MAX_MESSAGE, Reader, read_headers
from branchline.rpc.records import to_wire
from branchline.service.base.base import Base

NAME = "branchline"
RESULT = {
    "capabilities": {
        "positionEncoding": "utf-16",
        "textDocumentSync": {"openClose": False, "change": 0, "save": False},
        "executeCommandProvider": {"commands": []},
        "workspace": {
            "workspaceFolders": {"supported": True, "changeNotifications": True},
            "fileOperations": {},
        },
    },
    "serverInfo": {"name": NAME, "version": __version__},
}
"""What pygls says to `initialize`."""


async def tell_first_list(
    base: Base, environment: Environment | None, reader: Reader, writer: asyncio.StreamWriter
) -> int | str | None:
    """Returns the id of the request that was answered; None where none was. Raises ValueError and
    asyncio.IncompleteReadError as `read_messages` does."""
    begin = await _read(reader)
    options = _options(begin)
    if begin is None or options is None or not _is_as_stored(base, options):
        return None
    _write(writer, {"id": begin["id"], "jsonrpc": "2.0", "result": RESULT})
    ready = await _read(reader)
    if ready is not None and ready.get("method") == "initialized" and "id" not in ready:
        settings = options.get("settings")
        with base.settings.foreseen(settings if isinstance(settings, dict) else base.settings.stored):
            told = to_wire(everything(base, base.notices, environment))
        _write(writer, {"method": "session/didSync", "jsonrpc": "2.0", "params": told})
    answered: int | str = begin["id"]
    return answered


def _options(begin: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the window says of itself; None where pygls has to look at what it sends."""
    if begin is None or begin.get("method") != "initialize" or type(begin.get("id")) not in {int, str}:
        return None
    params = begin.get("params")
    if not isinstance(params, dict) or type(params.get("processId")) not in {int, type(None)}:
        return None
    folders = params.get("workspaceFolders") or []
    if not isinstance(folders, list) or not all(_is_folder(each) for each in folders):
        return None
    options = params.get("initializationOptions")
    return options if isinstance(options, dict) else {}


def _is_as_stored(base: Base, options: dict[str, Any]) -> bool:
    """Not where auto-yes waits to be confirmed, or may have to."""
    key, least = options.get("seal"), options.get("sealed")
    found = opened(base.store.meta(SEAL), [str(key)] if is_key(key) else [])
    seal = None if found is None or (isinstance(least, int) and found.number < least) else found
    return all(leaves(seal, each) for each in base.sessions.all())


def _is_folder(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("uri"), str) and isinstance(value.get("name"), str)


async def _read(reader: Reader) -> dict[str, Any] | None:
    """None at the end, and for what is no message."""
    length = await read_headers(reader)
    if length is None or length > MAX_MESSAGE:
        return None
    try:
        message = json.loads(await reader.readexactly(length))
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def _write(writer: asyncio.StreamWriter, message: dict[str, Any]) -> None:
    body = json.dumps(message).encode()
    writer.write(b"Content-Length: %d\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n" % len(body))
    writer.write(body)
