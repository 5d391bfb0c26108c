"""What an agent's process is started with, and what its hooks bring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs


@attrs.frozen
class HookEvent:
    """One call of an agent's hook: its name and the agent's own JSON, as it came. Anybody's bytes: check each field."""

    name: str
    payload: Mapping[str, Any]


@attrs.frozen
class Launch:
    """How to start an agent's process. `env` is added to the user's own environment; `files` are made first, by path
    within the session's own folder."""

    argv: tuple[str, ...]
    env: Mapping[str, str] = attrs.field(factory=dict)
    files: Mapping[str, str] = attrs.field(factory=dict)
    agent_session: str | None = None
