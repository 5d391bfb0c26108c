"""The sample repository: a small Python and TypeScript project with a history, to try Branchline on.

Every commit has a fixed author and date, so that ids are the same everywhere. It holds one defect (see
`script.fix_bug`) and one script that nothing uses.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from branchline.demo.sample_history import COMMITS, MAIN

_AUTHOR = "Robin Sample"
_EMAIL = "robin@example.com"
_FIRST_COMMIT_AT = 1_767_258_000  # 2026-01-01 09:00 UTC
_BETWEEN_COMMITS = 26 * 3600 + 900


def create(path: Path) -> Path:
    """Make the repository at `path`, which must not exist or be an empty folder, and check out `main`. -> `path`.

    Raises FileExistsError when something is there, and CalledProcessError with git's words in `stderr`.
    """
    if path.exists() and any(path.iterdir()):
        raise FileExistsError(f"{path} exists and is not empty")
    path.mkdir(parents=True, exist_ok=True)
    _git(path, "init", "--quiet", f"--initial-branch={MAIN}", "--template=")
    for key, value in (("user.name", _AUTHOR), ("user.email", _EMAIL), ("commit.gpgsign", "false")):
        _git(path, "config", key, value)
    branch = MAIN
    for number, commit in enumerate(COMMITS):
        if commit.branch != branch:
            branch = commit.branch
            _git(path, "checkout", "--quiet", "-b", branch)
        for name, text in commit.files.items():
            _put(path / name, text)
        _git(path, "add", "--all")
        _git(path, "commit", "--quiet", "-m", commit.message, at=_FIRST_COMMIT_AT + number * _BETWEEN_COMMITS)
    _git(path, "checkout", "--quiet", MAIN)
    return path


def main(arguments: list[str]) -> int:
    """`demo-sample PATH`. -> the exit code."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: demo-sample PATH", file=sys.stderr)
        return 2
    try:
        create(Path(arguments[0]).absolute())
    except OSError as error:
        print(f"The sample repository was not made: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"The sample repository was not made: {error.stderr.strip()}", file=sys.stderr)
        return 1
    return 0


def _put(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _git(path: Path, *arguments: str, at: int = _FIRST_COMMIT_AT) -> None:
    """With nothing of the user's configuration: hooks, signing and line ends would change the ids."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_DATE": f"{at} +0000",
        "GIT_COMMITTER_DATE": f"{at} +0000",
        "GIT_TERMINAL_PROMPT": "0",
    }
    subprocess.run(
        ["git", *arguments],
        cwd=path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
