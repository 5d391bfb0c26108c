"""A worktree's files from one commit to another, where nothing of the user's is overwritten."""

from __future__ import annotations

import re

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.own_folder import OwnFolder

_IN_THE_WAY = re.compile(r"(?:would be overwritten|would lose untracked files)[^\n]*\n\t(.*)")


async def check_out(folder: OwnFolder, now: str, wanted: str) -> str | None:
    """Make the files, which are those of the commit `now`, those of `wanted`; what stands in the way, and then nothing
    was changed. `read-tree -m -u` would overwrite ignored files; only `checkout` can be told not to. Raises git's
    errors."""
    await folder.write("update-ref", "--no-deref", "HEAD", now)
    try:
        await folder.write("checkout", "--quiet", "--detach", "--no-overwrite-ignore", wanted)
    except BranchlineError as error:
        found = _IN_THE_WAY.search(str(error.data.get("stderr")))
        if error.code is not ErrorCode.GIT_FAILED or not found:
            raise
        return found[1]
    return None
