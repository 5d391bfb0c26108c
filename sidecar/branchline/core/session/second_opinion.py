"""What a session is told that gives a second opinion on another one's work."""

from __future__ import annotations

from branchline.core.model.session import Session
from branchline.core.naming.names import MAX_NAME
from branchline.core.naming.title_lines import line


def instruction(session: Session, focus: str | None) -> str:
    """`session` is the one whose work is looked at; `focus` what the user wants to know above all. The new worktree has
    its files, at the commit that it had checked out."""
    lines = [
        f"Review the work of another agent, which is in this worktree as it is now: all that differs from the commit"
        f" {session.base[:12]}. See git diff {session.base[:12]} and, for new files, git status.",
    ]
    if session.instruction:
        lines.append(f"It was told: “{_line(session.instruction)}”")
    if focus and focus.strip():
        lines.append(f"Above all: {focus.strip()}")
    return "\n".join(lines)


def name(session: Session) -> str:
    return f"review-{session.name}"[:MAX_NAME].rstrip("-_")


def title(session: Session) -> str:
    return line(f"Review of {session.title or session.name}")


def _line(text: str, most: int = 500) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"
