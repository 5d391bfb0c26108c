"""Which variables lead git to one repository, by the git that is installed."""

from __future__ import annotations

import logging

from branchline.core.errors import BranchlineError
from branchline.git import version
from branchline.git.runner import Git

log = logging.getLogger(__name__)


async def local_variables(folder: str) -> frozenset[str]:
    """Their names; none where git cannot be asked, for those that are known anyway are kept from agents all the
    same."""
    try:
        program = version.program()
        if program not in _known:
            _known[program] = frozenset((await Git(folder).read("rev-parse", "--local-env-vars")).decode().split())
        return _known[program]
    except BranchlineError as error:
        log.warning("git does not say which variables are a repository's: %s", error.message)
        return frozenset()


_known: dict[tuple[object, ...], frozenset[str]] = {}
