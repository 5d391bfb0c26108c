"""What `branchline attach` asks of the sidecar, as wire frames: a repaint of a session's screen, or how far one is
whose agent does not run yet."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.ptyhost.wire import Data, Decoder, Kind, Message, WireError, encode_data, encode_message
from branchline.service.service import Service
from branchline.service.terminals.preparation import follow

log = logging.getLogger(__name__)


async def serve_viewer(service: Service, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    decoder = Decoder()
    while data := await reader.read(64 * 1024):
        try:
            frames = decoder.feed(data)
        except WireError as error:
            log.warning("a viewer was dropped: %s", error)
            return
        for frame in frames:
            if isinstance(frame, Data) or frame.kind is not Kind.REQUEST:
                continue
            if frame.fields.get("op") == "prepared":
                writer.write(await _prepared(service, frame, writer))
            else:
                writer.write(await _answer(service, frame))
        await writer.drain()


async def _answer(service: Service, request: Message) -> bytes:
    fields = request.fields
    session_id, offset = fields.get("session"), fields.get("offset")
    try:
        if fields.get("op") != "repaint" or not isinstance(session_id, str) or not isinstance(offset, int):
            raise BranchlineError(ErrorCode.BAD_REQUEST, "A viewer can only ask for a repaint.")
        painted, at = await service.viewing.repaint(session_id, offset)
        return encode_data(Kind.PAINT, session_id, at, painted)
    except (BranchlineError, WireError) as error:
        return _refused(fields, error)


async def _prepared(service: Service, request: Message, writer: asyncio.StreamWriter) -> bytes:
    """The texts that come until there is something to show go out as they come."""
    fields = request.fields
    wanted, shown = fields.get("session"), fields.get("shown")

    async def say(text: str) -> None:
        writer.write(encode_message(Kind.EVENT, {"event": "prepared", "text": text}))
        await writer.drain()

    try:
        if not isinstance(wanted, str) or not isinstance(shown, list):
            raise BranchlineError(ErrorCode.BAD_REQUEST, "What is shown already is to be named.")
        comes = await follow(service.sessions, wanted, [str(each) for each in shown], say)
        return encode_message(Kind.REPLY, {"n": fields.get("n"), "ok": attrs.asdict(comes)})
    except (BranchlineError, WireError) as error:
        return _refused(fields, error)


def _refused(fields: Mapping[str, Any], error: BranchlineError | WireError) -> bytes:
    code = error.code if isinstance(error, BranchlineError) else ErrorCode.TOO_LARGE
    return encode_message(Kind.REPLY, {"n": fields.get("n"), "error": {"code": code.value, "message": str(error)}})
