"""The structures and callbacks of libghostty-vt, as ctypes has them; ghostty.py says where they are from."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, Structure, c_bool, c_int, c_int8, c_size_t, c_uint8, c_uint16, c_uint32, c_uint64, c_void_p


class String(Structure):
    """Borrowed: copy what is needed before the next call."""

    _fields_ = (("ptr", c_void_p), ("len", c_size_t))

    def copy(self) -> bytes:
        return ctypes.string_at(self.ptr, self.len) if self.ptr and self.len else b""


class ColorRgb(Structure):
    _fields_ = (("r", c_uint8), ("g", c_uint8), ("b", c_uint8))


class ModeConfig(Structure):
    """`mode` is the number, with bit 15 set for an ANSI mode."""

    _fields_ = (("mode", c_uint16), ("value", c_bool))


class SizeReport(Structure):
    _fields_ = (("rows", c_uint16), ("columns", c_uint16), ("cell_width", c_uint32), ("cell_height", c_uint32))


class Notification(Structure):
    _fields_ = (("size", c_size_t), ("title", String), ("body", String))


class ProgressReport(Structure):
    _fields_ = (("size", c_size_t), ("state", c_int), ("progress", c_int8))


class CellsView(Structure):
    """Borrowed until the render state is updated or freed."""

    _fields_ = (("ptr", c_void_p), ("len", c_size_t))


class Overscan(Structure):
    """Rows above and below the visible ones that a render state takes in too."""

    _fields_ = (("above", c_uint16), ("below", c_uint16))


class UnknownOsc(Structure):
    """GhosttyTerminalUnknownSequence, seen as the OSC of its union."""

    _fields_ = (
        ("tag", c_int),
        ("align", c_uint32),
        ("truncated", c_bool),
        ("content", String),
        ("terminator", c_int),
    )


class Point(Structure):
    """GhosttyPoint with its union written out: ctypes passes no unions by value, and the layout is the same."""

    _fields_ = (("tag", c_int), ("align", c_uint32), ("x", c_uint16), ("y", c_uint32), ("padding", c_uint64))


class GridRef(Structure):
    _fields_ = (("size", c_size_t), ("node", c_void_p), ("x", c_uint16), ("y", c_uint16))


class Selection(Structure):
    _fields_ = (("size", c_size_t), ("start", GridRef), ("end", GridRef), ("rectangle", c_bool))


class SelectionFormat(Structure):
    _fields_ = (
        ("size", c_size_t),
        ("emit", c_int),
        ("unwrap", c_bool),
        ("trim", c_bool),
        ("selection", POINTER(Selection)),
    )


class ScreenExtra(Structure):
    _fields_ = (
        ("size", c_size_t),
        ("cursor", c_bool),
        ("style", c_bool),
        ("hyperlink", c_bool),
        ("protection", c_bool),
        ("kitty_keyboard", c_bool),
        ("charsets", c_bool),
    )


class TerminalExtra(Structure):
    _fields_ = (
        ("size", c_size_t),
        ("palette", c_bool),
        ("modes", c_bool),
        ("scrolling_region", c_bool),
        ("tabstops", c_bool),
        ("pwd", c_bool),
        ("keyboard", c_bool),
        ("screen", ScreenExtra),
    )


class TerminalFormat(Structure):
    _fields_ = (
        ("size", c_size_t),
        ("emit", c_int),
        ("unwrap", c_bool),
        ("trim", c_bool),
        ("extra", TerminalExtra),
        ("selection", POINTER(Selection)),
    )


# The first two arguments of every callback are the terminal and its USERDATA.
WritePty = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_void_p, c_size_t)
Bell = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)
TitleChanged = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)
SizeAsked = ctypes.CFUNCTYPE(c_bool, c_void_p, c_void_p, POINTER(SizeReport))
ColorSchemeAsked = ctypes.CFUNCTYPE(c_bool, c_void_p, c_void_p, POINTER(c_int))
DesktopNotification = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, POINTER(Notification))
Progress = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, POINTER(ProgressReport))
UnknownSequence = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, POINTER(UnknownOsc))
