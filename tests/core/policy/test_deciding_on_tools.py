"""What each kind of tool is allowed, asked and refused, and by which rules."""

from __future__ import annotations

import pytest

from branchline.core.policy.deciding import decide
from branchline.core.policy.policy import Policy
from branchline.core.policy.verdicts import Answer
from harness.memory_disk import ROOT, ground
from harness.policy_rules import request_for
from harness.policy_verdicts import command, policy, said


@pytest.mark.parametrize(
    ("tool", "paths", "preset", "expected"),
    [
        ("Read", ["src/a.py"], "read-only", "allow preset read-only"),
        ("read_file", [f"{ROOT}/src/a.py"], "read-only", "allow preset read-only"),
        ("Read", ["src/a.py", "/etc/passwd"], "worktree", "ask outside"),
        ("Read", ["~/.ssh/id_rsa"], "worktree", "ask outside"),
        ("Read", ["link-out/notes.txt"], "worktree", "ask outside"),
        ("Read", ["src/*.py"], "read-only", "allow preset read-only"),
        ("Read", ["*"], "worktree", "ask secret"),
        ("Read", ["{/etc,src}/*"], "worktree", "ask path"),
        ("Read", ["file:///etc/passwd"], "worktree", "ask path"),
        ("Read", [], "worktree", "ask unknown"),
        ("Grep", ["src"], "read-only", "allow preset read-only"),
        ("Grep", [], "read-only", "ask secret"),
        ("Grep", ["/etc/*"], "worktree", "ask outside"),
        ("Glob", ["**/*.ts"], "read-only", "allow preset read-only"),
        ("Glob", [], "read-only", "allow preset read-only"),
        ("Glob", [f"{ROOT}/*.md"], "read-only", "allow preset read-only"),
        ("Glob", ["/etc/*"], "worktree", "ask outside"),
        ("Glob", ["link-*/x"], "worktree", "ask outside"),
        ("Glob", ["src/{..,x}/*"], "worktree", "ask path"),
        ("Edit", ["src/a.py"], "safe", "allow preset safe"),
        ("Edit", ["src/a.py"], "read-only", "ask preset"),
        ("Write", ["src/new.py"], "safe", "allow preset safe"),
        ("Edit", ["."], "worktree", "ask outside"),
        ("Edit", ["/w/main/src/a.py"], "worktree", "ask outside"),
        ("Edit", ["../main/src/a.py"], "worktree", "ask outside"),
        ("Edit", ["src/linked.txt"], "worktree", "ask outside"),
        ("Edit", [".env"], "worktree", "ask secret"),
        ("Edit", [".vscode/tasks.json"], "worktree", "ask protected"),
        ("Edit", [".github/workflows/ci.yml"], "worktree", "ask protected"),
        ("Edit", [], "worktree", "ask unknown"),
        ("WebFetch", [], "worktree", "ask network"),
        ("mcp__server__tool", [], "worktree", "ask unknown-tool"),
        ("Task", [], "worktree", "ask unknown-tool"),
        (None, [], "worktree", "ask unknown-tool"),
        ("Ваsh", ["src/a.py"], "worktree", "ask unknown-tool"),
    ],
)
def test_tools(tool: str | None, paths: list[str], preset: str, expected: str) -> None:
    assert said(request_for(tool, ROOT, paths=tuple(paths)), policy(preset)) == expected


@pytest.mark.parametrize(
    ("tool", "url", "by", "expected"),
    [
        ("WebFetch", "https://a.example/x", policy(), "ask network"),
        ("WebFetch", "https://a.example/x", policy(allow=["WebFetch(domain:a.example)"]), "allow"),
        ("WebFetch", "https://b.example/x", policy(allow=["WebFetch(domain:a.example)"]), "ask network"),
        ("WebFetch", "https://a.example@b.example/", policy(allow=["WebFetch(domain:a.example)"]), "ask network"),
        ("WebFetch", "https://a.example/x", policy(deny=["WebFetch(domain:a.example)"]), "deny"),
        ("WebFetch", "https://a.example/x", policy(allow=["WebFetch"], ask=["WebFetch"]), "ask WebFetch"),
        ("WebFetch", None, policy(allow=["WebFetch"]), "ask network"),
        ("WebFetch", "file:///etc/passwd", policy(allow=["WebFetch"]), "ask network"),
        ("mcp__a__b", None, policy(allow=["mcp__a__b"]), "allow"),
        ("mcp__a__b", None, policy(allow=["mcp__a"]), "allow"),
        ("mcp__a__b", None, policy(allow=["mcp__a__*"]), "allow"),
        ("mcp__ab__b", None, policy(allow=["mcp__a", "mcp__a__b"]), "ask unknown-tool"),
        ("mcp__a__b", None, policy(deny=["mcp__a"]), "deny"),
        ("Task", None, policy(allow=["Task"]), "allow"),
        ("Task", None, policy(allow=["Bash", "Read", "Edit"]), "ask unknown-tool"),
    ],
)
def test_what_leaves_the_machine_or_is_not_known_passes_by_a_rule_only(
    tool: str, url: str | None, by: Policy, expected: str
) -> None:
    assert said(request_for(tool, ROOT, url=url), by).startswith(expected)


def test_a_rule_for_files_reaches_what_is_protected_only_when_written_for_it() -> None:
    protected = request_for("Edit", ROOT, paths=(".vscode/tasks.json",))
    assert said(protected, policy(allow=["Edit", "Edit(**)"])) == "ask protected"
    assert said(protected, policy(allow=["Edit(.vscode/*)"])) == "allow Edit(.vscode/*)"


def test_whether_files_may_change_is_told() -> None:
    for text, changes in (("ls", False), ("ls && npm test", True), ("touch src/a.py", True)):
        found = decide(command(text), policy(), ground())
        assert isinstance(found, Answer)
        assert found.lets_files_change is changes
