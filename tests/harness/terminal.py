"""A person's hands on a session's terminal: keys go to the ptyhost as a viewer's would."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

from branchline.machine.paths import Paths
from branchline.ptyhost.wire import NO_MARK, WIRE_VERSION, Decoder, Kind, Message, encode_data, encode_message


def type_into(home: Path, session_id: str, keys: bytes) -> None:
    """Returns when the ptyhost has taken the keys."""
    _ask_list(_paths(home), encode_data(Kind.INPUT, session_id, NO_MARK, keys))


def list_held(paths: Paths) -> list[dict[str, Any]]:
    """What the ptyhost holds, one entry a session."""
    return list(_ask_list(paths, b"").fields["ok"]["sessions"])


def _paths(home: Path) -> Paths:
    return Paths.from_environment({**os.environ, "BRANCHLINE_HOME": str(home)})


def _ask_list(paths: Paths, first: bytes) -> Message:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(10)
        link.connect(str(paths.ptyhost_socket))
        link.sendall(encode_message(Kind.HELLO, {"wire": WIRE_VERSION, "version": "test"}) + first)
        link.sendall(encode_message(Kind.REQUEST, {"n": 1, "op": "list"}))
        decoder = Decoder()
        while True:
            for frame in decoder.feed(link.recv(65536)):
                if isinstance(frame, Message) and frame.kind is Kind.REPLY:
                    return frame
