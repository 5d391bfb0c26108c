"""What cannot be merged by itself."""

from __future__ import annotations

import enum

import attrs


class ConflictKind(str, enum.Enum):
    """Lines that both changed, or two files of one name; two binary files; one deleted what the other changed; what
    was renamed, or its folder; a file in the place of a folder; a link in the place of a file; the commit of a
    submodule; or something that git calls otherwise."""

    CONTENTS = "contents"
    BINARY = "binary"
    DELETED = "deleted"
    RENAMED = "renamed"
    FOLDER = "folder"
    TYPES = "types"
    SUBMODULE = "submodule"
    OTHER = "other"


@attrs.frozen
class Conflict:
    """`path` is relative to the repository, `/`-separated, `surrogateescape`d; maybe one that is no more, of a file
    that both renamed."""

    path: str
    kind: ConflictKind


@attrs.frozen
class ConflictsWith:
    """What would conflict with another session's work, by its id, or with the parent branch (None): how many files,
    and the first of them by path."""

    session: str | None
    files: tuple[str, ...]
    count: int
