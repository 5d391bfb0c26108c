"""Brings files and folders of one checkout into another: copied, or as links. Nothing is followed that leads away, and
nothing that is there is written over."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Iterator
from threading import Event

import attrs

from branchline.core.session.carrying import IN_THE_WAY, OUTSIDE, SPECIAL, Candidate, Missed, Progress
from branchline.machine.copying import NoFileError, copy_file

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_EACH, _OFTEN = 200, 50
"""Files, until what is done is told once more; and how often that is at most."""


@attrs.frozen
class Copied:
    files: int
    missed: list[Missed]


def sized(main: str, names: Iterable[bytes]) -> list[Candidate]:
    """Those that are there still."""
    found = []
    root = os.fsencode(main)
    for name in names:
        with contextlib.suppress(OSError):
            found.append(Candidate(name, os.lstat(os.path.join(root, name)).st_size))
    return found


def beyond_links(worktree: str, names: Iterable[bytes]) -> set[bytes]:
    """Those that something else than a folder stands above of: git would not even look at them."""
    root, known = os.fsencode(worktree), {b"": False}

    def is_beyond(folder: bytes) -> bool:
        if folder not in known:
            known[folder] = is_beyond(folder.rpartition(b"/")[0]) or _is_no_folder(os.path.join(root, folder))
        return known[folder]

    return {name for name in names if is_beyond(name.rstrip(b"/").rpartition(b"/")[0])}


def copy_all(main: str, worktree: str, files: Iterable[Candidate], done: Progress, cancelled: Event) -> Copied:
    """Copy files, in order of their paths. One that vanished meanwhile, or is there already, is no failure; any other
    failure is told of that file alone. Stops between two files once it is `cancelled`."""
    wanted = list(files)
    each_time = max(_EACH, len(wanted) // _OFTEN)
    copied, missed = 0, []
    with _Folders(main) as sources, _Folders(worktree) as places:
        for number, each in enumerate(wanted):
            if cancelled.is_set():
                break
            if number and number % each_time == 0:
                done(number, len(wanted))
            folder, _, name = each.path.rpartition(b"/")
            try:
                copied += _copy(main, sources.open(folder), places.make(folder), each, name)
            except FileExistsError:
                continue  # git brought it, or it came with the same name in other letters.
            except FileNotFoundError:
                continue
            except OSError as error:
                missed.append(Missed(os.fsdecode(each.path), _why(error)))
                if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                    rest = wanted[number + 1 :]
                    missed += [Missed(os.fsdecode(left.path), _why(error)) for left in rest]
                    break
    return Copied(copied, missed)


def link_folder(main: str, worktree: str, path: str, each_inside: bool) -> str | None:
    """Make a link to the folder of the main checkout; or a folder of links to what is in it, where git would take a
    link for a file that is not ignored. Gives why not, None where it is made or there already. Raises OSError."""
    target = os.path.realpath(os.path.join(main, path))
    if not is_within(target, main):
        return OUTSIDE
    if not os.path.isdir(target):
        return None  # There is nothing to share yet.
    above, _, name = path.rpartition("/")
    try:
        with _Folders(worktree) as places:
            folder = places.make(os.fsencode(above))
            if not each_inside:
                os.symlink(target, name, dir_fd=folder)
                return None
            os.mkdir(name, dir_fd=folder)
            inner = places.make(os.fsencode(path))
            for entry in os.listdir(target):
                os.symlink(os.path.join(target, entry), entry, dir_fd=inner)
    except FileExistsError:
        return None
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR}:
            return IN_THE_WAY
        raise
    return None


def is_within(path: str, folder: str) -> bool:
    """Of a path without links: it is below the folder, and in nothing of git's."""
    root = os.path.realpath(folder)
    return path.startswith(root + os.sep) and ".git" not in path[len(root) :].lower().split(os.sep)


def _copy(main: str, source: int, place: int, file: Candidate, name: bytes) -> int:
    try:
        target = os.readlink(name, dir_fd=source)
    except OSError as error:
        if error.errno != errno.EINVAL:  # That is what it says of all but links.
            raise
        copy_file(source, name, place, most=file.size + _GROWN)
        return 1
    if os.path.isabs(target) or not _stays(main, file.path, target):
        raise _LeadsOutError(errno.EPERM, OUTSIDE)
    os.symlink(target, name, dir_fd=place)
    return 1


_GROWN = 16 * 1024 * 1024
"""Bytes by which a file may have grown since it was looked at."""


def _stays(main: str, path: bytes, target: bytes) -> bool:
    """Both as it is written and where it really leads: in the worktree nothing on the way may be a link."""
    folder = os.path.dirname(path)
    written = os.path.normpath(os.path.join(folder, target))
    real = os.path.realpath(os.path.join(os.fsencode(main), folder, target))
    return not written.startswith(b"..") and is_within(os.fsdecode(real), main)


class _LeadsOutError(OSError):
    """A link that would lead out of the repository."""


class _Folders:
    """Open folders below a top one, the last one kept: no link on the way is followed."""

    def __init__(self, top: str) -> None:
        self._top = os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._path: bytes | None = None
        self._last: int | None = None

    def __enter__(self) -> _Folders:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
        os.close(self._top)

    def open(self, path: bytes) -> int:
        """Raises OSError."""
        return self._walk(path, lambda name, folder: None)

    def make(self, path: bytes) -> int:
        """With what is missing of it. Raises OSError."""

        def there(name: bytes, folder: int) -> None:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, dir_fd=folder)

        return self._walk(path, there)

    def _walk(self, path: bytes, before: Callable[[bytes, int], None]) -> int:
        if path == self._path and self._last is not None:
            return self._last
        self._close()
        with contextlib.ExitStack() as opened:
            folder = self._top
            for part in _parts(path):
                before(part, folder)
                folder = os.open(part, _FOLDER, dir_fd=folder)
                opened.callback(os.close, folder)
            self._path, self._last = path, os.dup(folder)
            return self._last

    def _close(self) -> None:
        if self._last is not None:
            os.close(self._last)
        self._path = self._last = None


def _parts(path: bytes) -> Iterator[bytes]:
    for part in path.split(b"/"):
        if part == b"..":
            raise _LeadsOutError(errno.EPERM, OUTSIDE)
        if part:
            yield part


def _is_no_folder(path: bytes) -> bool:
    return os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path))


def _why(error: OSError) -> str:
    if isinstance(error, _LeadsOutError):
        return OUTSIDE
    if isinstance(error, NoFileError):
        return SPECIAL
    if error.errno in {errno.ELOOP, errno.ENOTDIR}:
        return IN_THE_WAY
    return f"the system says: {error.strerror}"
