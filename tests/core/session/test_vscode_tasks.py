"""VS Code's tasks as shell texts, which a shell reads as VS Code would have run them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from branchline.core.session.vscode_tasks import run_of_tasks, setup_of_tasks

CREATED = {"runOptions": {"runOn": "worktreeCreated"}}


def setup(*tasks: dict[str, Any], **common: Any) -> str:
    first, *others = tasks
    return setup_of_tasks(json.dumps({"version": "2.0.0", "tasks": [{**CREATED, **first}, *others], **common}))


@pytest.mark.parametrize(
    ("task", "line"),
    [
        ({"type": "shell", "command": "npm ci && make"}, "(npm ci && make)"),
        ({"type": "shell", "command": "npm", "args": ["ci", "a b", "$X"]}, "(npm ci 'a b' $X)"),
        ({"type": "shell", "command": "x", "args": ["'a b'"]}, "(x 'a b')"),
        ({"type": "shell", "command": "x", "args": [{"value": "$X y", "quoting": "strong"}]}, "(x '$X y')"),
        ({"type": "shell", "command": "x", "args": [{"value": "$X y", "quoting": "weak"}]}, '(x "$X y")'),
        ({"type": "shell", "command": "x", "args": [{"value": "a b", "quoting": "escape"}]}, "(x a\\ b)"),
        ({"type": "process", "command": "a b", "args": ["$X", "it's"]}, "('a b' '$X' 'it'\"'\"'s')"),
        ({"type": "npm", "script": "install"}, "(npm install)"),
        ({"type": "npm", "script": "db:seed", "path": "web"}, "(cd web && npm run db:seed)"),
        (
            {"type": "shell", "command": "x", "options": {"cwd": "${workspaceFolder}/web", "env": {"A": "b c"}}},
            "(cd \"${BRANCHLINE_WORKTREE}\"/web && export A='b c' && x)",
        ),
        ({"type": "shell", "command": "echo ${env:HOME} ${HOME:-x}"}, "(echo ${HOME} ${HOME:-x})"),
        ({"type": "shell", "command": "x", "linux": {"command": "y"}, "osx": {"command": "y"}}, "(y)"),
    ],
)
def test_a_task_is_a_line(task: dict[str, Any], line: str) -> None:
    assert setup(task) == f"set -e\n{line}"


def test_what_it_depends_on_goes_first_and_once() -> None:
    found = setup(
        {"label": "all", "dependsOn": ["a", "b"]},
        {"label": "a", "type": "shell", "command": "do a", "dependsOn": "b"},
        {"label": "b", "type": "shell", "command": "do b"},
    )
    assert found == "set -e\n(do b)\n(do a)"


def test_only_what_runs_in_a_new_worktree_is_a_set_up() -> None:
    other = json.dumps({"tasks": [{"type": "shell", "command": "x", "runOptions": {"runOn": "folderOpen"}}]})
    assert setup_of_tasks(other) == ""
    assert setup_of_tasks("{}") == ""


def test_what_a_session_offers_to_run() -> None:
    install = {**CREATED, "type": "shell", "command": "npm ci", "inSessions": True}
    serve = {"type": "shell", "command": "npm run dev", "inAgents": True}
    assert run_of_tasks(json.dumps({"tasks": [install, serve]})) == "set -e\n(npm run dev)"
    assert run_of_tasks(json.dumps({"tasks": [install]})) == ""


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ({"type": "shell", "command": "x ${input:branch}"}, "input:branch"),
        ({"type": "process", "command": "x", "args": ["${file}"]}, "file"),
        ({"type": "gulp", "task": "x"}, "gulp"),
        ({"label": "a", "dependsOn": "a"}, "itself"),
        ({"label": "a", "dependsOn": "b"}, "not there"),
        ({"type": "shell", "command": 3}, "no text"),
        ({"type": "shell", "command": "x", "args": "y"}, "no list"),
        ({"type": "shell", "command": "x", "options": {"env": {"A;b": "c"}}}, "no variable"),
    ],
)
def test_what_a_shell_cannot_run_is_said(task: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        setup(task)


def test_a_shell_hands_on_each_word_as_it_is(tmp_path: Path) -> None:
    words = ["a b", "$HOME", "it's", 'say "x"', "back\\slash", "*", "", "ü\n!"]
    text = setup({"type": "process", "command": "printf", "args": ["<%s>", *words]})
    said = subprocess.run(["/bin/sh", "-c", text], cwd=tmp_path, capture_output=True, check=True).stdout.decode()
    assert said == "".join(f"<{each}>" for each in words)
