"""The folders that the cases of the policy speak of: a worktree, its main checkout, a folder outside, a home."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from branchline.agents.registry import GUARDED
from branchline.core.policy.confinement import Ground
from branchline.core.words import words
from branchline.machine.disk import RealDisk
from harness.repositories import disguised_repository

CASES = Path(__file__).parent.parent / "data" / "policy"
_PLACEHOLDER = re.compile(r"(?<![\w${])(WT|OUT|MAIN|HOME)(?![\w=])")
_FILES = words(
    "src/app.py src/a.py src/b.py src/old.py src/new.py src/util.py src/db.py src/app.ts src/index.ts src/main.c"
    " src/run.sh src/environment.ts src/keyboard.ts src/a.pyc src/b.pyc src/logo.png src/legacy/x.py src/sub/x.py"
    " tests/test_app.py tests/cart.test.ts data/names.txt data/a.txt data/report.csv docs/x.md README.md"
    " CHANGELOG.md Makefile pyproject.toml tsconfig.json package.json .github/workflows/ci.yml internal/auth/a.go"
)


@attrs.frozen
class Folders:
    WT: str
    OUT: str
    MAIN: str
    HOME: str

    @property
    def ground(self) -> Ground:
        return Ground(self.WT, RealDisk(), self.HOME, self.MAIN, guarded=GUARDED)

    def filled(self, text: str) -> str:
        """With the folders in place of their names."""
        return _PLACEHOLDER.sub(lambda match: str(getattr(self, match[1])), text)


def make(base: Path) -> Folders:
    base = base.resolve()
    folders = Folders(*(str(base / name) for name in ("app.worktrees/wt", "outside", "app", "home")))
    worktree, outside, main, home = map(Path, (folders.WT, folders.OUT, folders.MAIN, folders.HOME))
    _put(
        home / ".bashrc",
        home / ".ssh/id_rsa",
        outside / "notes.txt",
        outside / "sub/deep.txt",
        outside / "x",
        main / ".env",
    )
    _put(*(main / name for name in _FILES), main / "src/my file.py")
    (main / ".gitignore").write_text(".env\nnode_modules/\ndist/\nbuild/\ncoverage/\n")
    _git(main, "init", "-q", "-b", "main")
    _git(main, "add", "-A")
    _git(main, "commit", "-qm", "one")
    _git(main, "worktree", "add", "-q", "-b", "feature/x", str(worktree))
    _put(worktree / ".env", worktree / "node_modules/react/package.json")
    _put(*(worktree / name for name in ("dist/x.js", "build/x", "coverage/x")))
    (worktree / "src/empty").mkdir()
    os.symlink(outside, worktree / "link-out")
    os.symlink("src", worktree / "link-in")
    disguised_repository(worktree, "touch ran")
    return folders


def load() -> list[Mapping[str, Any]]:
    """All cases, in the form that `branchline policy` takes, with the right verdict for each preset."""
    lines = [line for file in sorted(CASES.glob("*.jsonl")) for line in file.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def filled(case: Mapping[str, Any], folders: Folders) -> dict[str, Any]:
    """The case with real folders, without its verdicts."""
    texts = {key: folders.filled(case[key]) for key in ("command", "path", "url", "cwd") if case.get(key) is not None}
    return {key: value for key, value in case.items() if key != "verdict"} | texts


def _put(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n")


def _git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.invalid")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, env=environment, capture_output=True)
