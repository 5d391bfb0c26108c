"""A session's screen on disk, so that a restarted sidecar has it back without replaying the whole scrollback.

A keyframe is the emulator's own state at a byte offset: exact, the primary screen beneath the alternate one and
the saved cursors included, which control sequences cannot express. Another version of the library may refuse it;
without a keyframe that fits, the bytes of the scrollback are replayed.

The file: a line of JSON (`version`, `offset`, `cols`, `rows`, `title`, `checksum`), then the compressed state.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import zlib
from pathlib import Path

import attrs

from branchline.terminal.screen import Screen

log = logging.getLogger(__name__)

_VERSION = 1
_MAX_STATE = 256 * 1024 * 1024


@attrs.frozen
class Keyframe:
    """`offset` is that of the first byte that the screen has not seen."""

    offset: int
    cols: int
    rows: int
    title: str
    state: bytes = attrs.field(repr=False)


def take(screen: Screen) -> Keyframe:
    return Keyframe(screen.offset, screen.cols, screen.rows, screen.title, screen.state())


def save(path: Path, keyframe: Keyframe) -> None:
    """Replaces what is there, whole or not at all; for the user's eyes only (0600). Raises OSError."""
    body = zlib.compress(keyframe.state, 1)
    head = {
        "version": _VERSION,
        "offset": keyframe.offset,
        "cols": keyframe.cols,
        "rows": keyframe.rows,
        "title": keyframe.title,
        "checksum": zlib.crc32(body),
    }
    descriptor, temporary = tempfile.mkstemp(prefix=path.name, suffix=".new", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + body)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def load(path: Path) -> Keyframe | None:
    """None when there is none, or none that this version can use; the log says which."""
    try:
        head_line, _, body = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("the keyframe %s cannot be read: %s", path, error)
        return None
    try:
        head = json.loads(head_line)
        if zlib.crc32(body) != head["checksum"]:
            raise ValueError("its checksum does not fit")
        if head["version"] != _VERSION:
            raise ValueError(f"it has version {head['version']}")
        state = zlib.decompressobj().decompress(body, _MAX_STATE)
        keyframe = Keyframe(int(head["offset"]), int(head["cols"]), int(head["rows"]), str(head["title"]), state)
        restore(keyframe).close()
    except (ValueError, KeyError, TypeError, RecursionError, zlib.error) as error:
        log.warning("the keyframe %s cannot be used (%s); the scrollback is replayed", path, error)
        return None
    return keyframe


def restore(keyframe: Keyframe) -> Screen:
    """A screen equal to the one that the keyframe was taken of."""
    return Screen.from_state(keyframe.state, keyframe.offset)
