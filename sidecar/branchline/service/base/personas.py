"""Which personas there are, by the user's settings as they are now."""

from __future__ import annotations

from branchline.core.model.persona import Persona
from branchline.core.notices import Notice, NoticeCode
from branchline.core.policy.auto_yes_settings import preset_of
from branchline.core.policy.policy import Preset
from branchline.core.session.personas import all_personas, find
from branchline.service.base.settings import LiveSettings


class Personas:
    def __init__(self, settings: LiveSettings) -> None:
        self._settings = settings

    def all(self) -> list[Persona]:
        """Each with the preset that its sessions begin with."""
        return all_personas(self._settings.now.personas, self._settings.now.auto_yes)

    def find(self, name: str | None) -> Persona | None:
        """None for none. Raises PERSONA_UNKNOWN, BAD_PERSONA."""
        return find(name, self._settings.now.personas, self._settings.now.auto_yes) if name else None

    def preset(self, persona: Persona | None) -> Preset:
        """What a session begins with that was not given a preset."""
        return preset_of(persona.auto_yes or "") if persona else self._settings.now.auto_yes.default

    @property
    def notices(self) -> list[Notice]:
        broken = self._settings.now.personas.broken
        return [Notice(NoticeCode.BAD_PERSONA, names=(name,), detail=why) for name, why in broken.items()]
