"""The folders of tests/ by what they need, each in one stage of scripts/check.py; and how much is proved."""

from __future__ import annotations

import os

FULL = "BRANCHLINE_FULL"
"""Set to 1, every proof is made in its full length: `make test-all` does so."""
IS_FULL = os.environ.get(FULL) == "1"
UNITS = tuple(
    f"tests/{name}" for name in ["core", "agents", "service", "rpc", "store", "terminal", "machine", "scripts"]
)
"""Quick, in this process but for a few children: the oldest Python runs them at every commit."""
STORIES = "tests/sidecar"
REAL_AGENTS = "tests/real_agents"
CRASH = "tests/crash"
PROGRAMS = ("tests", *(f"--ignore={folder}" for folder in (*UNITS, STORIES, REAL_AGENTS, CRASH)))
"""All that is left, so that a new folder is in it: git, terminals, the terminal host, the demo agent."""
OTHER_PYTHONS = (*UNITS, *(f"tests/{name}" for name in ["git", "viewer", "ptyhost"]))
