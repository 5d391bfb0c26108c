"""One request to the sidecar, for commands that ask for one thing and are done."""

from __future__ import annotations

import json
import socket
from typing import Any

from branchline.core.errors import ErrorCode
from branchline.relay.relay import SidecarError


def ask(link: socket.socket, method: str, params: dict[str, Any]) -> Any:
    """The result. Raises SidecarError: with the code of the refusal, or when the sidecar goes away meanwhile."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    link.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    with link.makefile("rb") as stream:
        while True:
            length = 0
            while (line := stream.readline()).strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not line:
                raise SidecarError("The sidecar went away while it was asked.")
            message = json.loads(stream.read(length))
            if message.get("id") == 1:
                if "error" in message:
                    raise _refused(message["error"])
                return message["result"]


def _refused(error: dict[str, Any]) -> SidecarError:
    data = error.get("data")
    return SidecarError(error["message"], ErrorCode.read(data.get("code") if isinstance(data, dict) else None))
