"""Bringing a session's work into its parent branch."""

from __future__ import annotations

import enum

import attrs


class How(str, enum.Enum):
    """With a commit that joins both, as one commit, or as its commits put upon the branch."""

    MERGE = "merge"
    SQUASH = "squash"
    REBASE = "rebase"


@attrs.frozen
class Landed:
    """`commit` is what the branch `onto` was moved to, `tip` the commit of the session's that is in it."""

    how: How
    onto: str
    commit: str
    at: float
    tip: str
    before: str = ""
    """What `onto` was at; "": an earlier version did not write that down."""
    removed: tuple[str, ...] = ()
    """The ids of the sessions that were removed then, because this one was kept of them all."""
    elsewhere: bool = False
    """`onto` is none of the branches that the session's may have left: to its parent all of it is still a change."""


def on_parent(base: str, landed: Landed | None) -> str:
    """The commit by which a session's parent branch is known: its base, or what was made of that where it landed."""
    return landed.commit if landed is not None and landed.tip == base else base


@attrs.frozen
class Landing:
    """One that is under way, written down first. `before` is the commit that `onto` was at, `head` the one that the
    session's worktree was at; `place` is the worktree in which it is merged, `checkout` the one that has `onto` checked
    out, "" where none has. `tip` is the commit of the session's that is merged, and `result` what came of it: each ""
    until it is made."""

    how: How | None
    """None: nothing lands, but files are brought into `checkout`, from the tree `before` to `result`."""
    onto: str
    before: str
    head: str
    place: str
    checkout: str = ""
    tip: str = ""
    result: str = ""
    elsewhere: bool = False
    back: bool = False
    """A landing is taken back: `onto` moves from `before` to `result`, which it was at until then."""


@attrs.frozen
class Keeping:
    """One session is kept of several: it lands, and the `others` are removed, of which these ids are left. `since` is
    the commit as which it had landed before, "" if it never had."""

    others: tuple[str, ...]
    since: str = ""
