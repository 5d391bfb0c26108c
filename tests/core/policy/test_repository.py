"""What is read of a repository's settings, and that its hooks are nobody's to write."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from branchline.core.policy.confinement import Ground, Use
from branchline.core.policy.guarded import Guarded
from branchline.core.policy.repository import git_folders, settings
from branchline.machine.disk import RealDisk
from harness.memory_disk import ROOT, MemoryDisk

LINKED = {
    f"{ROOT}/.git": "= gitdir: /w/main/.git/worktrees/wt\n",
    "/w/main/.git/worktrees/wt/commondir": "= ../..\n",
}
CONFIG = "/w/main/.git/config"


def on(tree: dict[str, str]) -> Ground:
    return Ground(ROOT, MemoryDisk(tree), "/home/me", guarded=Guarded())


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({}, (f"{ROOT}/.git", f"{ROOT}/.git")),
        ({f"{ROOT}/.git/config": "= x"}, (f"{ROOT}/.git", f"{ROOT}/.git")),
        (LINKED, ("/w/main/.git/worktrees/wt", "/w/main/.git/worktrees/wt/../..")),
        ({f"{ROOT}/.git": "= gitdir: ../main/.git"}, (f"{ROOT}/../main/.git",) * 2),
    ],
)
def test_the_git_folders_of_a_worktree(tree: dict[str, str], expected: tuple[str, str]) -> None:
    assert git_folders(ROOT, MemoryDisk(tree).text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[core]\n\thooksPath = scripts/hooks\n", ["scripts/hooks"]),
        ("[CORE]\nHOOKSPATH=scripts/hooks", ["scripts/hooks"]),
        ("[core] hooksPath = a\n", ["a"]),
        ("[core]\nhooksPath = a ; b\n", ["a"]),
        ("[core]\nhooksPath = a # b\n", ["a"]),
        ('[core]\nhooksPath = "a # b"\n', ["a # b"]),
        ('[core]\nhooksPath = "a\\"b"\n', ['a"b']),
        ("[core]\nhooksPath = to\\\nols\n", ["tools"]),
        ("[core]\nhooksPath = a\nhooksPath = b\n", ["a", "b"]),
        ("[core]\nhooksPath\n", [""]),
        ('[core "x"]\nname = a\n[user]\nhooksPath = b\n', []),
        ("# [core]\n#hooksPath = a\n", []),
        ("[core\nhooksPath = a\n", []),
        ("", []),
    ],
)
def test_values_are_read_as_git_reads_them(text: str, expected: list[str], tmp_path: Path) -> None:
    disk = MemoryDisk({f"{ROOT}/.git/config": f"= {text}"})
    assert settings("core.hooksPath", ROOT, "", disk.text) == expected
    file = tmp_path / "config"
    file.write_text(text)
    by_git = subprocess.run(
        ["git", "config", "-f", str(file), "--get-all", "core.hooksPath"], capture_output=True, text=True, check=False
    )
    if by_git.returncode in {0, 1}:
        assert by_git.stdout.splitlines() == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({**LINKED, "/w/main/.git/worktrees/wt/../../config": "= [core]\nhooksPath = a"}, ["a"]),
        ({**LINKED, "/w/main/.git/worktrees/wt/config.worktree": "= [core]\nhooksPath = a"}, ["a"]),
        ({"/home/me/.gitconfig": "= [core]\nhooksPath = a"}, ["a"]),
        ({"/home/me/.config/git/config": "= [core]\nhooksPath = a"}, ["a"]),
        ({"/home/me/.gitconfig": "= [include]\npath = more", "/home/me/more": "= [core]\nhooksPath = a"}, ["a"]),
        (
            {
                "/home/me/.gitconfig": '= [includeIf "gitdir:~/x/"]\npath = ~/y/more',
                "/home/me/y/more": "= [core]\nhooksPath = a",
            },
            ["a"],
        ),
        ({"/home/me/.gitconfig": "= [include]\npath = .gitconfig\n[core]\nhooksPath = a"}, ["a"] * 11),
        ({"/home/other/.gitconfig": "= [core]\nhooksPath = a"}, []),
    ],
)
def test_every_file_that_git_reads_counts(tree: dict[str, str], expected: list[str]) -> None:
    assert settings("core.hooksPath", ROOT, "/home/me", MemoryDisk(tree).text) == expected


@pytest.mark.parametrize(
    ("value", "path", "expected"),
    [
        ("scripts/hooks", "scripts/hooks/pre-commit", "protected"),
        ("scripts/hooks", "Scripts/HOOKS/x", "protected"),
        ("scripts/hooks", "scripts/hooks", "protected"),
        ("scripts/hooks/", "scripts/hooks/lib/x", "protected"),
        ("./scripts/../scripts/hooks", "scripts/hooks/pre-commit", "protected"),
        ("scripts/hooks", "scripts/hooks.md", None),
        ("scripts/hooks", "scripts/x", None),
        (f"{ROOT}/scripts/hooks", "scripts/hooks/pre-push", "protected"),
        ("via", "via/pre-commit", "protected"),
        ("via", "tools/pre-commit", "protected"),
        ("via", "tools/x/y", "protected"),
        (".", "pre-commit", "protected"),
        (".", "fsmonitor-watchman", "protected"),
        (".", "src/pre-commit", None),
        (".", "README.md", None),
        ("/elsewhere", "scripts/hooks/pre-commit", None),
        ("~/hooks", "scripts/hooks/pre-commit", None),
        ("", "pre-commit", None),
    ],
)
def test_where_git_looks_for_hooks_nobody_writes(value: str, path: str, expected: str | None) -> None:
    tree = {f"{ROOT}/.git/config": f"= [core]\n\thooksPath = {value}\n", f"{ROOT}/via": "-> tools"}
    found = on(tree).trouble(path, ROOT, Use.WRITE)
    assert (found and found.rule) == expected
    assert on(tree).trouble(path, ROOT, Use.READ) is None
    assert on({}).trouble(path, ROOT, Use.WRITE) is None, "only the setting makes hooks of them"


def test_of_a_real_repository_with_a_worktree(tmp_path: Path) -> None:
    main, worktree = tmp_path / "main", tmp_path / "wt"
    for words in (
        ["init", "-q", str(main)],
        ["-C", str(main), "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x"],
        ["-C", str(main), "worktree", "add", "-q", str(worktree)],
        ["-C", str(worktree), "config", "core.hooksPath", "tools/hooks"],
    ):
        subprocess.run(["git", *words], check=True, capture_output=True)
    ground = Ground(str(worktree), RealDisk(), guarded=Guarded())
    found = ground.trouble("tools/hooks/pre-commit", str(worktree), Use.WRITE)
    assert found is not None
    assert found.rule == "protected"
    assert ground.trouble("tools/x", str(worktree), Use.WRITE) is None
