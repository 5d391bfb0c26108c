"""Folders that nobody but the user can change, or put something else in the place of."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown

_NOBODY = 65534
"""Whom the system shows where it does not know the owner: a mapped container, a home of another machine."""


def why_unsafe(folder: Path) -> str | None:
    """Why `folder`, an absolute path, is not the user's alone: it is a link, or others can write to it or where it
    stands. None: it is, or can be made as such. Raises OSError."""
    if os.path.islink(folder):
        return f"{shown(str(folder))} is a link"
    above = {*folder.parents, *Path(os.path.realpath(folder)).parents}
    for place in (folder, *sorted(above, key=lambda each: len(each.parts), reverse=True)):
        try:
            status = os.stat(place)
        except (FileNotFoundError, NotADirectoryError):
            continue  # It will be made by us, or whatever is in the way is said then.
        if _others_write(status, is_above=place != folder):
            return f"others can write to {shown(str(place))}"
    return None


def _others_write(status: os.stat_result, *, is_above: bool) -> bool:
    mode = status.st_mode
    if is_above and status.st_uid not in {0, _NOBODY, os.getuid()}:
        return True
    if is_above and mode & stat.S_ISVTX:
        return False  # As /tmp: everybody may put something there, nobody may move what is another's.
    return bool(mode & stat.S_IWOTH) or (bool(mode & stat.S_IWGRP) and not _is_private_group(status.st_gid))


def _is_private_group(group: int) -> bool:
    """Whether nobody but the user is in it: root's, or the one that systems give each user, which has their name."""
    if group == 0:
        return True
    import grp
    import pwd

    try:
        user, found = pwd.getpwuid(os.getuid()), grp.getgrgid(group)
    except KeyError:
        return False
    return (group, found.gr_name) == (user.pw_gid, user.pw_name) and set(found.gr_mem) <= {user.pw_name}


def refuse_unsafe(folder: Path, way_out: str) -> None:
    """Raises UNSAFE_FOLDER, with the way out as the sentence's end; OSError."""
    why = why_unsafe(folder)
    if why is not None:
        raise BranchlineError(ErrorCode.UNSAFE_FOLDER, f"{why[0].upper()}{why[1:]}. {way_out}")
