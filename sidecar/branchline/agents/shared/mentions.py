"""How files are named in an agent's input, so that it takes them along: one text for each paste."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence


def paths(files: Sequence[str]) -> list[str]:
    """As a terminal names what is dropped on it. An agent that knows images attaches one whose path is pasted alone."""
    return [shlex.quote(file) for file in files]


def at_quoted(files: Sequence[str]) -> list[str]:
    """`@path`, `@"path with blanks"`."""
    return [f'@"{file}"' if re.search(r"\s", file) else f"@{file}" for file in files]


def at_escaped(files: Sequence[str]) -> list[str]:
    """`@path`, `@path\\ with\\ blanks`."""
    return ["@" + re.sub(r"([\s\\])", r"\\\1", file) for file in files]
