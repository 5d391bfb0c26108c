"""What `branchline hook` hands over: the agent's own JSON, checked before anything is believed of it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

from branchline.core.model.agent import HookEvent
from branchline.service.service import Service

log = logging.getLogger(__name__)

MOST = 4 * 1024 * 1024
PATIENCE = 5.0
"""Seconds for the payload, which is on its way already."""


async def serve_hook(service: Service, header: Mapping[str, Any], reader: asyncio.StreamReader) -> bytes:
    """Take one event; what the hook shall print. Whatever is wrong is for the log: the agent must not notice."""
    session_id, length = header.get("session"), header.get("length")
    if not isinstance(session_id, str) or not isinstance(length, int) or not 0 <= length <= MOST:
        log.warning("a hook was dropped: its header does not fit")
        return b""
    event = hook_event(await asyncio.wait_for(reader.readexactly(length), PATIENCE), header.get("event"))
    if event is None:
        log.warning("%s: a hook was dropped: its payload is no event", session_id[:8])
        return b""
    reply = await service.prompts.hooked(session_id, str(header.get("agent")), event)
    return reply.encode() if reply else b""


def hook_event(payload: bytes, named: object = None) -> HookEvent | None:
    """`named` is the event's name where the payload does not say it. None when it is no JSON object, or has no name."""
    try:
        fields = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    name = named or fields.get("hook_event_name")
    return HookEvent(name, fields) if isinstance(name, str) and name else None
