"""How far a branch and the one that it left are apart."""

from __future__ import annotations

from branchline.git.branches import LOCAL
from branchline.git.runner import Git


async def apart(git: Git, base: str, tip: str, landed: str | None = None) -> tuple[int, int]:
    """Between two commits: those that only the base has, and those that only the branch has. The base has all of the
    branch's commit `landed`. Raises git's errors."""
    if base == tip:
        return 0, 0
    known = [f"^{landed}"] if landed else []
    behind, ahead = (await git.text("rev-list", "--left-right", "--count", f"{base}...{tip}", *known, "--")).split()
    return int(behind), int(ahead)


def heads(refs: dict[str, str]) -> dict[str, str]:
    """The commit of each local branch, by name."""
    return {name.removeprefix(LOCAL): commit for name, commit in refs.items() if name.startswith(LOCAL)}
