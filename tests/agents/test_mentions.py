"""How each agent is told of files that the user gives it."""

from __future__ import annotations

import pytest

from branchline.agents.registry import BUILT_IN, find

FILES = ["/data/files/a.png", "/Application Support/b.txt"]
SAID = {
    "claude": ["@/data/files/a.png", '@"/Application Support/b.txt"'],
    "codex": ["/data/files/a.png", "'/Application Support/b.txt'"],
    "gemini": ["@/data/files/a.png", "@/Application\\ Support/b.txt"],
    "opencode": ["/data/files/a.png", "'/Application Support/b.txt'"],
    "copilot": ["@/data/files/a.png", '@"/Application Support/b.txt"'],
    "qwen": ["/data/files/a.png", "'/Application Support/b.txt'"],
    "aider": ["/read-only /data/files/a.png '/Application Support/b.txt'"],
    "demo": ["/data/files/a.png", "'/Application Support/b.txt'"],
}


@pytest.mark.parametrize("name", BUILT_IN)
def test_files_are_named_in_the_agents_own_way(name: str) -> None:
    assert list(BUILT_IN[name].mention(FILES)) == SAID[name]


def test_one_that_is_like_another_is_told_as_that() -> None:
    mine = find("mine", {"mine": {"command": ["x"], "like": "claude"}})
    assert list(mine.mention(FILES)) == SAID["claude"]
