"""The user's settings as they are now, whoever asks when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from branchline.agents.registry import TOOLS
from branchline.core.session.settings import Settings, harmless, read_settings
from branchline.service.base.listeners import Listeners
from branchline.service.base.saving import Saving
from branchline.store.store import Store

_KEY = "settings"


class LiveSettings:
    """As the last client set them: an unattended sidecar starts without one. What it finds in the store may have been
    edited there: until it is confirmed, only what is harmless holds."""

    def __init__(self, store: Store, saving: Saving) -> None:
        self._store = store
        self._saving = saving
        self.stored = _object(store.meta(_KEY))
        """As the store had them at the start."""
        self.given: dict[str, object] | None = None
        """As a client set them, this sidecar's or one's before; None: nobody knows."""
        self.now, _ = read_settings(harmless(self.stored), TOOLS)
        self.listeners: Listeners[Settings] = Listeners()
        """Told the new ones."""

    def configure(self, raw: dict[str, object]) -> list[str]:
        """Take over a client's; returns a sentence for each that cannot be used."""
        complaints = self._take(raw)
        self._store.set_meta(_KEY, raw)
        self._saving.soon()
        return complaints

    @contextmanager
    def foreseen(self, raw: dict[str, object]) -> Iterator[None]:
        """As they will be once they are taken over, for whoever only looks: nothing is kept, and nobody told."""
        before = self.now
        self.now, _ = read_settings(raw, TOOLS)
        try:
            yield
        finally:
            self.now = before

    def confirm(self) -> None:
        """What the store had is what a client set."""
        self._take(self.stored)

    def _take(self, raw: dict[str, object]) -> list[str]:
        self.given = raw
        self.now, complaints = read_settings(raw, TOOLS)
        self.listeners.tell(self.now)
        return complaints


def _object(stored: object) -> dict[str, object]:
    """Whoever edits the store by hand may have left something else there."""
    return stored if isinstance(stored, dict) else {}
