"""`branchline hook AGENT SESSION SOCKET [EVENT]`: hands what an agent tells its hook to the sidecar, prints its answer.

An agent waits for its hooks, so this starts in some 10 ms: nothing else of ours, no JSON, not even `socket`, which
imports a lot for what it adds. It never fails the agent: without a sidecar, or with anything else wrong, it says
nothing and ends with 0.
"""

import _socket
import os

MOST = 4 * 1024 * 1024
"""Bytes of a payload. What is longer holds whole files; the agent's screen says enough of it."""
PATIENCE = 2.0
"""Seconds to reach the sidecar, and for each part of its answer."""


def main(arguments: "list[str]") -> int:
    if len(arguments) not in (3, 4) or not all(_is_plain(word) for word in arguments[:2] + arguments[3:]):
        return 0
    agent, session, path = arguments[:3]
    event = f'"{arguments[3]}"' if len(arguments) == 4 else "null"
    payload = _read_all(0)
    if len(payload) > MOST:
        return 0
    link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    link.settimeout(PATIENCE)
    try:
        link.connect(path)
        header = f'{{"role": "hook", "agent": "{agent}", "session": "{session}", "event": {event}, '
        header += f'"length": {len(payload)}}}\n'
        _send_all(link, header.encode() + payload)
        _, _, answer = _receive_all(link).partition(b"\n")
    except OSError:
        return 0
    finally:
        link.close()
    if answer:
        os.write(1, answer)
    return 0


def _is_plain(word: str) -> bool:
    """It can stand between quotes as it is."""
    return word.isascii() and word.isprintable() and '"' not in word and "\\" not in word


def _read_all(descriptor: int) -> bytes:
    parts, size = [], 0
    while size <= MOST and (data := os.read(descriptor, 65536)):
        parts.append(data)
        size += len(data)
    return b"".join(parts)


def _send_all(link: "_socket.socket", data: bytes) -> None:
    while data:
        data = data[link.send(data) :]


def _receive_all(link: "_socket.socket") -> bytes:
    parts = []
    while data := link.recv(65536):
        parts.append(data)
    return b"".join(parts)
