"""The environment of a window, which its relay hands over as it connects."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

log = logging.getLogger(__name__)

MOST = 8 * 1024 * 1024
"""Bytes: more than systems let a process have."""
PATIENCE = 10.0
"""Seconds for the rest of it, which is on its way already."""


async def read_environment(header: Mapping[str, Any], reader: asyncio.StreamReader) -> dict[str, str] | None:
    """What follows the header {environment: length in bytes}; None where nothing does, or it is no environment. Never
    in the log: it holds tokens."""
    length = header.get("environment")
    if length is None:
        return None
    if not isinstance(length, int) or isinstance(length, bool) or not 0 <= length <= MOST:
        raise ValueError("an environment of no length that can be")
    data = await asyncio.wait_for(reader.readexactly(length), PATIENCE)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        log.warning("a client's environment is none and is not used")
        return None
    log.debug("a client handed over its environment of %d variables", len(found))
    return {name: value for name, value in found.items() if _is_variable(name, value)}


def _is_variable(name: str, value: object) -> bool:
    """Something that a process can be started with."""
    return isinstance(value, str) and name != "" and not {"=", "\0"} & set(name) and "\0" not in value
