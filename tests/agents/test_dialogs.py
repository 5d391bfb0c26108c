"""Prompts as they are read off dialogs: the recorded ones of every agent, and dialogs whose content imitates one."""

from __future__ import annotations

import pytest

from branchline.core.model.prompt import Meaning, Prompt
from branchline.core.policy.tools import ToolKind, Tools
from branchline.service.terminals.replay import agent_named, load, replay
from harness.recordings import FOLDER

URL = "https://example.com/docs/page.html"


def asked(name: str) -> list[Prompt]:
    """The prompts of a recording, each once, in their order."""
    recording = load(FOLDER / f"{name}.jsonl.gz")
    found: dict[str, Prompt] = {}
    for _, seen in replay(recording, agent_named(recording.agent)):
        if seen and seen.prompt:
            found.setdefault(seen.prompt.id, seen.prompt)
    return list(found.values())


@pytest.mark.parametrize(
    ("name", "kind", "tool", "command", "paths", "url"),
    [
        ("claude/touch", "approval", "Bash", "touch hello.txt", (), None),
        ("claude197/touch", "approval", "Bash", "touch hello.txt", (), None),
        ("claude/write", "approval", "Write", None, ("notes.txt",), None),
        ("claude/fetch", "approval", "WebFetch", None, (), URL),
        ("claude/trust_accept", "trust", None, None, (), None),
        ("claude/api_key_dialog", "login", None, None, (), None),
        ("codex/touch", "approval", "shell", "touch hello.txt", (), None),
        ("codex/write", "approval", "apply_patch", None, ("/home/u/work/codex-write/notes.txt",), None),
        ("codex/trust_accept", "trust", None, None, (), None),
        ("codex/login", "login", None, None, (), None),
        ("gemini/touch", "approval", "Shell", "touch hello.txt", (), None),
        ("gemini/write", "approval", "WriteFile", None, ("notes.txt",), None),
        ("gemini/fetch", "approval", "WebFetch", None, (), URL),
        ("gemini/ask", "question", None, None, (), None),
        ("gemini/trust_accept", "trust", None, None, (), None),
        ("gemini/login", "login", None, None, (), None),
        ("opencode/touch", "approval", "bash", "touch hello.txt", (), None),
        ("opencode/write", "approval", "edit", None, ("notes.txt",), None),
        ("opencode/fetch", "approval", "webfetch", None, (), URL),
        ("copilot/touch", "approval", "Shell", "touch hello.txt", (), None),
        ("copilot/write", "approval", "Create file", None, ("/home/u/work/copilot-write/notes.txt",), None),
        ("copilot/ask", "question", None, None, (), None),
        ("qwen/touch", "approval", "Shell", "touch hello.txt", (), None),
        ("qwen/write", "approval", "WriteFile", None, ("notes.txt",), None),
        ("qwen/fetch", "approval", "WebFetch", None, (), URL),
        ("qwen/ask", "question", None, None, (), None),
        ("qwen/trust_accept", "trust", None, None, (), None),
        ("qwen/login", "login", None, None, (), None),
        ("aider/touch", "approval", "Shell", "touch hello.txt", (), None),
        ("aider/write", "approval", "Edit", None, ("notes.txt",), None),
    ],
)
def test_a_recorded_dialog(
    name: str, kind: str, tool: str | None, command: str | None, paths: tuple[str, ...], url: str | None
) -> None:
    (prompt,) = asked(name)
    assert (prompt.kind.value, prompt.tool, prompt.command) == (kind, tool, command)
    assert (prompt.paths, prompt.url) == (paths, url)
    own = agent_named(load(FOLDER / f"{name}.jsonl.gz").agent).tools
    assert tool is None or Tools.of([own]).kind(tool) is not ToolKind.UNKNOWN, "its own room names it"
    if kind == "approval":
        meanings = [option.meaning for option in prompt.options]
        assert meanings.count(Meaning.ACCEPT) == 1
        assert meanings.count(Meaning.REJECT) == 1
        assert all(option.key for option in prompt.options)
        assert prompt.selected is not None
        assert prompt.complete


@pytest.mark.parametrize("agent", ["claude", "codex", "copilot", "gemini", "opencode"])
def test_two_commands_in_a_row_are_two_prompts(agent: str) -> None:
    assert sorted(prompt.command or "" for prompt in asked(f"{agent}/multi")) == ["touch one.txt", "touch two.txt"]


def test_the_same_dialog_of_two_recordings_is_the_same_question() -> None:
    (one,), (other,) = asked("codex/touch"), asked("codex/touch")
    assert one.id == other.id
