"""Deletes a folder in a process of its own, which gives way to all others, in processor and disk.

This file is run by itself; it imports nothing of ours. It ends when its own input is closed, which whoever wanted it
does by ending, however that is. What is left then is deleted by the next one.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import shutil
import sys
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path

NICE = 10
STAYS = 1
_CLASS_IDLE, _WHO_PROCESS = 3 << 13, 1
_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}
"""The number of the system call on Linux, by machine: Python has no name for it."""


def deleting(path: Path) -> list[str]:
    """The argv that deletes it, as `delete_tree` does. What first stays it prints in JSON, as errno and path, and ends
    with `STAYS`."""
    return [sys.executable, "-I", "-S", __file__, str(path)]


def delete_tree(path: Path) -> None:
    """Also read-only folders, which some build tools leave, and ones as deep as any program may make them; what others
    take away meanwhile is no fault. Raises OSError, after all that can be deleted is."""
    failed: list[OSError] = []

    def note(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            failed.append(error)

    try:
        _open_all(path, note)
        shutil.rmtree(path, onerror=lambda _call, _name, raised: note(_system(raised[1])))
    except RecursionError:
        _delete_flat(path)
        return
    failed = failed if os.path.lexists(path) else []  # By folders that are open it may have gone all the same.
    if any(error.errno == errno.ENAMETOOLONG for error in failed):
        _delete_flat(path)
    elif failed:
        raise failed[0]


def _open_all(path: Path, note: Callable[[OSError], None]) -> None:
    _open(str(path), note)
    for folder, names, _ in os.walk(path, onerror=note):
        for name in names:
            inner = os.path.join(folder, name)
            if not os.path.islink(inner):
                _open(inner, note)


def _delete_flat(path: Path) -> None:
    """What is in folders comes up to the top first, so that nothing is deep. Raises OSError."""
    numbers = count()
    while names := os.listdir(path):
        for name in names:
            place = os.path.join(path, name)
            if not _is_folder(place):
                os.unlink(place)
                continue
            os.chmod(place, 0o700)
            for inner in os.listdir(place):
                below = os.path.join(place, inner)
                if _is_folder(below):
                    os.chmod(below, 0o700)  # Whoever may not write into it may not move it either.
                    os.rename(below, os.path.join(path, f".{next(numbers)}-{os.getpid()}"))
                else:
                    os.unlink(below)
            os.rmdir(place)
    os.rmdir(path)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


def _system(error: BaseException) -> OSError:
    if not isinstance(error, OSError):
        raise error
    return error


def _open(folder: str, note: Callable[[OSError], None]) -> None:
    try:
        os.chmod(folder, 0o700)
    except OSError as error:
        note(error)


def _main(path: str) -> int:
    threading.Thread(target=_end_with_input, daemon=True).start()
    os.nice(NICE)
    _give_way_to_all_at_the_disk()
    try:
        delete_tree(Path(path))
    except OSError as error:
        print(json.dumps([error.errno or 0, os.fsdecode(error.filename or path)]), flush=True)
        return STAYS
    return 0


def _end_with_input() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)


def _give_way_to_all_at_the_disk() -> None:
    number = _IOPRIO_SET.get(platform.machine())
    if sys.platform == "linux" and number is not None:
        import ctypes

        ctypes.CDLL(None).syscall(number, _WHO_PROCESS, 0, _CLASS_IDLE)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
