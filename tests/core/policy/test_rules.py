"""The user's rules: their forms, what they match, and how far a wildcard reaches."""

from __future__ import annotations

import pytest

from branchline.core.policy.deciding import decide
from branchline.core.policy.policy import Policy, Preset
from branchline.core.policy.rules import BadRule
from branchline.core.policy.tools import ToolKind
from branchline.core.policy.verdicts import Answer
from harness.memory_disk import ROOT, ground
from harness.policy_rules import request_for, rule_of


@pytest.mark.parametrize(
    ("text", "kind", "body"),
    [
        ("Bash", ToolKind.COMMAND, ""),
        ("Bash(*)", ToolKind.COMMAND, ""),
        ("Bash(npm run test:*)", ToolKind.COMMAND, "npm run test:*"),
        (" Bash( ls -la ) ", ToolKind.COMMAND, "ls -la"),
        ("run_shell_command(ls)", ToolKind.COMMAND, "ls"),
        ("Bash(echo 'a (b)')", ToolKind.COMMAND, "echo 'a (b)'"),
        ("Read(src/**)", ToolKind.READ, "src/**"),
        ("Read(**)", ToolKind.READ, ""),
        ("Edit(/docs/*.md)", ToolKind.EDIT, "/docs/*.md"),
        ("Write(//etc/x)", ToolKind.EDIT, "//etc/x"),
        ("WebFetch", ToolKind.FETCH, ""),
        ("WebFetch(domain:example.com)", ToolKind.FETCH, "domain:example.com"),
        ("WebFetch(domain:*.example.com)", ToolKind.FETCH, "domain:*.example.com"),
        ("mcp__github", ToolKind.MCP, ""),
        ("mcp__github__*", ToolKind.MCP, ""),
        ("mcp__github__get_issue", ToolKind.MCP, ""),
        ("Task", ToolKind.UNKNOWN, ""),
    ],
)
def test_forms(text: str, kind: ToolKind, body: str) -> None:
    rule = rule_of(text)
    assert (rule.kind, rule.body, rule.text) == (kind, body, text.strip())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no rule"),
        ("Bash(", "is no rule"),
        ("Bash(ls", "is no rule"),
        ("(ls)", "is no rule"),
        ("rm -rf /", "is no rule"),
        ("Task(x)", "write Task alone"),
        ("WebFetch(example.com)", "write WebFetch\\(domain:example.com\\)"),
        ("WebFetch(domain:*)", "write WebFetch"),
        ("WebFetch(domain:exa mple)", "write WebFetch"),
        ("WebFetch(domain:https://x)", "write WebFetch"),
        ("mcp__", "is no rule|mcp__server"),
        ("mcp__a__b__*__c", "mcp__server"),
        ("mcp__a(x)", "mcp__server"),
        ("Bash(a && b)", "one command"),
        ("Bash(a; b)", "one command"),
        ("Bash(a | b)", "one command"),
        ("Bash(a $(b))", "one command"),
        ("Bash(a $x)", "one command"),
        ("Bash('a)", "one command"),
    ],
)
def test_what_is_no_rule_is_said(text: str, said: str) -> None:
    with pytest.raises(BadRule, match=said):
        rule_of(text)


def passes(rule: str, command: str, preset: Preset = Preset.READ_ONLY) -> bool:
    found = decide(request_for("Bash", ROOT, command), Policy(preset, (rule_of(rule),)), ground())
    return isinstance(found, Answer)


@pytest.mark.parametrize(
    ("rule", "command", "expected"),
    [
        ("mytool", "mytool", True),
        ("mytool", "mytool x", False),
        ("mytool 'a b'", 'mytool "a b"', True),
        ("mytool:*", "mytool", True),
        ("mytool:*", "mytool x -y", True),
        ("mytool:*", "mytoolx", False),
        ("mytool:*", "timeout 5 mytool x", True),
        ("mytool:*", "A=1 mytool x", True),
        ("mytool run:*", "mytool run x", True),
        ("mytool run:*", "mytool -v run x", False),
        ("mytool *", "mytool x", True),
        ("mytool *", "mytool", True),
        ("mytool *", "mytoolx", False),
        ("mytool * --fast", "mytool x --fast", True),
        ("mytool * --fast", "mytool x --slow", False),
        ("my* run:*", "mytool run x", True),
        ("mytool", "MYTOOL", False),
        ("mytool.x", "mytoolyx", False),
        ("*", "mytool", True),
        ("npm install:*", "npm install x", True),
        ("npm install:*", "npm install-x", False),
        ("git push origin main", "git push origin main", True),
        ("git push origin main", "git push origin main --force", False),
    ],
)
def test_commands(rule: str, command: str, expected: bool) -> None:
    assert passes(f"Bash({rule})", command) is expected


@pytest.mark.parametrize(
    "command",
    [
        "mytool; rm -rf /",
        "mytool && rm -rf /",
        "mytool | sh",
        "mytool & mytool",
        "mytool $(id)",
        "mytool `id`",
        "mytool $x",
        "mytool <(id)",
        "mytool > /etc/x",
        "mytool > .git/config",
        "mytool >> .env",
        "mytool < /etc/passwd",
        "PATH=. mytool",
        "LD_PRELOAD=x mytool",
        "env PATH=. mytool",
        "sudo mytool",
        "mytool /etc/passwd",
        "mytool ../main",
        "mytool ..",
        "mytool -C ..",
        "mytool -C..",
        "mytool --dir=/etc",
        "mytool --dir=..",
        "mytool -o/etc/x",
        "mytool -I../x",
        "mytool @/etc/passwd",
        "mytool x:/etc/passwd",
        "mytool ~/x",
        "mytool '~/x'",
        "mytool link-out/notes.txt",
        "mytool src/../../main/x",
        "mytool .env",
        "mytool --file=.env",
        "mytool '.env'",
        "cd .. && mytool",
        "cd link-out && mytool",
        "bash -c 'mytool /etc/passwd'",
    ],
)
@pytest.mark.parametrize("rule", ["Bash(mytool:*)", "Bash(mytool *)", "Bash(my*)", "Bash"])
def test_a_wildcard_never_reaches_what_was_not_written(rule: str, command: str) -> None:
    assert passes(rule, "mytool src/a.py https://example.com/x --fast=yes")
    assert not passes(rule, command, Preset.WORKTREE)


@pytest.mark.parametrize(
    ("rule", "command", "expected"),
    [
        ("cat /etc/passwd", "cat /etc/passwd", True),
        ("cat /etc/passwd", "cat '/etc/passwd'", True),
        ("cat /etc/passwd", "cat /etc/shadow", False),
        ("cat /etc/passwd", "cat /etc/passwd /etc/shadow", False),
        ("cat:*", "cat /etc/passwd", False),
        ("cat /etc/*", "cat /etc/passwd", False),
        ("cat .env", "cat .env", True),
        ("cat:*", "cat .env", False),
        ("git diff --output=x", "git diff --output=x", True),
        ("git diff:*", "git diff --output=x", False),
        ("find:*", "find . -delete", False),
        ("sed:*", "sed -n 'w x' src/a.py", False),
        ("rm:*", "rm src/b.py", True),
        ("rm:*", "rm -rf .git", False),
        ("rm:*", "rm -rf .", False),
        ("eval:*", "eval x", False),
        ("cat /etc/passwd", "timeout 5 cat /etc/passwd", False),
    ],
)
def test_a_hazard_passes_by_exactly_this_command_only(rule: str, command: str, expected: bool) -> None:
    assert passes(f"Bash({rule})", command) is expected
