from __future__ import annotations

from typing import Any

import pytest

from branchline.agents.registry import BUILT_IN, GUARDED, TOOLS, all_agents, find, program_of
from branchline.agents.shared.agent import Agent, LaunchRequest
from branchline.core.errors import BranchlineError
from branchline.core.model.screen import ScreenView
from branchline.core.policy.guarded import Guarded, is_protected
from branchline.core.policy.tools import ToolKind

ID = "7b2f8a52-95e4-4f0e-9a6d-3a54c4a2f6d1"


def argv(name: str, resume: str | None = None) -> list[str]:
    request = LaunchRequest(program=f"/bin/{name}", session_id=ID, worktree="/w", resume=resume)
    return list(BUILT_IN[name].launch(request).argv)


def test_the_built_in_agents() -> None:
    assert list(BUILT_IN) == ["claude", "codex", "gemini", "opencode", "copilot", "qwen", "aider", "demo"]
    for name, agent in BUILT_IN.items():
        assert agent.name == name
        assert agent.title
        assert agent.program
        assert agent.install


@pytest.mark.parametrize(
    ("name", "fresh", "resumed"),
    [
        (
            "claude",
            ["/bin/claude", "--permission-mode", "default", "--session-id", ID],
            ["/bin/claude", "--permission-mode", "default", "--resume", "old"],
        ),
        ("codex", ["/bin/codex", "--no-daemon"], ["/bin/codex", "resume", "old", "--no-daemon"]),
        ("gemini", ["/bin/gemini", "--session-id", ID], ["/bin/gemini", "--resume", "old"]),
        ("opencode", ["/bin/opencode"], ["/bin/opencode", "-s", "old"]),
        ("copilot", ["/bin/copilot", f"--session-id={ID}"], ["/bin/copilot", "--resume=old"]),
        (
            "qwen",
            ["/bin/qwen", "--approval-mode", "default", "--session-id", ID],
            ["/bin/qwen", "--approval-mode", "default", "--resume", "old"],
        ),
    ],
)
def test_how_agents_are_started(name: str, fresh: list[str], resumed: list[str]) -> None:
    assert argv(name) == fresh
    assert argv(name, resume="old") == resumed
    assert BUILT_IN[name].can_resume


@pytest.mark.parametrize("name", ["claude", "gemini", "copilot", "qwen"])
def test_agents_that_let_us_choose_get_the_sessions_own_id(name: str) -> None:
    request = LaunchRequest(program="/bin/x", session_id=ID, worktree="/w")
    assert BUILT_IN[name].launch(request).agent_session == ID


@pytest.mark.parametrize("name", BUILT_IN)
def test_what_a_room_names_holds_for_all_agents(name: str) -> None:
    agent = BUILT_IN[name]
    assert {ToolKind.COMMAND, ToolKind.EDIT} <= set(agent.tools.values())
    for tool, kind in agent.tools.items():
        assert TOOLS.kind(tool) is kind
    assert bool(agent.guarded.folders) is (name != "demo"), "the demo agent has no settings"
    read = (
        *(f"src/{folder}/x" for folder in agent.guarded.folders),
        *(each.strip("*") for each in agent.guarded.files),
    )
    for path in read:
        assert is_protected(path, GUARDED)
        assert not is_protected(path, Guarded()), "that is not for an agent to name"


@pytest.mark.parametrize("path", [".cursor/rules/a.mdc", ".goosehints", "AGENTS.md", "web/agents.local.md"])
def test_agents_without_a_room_are_kept_from_writing_to_one_another_too(path: str) -> None:
    assert is_protected(path, GUARDED)


@pytest.mark.parametrize("tool", ["run_terminal_cmd", "str_replace_based_edit_tool", "switch_mode"])
def test_tools_of_agents_without_a_room_are_known(tool: str) -> None:
    assert TOOLS.kind(tool) is not ToolKind.UNKNOWN


def test_opencode_is_made_to_ask() -> None:
    launch = BUILT_IN["opencode"].launch(LaunchRequest(program="/bin/opencode", session_id=ID, worktree="/w"))
    assert launch.env["OPENCODE_PERMISSION"] == '{"edit": "ask", "bash": "ask", "webfetch": "ask"}'


