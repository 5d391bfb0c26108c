"""Files that the user gives to a session's agent: copied beside the worktree, so that they show up in no change, and
named in the agent's input. They are there for as long as the session can be had back."""

from __future__ import annotations

import asyncio
import os
import re
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.system_errors import known
from branchline.machine.paths import Paths
from branchline.service.base.agents import Agents
from branchline.service.base.sessions import Sessions
from branchline.service.terminals.instructions import Instructions

FOLDER = "files"
MOST = 20
"""Files at a time."""
LARGEST = 25 * 1024 * 1024
"""Bytes of one."""
ROOM = 500 * 1024 * 1024
"""Bytes of all of a session's."""
_PIECE = 1024 * 1024
_LATER = frozenset({ErrorCode.NOT_RUNNING, ErrorCode.DIALOG_OPEN, ErrorCode.NOT_READY, ErrorCode.INPUT_BUSY})


@attrs.frozen
class Given:
    """`files` are the copies, `mention` is how the agent is told of them; `typed`: it stands in its input."""

    files: tuple[str, ...]
    mention: str
    typed: bool


class GivenFiles:
    def __init__(self, paths: Paths, sessions: Sessions, agents: Agents, instructions: Instructions) -> None:
        self._paths = paths
        self._sessions = sessions
        self._agents = agents
        self._instructions = instructions

    async def give(self, session_id: str, files: Sequence[str]) -> Given:
        """Copy files, by their absolute paths, and name them in the agent's input without Enter; where it does not take
        that now they are copied all the same. Raises NO_SESSION, BAD_FILES (too many, too large, or none that can be
        read), DISK_FULL and PERMISSION_DENIED; nothing was copied then."""
        session = self._sessions.get(session_id)
        if not 1 <= len(files) <= MOST:
            raise BranchlineError(ErrorCode.BAD_FILES, f"Give 1 to {MOST} files at a time.")
        copies = await asyncio.to_thread(_copy_all, files, self._paths.session_folder(session_id) / FOLDER)
        pieces = self._agents.running(session.agent).mention(copies)
        mention = " ".join(pieces)
        try:
            # An image is attached where its path alone is pasted.
            await self._instructions.insert(session_id, [part for piece in pieces for part in (piece, " ")])
        except BranchlineError as error:
            if error.code not in _LATER:
                raise
            return Given(tuple(copies), mention, False)
        return Given(tuple(copies), mention, True)


def safe_name(name: str) -> str:
    """A file's name, of letters, digits, dots and dashes alone, at most 60 characters; its ending stays."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name[:400]) if not unicodedata.combining(c))
    stem, ending = os.path.splitext(plain)
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")[:48]
    ending = re.sub(r"[^A-Za-z0-9.]", "", ending)[:11]
    return (stem or "file") + (ending if len(ending) > 1 else "")


def _copy_all(files: Sequence[str], folder: Path) -> list[str]:
    made: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        there = [each for each in folder.iterdir() if each.is_file()]
        taken, room = {each.name for each in there}, ROOM - sum(each.stat().st_size for each in there)
        for file in files:
            name = _free(safe_name(os.path.basename(file)), taken)
            taken.add(name)
            made.append(str(folder / name))
            room -= _copy(file, made[-1], room)
    except (OSError, BranchlineError) as error:
        for each in made:
            Path(each).unlink(missing_ok=True)
        if isinstance(error, BranchlineError):
            raise
        raise known(error) or BranchlineError(
            ErrorCode.BAD_FILES, f"{shown(str(error.filename or folder))} could not be copied: {error.strerror}."
        ) from error
    return made


def _free(name: str, taken: set[str]) -> str:
    """Case tells no two names apart: file systems may not."""
    stem, ending = os.path.splitext(name)
    names = (name, *(f"{stem}-{number}{ending}" for number in range(2, len(taken) + 3)))
    known = {each.casefold() for each in taken}
    return next(each for each in names if each.casefold() not in known)


def _copy(file: str, to: str, room: int) -> int:
    """How many bytes it has."""
    if not os.path.isabs(file):
        raise BranchlineError(ErrorCode.BAD_FILES, f"“{shown(file)}” is no absolute path.")
    # Never waits for whoever writes into a pipe.
    source = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(source, "rb") as reader:
        if not stat.S_ISREG(os.fstat(source).st_mode):
            raise BranchlineError(ErrorCode.BAD_FILES, f"{shown(file)} is no file. Choose files, not folders.")
        size = 0
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as writer:
            while piece := reader.read(_PIECE):
                size += len(piece)
                if size > min(LARGEST, room):
                    limit = f"the limit is {LARGEST >> 20} MB for a file, {ROOM >> 20} MB for a session's files"
                    raise BranchlineError(ErrorCode.BAD_FILES, f"{shown(file)} is too large: {limit}.")
                writer.write(piece)
    return size
