"""Where in a repository a file or folder is."""

from __future__ import annotations

import os

import attrs

from branchline.git.checkouts import checkout_of
from branchline.git.repository import inspect


@attrs.frozen
class Inside:
    """`root` is the repository as sessions have it, `checkout` the one of its checkouts that it is in, `path` leads
    from there to it: "" for the top itself."""

    root: str
    checkout: str
    path: str
    is_folder: bool


async def inside(path: str) -> Inside:
    """Raises the errors of `inspect`."""
    is_folder = os.path.isdir(path)
    folder = path if is_folder else os.path.dirname(path)
    repository = await inspect(folder)
    top = os.path.realpath(checkout_of(folder) or repository.root)
    # Its own name stays, also where it is a link; the way to it has none.
    whole = os.path.realpath(path) if is_folder else os.path.join(os.path.realpath(folder), os.path.basename(path))
    found = os.path.relpath(whole, top)
    return Inside(repository.root, top, "" if found == "." else found, is_folder)
