"""The folders of tests/ by what they need, each in one stage of scripts/check.py; and how much is proved."""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

FULL = "BRANCHLINE_FULL"
"""Set to 1, every proof is made in its full length: `make test-all` does so."""
IS_FULL = os.environ.get(FULL) == "1"
UNITS = tuple(f"tests/{name}" for name in ["core", "agents", "rpc", "store", "terminal", "machine", "scripts"])
"""Quick, in this process but for a few children."""
SERVICE = "tests/service"
_SESSIONS, _ANSWERS = "tests/service/sessions", "tests/service/auto_yes"
TERMINALS = f"{SERVICE}/terminals"
QUICK = tuple(f"{SERVICE}/{name}" for name in ["base", "history", "limits", "prompts"])
"""Of the service, as TERMINALS: what needs hardly any git. It waits for timers, so that it runs in two parts."""
_REVIEW = tuple(f"{SERVICE}/{name}" for name in ["checks", "landing", "review", "scripts"])
_FILES = sorted(each.name for each in ROOT.joinpath(_SESSIONS).glob("test_*.py"))
WITH_GIT = {
    "timeline": (SERVICE, *(f"--ignore={folder}" for folder in (*QUICK, TERMINALS, *_REVIEW, _SESSIONS, _ANSWERS))),
    "review": _REVIEW,
    **{f"sessions-{part + 1}": tuple(f"{_SESSIONS}/{name}" for name in _FILES[part::2]) for part in (0, 1)},
    "answers": (_ANSWERS,),
}
"""The rest of it, in this process too: it waits for git and for timers, so that it runs in parts beside each other, by
the names of their stages. No other folder takes as long as that of the sessions."""
CRASH = "tests/crash"
PROJECTS = "tests/real_projects"
_ELSEWHERE = (*UNITS, SERVICE, "tests/sidecar", "tests/real_agents", PROJECTS, CRASH)
PROGRAMS = ("tests", *(f"--ignore={folder}" for folder in _ELSEWHERE))
"""All that is left, so that a new folder is in it: git, terminals, the terminal host, the demo agent."""
OTHER_PYTHONS = (*UNITS, SERVICE, *(f"tests/{name}" for name in ["git", "viewer", "ptyhost"]))


@dataclass(frozen=True)
class Share:
    """Of the files of a stage that starts whole programs: those that a commit runs, and all of them.

    One commit runs some, the next others: each file drives the whole product, so that most of what breaks at all breaks
    several of them, and all of them take longer than anybody waits for at each push. `always` runs at every commit.
    """

    what: str
    folder: str
    pattern: str
    count: int
    always: tuple[str, ...] = ()

    def all(self) -> list[str]:
        """The files, in order, as named from the root."""
        return sorted(f"{self.folder}/{path.name}" for path in (ROOT / self.folder).glob(self.pattern))

    def some(self, seed: str) -> list[str]:
        """The files of the commit `seed`; by a hash that every machine has, so that CI's run can be made again."""
        always = [f"{self.folder}/{name}" for name in self.always]
        others = [name for name in self.all() if name not in always]
        others.sort(key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())
        return sorted([*always, *others[: self.count - len(always)]])

    def chosen(self, full: bool) -> tuple[list[str], str]:
        """Those of this run, and what is told of it."""
        by, every = seed(), self.all()
        names = every if full else self.some(by)
        return names, f"{self.what}: {len(names)} of {len(every)}, chosen by {by[:12]}"


SPECS = Share("browser specs", "tests/e2e", "*.spec.ts", count=5, always=("path.spec.ts",))
STORIES = Share("stories", "tests/sidecar", "test_*.py", count=6, always=("test_session_path.py", "test_crashes.py"))
REAL_AGENTS = Share("real agents", "tests/real_agents", "test_*.py", count=3, always=("test_status.py",))


def seed() -> str:
    """What chooses: BRANCHLINE_SEED, else the commit that is checked out; one word where there is no repository."""
    if given := os.environ.get("BRANCHLINE_SEED"):
        return given
    asked = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "no commit"
