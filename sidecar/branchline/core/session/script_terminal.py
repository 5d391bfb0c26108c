"""The terminals that a session has beside its agent's: one for each kind of script."""

from __future__ import annotations

import uuid

from branchline.core.session.project_scripts import ScriptKind


def terminal_of(session_id: str, kind: ScriptKind) -> str:
    """The id by which the terminal host holds it; always the same."""
    return str(uuid.uuid5(uuid.UUID(session_id), kind.value))


def run_id(session_id: str) -> str:
    """That of what the user runs beside the agent; its processes are marked with it, in place of the session's own."""
    return terminal_of(session_id, ScriptKind.RUN)
