"""How much is answered by rule: a preset and the rules around it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from branchline.core.policy.rules import Rule


class Preset(str, enum.Enum):
    """From the narrowest to the widest; there is none that allows everything."""

    OFF = "off"
    READ_ONLY = "read-only"
    SAFE = "safe"
    WORKTREE = "worktree"

    @property
    def level(self) -> int:
        return list(Preset).index(self)


@attrs.frozen
class Policy:
    preset: Preset = Preset.OFF
    allow: tuple[Rule, ...] = ()
    ask: tuple[Rule, ...] = ()
    deny: tuple[Rule, ...] = ()
    broken: str | None = None
    """Why all of it is asked: a rule that should hold something back cannot be read."""
    trusts_folder: bool = False
    """The worktree is Branchline's own, from a repository that the user said to trust: so the agent may trust it."""


def stricter(user: Policy, repository: Policy) -> Policy:
    """The user's policy as far as the repository's own settings let it: these never allow anything more, and with `off`
    not even what the user's own rules would."""
    return attrs.evolve(
        user,
        preset=min(user.preset, repository.preset, key=lambda each: each.level),
        allow=() if repository.preset is Preset.OFF else user.allow,
        ask=user.ask + repository.ask,
        deny=user.deny + repository.deny,
    )
