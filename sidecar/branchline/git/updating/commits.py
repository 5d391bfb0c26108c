"""The commits that join a branch with its base, or that make its own anew upon it. No hook runs for them, and nothing
is signed."""

from __future__ import annotations

import re
import time

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.merging import Conflict
from branchline.git.merge_trees import Merger
from branchline.git.runner import Git

_WHO = re.compile(rb"(.*>) \d+ [+-]\d{4}")
_LEFT_OUT = (b"tree ", b"parent ", b"committer ", b"gpgsig", b"mergetag ")
"""What a commit that is made anew has of its own, or not at all."""


@attrs.frozen
class Made:
    """`commit` is None where there are conflicts; `tree` has the files then, with markers in them."""

    commit: str | None
    tree: str
    conflicts: tuple[Conflict, ...] = ()


async def merge(git: Git, merger: Merger, head: str, tip: str, message: str, landed: str | None = None) -> Made:
    """`tip` has all of the branch's commit `landed`, though maybe not in its history. Raises git's errors."""
    if await git.ok("merge-base", "--is-ancestor", head, tip):
        return Made(tip, await tree_of(git, tip))
    theirs = await merger.commit(tip, tip, landed) if landed else tip
    found = await merger.joined(head, theirs, keep=True)
    if found.conflicts:
        return Made(None, found.tree, found.conflicts)
    who = await _who(git, head)
    lines = [f"tree {found.tree}", f"parent {head}", f"parent {tip}"]
    about = "\n".join(lines).encode() + b"\nauthor " + who + b"\ncommitter " + who
    return Made(await _write(git, about + b"\n\n" + message.encode(errors="surrogateescape") + b"\n"), found.tree)


async def rebase(git: Git, merger: Merger, head: str, tip: str, landed: str | None = None) -> Made:
    """As `git rebase`: commits that the base has already (all to `landed` too), merges, and what becomes empty are left
    out. Raises git's errors."""
    known = [f"^{landed}"] if landed else []
    walk = ("--reverse", "--topo-order", "--no-merges", "--cherry-pick", "--right-only", "--parents")
    listing = await git.text("rev-list", *walk, f"{tip}...{head}", *known, "--")
    who = await _who(git, head)
    at, tree = tip, await tree_of(git, tip)
    for line in listing.splitlines():
        commit, *parents = line.split()
        before = parents[0] if parents else (await git.write("mktree", stdin=b"")).decode().strip()
        found = await merger.over(before, at, commit, keep=True)
        if found.conflicts:
            return Made(None, found.tree, found.conflicts)
        if found.tree != tree:
            raw = await git.read("cat-file", "commit", commit)
            at, tree = await _write(git, _anew(raw, found.tree, at, who)), found.tree
    return Made(at, tree)


async def tree_of(git: Git, commit: str) -> str:
    return await git.text("rev-parse", f"{commit}^{{tree}}")


def _anew(raw: bytes, tree: str, parent: str, committer: bytes) -> bytes:
    """The commit with its author and message, byte for byte."""
    head, _, message = raw.partition(b"\n\n")
    lines: list[bytes] = []
    is_kept = True
    for line in head.split(b"\n"):
        if not line.startswith(b" "):  # Else it goes on with the one before.
            is_kept = not line.startswith(_LEFT_OUT)
        if is_kept:
            lines.append(line)
            if line.startswith(b"author "):
                lines.append(b"committer " + committer)
    return b"\n".join([b"tree " + tree.encode(), b"parent " + parent.encode(), *lines]) + b"\n\n" + message


async def _who(git: Git, head: str) -> bytes:
    """Whoever git takes for the user; who made the last commit where it knows nobody."""
    try:
        return (await git.read("var", "GIT_COMMITTER_IDENT")).strip()
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
    raw = await git.read("cat-file", "commit", head)
    found = next(line for line in raw.split(b"\n") if line.startswith(b"committer "))
    name = _WHO.fullmatch(found.removeprefix(b"committer "))
    return b"%s %d +0000" % (name[1] if name else b"Branchline <branchline@localhost>", int(time.time()))


async def _write(git: Git, raw: bytes) -> str:
    return (await git.write("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw)).decode().strip()
