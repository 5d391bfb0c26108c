"""What repositories have for other programs, as those document it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from branchline.core.session.foreign_scripts import FOREIGN, DamagedError, Said, read_foreign

CODEX = ".codex/environments/environment.toml"
CURSOR = ".cursor/worktrees.json"
CONDUCTOR = ".conductor/settings.toml"
SUPERSET = ".superset/config.json"


def read(path: str, content: str | dict[str, Any]) -> Said:
    return read_foreign(path, content if isinstance(content, str) else json.dumps(content))


@pytest.mark.parametrize(
    ("path", "content", "scripts"),
    [
        (CODEX, "version = 1\n[setup]\nscript = '''\nnpm ci\nmake'''\n", ("npm ci\nmake", "", "")),
        (CODEX, "[setup]\nscript = ''\n", ("", "", "")),
        (
            CODEX,
            "[setup]\nscript = 'a'\n[setup.linux]\nscript = 'b'\n[setup.darwin]\nscript = 'b'\n"
            "[cleanup]\nscript = 'c'\n",
            ("b", "", "c"),
        ),
        (
            CODEX,
            "[[actions]]\nname = 'Test'\nicon = 'test'\ncommand = 't'\n"
            "[[actions]]\nname = 'Go'\nicon = 'run'\ncommand = 'r'\n",
            ("", "r", ""),
        ),
        (CODEX, "[[actions]]\nname = 'Run'\ncommand = 'r'\n", ("", "r", "")),
        (CODEX, "[[actions]]\nname = 'Run'\nicon = 'run'\nplatform = 'win32'\ncommand = 'r'\n", ("", "", "")),
        (CURSOR, {"setup-worktree": ["cd web", "npm ci"]}, ("set -e\ncd web\nnpm ci", "", "")),
        (CURSOR, {"setup-worktree": ["a"], "setup-worktree-unix": ["b"]}, ("set -e\nb", "", "")),
        (CURSOR, {"setup-worktree-windows": ["b"]}, ("", "", "")),
        (CURSOR, {"scripts": {"postCreate": "x"}}, ("", "", "")),
        (
            CONDUCTOR,
            '[scripts]\nsetup = "pnpm i"\nrun = "pnpm dev"\narchive = "./x"\n',
            ("pnpm i", "pnpm dev", "./x"),
        ),
        (
            CONDUCTOR,
            "[scripts.run.one]\ncommand = 'a'\n[scripts.run.two]\ncommand = 'b'\ndefault = true\n",
            ("", "b", ""),
        ),
        (CONDUCTOR, "[scripts.run.one]\ncommand = 'a'\navailable_in = ['cloud']\n", ("", "", "")),
        (
            "conductor.json",
            {"scripts": {"setup": "npm i", "run": "npm start", "archive": "x"}},
            ("npm i", "npm start", "x"),
        ),
        (
            SUPERSET,
            {"setup": ["a", "b"], "teardown": ["c"], "run": ["d"]},
            ("set -e\na\nb", "set -e\nd", "set -e\nc"),
        ),
        (SUPERSET, {"setup": [], "teardown": []}, ("", "", "")),
        (
            ".vscode/tasks.json",
            '{"tasks": [{"type": "shell", "command": "x", "runOptions": {"runOn": "worktreeCreated"},},], // c\n}',
            ("set -e\n(x)", "", ""),
        ),
    ],
)
def test_what_each_says(path: str, content: str | dict[str, Any], scripts: tuple[str, str, str]) -> None:
    said = read(path, content)
    assert (said.setup, said.run, said.teardown) == scripts


@pytest.mark.parametrize(
    ("path", "content", "alone"),
    [
        (CONDUCTOR, "[scripts]\nrun = 'x'\nrun_mode = 'nonconcurrent'\n", True),
        (CONDUCTOR, "[scripts]\nrun = 'x'\nrun_mode = 'concurrent'\n", False),
        ("conductor.json", {"scripts": {"run": "x"}, "runScriptMode": "nonconcurrent"}, True),
        ("conductor.json", {"scripts": {"run": "x"}, "runScriptMode": "concurrent"}, False),
    ],
)
def test_what_cannot_run_twice(path: str, content: str | dict[str, Any], alone: bool) -> None:
    assert read(path, content).one_at_a_time is alone


def test_a_script_of_its_own_is_named() -> None:
    assert read(CURSOR, {"setup-worktree": "setup.sh"}).setup_file == ".cursor/setup.sh"
    assert read(".kilo/setup-script", "#!/bin/sh\n\n# x\necho\n").setup_file == ".kilo/setup-script"
    assert read(".kilo/setup-script", "#!/bin/sh\n\n  # a template\n").setup_file == ""


def test_each_has_its_program_s_variables() -> None:
    assert read(CODEX, "").variables["CODEX_SOURCE_TREE_PATH"] == "BRANCHLINE_MAIN"
    assert read("conductor.json", {}).variables["CONDUCTOR_PORT"] == "BRANCHLINE_PORT"


@pytest.mark.parametrize("content", ["{", "[", "setup = [", "3"])
@pytest.mark.parametrize("path", [each for each in FOREIGN if "kilo" not in each])
def test_what_is_damaged_is_said(path: str, content: str) -> None:
    with pytest.raises(DamagedError, match="it cannot be read: "):
        read(path, content)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (CODEX, "[setup]\nscript = 3\n"),
        (CURSOR, '{"setup-worktree": [3]}'),
        (CURSOR, '{"setup-worktree": {"x": "y"}}'),
        (SUPERSET, '{"setup": ["a\\u0000b"]}'),
        (CURSOR, "[" * 100_000),
    ],
)
def test_what_is_laid_out_otherwise_is_said(path: str, content: str) -> None:
    with pytest.raises(DamagedError):
        read(path, content)
