"""Windows, and any other client with a person before it: what they look at, and what they are told of."""

from __future__ import annotations

import attrs

from branchline.core.session.needs import NeedKind
from branchline.rpc.messages.table import Method, Notification


@attrs.frozen
class DidFocus:
    """`focused`: the user is in this window; `session` is the id of the one whose terminal or changes are in front
    there. Told at the start, and whenever one of them alters. A client that never says so is told last."""

    focused: bool
    session: str | None


@attrs.frozen
class DidSee:
    """`needs` are the ids of needs that the user was told of: the message about them was put away, or an earlier
    sidecar had it shown. No other window tells them again."""

    needs: list[str]


@attrs.frozen
class WireNeed:
    """What a session needs the user for. `id` names this need; `session` is the session's id; `promptId` is null where
    it asks nothing, or nobody can read what; `since` is an ISO time."""

    id: str
    session: str
    kind: NeedKind
    prompt_id: str | None
    since: str


@attrs.frozen
class DidNeedAttention:
    """What is needed longest is the first."""

    needs: list[WireNeed]


METHODS: dict[str, Method] = {}

NOTIFICATIONS = {
    "session/didNeedAttention": Notification(
        DidNeedAttention,
        "Sessions need the user, who does not look at them. Told to one window alone; the same need to another one only"
        " when that was closed.",
    ),
}

CLIENT_NOTIFICATIONS = {
    "window/didFocus": Notification(DidFocus, "The user came to the window or left it, or looks at another session."),
    "window/didSee": Notification(DidSee, "The user knows of these needs."),
}
