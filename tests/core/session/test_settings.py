from __future__ import annotations

from typing import Any

import pytest

from branchline.agents.registry import TOOLS
from branchline.core.model.setup import AfterSetup
from branchline.core.policy.answers import AnswerRule
from branchline.core.session.attention_events import Level
from branchline.core.session.free_space import GIGABYTE, CleanCaches
from branchline.core.session.git_settings import GitSettings
from branchline.core.session.quiet_hours import QuietHours
from branchline.core.session.settings import MEGABYTE, Settings, harmless, read_settings


def test_nothing_set_is_the_defaults() -> None:
    assert read_settings({}, TOOLS) == (Settings(), [])


def test_what_is_set_is_taken() -> None:
    raw = {
        "branchPrefix": "agents/",
        "worktreesFolder": "/w",
        "scrollbackMegabytes": 2,
        "maxSessions": 3,
        "agents": {"mine": {"command": ["x"]}},
        "agentPaths": {"claude": "/opt/claude", "codex": ""},
        "snapshotInclude": [".env*"],
        "findBareRepositories": True,
        "keepProcesses": True,
        "snapshotFileMegabytes": 1.5,
        "notifications": "all",
        "quietHours": "22:00-07:00",
        "quietMinutes": 1.5,
        "bell": True,
        "newSessionsFromUpstream": True,
        "spareWorktrees": 4,
        "lowDiskGigabytes": 2.5,
        "cleanCaches": "automatic",
        "worktreeInclude": [".env*"],
        "worktreeSymlinks": ["node_modules"],
        "worktreeCopyMegabytes": 0.5,
        "git": {"worktreeIncludeFiles": ["**/.env", 3, ":x"], "worktreeSymlinkFolders": "node_modules"},
        "setupScript": "npm ci",
        "runCommand": {"/code/shop/": "npm start"},
        "keepGoingTries": 5,
        "pullRequestInterval": 0.5,
        "answers": [{"words": "a", "answer": {"text": "b"}}],
        "setupMinutes": 0.5,
        "setupFailure": "wait",
        "teardownSeconds": 1,
        "portRange": "5000-5009",
        "scriptEnvironment": {"DATABASE_URL": "app_${name}", "NEXT_PORT": "${port+1}"},
        "ofALaterVersion": True,
    }
    settings, complaints = read_settings(raw, TOOLS)
    assert settings == Settings(
        branch_prefix="agents/",
        worktrees_folder="/w",
        scrollback_bytes=2 * MEGABYTE,
        max_sessions=3,
        agents={"mine": {"command": ["x"]}},
        agent_paths={"claude": "/opt/claude"},
        snapshot_include=(".env*",),
        find_bare_repositories=True,
        keep_processes=True,
        snapshot_largest=int(1.5 * MEGABYTE),
        notifications=Level.ALL,
        quiet_hours=QuietHours(22 * 60, 7 * 60),
        quiet_seconds=90.0,
        bell=True,
        from_upstream=True,
        spare_worktrees=4,
        low_disk_bytes=int(2.5 * GIGABYTE),
        clean_caches=CleanCaches.AUTOMATIC,
        worktree_include=(".env*",),
        worktree_symlinks=("node_modules",),
        worktree_copy_bytes=MEGABYTE // 2,
        git=GitSettings(("**/.env",)),
        setup_script={"": "npm ci"},
        run_command={"/code/shop": "npm start"},
        keep_going_tries=5,
        pull_request_interval=30.0,
        answers=(AnswerRule(("a",), text="b"),),
        setup_seconds=30.0,
        setup_failure=AfterSetup.WAIT,
        teardown_seconds=1.0,
        port_range=(5000, 5009),
        script_environment={"DATABASE_URL": "app_${name}", "NEXT_PORT": "${port+1}"},
    )
    assert complaints == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("setupScript", ["npm", "ci"]),
        ("runCommand", {"/code/shop": 3}),
        ("branchPrefix", 3),
        ("branchPrefix", "x" * 101),
        ("worktreesFolder", "relative"),
        ("worktreesFolder", ["/"]),
        ("scrollbackMegabytes", 0),
        ("scrollbackMegabytes", True),
        ("scrollbackMegabytes", float("nan")),
        ("maxSessions", 0),
        ("maxSessions", 1.5),
        ("spareWorktrees", 5),
        ("spareWorktrees", -1),
        ("spareWorktrees", True),
        ("lowDiskGigabytes", -1),
        ("lowDiskGigabytes", True),
        ("lowDiskGigabytes", float("nan")),
        ("lowDiskGigabytes", "5"),
        ("cleanCaches", "always"),
        ("cleanCaches", True),
        ("cleanCaches", ["ask"]),
        ("agents", []),
        ("agentPaths", {"claude": 1}),
        ("snapshotFileMegabytes", 0),
        ("snapshotFileMegabytes", "50"),
        ("snapshotInclude", ".env"),
        ("snapshotInclude", [""]),
        ("snapshotInclude", [":(top)x"]),
        ("snapshotInclude", ["a\0b"]),
        ("worktreeInclude", [":(top)x"]),
        ("worktreeSymlinks", [1]),
        ("worktreeCopyMegabytes", -1),
        ("worktreeCopyMegabytes", 100_001),
        ("findBareRepositories", 1),
        ("keepProcesses", "yes"),
        ("notifications", "some"),
        ("notifications", ["all"]),
        ("quietHours", "at night"),
        ("quietHours", None),
        ("quietMinutes", -1),
        ("quietMinutes", "20"),
        ("bell", "loud"),
        ("keepGoingTries", 0),
        ("keepGoingTries", True),
        ("keepGoingTries", 2.5),
        ("pullRequestInterval", -1),
        ("answers", {}),
        ("check", []),
        ("check", {"/x": ["make"]}),
        ("check", {"/x": {"command": []}}),
        ("check", {"/x": {"command": "make"}}),
        ("check", {"/x": {"command": ["make"], "minutes": 0}}),
        ("check", {"/x": {"command": ["make"], "minutes": True}}),
        ("check", {"/x": {"command": ["make"], "links": ["../x"]}}),
        ("answers", [{"words": "a"}]),
        ("setupMinutes", 1441),
        ("setupFailure", "stop"),
        ("setupFailure", ["start"]),
        ("teardownSeconds", 0),
        ("teardownSeconds", True),
        ("portRange", "5000-5008"),
        ("portRange", "1000-2000"),
        ("portRange", "60000-70000"),
        ("portRange", "5000"),
        ("portRange", 5000),
        ("scriptEnvironment", {"A B": "x"}),
        ("scriptEnvironment", {"A": 1}),
        ("scriptEnvironment", {"A": "a\0b"}),
        ("scriptEnvironment", {"A": "${name+1}"}),
        ("scriptEnvironment", ["A=x"]),
    ],
)
def test_what_cannot_be_used_is_said_and_the_default_holds(key: str, value: Any) -> None:
    settings, complaints = read_settings({key: value}, TOOLS)
    assert settings == Settings()
    assert len(complaints) == 1
    assert f"branchline.{key}" in complaints[0]


