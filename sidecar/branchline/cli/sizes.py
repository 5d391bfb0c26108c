"""Bytes for people."""

from __future__ import annotations

_UNITS = ("B", "KB", "MB", "GB", "TB")


def size_text(size: int) -> str:
    """`950 B`, `12.3 MB`: in steps of 1024, as VS Code says it."""
    rest, unit = float(size), 0
    while rest >= 999.5 and unit < len(_UNITS) - 1:
        rest, unit = rest / 1024, unit + 1
    digits = 1 if unit and rest < 99.95 else 0
    return f"{rest:.{digits}f} {_UNITS[unit]}"
