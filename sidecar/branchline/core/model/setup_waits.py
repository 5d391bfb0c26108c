"""A repository's set-up script that did not run in a session's worktree."""

from __future__ import annotations

import attrs


@attrs.frozen
class SetupWaits:
    """For the user's approval. `source` is the path of the file that has it, `digest` says which text it was."""

    source: str
    digest: str
