"""Our git folder for a worktree's snapshots: an index, excludes, and no conversions, over the repository's objects."""

from __future__ import annotations

import asyncio
from pathlib import Path

from branchline.git.git_folders import GitFolders
from branchline.git.own_folder import OwnFolder, make, settings_of

_RAW = "* -text -eol -filter -ident -working-tree-encoding -diff -merge\n"
_CONFIG = """[submodule]
	recurse = false
[core]
	bare = false
	fileMode = true
	symlinks = true
	autocrlf = false
	safecrlf = false
	splitIndex = true
	sparseCheckout = false
	ignoreStat = false
	checkStat = default
	trustctime = true
	fsmonitor = false
	logAllRefUpdates = false
	hooksPath = /dev/null
[index]
	skipHash = false
[splitIndex]
	maxPercentChange = 20
	sharedIndexExpire = now
"""
"""What the user's configuration must not decide: files are taken and given back as they are on the disk. Our index is
split: git writes the whole of it seldom, which takes a third of a snapshot's time in a large repository."""
_TAKEN = ("core.excludesfile", "extensions.objectformat")


async def open_folder(folders: GitFolders, path: Path) -> OwnFolder:
    """Our folder at `path` for this worktree; it is made when it is missing. To be used by one at a time. Raises git's
    errors, and OSError."""
    settings = await settings_of(folders)
    taken = {key: settings[key] for key in _TAKEN if key in settings}
    return await asyncio.to_thread(make, path, folders, _CONFIG, taken, _RAW)