def test_what_nobody_vouches_for_starts_nothing_and_lets_nothing_pass() -> None:
    raw = {
        "agents": {"mine": {"command": ["x"]}},
        "agentPaths": {"claude": "/x"},
        "onWaiting": ["x"],
        "check": {"/x": {"command": ["x"]}},
        "scriptEnvironment": {"A": "x"},
        "findBareRepositories": True,
        "answers": [{"words": "a", "answer": {"text": "b"}}],
        "autoYes": {"default": "worktree", "allow": ["Bash"], "trustedRepositories": ["/x"]},
        "cleanCaches": "automatic",
        "ofALaterVersion": True,
    }
    assert harmless(raw) == {}
    fine = {
        "branchPrefix": "mine/",
        "maxSessions": 3,
        "snapshotInclude": [".env"],
        "keepProcesses": True,
        "enabled": False,
    }
    fine |= {"notifications": "off", "quietHours": "22:00-07:00", "quietMinutes": 5, "bell": True}
    fine |= {"newSessionsFromUpstream": True, "spareWorktrees": 0, "runOneAtATime": True, "lowDiskGigabytes": 0}
    fine |= {"newSessionsFromUpstream": True, "worktreeInclude": [".env"], "worktreeSymlinks": ["node_modules"]}
    fine |= {"worktreeCopyMegabytes": 5, "git": {"worktreeIncludeFiles": [".env"]}}
    fine |= {"setupMinutes": 1, "setupFailure": "wait", "teardownSeconds": 5, "portRange": "5000-5009"}
    assert harmless({**raw, **fine}) == fine
