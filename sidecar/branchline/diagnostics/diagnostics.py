"""`branchline diagnostics`: what runs here, how it is set and what it logged, without anything of the user's work.

It works without a sidecar too, and starts none: one that does not run is what a report may be about.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from branchline import __version__
from branchline.agents.registry import BUILT_IN, TOOLS
from branchline.core.errors import BranchlineError
from branchline.core.session.settings import Settings, read_settings
from branchline.diagnostics.anonymous import Anonymous
from branchline.diagnostics.logs import last_lines
from branchline.diagnostics.running import running
from branchline.diagnostics.settings import changed
from branchline.diagnostics.stored import Stored, read_stored, weight
from branchline.git.worktrees.spare_states import state_of
from branchline.machine.paths import Paths

_CODE = Path(__file__).resolve().parents[2]
_GIT_PATIENCE = 5.0


def diagnostics(paths: Paths) -> str:
    """The report, some hundred lines. Raises NO_FOLDER, UNSAFE_FOLDER."""
    stored = read_stored(paths.store)
    settings, _ = read_settings(stored.settings, TOOLS)
    own = [paths.data / "sessions", paths.runtime, paths.log_dir, _CODE, Path(os.__file__).parent]
    anonymous = Anonymous(stored.names, own, settings.branch_prefix)
    sections: dict[str, Iterable[str]] = {
        "Versions": _versions(),
        "Paths": _paths(paths),
        "Processes": running(paths),
        "Sessions": _sessions(stored),
        "Settings that differ from the default": changed(settings, Settings()),
        "Store": _store(paths, stored),
    }
    for log in sorted([*paths.log_dir.glob("*.log"), *paths.log_dir.glob("*.err")]):
        sections[log.name] = [anonymous.line(line) for line in last_lines(log)]
    report = "\n\n".join(
        "\n".join([f"## {title}", "", *(list(lines) or ["none"])]) for title, lines in sections.items()
    )
    return report.replace(os.path.expanduser("~") + os.sep, f"~{os.sep}")


def _versions() -> Iterator[str]:
    yield f"Branchline {__version__}"
    yield f"Python {platform.python_version()} ({platform.python_implementation()})"
    yield platform.platform()
    yield _git()


def _git() -> str:
    if shutil.which("git") is None:
        return "git was not found"
    try:
        done = subprocess.run(["git", "--version"], capture_output=True, text=True, timeout=_GIT_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"git does not run: {type(error).__name__}"
    return done.stdout.strip() or f"git ends with {done.returncode}"


def _paths(paths: Paths) -> list[str]:
    named = {"data": paths.data, "sockets": paths.runtime, "logs": paths.log_dir, "code": _CODE}
    return [f"{name}: {path}" for name, path in named.items()]


def _sessions(stored: Stored) -> list[str]:
    """An agent that the user defined has a name of the user's."""
    kinds = Counter((status, agent if agent in BUILT_IN else "user-defined") for status, agent in stored.sessions)
    return [f"{status} {agent}: {count}" for (status, agent), count in sorted(kinds.items())]


def _store(paths: Paths, stored: Stored) -> Iterator[str]:
    yield stored.state
    yield f"removed sessions: {stored.removed}"
    states = Counter(state_of(path, common_dir).value for common_dir, path in stored.spares)
    yield f"spare worktrees: {', '.join(f'{count} {state}' for state, count in sorted(states.items())) or 'none'}"
    for name, path in {
        "store.json": paths.store,
        "sessions (scrollbacks, screens, snapshots' indexes)": paths.data / "sessions",
        "transcripts": paths.transcripts,
    }.items():
        try:
            files, size = weight(path)
        except (OSError, BranchlineError) as error:
            yield f"{name}: not read ({type(error).__name__})"
        else:
            yield f"{name}: {size:,} bytes in {files} files"
