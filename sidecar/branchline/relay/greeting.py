"""The first line each way on the sidecar's socket: who is there, and what the connection is for.

    sidecar -> {"branchline": version, "wire": 1, "pid": …, "takes": […]} and "refused", a sentence, for what descends
               from an agent
    peer    -> {"role": …, "version": …}

Where the sidecar takes `environment`, a `client` may say {"environment": length} along, and that many bytes follow: a
JSON object with the variables of its window. It then speaks JSON-RPC, a `viewer` wire frames; a `hook` sends {agent,
session, event, length} along and that many bytes of its agent's JSON, and gets what to print, if anything; `replace`
and `shutdown` ask the sidecar to end.
Frozen like the wire format: a relay of any version must be able to replace a sidecar of any other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from branchline import __version__
from branchline.ptyhost.wire import WIRE_VERSION

MAX_LINE = 4096
ROLES = frozenset({"client", "viewer", "hook", "replace", "shutdown"})
ENVIRONMENT = "environment"


def greeting(pid: int, refused: str | None = None) -> bytes:
    """`refused` says why nothing but a hook is served on this connection."""
    said = {"branchline": __version__, "wire": WIRE_VERSION, "pid": pid, "takes": [ENVIRONMENT]}
    return _line(said if refused is None else {**said, "refused": refused})


def answer(role: str, environment: Mapping[str, str] | None = None) -> bytes:
    """With the window's environment after it, where that is given."""
    said: dict[str, Any] = {"role": role, "version": __version__}
    if environment is None:
        return _line(said)
    body = json.dumps(dict(environment)).encode()
    return _line({**said, ENVIRONMENT: len(body)}) + body


def takes(greeting: Mapping[str, Any], what: str) -> bool:
    """Whether a sidecar that greets so takes it: one of another version may not."""
    taken = greeting.get("takes")
    return isinstance(taken, list) and what in taken


def read_line(line: bytes) -> dict[str, Any] | None:
    """The object in a line, or None when it is not one."""
    try:
        fields = json.loads(line)
    except ValueError:
        return None
    return fields if isinstance(fields, dict) else None


def version_key(version: object) -> tuple[int, ...]:
    """For comparing; a version that cannot be read counts as the oldest."""
    try:
        return tuple(int(part) for part in str(version).split("."))
    except ValueError:
        return ()


def _line(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields).encode() + b"\n"
