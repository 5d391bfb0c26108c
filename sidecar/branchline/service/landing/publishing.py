"""Where others see a session's work: its branch at a remote, and a pull request."""

from __future__ import annotations

import shlex

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.session.forge import compare_url, forge_at, head_at, request_words, url_in
from branchline.forges.programs import run
from branchline.git.branches import LOCAL, refs_of
from branchline.git.git_folders import folders_in
from branchline.git.landing.parents import target_of
from branchline.git.landing.pushing import push, remote_of
from branchline.git.pull_requests import forge_of
from branchline.git.repository import inspect_known
from branchline.git.runner import Git
from branchline.git.snapshots.refs import optional
from branchline.machine import user_environment
from branchline.machine.user_environment import Environment
from branchline.service.timeline.timeline import Timeline

_PATIENCE = 60.0
"""Seconds for a program that asks a forge for a pull request."""


@attrs.frozen
class Published:
    """`address` is the remote's. `url` is the pull request's page, or (`asks`) the one where a browser asks for it;
    None where none is known. `said` is why no program could ask."""

    commands: list[str]
    branch: str
    remote: str
    address: str
    url: str | None = None
    asks: bool = False
    said: str = ""


class Publishing:
    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    async def push(
        self, session_id: str, *, dry_run: bool = False, environment: Environment | None = None
    ) -> Published:
        """Its branch as it is committed, never by force. Raises NOT_PUSHED, INVALID_STATE (no branch is checked out),
        NO_WORKTREE and git's errors."""
        with user_environment.of(environment or user_environment.last()):
            session = await self._timeline.session(session_id)
            branch = await _branch(session)
            git = (await inspect_known(session.repo)).git
            remote, address = await remote_of(git, branch)
            command = shlex.join(["git", "-C", session.worktree, "push", "--set-upstream", remote, branch])
            if not dry_run:
                try:
                    await push(git, remote, branch)
                except BranchlineError as error:
                    error.data.setdefault("commands", [command])
                    raise
            return Published([command], branch, remote, address)

    async def request(
        self,
        session_id: str,
        title: str,
        body: str,
        *,
        dry_run: bool = False,
        environment: Environment | None = None,
    ) -> Published:
        """A pull request, after a push: by `gh` or `glab` where there is one that can, else `url` is where a browser
        asks for it. Raises as `push`."""
        pushed = await self.push(session_id, dry_run=dry_run, environment=environment)
        with user_environment.of(environment or user_environment.last()):
            session = await self._timeline.session(session_id)
            repository = await inspect_known(session.repo)
            forge = await forge_of(session.repo)
            if not forge:
                return pushed
            head = head_at(forge, forge_at(pushed.address), pushed.branch)
            refs = await refs_of(repository.git)
            base = await target_of(repository, pushed.branch, session.base, refs, session.landed)
            words = request_words(forge, base, head, title, body)
            told = attrs.evolve(pushed, commands=[*pushed.commands, *([shlex.join(words)] if words else [])])
            asks = attrs.evolve(told, url=compare_url(forge, base, head), asks=True)
            if dry_run or not words:
                return asks
            ran = await run(*words, patience=_PATIENCE)
            if ran is None:
                return attrs.evolve(asks, said=f"{words[0]} is not installed, or took too long")
            url = url_in(ran.printed + ran.errors, forge)
            if url is None:
                return attrs.evolve(asks, said=f"{words[0]}: {ran.said}")
            return attrs.evolve(told, url=url)


async def _branch(session: Session) -> str:
    if not session.worktree or session.freed:
        return session.branch
    git = Git(session.worktree, folders_in(session.worktree, session.repo))
    found = await optional(git, "symbolic-ref", "--quiet", "HEAD")
    if not found:
        raise BranchlineError(
            ErrorCode.INVALID_STATE, f"No branch is checked out in “{session.name}”, so there is none to push."
        )
    return found.removeprefix(LOCAL)
