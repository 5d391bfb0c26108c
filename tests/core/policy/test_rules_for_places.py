"""Rules for files and addresses: which they match."""

from __future__ import annotations

import pytest

from branchline.core.policy.deciding import decide
from branchline.core.policy.policy import Policy, Preset
from branchline.core.policy.rules import host_of
from branchline.core.policy.verdicts import Answer
from harness.memory_disk import ROOT, ground
from harness.policy_rules import request_for, rule_of


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ("", f"{ROOT}/a", True),
        ("**", "/etc/x", True),
        ("*.py", f"{ROOT}/a.py", True),
        ("*.py", f"{ROOT}/src/sub/a.py", True),
        ("*.py", f"{ROOT}/a.pyc", False),
        ("src", f"{ROOT}/src/a/b", True),
        ("src", f"{ROOT}/lib/src/a", True),
        ("/src", f"{ROOT}/lib/src/a", False),
        ("src/**", f"{ROOT}/src/a/b", True),
        ("src/**", f"{ROOT}/lib/src/a", False),
        ("./src/**", f"{ROOT}/src/a", True),
        ("src/*", f"{ROOT}/src/a", True),
        ("src/*.py", f"{ROOT}/src/sub/a.py", False),
        ("src/**/*.py", f"{ROOT}/src/a.py", True),
        ("src/**/*.py", f"{ROOT}/src/x/y/a.py", True),
        ("**/a.py", f"{ROOT}/src/x/a.py", True),
        ("src/?.py", f"{ROOT}/src/a.py", True),
        ("src/?.py", f"{ROOT}/src/ab.py", False),
        ("src/", f"{ROOT}/srcs/a", False),
        ("*.py", "/etc/a.py", False),
        ("src/a.py", f"{ROOT}/src/aXpy", False),
        ("//etc/**", "/etc/x/y", True),
        ("//etc/*", "/etcetera/x", False),
        ("//etc/passwd", f"{ROOT}/etc/passwd", False),
        ("~/notes/**", "/home/me/notes/x", True),
        ("~/notes/**", "/home/you/notes/x", False),
        ("~/notes/**", f"{ROOT}/notes/x", False),
    ],
)
def test_paths_are_compared_as_in_a_gitignore(body: str, path: str, expected: bool) -> None:
    rule = rule_of(f"Read({body})" if body else "Read")
    assert rule.matches_path(path, ground()) is expected


@pytest.mark.parametrize(
    ("rule", "path", "expected"),
    [
        ("Read", "/etc/passwd", False),
        ("Read(**)", "/etc/passwd", False),
        ("Read(//**)", "/etc/passwd", False),
        ("Read(//etc/**)", "/etc/passwd", True),
        ("Read(//etc/passwd)", "/etc/passwd", True),
        ("Read(//etc/passwd)", "../../etc/passwd", True),
        ("Read(//w/outside/**)", "link-out/notes.txt", True),
        ("Read(link-out/**)", "link-out/notes.txt", False),
        ("Read(~/.ssh/**)", "/w/outside/notes.txt", False),
        ("Read", ".env", False),
        ("Read(*)", ".env", False),
        ("Read(.env)", ".env", True),
        ("Edit(**)", ".vscode/settings.json", False),
        ("Edit(.vscode/settings.json)", ".vscode/settings.json", True),
        ("Edit(.vscode/**)", ".vscode/settings.json", True),
        ("Edit(.git/**)", ".git/config", False),
        ("Edit(.git/config)", ".git/config", False),
        ("Edit(**/config)", ".git/config", False),
        ("Edit(src/**)", "src/new/deep.py", True),
        ("Edit(src/**)", "tests/x.py", False),
    ],
)
def test_files_elsewhere_pass_by_a_rule_that_names_their_place(rule: str, path: str, expected: bool) -> None:
    edits = rule.startswith("Edit")
    request = request_for("Edit" if edits else "Read", ROOT, paths=(path,))
    found = decide(request, Policy(Preset.READ_ONLY, (rule_of(rule),)), ground())
    assert isinstance(found, Answer) is expected


@pytest.mark.parametrize(
    ("body", "url", "expected"),
    [
        ("domain:example.com", "https://example.com/x", True),
        ("domain:example.com", "http://example.com:8080", True),
        ("domain:Example.com", "https://EXAMPLE.com./", True),
        ("domain:example.com", "https://www.example.com/", False),
        ("domain:example.com", "https://example.com.evil.example/", False),
        ("domain:example.com", "https://example.com@evil.example/", False),
        ("domain:example.com", "https://evil.example/example.com", False),
        ("domain:example.com", "https://evil.example\\@example.com", False),
        ("domain:example.com", "https:/example.com", False),
        ("domain:example.com", "ftp://example.com/", False),
        ("domain:*.example.com", "https://a.b.example.com/", True),
        ("domain:*.example.com", "https://example.com/", False),
        ("domain:*.example.com", "https://badexample.com/", False),
        ("", "https://anything.example/", True),
    ],
)
def test_domains(body: str, url: str, expected: bool) -> None:
    assert rule_of(f"WebFetch({body})" if body else "WebFetch").matches_url(url) is expected


@pytest.mark.parametrize("url", ["", "x", "https://", "https://ex ample.com", "https://exämple.com", "javascript:x"])
def test_an_odd_address_has_no_host(url: str) -> None:
    assert host_of(url) is None