def test_user_defined_agents() -> None:
    defined = {"mine": {"command": ["my-agent", "--flag", "a b"], "title": "Mine", "install": "brew install my-agent"}}
    agent = find("mine", defined)
    assert (agent.title, agent.program, agent.install) == ("Mine", "my-agent", "brew install my-agent")
    launch = agent.launch(LaunchRequest(program="/opt/my-agent", session_id=ID, worktree="/w"))
    assert launch.argv == ("/opt/my-agent", "--flag", "a b")
    assert [each.name for each in all_agents(defined)] == [*BUILT_IN, "mine"]


def test_a_user_defined_agent_may_be_like_a_built_in_one() -> None:
    agent = find("haiku", {"haiku": {"command": ["claude", "--model", "haiku"], "like": "claude"}})
    assert agent.observe is BUILT_IN["claude"].observe
    assert agent.typing == BUILT_IN["claude"].typing


@pytest.mark.parametrize(
    ("name", "definition"),
    [
        ("claude", {"command": ["x"]}),
        ("Bad Name", {"command": ["x"]}),
        ("../up", {"command": ["x"]}),
        ("", {"command": ["x"]}),
        ("-x", {"command": ["x"]}),
        ("x" * 41, {"command": ["x"]}),
        ("x", None),
        ("x", "command"),
        ("x", {}),
        ("x", {"command": "ls -l"}),
        ("x", {"command": []}),
        ("x", {"command": ["ls"] * 65}),
        ("x", {"command": ["ls", ""]}),
        ("x", {"command": ["ls", "a\0b"]}),
        ("x", {"command": ["ls", 1]}),
        ("x", {"command": ["ls"], "title": 3}),
        ("x", {"command": ["ls"], "install": ["a"]}),
        ("x", {"command": ["ls"], "like": "nobody"}),
    ],
)
def test_definitions_that_cannot_be_used(name: str, definition: Any) -> None:
    with pytest.raises(BranchlineError) as caught:
        find(name, {name: definition})
    assert caught.value.code == "BAD_AGENT"
    assert "branchline.agents" in caught.value.message
    assert [each.name for each in all_agents({name: definition})] == list(BUILT_IN)


def test_an_unknown_agent_is_named_with_those_there_are() -> None:
    with pytest.raises(BranchlineError) as caught:
        find("nobody", {"mine": {"command": ["x"]}})
    assert caught.value.code == "AGENT_UNKNOWN"
    assert "claude" in caught.value.message
    assert "mine" in caught.value.message


def test_a_path_that_the_user_set_comes_first() -> None:
    assert program_of(BUILT_IN["codex"], {}) == "codex"
    assert program_of(BUILT_IN["codex"], {"codex": "/opt/codex", "claude": "/x"}) == "/opt/codex"
    assert program_of(BUILT_IN["codex"], {"codex": ""}) == "codex"


def look(lines: list[str], cursor: tuple[int, int], quiet: float = 2.0) -> bool:
    agent: Agent = find("mine", {"mine": {"command": ["x"]}})
    seen = agent.observe(ScreenView(tuple(lines), cursor, quiet_for=quiet))
    return bool(seen and seen.takes_text)


@pytest.mark.parametrize("prompt", ["> ", "❯ ", "$ ", ">>> ", "│ > "])
def test_a_bare_prompt_takes_text(prompt: str) -> None:
    assert look(["Welcome", prompt.rstrip()], (1, len(prompt)))


@pytest.mark.parametrize(
    ("lines", "cursor"),
    [
        (["Overwrite the file? [y/N]", ">"], (1, 2)),
        (["Overwrite? [y/N] >"], (0, 19)),
        (["Password:"], (0, 10)),
        (["Password >"], (0, 11)),
        (["1. Yes", "2. No", ">"], (2, 2)),
        (["> half a line"], (0, 13)),
        (["> half a line"], (0, 2)),
        (["working …"], (0, 9)),
        ([">", "other"], (1, 5)),
        ([], (3, 0)),
    ],
)
def test_anything_else_takes_none(lines: list[str], cursor: tuple[int, int]) -> None:
    assert not look(lines, cursor)


def test_a_prompt_that_just_came_takes_none() -> None:
    assert not look([">"], (0, 2), quiet=0.2)
