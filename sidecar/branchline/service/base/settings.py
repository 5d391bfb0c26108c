"""The user's settings as they are now, whoever asks when."""

from __future__ import annotations

from branchline.agents.registry import TOOLS
from branchline.core.session.settings import Settings, read_settings
from branchline.service.base.listeners import Listeners
from branchline.service.base.saving import Saving
from branchline.store.store import Store

_KEY = "settings"


class LiveSettings:
    """As the last client set them: an unattended sidecar starts without one."""

    def __init__(self, store: Store, saving: Saving) -> None:
        self._store = store
        self._saving = saving
        self.now, _ = read_settings(_object(store.meta(_KEY)), TOOLS)
        self.listeners: Listeners[Settings] = Listeners()
        """Told the new ones."""

    def configure(self, raw: dict[str, object]) -> list[str]:
        """Take over a client's; returns a sentence for each that cannot be used."""
        self.now, complaints = read_settings(raw, TOOLS)
        self._store.set_meta(_KEY, raw)
        self._saving.soon()
        self.listeners.tell(self.now)
        return complaints


def _object(stored: object) -> dict[str, object]:
    """Whoever edits the store by hand may have left something else there."""
    return stored if isinstance(stored, dict) else {}
