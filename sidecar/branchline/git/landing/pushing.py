"""Pushes a branch, never by force. The user asked for it: their hooks, ssh and credential helpers run for it."""

from __future__ import annotations

import re

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git.landing.committing import NO_TERMINAL
from branchline.git.runner import Git
from branchline.git.snapshots.refs import optional
from branchline.git.switches import USERS

PROTOCOLS = {"GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh"}
"""A remote's address names a program in any other one."""
_SAYS = re.compile(
    r"^(?:remote: *(?P<remote>.*\S)|\s*! (?P<rejected>.*)|(?:fatal|error): (?P<git>.*?))\s*$", re.MULTILINE
)


async def remote_of(git: Git, branch: str) -> tuple[str, str]:
    """The remote that the branch goes to, and its address. Raises NOT_PUSHED where there is none, and git's errors."""
    for key in (f"branch.{branch}.pushRemote", "remote.pushDefault", f"branch.{branch}.remote"):
        name = await optional(git, "config", "--get", key)
        if name and name != ".":
            return name, await git.text("remote", "get-url", "--push", "--", name)
    names = (await git.text("remote")).split()
    if not names:
        raise BranchlineError(
            ErrorCode.NOT_PUSHED, "This repository has no remote to push to. Add one with git remote add.", said=""
        )
    name = "origin" if "origin" in names else names[0]
    return name, await git.text("remote", "get-url", "--push", "--", name)


async def push(git: Git, remote: str, branch: str) -> None:
    """Raises NOT_PUSHED, GIT_TIMEOUT, GIT_KILLED."""
    words = ("--set-upstream", remote, f"refs/heads/{branch}:refs/heads/{branch}")
    try:
        await git.write("push", *words, env={**NO_TERMINAL, **PROTOCOLS}, lifted=USERS)
    except BranchlineError as error:
        if "status" not in error.data or error.code is ErrorCode.GIT_KILLED:
            raise
        said = str(error.data.get("stderr") or "")
        raise BranchlineError(
            ErrorCode.NOT_PUSHED,
            f"{shown(remote)} did not take {shown(branch)}: {shown(_why(said))}. Nothing was pushed; the branch is as"
            " it was.",
            said=said,
        ) from None


def _why(said: str) -> str:
    """What the remote said goes before what git makes of it."""
    found = list(_SAYS.finditer(said))
    for kind in ("remote", "rejected", "git"):
        for each in found:
            if each[kind]:
                return each[kind].rstrip(".")
    return said.strip().splitlines()[-1].rstrip(".") if said.strip() else "git said nothing"
