"""What `git diff --raw --numstat -z` prints, as records."""

from __future__ import annotations

import os
from collections.abc import Collection

import attrs

from branchline.core.model.changes import FileChange, FileStatus

OPTIONS = ("--raw", "--numstat", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--no-textconv")
_STATUS = {
    "A": FileStatus.ADDED,
    "M": FileStatus.MODIFIED,
    "T": FileStatus.MODIFIED,
    "D": FileStatus.DELETED,
    "R": FileStatus.RENAMED,
}


def parse_records(printed: bytes, untracked: Collection[str] = ()) -> list[FileChange]:
    """`--raw` records, then `--numstat` records, NUL-terminated; a rename has two paths in both. An added file of
    `untracked` is said to be so."""
    words = iter(printed.split(b"\0"))
    found: dict[str, FileChange] = {}
    for word in words:
        if word.startswith(b":"):
            letter = word.rpartition(b" ")[2][:1].decode()
            path = os.fsdecode(next(words))
            old = None
            if letter == "R":
                old, path = path, os.fsdecode(next(words))
            status = _STATUS.get(letter, FileStatus.MODIFIED)
            if status is FileStatus.ADDED and path in untracked:
                status = FileStatus.UNTRACKED
            _, mode, _, content, _ = word.decode().split(" ")
            found[path] = FileChange(path, status, old, made="" if letter == "D" else f"{mode} {content}")
        elif word:
            added, removed, name = word.split(b"\t", 2)
            if not name:
                next(words)
                name = next(words)
            path = os.fsdecode(name)
            binary = added == b"-"
            found[path] = attrs.evolve(
                found[path], added=0 if binary else int(added), removed=0 if binary else int(removed), binary=binary
            )
    return list(found.values())


def parse_repositories(printed: bytes) -> list[str]:
    """The paths at which there is the commit of another repository after the change."""
    found = []
    words = iter(printed.split(b"\0"))
    for word in words:
        if not word.startswith(b":"):
            break  # Now the numbers come.
        path = next(words)
        if word.rpartition(b" ")[2].startswith(b"R"):
            path = next(words)
        if word.split()[1] == b"160000":
            found.append(os.fsdecode(path))
    return found
