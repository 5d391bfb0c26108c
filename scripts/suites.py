"""The folders of tests/ by what they need: every one belongs to one stage of scripts/check.py."""

from __future__ import annotations

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
