"""Drives the rules of attention by a clock of its own, and what sessions and windows do in one line each."""

from __future__ import annotations

from typing import Any

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.session.attention import Attention, attend
from branchline.core.session.attention_events import (
    Begun,
    Due,
    Event,
    Level,
    SessionChanged,
    Tell,
    WindowLooked,
    WindowOpened,
)
from harness.service import session


class Told:
    """Drives the rules by a clock of its own; `told` is what each window was told: needs by their ids."""

    def __init__(self, *standing: Session, level: Level = Level.ALL) -> None:
        self.attention = Attention.among(standing)
        self.level = level
        self.quiet = False
        self.now = 0.0
        self.begun: list[str] = []
        self.told: list[tuple[int, list[str]]] = []

    def happens(self, *events: Event) -> Told:
        for event in events:
            self.attention, effects = attend(self.attention, event, self.now)
            for effect in effects:
                match effect:
                    case Begun(need):
                        self.begun.append(need.id)
                    case Tell(window, needs):
                        self.told.append((window, [need.id for need in needs]))
        return self

    def passes(self, seconds: float = 60.0) -> Told:
        until = self.now + seconds
        while (due := self.attention.due) is not None and due <= until:
            self.now = due
            self.happens(Due(self.level, self.quiet))
        self.now = until
        return self


def changed(session_id: str, status: Status, prompt: str = "", at: float = 1.0, **fields: Any) -> SessionChanged:
    asked = Prompt(prompt, WaitReason.APPROVAL, prompt, prompt) if prompt else None
    return SessionChanged(session(session_id, status=status, prompt=asked, since=at, **fields))


def waits(session_id: str, prompt: str = "p", **fields: Any) -> SessionChanged:
    return changed(session_id, Status.WAITING, prompt, **fields)


def works(session_id: str, **fields: Any) -> SessionChanged:
    return changed(session_id, Status.WORKING, **fields)


def looks(window: int, session_id: str | None = None) -> WindowLooked:
    return WindowLooked(window, True, session_id)


def away(window: int) -> WindowLooked:
    return WindowLooked(window, False, None)


OPEN = WindowOpened(1, ("/code",))
