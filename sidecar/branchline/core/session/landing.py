"""What is done to land a session's work, and the git commands of it as people would type them."""

from __future__ import annotations

import enum
import shlex
from collections.abc import Sequence

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.landing import How
from branchline.core.model.session import Session
from branchline.core.model.status import Status

_LONGEST_SUBJECT = 72
_MOST_NAMED = 3
_MADE, _APART = "NEW", "LANDING"
"""Stand for the commit that is not there yet, and for the worktree in which it is made."""


class Act(str, enum.Enum):
    """One of the things that are done, in this order."""

    COMMIT = "commit"
    """What is not committed in the session's worktree."""
    APART = "apart"
    """A worktree is made in which to merge."""
    MERGE = "merge"
    SQUASH = "squash"
    REBASE = "rebase"
    MOVE = "move"
    """The branch, which no worktree has checked out."""
    FORWARD = "forward"
    """The branch with the checkout that has it."""
    CLEAR = "clear"
    """The worktree of the merge goes."""


@attrs.frozen
class Facts:
    """`source` names what is landed: the branch that is checked out, else a commit. `files` are those that are not
    committed; `ahead` counts the commits that `onto` does not have. `checkout` has `onto` checked out, "": none;
    `changed` are files with changes of their own there. `known` is a commit of the session's all of which `onto` has,
    though not in its history; "": none. `elsewhere`: as of `Landed`."""

    worktree: str
    source: str
    files: tuple[str, ...]
    ahead: int
    onto: str
    before: str
    place: str
    checkout: str = ""
    changed: tuple[str, ...] = ()
    known: str = ""
    elsewhere: bool = False


def plan(how: How, facts: Facts) -> tuple[Act, ...]:
    """Raises NOTHING_TO_LAND, CHECKOUT_DIRTY."""
    if not facts.files and not facts.ahead:
        raise BranchlineError(
            ErrorCode.NOTHING_TO_LAND,
            f"There is nothing to land: {shown(facts.onto)} has all of this session’s work.",
            onto=facts.onto,
        )
    if facts.changed:
        raise dirty(facts.checkout, facts.changed, facts.onto)
    commit = (Act.COMMIT,) if facts.files else ()
    return (*commit, Act.APART, Act(how.value), Act.FORWARD if facts.checkout else Act.MOVE, Act.CLEAR)


def dirty(checkout: str, files: Sequence[str], onto: str) -> BranchlineError:
    return BranchlineError(
        ErrorCode.CHECKOUT_DIRTY,
        f"{shown(checkout)} has {shown(onto)} checked out, with changes of its own in {named(files)}. Commit or stash"
        " them, then land again. Nothing was changed.",
        path=checkout,
        onto=onto,
        files=list(files[:100]),
    )


def commands(acts: Sequence[Act], facts: Facts, message: str) -> list[str]:
    """As shown before they run, and when one fails."""
    return [shlex.join(words) for act in acts for words in _words(act, facts, message, acts)]


def _words(act: Act, facts: Facts, message: str, acts: Sequence[Act]) -> list[list[str]]:
    there, apart = ["git", "-C", facts.worktree], ["git", "-C", _APART]
    subject = message.partition("\n")[0]
    match act:
        case Act.COMMIT:
            return [[*there, "add", "--all"], [*there, "commit", "-m", subject]]
        case Act.APART:
            start = facts.source if Act.REBASE in acts else facts.onto
            return [["git", "worktree", "add", "--detach", _APART, start]]
        case Act.MERGE:
            joined = merge_message(facts.source, message)[0]
            if facts.known:
                words = [*apart, "merge", "--no-ff", "--no-commit", facts.source]
                return [*_knowing(facts), words, _back(facts), [*apart, "commit", "-m", joined]]
            return [[*apart, "merge", "--no-ff", "-m", joined, facts.source]]
        case Act.SQUASH:
            words, commit = [*apart, "merge", "--squash", facts.source], [*apart, "commit", "-m", subject]
            return [*_knowing(facts), words, _back(facts), commit] if facts.known else [words, commit]
        case Act.REBASE:
            since = ["--onto", facts.onto, facts.known[:12]] if facts.known else [facts.onto]
            return [[*apart, "rebase", *since]]
        case Act.MOVE:
            return [["git", "update-ref", f"refs/heads/{facts.onto}", _MADE, facts.before[:12]]]
        case Act.FORWARD:
            return [["git", "-C", facts.checkout, "merge", "--ff-only", _MADE]]
        case Act.CLEAR:
            return [["git", "worktree", "remove", _APART]]


def _knowing(facts: Facts) -> list[list[str]]:
    """For the time of the merge, `onto` has what landed in its history too."""
    return [["git", "-C", _APART, "merge", "--strategy=ours", "--no-edit", facts.known[:12]]]


def _back(facts: Facts) -> list[str]:
    return ["git", "-C", _APART, "update-ref", "--no-deref", "HEAD", facts.onto]


def merge_message(source: str, message: str) -> tuple[str, str]:
    """Subject and body."""
    return f"Merge {source}", message


def default_message(session: Session, files: Sequence[str]) -> str:
    """For a commit of all that the session did: from what its agent was told, else from the files."""
    told = " ".join((session.instruction or "").split())
    subject = session.title or told or f"Change {named(files)}"
    if len(subject) > _LONGEST_SUBJECT:
        subject = subject[: _LONGEST_SUBJECT - 1].rpartition(" ")[0] or subject[: _LONGEST_SUBJECT - 1]
        subject += "…"
    body = (session.instruction or "").strip()
    return subject if body in {"", subject} else f"{subject}\n\n{body}"


def named(files: Sequence[str]) -> str:
    """A few of them, for a sentence."""
    more = len(files) - _MOST_NAMED
    listed = ", ".join(shown(each) for each in files[:_MOST_NAMED])
    return f"{listed} and {more} more" if more > 0 else listed or "nothing"


def refuse_at_work(session: Session, *, committed: bool = False) -> None:
    """`committed`: it is about that alone, which an agent at work does not change. Raises AGENT_WORKS, NO_WORKTREE, and
    INVALID_STATE while something else is done to its worktree. One that was freed is no hindrance: it comes back."""
    if not session.worktree:
        raise BranchlineError(ErrorCode.NO_WORKTREE, "This session has no worktree yet. Wait until it is made.")
    at_work = {Status.QUEUED, Status.STARTING} | (set() if committed else {Status.WORKING, Status.WAITING})
    if session.status in at_work:
        raise BranchlineError(
            ErrorCode.AGENT_WORKS,
            "The agent is at work on these files. Wait, interrupt or pause it, or land only what is committed.",
            committed=session.status in {Status.WORKING, Status.WAITING},
        )
    if session.under_way is not None:
        raise BranchlineError(
            ErrorCode.INVALID_STATE, f"Something is just being done to the worktree of “{session.name}”. Try again."
        )
