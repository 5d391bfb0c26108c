"""A session without what is measured of its worktree and branch, which comes when it comes."""

from __future__ import annotations

from typing import Any

import attrs

from branchline.core.model.session import Session

_MEASURED = {"drift", "head", "changes", "conflicts", "updated_at", "updatedAt"}


def as_told(session: Session | dict[str, Any]) -> dict[str, Any]:
    """Its fields, or those of its record on the wire."""
    fields = attrs.asdict(session, recurse=False) if isinstance(session, Session) else session
    return {name: value for name, value in fields.items() if name not in _MEASURED}
