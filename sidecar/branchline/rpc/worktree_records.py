"""Worktrees without a session as they are on the wire."""

from __future__ import annotations

from pathlib import PurePath

from branchline.git.worktrees.orphans import Orphan
from branchline.rpc.messages.worktree import WireForeign, WireOrphan
from branchline.rpc.times import iso
from branchline.service.sessions.foreign import Found

_WORDS = 200
"""Characters of what the user said in a conversation."""


def orphan_record(orphan: Orphan) -> WireOrphan:
    return WireOrphan(orphan.path, orphan.repo, orphan.branch, PurePath(orphan.path).name, None)


def foreign_record(found: Found) -> WireForeign:
    told, worktree = found.conversation, found.worktree
    used_at = iso(told.at) if told else None
    words = told.words[:_WORDS] if told else ""
    return WireForeign(worktree.path, worktree.repo, worktree.branch, found.agent, words, used_at)
