"""What an agent is told that goes on with work of a conversation which it cannot resume."""

from __future__ import annotations

from branchline.core.model.session import Session
from branchline.core.session.own_instructions import HANDED_OVER

LONGEST = 500
"""Characters of the last instruction."""


def text(session: Session) -> str:
    """One instruction. It asks for nothing but to look: what is to be done next is the user's to say."""
    lines = [
        f"{HANDED_OVER}{session.branch} whose earlier conversation cannot be resumed.",
        f"See what was done: git log {session.base[:12]}.. and git status.",
    ]
    if session.instruction:
        told = " ".join(session.instruction.split())
        cut = told if len(told) <= LONGEST else told[:LONGEST] + "…"
        lines.append(f"The last instruction was: “{cut}”")
    lines.append("Change nothing yet: say in a few words where things stand, then wait for the next instruction.")
    return "\n".join(lines)
