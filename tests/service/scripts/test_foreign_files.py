"""Set-up files that a repository has for other programs are read too, and run as these would run them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from branchline.core.session.project_scripts import ProjectScripts, Script
from harness.service import InProcess
from harness.sidecar import git
from harness.updates import NAMED

CODEX = ".codex/environments/environment.toml"
CURSOR = ".cursor/worktrees.json"


def put(folder: Path, name: str, content: str | dict[str, Any]) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content if isinstance(content, str) else json.dumps(content))


async def scripts(service: InProcess, folder: Path) -> ProjectScripts:
    return await service.scripts.project.scripts(str(folder))


def run(script: Script | None, worktree: Path, main: Path) -> str:
    """What it prints, where the sidecar would run it."""
    assert script is not None
    ours = {"BRANCHLINE_WORKTREE": str(worktree), "BRANCHLINE_MAIN": str(main), "BRANCHLINE_PORT": "41010"}
    environment = {**os.environ, **ours, "BRANCHLINE_NAME": "fix_it"}
    done = subprocess.run(
        ["/bin/sh", "-c", script.command], cwd=worktree, env=environment, capture_output=True, check=True, timeout=30
    )
    return done.stdout.decode()


@pytest.fixture
def worktree(repo: Path, tmp_path: Path) -> Path:
    git(repo, "worktree", "add", "-q", str(tmp_path / "tree"))
    return tmp_path / "tree"


@pytest.mark.parametrize(
    ("path", "content", "printed"),
    [
        (CODEX, "[setup]\nscript = '''\nset -euo pipefail\necho $CODEX_SOURCE_TREE_PATH \"it's\"'''\n", "MAIN it's"),
        (CURSOR, {"setup-worktree": ["cd docs", "echo $ROOT_WORKTREE_PATH; pwd"]}, "MAIN\nTREE/docs"),
        (
            ".conductor/settings.toml",
            "[scripts]\nsetup = 'echo $CONDUCTOR_PORT $CONDUCTOR_WORKSPACE_NAME'\n",
            "41010 fix_it",
        ),
        ("conductor.json", {"scripts": {"setup": "echo $CONDUCTOR_WORKSPACE_PATH"}}, "TREE"),
        (".superset/config.json", {"setup": ["echo a", "false", "echo b"]}, None),
        (".superset/config.json", {"setup": ["echo $SUPERSET_ROOT_PATH"]}, "MAIN"),
        (".kilo/setup-script", "#!/bin/sh\necho $REPO_PATH", "MAIN"),
        (
            ".vscode/tasks.json",
            '{"tasks": [{"type": "process", "command": "echo", "args": ["${workspaceFolder}/a  b"],'
            ' "runOptions": {"runOn": "worktreeCreated"}}]}',
            "TREE/a  b",
        ),
    ],
)
async def test_each_runs(
    service: InProcess, repo: Path, worktree: Path, path: str, content: str | dict[str, Any], printed: str | None
) -> None:
    (worktree / "docs").mkdir(exist_ok=True)
    put(worktree, path, content)
    script = (await scripts(service, worktree)).setup
    assert script is not None
    assert script.source == path
    if printed is None:
        with pytest.raises(subprocess.CalledProcessError):
            run(script, worktree, repo)
    else:
        assert run(script, worktree, repo).rstrip() == printed.replace("MAIN", str(repo)).replace("TREE", str(worktree))


async def test_our_own_goes_first_and_the_others_are_named(service: InProcess, repo: Path) -> None:
    put(repo, ".branchline/setup", "echo own\n")
    put(repo, CURSOR, {"setup-worktree": ["echo cursor"]})
    put(repo, "conductor.json", {"scripts": {"run": "npm start"}, "runScriptMode": "nonconcurrent"})
    found = await scripts(service, repo)
    assert found.setup is not None
    assert found.setup.source == ".branchline/setup"
    assert found.run is not None
    assert (found.run.source, found.run.one_at_a_time) == ("conductor.json", True)
    assert found.complaints == ("The set-up in .cursor/worktrees.json is not used: .branchline/setup goes before it.",)
    service.configure(runCommand="make run")
    found = await scripts(service, repo)
    assert found.run is not None
    assert found.run.command == "make run"
    assert "The run command in conductor.json is not used: the setting goes before it." in found.complaints


async def test_the_old_file_of_one_that_has_a_new_one_is_not_looked_at(service: InProcess, repo: Path) -> None:
    put(repo, ".conductor/settings.toml", "[scripts]\nsetup = 'echo new'\n")
    put(repo, "conductor.json", {"scripts": {"setup": "echo old", "archive": "echo gone"}})
    found = await scripts(service, repo)
    assert (found.setup and found.setup.source, found.teardown) == (".conductor/settings.toml", None)
    assert found.complaints == ()


async def test_what_is_damaged_is_said_and_the_next_is_taken(service: InProcess, repo: Path, tmp_path: Path) -> None:
    put(repo, CODEX, "[setup\n")
    put(repo, CURSOR, {"setup-worktree": ["echo cursor"]})
    os.symlink(tmp_path / "elsewhere.json", repo / "conductor.json")
    found = await scripts(service, repo)
    assert found.setup is not None
    assert found.setup.source == CURSOR
    assert [each.split(" is not used: ")[0] for each in found.complaints] == [CODEX, "conductor.json"]


async def test_a_script_that_a_file_names_is_shown_with_it(service: InProcess, repo: Path) -> None:
    put(repo, CURSOR, {"setup-worktree-unix": "setup.sh"})
    found = await scripts(service, repo)
    assert found.setup is None
    assert found.complaints == (f"{CURSOR} is not used: there is no .cursor/setup.sh.",)
    put(repo, ".cursor/setup.sh", "echo $ROOT_WORKTREE_PATH\n")
    script = (await scripts(service, repo)).setup
    assert script is not None
    assert "# ──── .cursor/setup.sh ────\necho $ROOT_WORKTREE_PATH" in script.text
    assert run(script, repo, repo) == f"{repo}\n"


async def test_what_only_the_main_checkout_has_counts_too(service: InProcess, repo: Path, worktree: Path) -> None:
    put(repo, ".git/info/exclude", ".kilo/\n")
    put(repo, ".kilo/setup-script", "echo from $0\n")
    script = (await scripts(service, worktree)).setup
    assert script is not None
    assert "echo from $0" in script.text, "whatever git ignores: it is what runs"
    assert script == (await scripts(service, repo)).setup, "it is approved in the main checkout"
    assert run(script, worktree, repo) == f"from {repo}/.kilo/setup-script\n"
    put(worktree, ".kilo/setup-script", "echo of the worktree\n")
    assert run((await scripts(service, worktree)).setup, worktree, repo) == "of the worktree\n"


async def test_an_approval_holds_in_each_worktree_of_the_same_text(
    service: InProcess, repo: Path, worktree: Path
) -> None:
    put(repo, CURSOR, {"setup-worktree": ["sh tools/x.sh"]})
    put(repo, "tools/x.sh", "echo\n")
    git(repo, "add", "-A")
    git(repo, *NAMED, "commit", "-qm", "scripts")
    git(worktree, "reset", "-q", "--hard", git(repo, "rev-parse", "HEAD").strip())
    of_main, of_tree = (await scripts(service, repo)).setup, (await scripts(service, worktree)).setup
    assert of_main == of_tree
    put(worktree, "tools/x.sh", "echo more\n")
    altered = (await scripts(service, worktree)).setup
    assert altered is not None
    assert of_main is not None
    assert altered.digest != of_main.digest
