"""What `branchline attach` asks of the sidecar: a repaint of a session's screen, as wire frames."""

from __future__ import annotations

import asyncio
import logging

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.ptyhost.wire import Data, Decoder, Kind, Message, WireError, encode_data, encode_message
from branchline.service.service import Service

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
        code = error.code if isinstance(error, BranchlineError) else ErrorCode.TOO_LARGE
        return encode_message(Kind.REPLY, {"n": fields.get("n"), "error": {"code": code.value, "message": str(error)}})
