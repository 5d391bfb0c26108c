"""The policy's answer for a session's prompt, with what its repository and the disk say. Reads the disk: not for the
event loop's own thread."""

from __future__ import annotations

import os

from branchline.core.policy.auto_yes_settings import REPOSITORY_FILE, BadPolicyFile, read_policy_file
from branchline.core.policy.confinement import Ground
from branchline.core.policy.policy import Answer, Ask, Deny, Policy, Request, decide, stricter
from branchline.machine.disk import RealDisk

MOST = 256 * 1024
"""Bytes of a repository's own file."""


def judge(request: Request, policy: Policy, worktree: str, repository: str) -> Answer | Ask | Deny:
    ground = Ground(worktree, RealDisk(), os.path.expanduser("~"), repository)
    try:
        own = read_repository(repository)
    except BadPolicyFile as error:
        return Ask("repository", f"The repository's {REPOSITORY_FILE} cannot be followed: {error}.")
    return decide(request, stricter(policy, own) if own else policy, ground)


def read_repository(repository: str) -> Policy | None:
    """What the repository's own file asks for; None when it has none. Raises BadPolicyFile."""
    try:
        with open(os.path.join(repository, REPOSITORY_FILE), encoding="utf-8") as file:
            text = file.read(MOST + 1)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BadPolicyFile(f"it cannot be read ({error})") from error
    if len(text) > MOST:
        raise BadPolicyFile("it is too large")
    return read_policy_file(text)
