"""What a client asks for when it makes a session, checked."""

from __future__ import annotations

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.policy.policy import Preset


@attrs.frozen
class CreateRequest:
    """The params of `session/create`."""

    repo: str
    agent: str
    instruction: str | None = None
    name: str | None = None
    task: str | None = None
    persona: str | None = None
    kind: str | None = None
    base: str | None = None
    branch: str | None = None
    auto_yes: str | None = None


def check_preset(auto_yes: str | None) -> None:
    """Raises BAD_AUTO_YES for a preset that there is not."""
    presets = [each.value for each in Preset]
    if auto_yes is not None and auto_yes not in presets:
        raise BranchlineError(
            "BAD_AUTO_YES", f"There is no auto-yes preset “{auto_yes[:80]}”. There are: {', '.join(presets)}."
        )
