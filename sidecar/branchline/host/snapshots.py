"""Snapshots: a worktree's full state as a commit that only Branchline knows, `refs/branchline/<session-id>/<n>`.

Its tree is what is on the disk, byte for byte, untracked files included; its parents are HEAD and a commit that holds
the index. It is made with a git folder of our own (index, excludes, and attributes that switch every conversion off)
over the repository's objects: the user's index, HEAD, stash and files are only ever read.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.snapshot import Snapshot, folder_of, message, parse
from branchline.host.git import Git, alone

TIMEOUT = 600.0
"""Seconds: the first snapshot of a huge worktree reads every file."""
RAW = "* -text -eol -filter -ident -working-tree-encoding -diff -merge\n"
_IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Branchline"), ("EMAIL", "branchline@localhost"))
}
_FORMAT = "%(refname)%00%(objectname)%00%(tree)%00%(parent)%00%(committerdate:unix)%00%(contents)%00%01"
_REFUSED = re.compile(r"unable to index file '(.*)'")
_GITLINK = re.compile(rb"(?:^|\0)160000 [0-9a-f]+ 0\t([^\0]*)")
_SIMPLE_VERSION = 2
"""Indexes of this version have no flags that a tree could not say."""


@attrs.frozen
class _Places:
    """Where the worktree's repository keeps things."""

    objects: str
    index: str
    exclude: str
    attributes: str


async def take(
    worktree: str, session_id: str, reason: str, folder: Path, at: float, include: Sequence[str] = ()
) -> Snapshot:
    """The worktree as it is now. The latest snapshot itself when nothing is different.

    `folder` is ours and makes the next one quick; `include` are patterns of ignored files to be kept as well; `at` is
    in seconds since the epoch. Raises git's errors.
    """
    git = Git(worktree)
    async with alone(str(folder)):
        env = await _own(git, folder)
        before, (tree, missing), (index, is_file), (head, branch) = await asyncio.gather(
            read_all(worktree, session_id), _files(git, env, include), _index(git, folder), _head(git)
        )
        parents = [head] if head else []
        dated = {**_IDENTITY, "GIT_AUTHOR_DATE": f"{int(at)} +0000", "GIT_COMMITTER_DATE": f"{int(at)} +0000"}
        last = before[-1] if before else None
        index_tree = await git.text("rev-parse", f"{last.index}^{{tree}}") if last else ""
        now = (tree, head, branch, missing, index)
        if last and (last.tree, last.head, last.branch, last.missing, index_tree) == now:
            return last
        held = await _commit(git, index, parents, "The index of a snapshot\n", dated)
        number = last.number + 1 if last else 1
        text = message(session_id, reason, branch, is_file, missing)
        commit = await _commit(git, tree, [*parents, held], text, dated)
        none = "0" * len(commit)
        await git.write("update-ref", f"{folder_of(session_id)}{number}", commit, none)
    return Snapshot(
        session_id, number, commit, tree, head, branch, held, is_file, float(int(at)), reason, tuple(missing)
    )


async def read_all(repository: str, session_id: str) -> list[Snapshot]:
    """A session's snapshots, oldest first. Raises git's errors."""
    listing = await Git(repository).read("for-each-ref", f"--format={_FORMAT}", folder_of(session_id))
    found = []
    for entry in listing.decode("utf-8", "surrogateescape").split("\0\1"):
        fields = entry.strip("\n").split("\0")
        if len(fields) == 6:
            ref, commit, tree, parents, at, text = fields
            found.append(parse(ref, commit, tree, parents.split(), float(at), text))
    return sorted((each for each in found if each is not None), key=lambda each: each.number)


async def drop(repository: str, snapshots: Sequence[Snapshot]) -> None:
    """Forget them; what is in them is git's to collect. One that was changed meanwhile stays. Raises git's errors."""
    lines = "".join(f"delete {each.ref} {each.commit}\n" for each in snapshots)
    if lines:
        await Git(repository).write("update-ref", "--stdin", stdin=lines.encode())


async def restore(worktree: str, snapshot: Snapshot, folder: Path) -> None:
    """Write every file of the snapshot, and the index as it was, into a worktree that has nothing yet but its HEAD.

    Raises git's errors.
    """
    git = Git(worktree)
    async with alone(str(folder)):
        env = await _own(git, folder)
        await git.write("read-tree", snapshot.tree, env=env)
        await git.write("checkout-index", "--all", "--force", env=env)
        places = await _places(git)
        if snapshot.index_is_file:
            data = await git.read("cat-file", "blob", f"{snapshot.index}:index")
            await asyncio.to_thread(Path(places.index).write_bytes, data)
        else:
            await git.write("read-tree", f"{snapshot.index}^{{tree}}")
        try:
            await git.write("update-index", "-q", "--refresh")
        except BranchlineError as error:
            if error.data.get("status") != 1:
                raise  # 1: some files differ from the index, as they did.


