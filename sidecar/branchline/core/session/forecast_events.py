"""What the merge forecast says of a session."""

from __future__ import annotations

import attrs

from branchline.core.model.merging import ConflictsWith


@attrs.frozen
class ConflictsForeseen:
    """All that there would be now."""

    conflicts: tuple[ConflictsWith, ...]
