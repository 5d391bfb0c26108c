"""What calls of libghostty-vt come to: an error, bytes that are to be freed, a terminal."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import byref, c_size_t, c_void_p
from typing import Any

from branchline.terminal import ghostty


def check(result: int, what: str) -> None:
    """Raises RuntimeError where a call did not go well; `what` it was to do."""
    if result != ghostty.SUCCESS:
        raise RuntimeError(f"libghostty-vt could not {what}: {result}")


def take(call: Callable[[Any, Any], int]) -> bytes:
    """What one of the library's `…_alloc` calls returns, copied and freed."""
    pointer, length = c_void_p(), c_size_t()
    check(call(byref(pointer), byref(length)), "write the terminal out")
    try:
        return ctypes.string_at(pointer, length.value) if length.value else b""
    finally:
        ghostty.load().ghostty_free(None, pointer, length)


def decode(state: bytes) -> c_void_p:
    """A terminal's handle. Raises ValueError when the library does not take the state."""
    library = ghostty.load()
    decoder, handle = c_void_p(), c_void_p()
    check(library.ghostty_snapshot_decoder_new_buf(None, byref(decoder), state, len(state)), "make a decoder")
    try:
        result = library.ghostty_snapshot_decoder_decode(decoder, byref(handle))
    finally:
        library.ghostty_snapshot_decoder_free(decoder)
    if result != ghostty.SUCCESS:
        library.ghostty_terminal_free(handle)
        raise ValueError(f"libghostty-vt does not take this state: {result}")
    return handle
