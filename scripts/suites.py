"""The folders of tests/ by what they need, each in one stage of scripts/check.py; and how much is proved."""

from __future__ import annotations

import os
from pathlib import Path

FULL = "BRANCHLINE_FULL"
"""Set to 1, every proof is made in its full length: `make test-all` does so."""
IS_FULL = os.environ.get(FULL) == "1"
UNITS = tuple(f"tests/{name}" for name in ["core", "agents", "rpc", "store", "terminal", "machine", "scripts"])
"""Quick, in this process but for a few children."""
SERVICE = "tests/service"
_SESSIONS = "tests/service/sessions"
ANSWERS = ("tests/service/auto_yes", "tests/service/prompts")
THE_REST = (SERVICE, *(f"--ignore={folder}" for folder in (_SESSIONS, *ANSWERS)))
"""Of the service: in this process too, but they wait for git and for timers, so that they run in parts beside each
other."""
_FILES = sorted(each.name for each in Path(__file__).parents[1].joinpath(_SESSIONS).glob("test_*.py"))
SESSIONS = tuple(tuple(f"{_SESSIONS}/{name}" for name in _FILES[part::2]) for part in (0, 1))
"""In two halves: no other folder takes as long."""
STORIES = "tests/sidecar"
REAL_AGENTS = "tests/real_agents"
CRASH = "tests/crash"
PROGRAMS = ("tests", *(f"--ignore={folder}" for folder in (*UNITS, SERVICE, STORIES, REAL_AGENTS, CRASH)))
"""All that is left, so that a new folder is in it: git, terminals, the terminal host, the demo agent."""
OTHER_PYTHONS = (*UNITS, SERVICE, *(f"tests/{name}" for name in ["git", "viewer", "ptyhost"]))
