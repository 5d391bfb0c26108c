"""Which settings differ from the default, with numbers and choices as they are and texts as their length."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any

import attrs

from branchline.core.screen.logged import outline


def changed(value: Any, default: Any, within: str = "") -> Iterator[str]:
    """`value` and `default` are attrs objects of one class."""
    for field in attrs.fields(type(value)):
        ours, usual = getattr(value, field.name), getattr(default, field.name)
        name = within + field.name
        if ours == usual:
            continue
        if attrs.has(type(ours)) and type(ours) is type(usual):
            yield from changed(ours, usual, f"{name}.")
        elif isinstance(ours, enum.Enum):
            yield f"{name}={ours.value}"
        else:
            yield outline({name: list(ours) if isinstance(ours, (set, frozenset)) else ours})
