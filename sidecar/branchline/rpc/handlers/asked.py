"""From a method's name to what handles it.

A noun's messages and handlers are loaded when a client first sends something of it: all together took a fifth of
the sidecar's start, and no list needs one.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import attrs

from branchline.rpc.handlers.handles import HANDLERS, Handler
from branchline.rpc.messages.nouns import NOUNS
from branchline.rpc.messages.table import Method, Notification


@attrs.frozen
class Asked:
    """`says` is a Method where it has to be answered."""

    says: Method | Notification
    handle: Handler


_FOUND: dict[str, Asked] = {}
_LATER = list(NOUNS)


def asked(method: str) -> Asked | None:
    """Looks first where the method's own name points to: `autoYes/log` is of auto_yes. None: no client sends that."""
    prefix = method.partition("/")[0].lower()
    for noun in sorted(_LATER, key=lambda noun: noun.replace("_", "") != prefix):
        if method in _FOUND:
            break
        load(noun)
    return _FOUND.get(method)


def later() -> Sequence[str]:
    """The nouns that nobody has asked for."""
    return tuple(_LATER)


def load(noun: str) -> None:
    messages = import_module(f"branchline.rpc.messages.{noun}")
    import_module(f"branchline.rpc.handlers.{noun}")
    sent = {**messages.METHODS, **getattr(messages, "CLIENT_NOTIFICATIONS", {})}
    _FOUND.update({name: Asked(says, HANDLERS[name]) for name, says in sent.items()})
    _LATER.remove(noun)
