"""What is told of sessions unasked."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.session_records import WireAgent, WireNotice, WirePersona, WireSession


@attrs.frozen
class SyncResult:
    """All there is. Each later change of it has a higher `revision`."""

    revision: int
    sessions: list[WireSession]
    agents: list[WireAgent]
    personas: list[WirePersona]
    active_session: str | None
    notices: list[WireNotice]


@attrs.frozen
class DidChange:
    revision: int
    session: WireSession


@attrs.frozen
class DidRemove:
    revision: int
    id: str


@attrs.frozen
class DidActivate:
    """`id` is the session's; null for none."""

    id: str | None
