"""The branch that a session's own left, and how the session is brought up to it."""

from __future__ import annotations

import enum

import attrs


@attrs.frozen
class Drift:
    """`base` is the branch's short name (`main`, `origin/main`); `behind` counts its commits that the session's branch
    has not, `ahead` those of the session's branch that it has not."""

    base: str
    behind: int
    ahead: int


class UpdateHow(str, enum.Enum):
    """How a session's branch gets what its base has: by a commit that joins them, or by its own commits made anew."""

    MERGE = "merge"
    REBASE = "rebase"


class OnConflict(str, enum.Enum):
    """What is done where both changed the same: nothing at all; the agent is told to do it; or the files are left with
    markers, for the merge editor."""

    REFUSE = "refuse"
    AGENT = "agent"
    MARKERS = "markers"


@attrs.frozen
class Updating:
    """An update that is under way, as far as one has to know who follows a sidecar that was killed. Ids are of commits,
    or of trees: what the files were and are to be, what the index was and is to be."""

    head: str
    """The commit that was checked out."""
    onto: str
    """That of the base."""
    made: str | None
    """What is to be checked out; None: it stays, and a merge is left for the user to finish."""
    files: str
    files_after: str
    index: str
    index_after: str
    conflicts: tuple[str, ...] = ()
    fork: str = ""
    """The commit that both began at, where there are conflicts."""
    base: str = ""
    """The base's name."""
