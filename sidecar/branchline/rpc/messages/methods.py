"""Every request and notification, by its name on the wire. For whoever looks through all of them: the sidecar loads a
noun when a client first asks for something of it."""

from __future__ import annotations

from importlib import import_module

from branchline.rpc.messages import nouns
from branchline.rpc.messages.table import Method, Notification

NOUNS = tuple(import_module(f"{__package__}.{noun}") for noun in nouns.NOUNS)

METHODS: dict[str, Method] = {name: method for noun in NOUNS for name, method in noun.METHODS.items()}
NOTIFICATIONS: dict[str, Notification] = {name: each for noun in NOUNS for name, each in noun.NOTIFICATIONS.items()}
CLIENT_NOTIFICATIONS: dict[str, Notification] = {
    name: each for noun in NOUNS for name, each in getattr(noun, "CLIENT_NOTIFICATIONS", {}).items()
}