async def _own(git: Git, folder: Path) -> dict[str, str]:
    """The environment in which git works with our folder. It is made when it is missing."""
    places = await _places(git)
    if not (folder / "HEAD").exists():
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True, mode=0o700)
        kind = await git.text("rev-parse", "--show-object-format")
        await git.write(
            "init", "--quiet", "--template=", f"--object-format={kind}", env={"GIT_DIR": str(folder), **_tree(git)}
        )
        await asyncio.to_thread(_prepare, folder, places)
    await asyncio.to_thread(_copy, places.exclude, folder / "info" / "exclude")
    config = dict.fromkeys(("core.splitIndex", "core.autocrlf", "core.safecrlf", "core.sparseCheckout"), "false")
    if excludes := await _optional(git, "config", "--path", "--get", "core.excludesFile"):
        config["core.excludesFile"] = excludes
    env = {
        "GIT_DIR": str(folder),
        "GIT_OBJECT_DIRECTORY": places.objects,
        "GIT_INDEX_FILE": str(folder / "index"),
        "GIT_CONFIG_COUNT": str(len(config)),
        **_tree(git),
    }
    for number, (key, value) in enumerate(config.items()):
        env |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return env


def _tree(git: Git) -> dict[str, str]:
    return {"GIT_WORK_TREE": git.folder}


def _prepare(folder: Path, places: _Places) -> None:
    (folder / "info").mkdir(exist_ok=True)
    (folder / "info" / "attributes").write_text(RAW)


def _copy(source: str, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        target.unlink(missing_ok=True)


async def _places(git: Git) -> _Places:
    names = ("objects", "index", "info/exclude", "info/attributes")
    asked = [word for name in names for word in ("--git-path", name)]
    return _Places(*(await git.text("rev-parse", "--path-format=absolute", *asked)).split("\n"))


async def _files(git: Git, env: dict[str, str], include: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The tree of what is on the disk, and what could not be put into it."""
    refused: list[str] = []
    options = ("--all", "--sparse", "--ignore-errors")
    try:
        await git.write("add", *options, "--", ".", env=env, timeout=TIMEOUT)
    except BranchlineError as error:
        if error.data.get("status") != 1:
            raise
        refused = _REFUSED.findall(str(error.data.get("stderr")))
    if include:
        await _add_ignored(git, env, include)
    tree = (await git.write("write-tree", env=env)).decode().strip()
    stages = await git.read("ls-files", "--stage", "-z", env=env)
    nested = [os.fsdecode(name) for name in _GITLINK.findall(stages)]
    return tree, tuple(sorted({*refused, *nested}))


async def _add_ignored(git: Git, env: dict[str, str], include: Sequence[str]) -> None:
    names = await git.read("ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", *include, env=env)
    if names:
        options = ("--force", "--pathspec-from-file=-", "--pathspec-file-nul")
        await git.write("--literal-pathspecs", "add", *options, env=env, stdin=names, timeout=TIMEOUT)


async def _index(git: Git, folder: Path) -> tuple[str, bool]:
    """A tree that holds the worktree's index: its own, or one with the index as a file and what only it refers to."""
    places = await _places(git)
    copy = folder / "user-index"
    await asyncio.to_thread(_copy, places.index, copy)
    env = {"GIT_INDEX_FILE": str(copy)}
    if not copy.exists():
        return (await git.write("mktree", stdin=b"")).decode().strip(), False
    if await asyncio.to_thread(_version, copy) == _SIMPLE_VERSION:
        try:
            return (await git.write("write-tree", env=env)).decode().strip(), False
        except BranchlineError as error:
            if error.code != "GIT_FAILED":
                raise  # Else a merge is under way.
    whole = {**env, "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.splitIndex", "GIT_CONFIG_VALUE_0": "false"}
    await git.write("update-index", "--force-write-index", env=whole)
    file, stages = await asyncio.gather(
        git.write("hash-object", "-w", "--no-filters", str(copy)), git.write("ls-files", "--stage", "-z", env=env)
    )
    entries = [entry.split()[:2] for entry in stages.split(b"\0") if entry and not entry.startswith(b"160000")]
    blobs = b"".join(b"100644 blob %s\t%d\n" % (entry[1], place) for place, entry in enumerate(entries))
    held = (await git.write("mktree", stdin=blobs)).decode().strip()
    lines = f"100644 blob {file.decode().strip()}\tindex\n040000 tree {held}\tstaged\n"
    return (await git.write("mktree", stdin=lines.encode())).decode().strip(), True


def _version(index: Path) -> int:
    with index.open("rb") as file:
        return int.from_bytes(file.read(8)[4:], "big")


async def _head(git: Git) -> tuple[str | None, str | None]:
    head, branch = await asyncio.gather(
        _optional(git, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"),
        _optional(git, "symbolic-ref", "--quiet", "HEAD"),
    )
    return head or None, (branch or "").removeprefix("refs/heads/") or None


async def _commit(git: Git, tree: str, parents: Sequence[str], text: str, env: dict[str, str]) -> str:
    words = [word for parent in parents for word in ("-p", parent)]
    return (await git.write("commit-tree", tree, *words, "-F", "-", env=env, stdin=text.encode())).decode().strip()


async def _optional(git: Git, *words: str) -> str | None:
    """What git prints; None where it has no such thing."""
    try:
        return await git.text(*words)
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return None
        raise
