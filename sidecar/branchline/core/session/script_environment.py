"""The variables of a session's scripts and of its agent, and the setting `branchline.scriptEnvironment`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from branchline.core.model.session import Session

VARIABLES = "an object of texts by the names of variables"
"""What should stand in that setting."""
_MOST = 100
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLACEHOLDER = re.compile(r"\$\{(worktree|main|session|name|port)(?:\+([0-9]))?\}")
_LONGEST_NAME = 40
"""Characters; databases take 63."""


def own_variables(session: Session, port: int, main: str) -> dict[str, str]:
    """`main` is the repository's main checkout; a `port` of 0 is left out."""
    found = {
        "BRANCHLINE_WORKTREE": session.worktree,
        "BRANCHLINE_MAIN": main,
        "BRANCHLINE_SESSION": session.id,
        "BRANCHLINE_NAME": database_name(session),
    }
    return {**found, "BRANCHLINE_PORT": str(port)} if port else found


def database_name(session: Session) -> str:
    """Of lower-case letters, digits and underscores, and no other session's: its worktree's folder, and the beginning
    of its id. It stays when the session is called something else."""
    words = re.sub(r"[^a-z0-9]+", "_", PurePath(session.worktree or session.name).name.lower()).strip("_")
    unique = session.id.replace("-", "")[:6]
    name = f"{words[: _LONGEST_NAME - len(unique) - 1].rstrip('_')}_{unique}".strip("_")
    return name if name[0].isalpha() else f"s_{name}"


def variables_of(session: Session) -> dict[str, str]:
    """Those that the user gave this session alone."""
    return {name: value for name, _, value in (each.partition("=") for each in session.environment)}


def named_variables(named: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The user's, with what `${name}`, `${port}`, `${port+1}` and so on stand for. One whose port is not to be had is
    left out."""
    found = {name: _filled(value, own) for name, value in named.items()}
    return {name: value for name, value in found.items() if value is not None}


def _filled(value: str, own: Mapping[str, str]) -> str | None:
    missing = False

    def stands_for(placeholder: re.Match[str]) -> str:
        nonlocal missing
        what, more = placeholder.groups()
        known = own.get(f"BRANCHLINE_{what.upper()}")
        if known is None:
            missing = True
            return ""
        return str(int(known) + int(more)) if what == "port" and more else known

    filled = _PLACEHOLDER.sub(stands_for, value)
    return None if missing else filled


def are_variables(value: object) -> bool:
    return isinstance(value, dict) and len(value) <= _MOST and all(map(_is_variable, value, value.values()))


def _is_variable(name: Any, value: Any) -> bool:
    """`+1` is a port's alone, and only a session's own ten are named so."""
    fits = isinstance(name, str) and _NAME.fullmatch(name) and isinstance(value, str) and "\0" not in value
    return bool(fits) and not any(more and what != "port" for what, more in _PLACEHOLDER.findall(value))
