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
_SESSIONS, _ANSWERS = "tests/service/sessions", "tests/service/auto_yes"
QUICK = tuple(f"{SERVICE}/{name}" for name in ["base", "history", "limits", "prompts", "terminals"])
"""Of the service: what needs hardly any git."""
_FILES = sorted(each.name for each in Path(__file__).parents[1].joinpath(_SESSIONS).glob("test_*.py"))
WITH_GIT = {
    "answers": (_ANSWERS,),
    "timeline": (SERVICE, *(f"--ignore={folder}" for folder in (*QUICK, _SESSIONS, _ANSWERS))),
    **{f"sessions-{part + 1}": tuple(f"{_SESSIONS}/{name}" for name in _FILES[part::2]) for part in (0, 1)},
}
"""The rest of it, in this process too: it waits for git and for timers, so that it runs in parts beside each other, by
the names of their stages. No other folder takes as long as that of the sessions."""
STORIES = "tests/sidecar"
REAL_AGENTS = "tests/real_agents"
CRASH = "tests/crash"
PROGRAMS = ("tests", *(f"--ignore={folder}" for folder in (*UNITS, SERVICE, STORIES, REAL_AGENTS, CRASH)))
"""All that is left, so that a new folder is in it: git, terminals, the terminal host, the demo agent."""
OTHER_PYTHONS = (*UNITS, SERVICE, *(f"tests/{name}" for name in ["git", "viewer", "ptyhost"]))
