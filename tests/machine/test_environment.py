"""What agents start with: nothing of another terminal, nothing that leads a shell or git elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from branchline.machine.environment import agent_environment
from branchline.machine.git_variables import LOCAL
from harness.repositories import disguised_repository, gits_own


@pytest.mark.parametrize(
    "name",
    [
        "CDPATH",
        "OLDPWD",
        "PWD",
        "BASHOPTS",
        "SHELLOPTS",
        "BASH_FUNC_cd%%",
        "BASH_FUNC_cd()",
        "BASH_FUNC_command%%",
        "__BASH_FUNC<cd>()",
        "GIT_DIR",
        "GIT_COMMON_DIR",
        "GIT_NAMESPACE",
        "GIT_QUARANTINE_PATH",
        "GIT_AUTHOR_NAME",
        "GIT_AUTHOR_DATE",
        "GIT_COMMITTER_EMAIL",
        "GIT_SHALLOW_FILE",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_CONFIG_KEY_7",
        "GIT_CONFIG_VALUE_7",
        "TMUX",
        "VSCODE_PID",
    ],
)
def test_what_leads_elsewhere_does_not_reach_agents(name: str) -> None:
    assert name not in agent_environment({name: "x", "HOME": "/home/me"}, {})


@pytest.mark.parametrize(
    "name", ["PATH", "HOME", "GIT_CONFIG_GLOBAL", "GIT_SSH_COMMAND", "GIT_PAGER", "EMAIL", "BASH_FUNC_module%%", "PWDX"]
)
def test_what_is_the_users_own_does(name: str) -> None:
    assert agent_environment({name: "x"}, {})[name] == "x"


def test_gits_own_list_is_known() -> None:
    assert gits_own() <= LOCAL


def test_what_a_newer_git_names_does_not_reach_agents_either() -> None:
    user = {"GIT_NEWER": "x", "GIT_NEWER_TOO": "y"}
    assert "GIT_NEWER" not in agent_environment(user, {}, git_local={"GIT_NEWER"})
    assert agent_environment(user, {}, git_local={"GIT_NEWER"})["GIT_NEWER_TOO"] == "y"


def test_what_the_agents_definition_says_stays() -> None:
    assert agent_environment({"GIT_AUTHOR_NAME": "x"}, {"GIT_AUTHOR_NAME": "bot"})["GIT_AUTHOR_NAME"] == "bot"


def test_cd_goes_where_it_says(tmp_path: Path) -> None:
    """With what the user has, a shell would go elsewhere; with what agents get, it does not."""
    here, there = tmp_path / "here", tmp_path / "there"
    (here / "src").mkdir(parents=True)
    (there / "src").mkdir(parents=True)
    user = {"PATH": os.environ["PATH"], "CDPATH": str(there), "BASHOPTS": "cdable_vars", "away": str(there)}

    def where(line: str, environment: dict[str, str]) -> str:
        done = subprocess.run(
            ["bash", "-c", line], cwd=here, env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout.splitlines()[-1]

    assert where("cd src; pwd", user) == str(there / "src")
    assert where("cd src; pwd", agent_environment(user, {})) == str(here / "src")
    assert where("cd away; pwd", user) == str(there)
    assert where("cd away; pwd", agent_environment(user, {})) == str(here)


SET = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "a.b", "GIT_CONFIG_VALUE_0": "c"}
HANDED_ON = {"GIT_CONFIG_PARAMETERS": "'d.e=f'"}
GUARDED = {"safe.barerepository=explicit"}


@pytest.mark.parametrize(
    ("user", "extra", "bare_repositories", "expected"),
    [
        ({}, {}, False, GUARDED),
        ({}, {}, True, set()),
        (SET, {}, False, GUARDED),
        (HANDED_ON, {}, True, set()),
        ({"GIT_CONFIG_PARAMETERS": "'safe.bareRepository=all'"}, {}, False, GUARDED),
        ({}, SET, False, {"a.b=c", *GUARDED}),
        ({}, HANDED_ON, False, {"d.e=f", *GUARDED}),
        ({}, {**SET, **HANDED_ON}, True, {"a.b=c", "d.e=f"}),
    ],
)
def test_gits_settings_are_ours_and_those_of_the_agents_definition(
    tmp_path: Path, user: dict[str, str], extra: dict[str, str], bare_repositories: bool, expected: set[str]
) -> None:
    nothing = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    environment = agent_environment({**nothing, **user}, extra, bare_repositories=bare_repositories)
    assert listed(environment, tmp_path) == expected


def test_git_runs_also_where_an_agent_holds_keys_back(tmp_path: Path) -> None:
    """Some hand nothing on that has `KEY`, `SECRET` or `TOKEN` in its name."""
    kept = {name: value for name, value in agent_environment(os.environ, {}).items() if "KEY" not in name}
    assert listed(kept, tmp_path) >= GUARDED


def listed(environment: dict[str, str], folder: Path) -> set[str]:
    done = subprocess.run(
        ["git", "config", "--list"], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines())


def test_an_agents_git_runs_nothing_of_a_folder_that_looks_like_a_repository(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    folder = disguised_repository(tmp_path / "project", f"touch {ran}; false")
    version = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout
    knows = tuple(map(int, re.findall(r"\d+", version)[:2])) >= (2, 38)
    for bare_repositories in (False, True):
        environment = agent_environment(os.environ, {}, bare_repositories=bare_repositories)
        subprocess.run(["git", "status"], cwd=folder, env=environment, capture_output=True, check=False)
        assert ran.exists() is (bare_repositories or not knows)
