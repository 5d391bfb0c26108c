"""Where everything lies: data, sockets and logs of this user."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.unsafe_folders import refuse_unsafe

LONGEST_SOCKET_PATH = 103
"""Bytes: macOS has room for 104 with the closing NUL, Linux for 108."""
_SOCKET_NAME_ROOM = len("/sidecar.sock")
PLACES = frozenset({"BRANCHLINE_HOME", "HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"})
"""The variables that say where everything lies."""


class Paths:
    """Folders are made when they are asked for, and are for the user alone. Raises NO_FOLDER, UNSAFE_FOLDER then."""

    def __init__(self, data: Path, runtime: Path, logs: Path) -> None:
        self._data = data
        self._runtime = runtime
        self._logs = logs

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Paths:
        """`BRANCHLINE_HOME` overrides all of it; else the system's own places. Raises BAD_HOME."""
        home = environment.get("BRANCHLINE_HOME")
        if home:
            if not os.path.isabs(home):
                raise BranchlineError(ErrorCode.BAD_HOME, f"BRANCHLINE_HOME must be an absolute path, not “{home}”.")
            root = Path(home)
            return cls(root / "data", root / "run", root / "logs")
        data, logs = system_folders(environment, sys.platform)
        # Not the system's runtime folder: it differs between logins (XDG_RUNTIME_DIR over plain ssh), and is deleted
        # when the last one ends, under agents that run on.
        return cls(data, data / "run", logs)

    @property
    def data(self) -> Path:
        return private_folder(self._data)

    @property
    def store(self) -> Path:
        return self.data / "store.json"

    @property
    def transcripts(self) -> Path:
        return self.data / "transcripts"

    @property
    def checks(self) -> Path:
        """For each repository a folder where its sessions' work is checked, as long as it is, and the last output."""
        return private_folder(self.data / "checks")

    @property
    def scripts(self) -> Path:
        """The texts of the repositories' scripts that the user approved."""
        return private_folder(self.data / "scripts")

    def session_folder(self, session_id: str) -> Path:
        """Holds `ring` (the scrollback), `keyframe` (the screen), `index` (for counting changes), `snapshots` (a git
        folder that makes them), `files` (those that the user gave to the agent), `setup.log` and `teardown.log`."""
        return self.data / "sessions" / session_id

    @property
    def log_dir(self) -> Path:
        return private_folder(self._logs)

    @property
    def log_level(self) -> Path:
        """Names the level in force: the sidecar writes it, relays read it."""
        return self.runtime / "log.level"

    @property
    def runtime(self) -> Path:
        """For sockets and locks. Where the proper place makes socket paths too long, a short one in /tmp."""
        if len(os.fsencode(self._runtime)) + _SOCKET_NAME_ROOM <= LONGEST_SOCKET_PATH:
            return private_folder(self._runtime)
        from hashlib import sha256

        # Not TMPDIR, which differs between programs: all of ours must meet there.
        short = sha256(os.fsencode(self._runtime)).hexdigest()[:12]
        return private_folder(Path(f"/tmp/branchline-{os.getuid()}-{short}"))  # noqa: S108  checked

    @property
    def ptyhost_socket(self) -> Path:
        # This and the lock keep the names that they had first: an update must find a terminal host that runs already,
        # or the agents in it are lost to the user.
        return self.runtime / "host.sock"

    @property
    def ptyhost_lock(self) -> Path:
        return self.runtime / "host.lock"

    @property
    def sidecar_socket(self) -> Path:
        return self.runtime / "sidecar.sock"

    @property
    def sidecar_lock(self) -> Path:
        return self.runtime / "sidecar.lock"


def system_folders(environment: Mapping[str, str], platform: str) -> tuple[Path, Path]:
    """Where the system wants data and logs: the XDG base directories, on macOS ~/Library. No package does it here, as
    the processes that agents wait for, or that outlive an update, import none."""
    home = Path(environment.get("HOME") or os.path.expanduser("~"))
    is_mac = platform == "darwin"

    def folder(variable: str, otherwise: str) -> Path:
        chosen = environment.get(variable, "").strip()
        return Path(chosen) if os.path.isabs(chosen) else home / otherwise

    data = folder("XDG_DATA_HOME", "Library/Application Support" if is_mac else ".local/share") / "branchline"
    if is_mac:
        return data, home / "Library" / "Logs" / "branchline"
    return data, folder("XDG_STATE_HOME", ".local/state") / "branchline" / "log"


def private_folder(path: Path) -> Path:
    """Makes the folder, 0700, and what is missing above it.

    Raises NO_FOLDER when it cannot be made, UNSAFE_FOLDER when it is not the user's own: a link, somebody else's, or
    where others can write.
    """
    try:
        refuse_unsafe(path, "Make it yours alone, or set BRANCHLINE_HOME to another place.")
        for each in reversed([path, *path.parents]):
            if not each.exists():
                each.mkdir(mode=0o700, exist_ok=True)
        status = os.lstat(path)
        if not stat.S_ISDIR(status.st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if status.st_uid != os.getuid():
            raise BranchlineError(
                ErrorCode.UNSAFE_FOLDER,
                f"{path} is not a folder of yours alone. Remove it, or set BRANCHLINE_HOME to another place.",
            )
        if stat.S_IMODE(status.st_mode) & 0o077:
            os.chmod(path, 0o700)
    except OSError as error:
        raise BranchlineError(
            ErrorCode.NO_FOLDER, f"{path} could not be made: {error.strerror}. Set BRANCHLINE_HOME to another place."
        ) from error
    return path


def private_file(path: str, flags: int) -> int:
    """An `opener` for files that are the user's alone."""
    return os.open(path, flags, 0o600)


def self_command(*arguments: str) -> list[str]:
    """The argv that runs `branchline ARGUMENTS` with this interpreter, free of the user's Python settings."""
    launcher = Path(__file__).resolve().parents[2] / "launch.py"
    return [sys.executable, "-I", "-S", str(launcher), *arguments]
