"""Variables by which git tells one command in which repository, and as whom, it is to work. A window that was opened by
one (as git's editor, from a hook) has them; an agent that had them would work elsewhere than in its worktree."""

from __future__ import annotations

LOCAL = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_PARAMETERS",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
"""What `git rev-parse --local-env-vars` prints, of every version up to now. A newer git is asked itself
(`git/local_variables.py`)."""
_QUARANTINE, _NAMESPACE = "GIT_QUARANTINE_PATH", "GIT_NAMESPACE"
_WHO = ("GIT_AUTHOR_", "GIT_COMMITTER_")


def is_of_one_command(name: str) -> bool:
    return name in LOCAL or name in {_QUARANTINE, _NAMESPACE} or name.startswith(_WHO)
