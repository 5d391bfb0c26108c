"""Hooks that a repository's settings name are off by their names and by their events, wherever they are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.git import configured_hooks
from branchline.git.git_folders import folders_of
from branchline.git.runner import Git
from harness.hostile import CONFIGURED, Hostile
from harness.repositories import Repo

PLACES = ["config", "config.worktree", "included", "included by another"]


@pytest.fixture
def linked(repo: Repo) -> Path:
    """A linked worktree, which may have settings of its own."""
    repo("config", "core.repositoryFormatVersion", "1")
    repo("config", "extensions.worktreeConfig", "true")
    path = repo.path.parent / "linked"
    repo("worktree", "add", "--quiet", "-b", "linked", str(path))
    return path


def name_hooks(place: str, worktree: Path, hostile: Hostile) -> None:
    folders = folders_of(str(worktree))
    settings = folders.common_dir / "config"
    if place == "config.worktree":
        settings = folders.git_dir / "config.worktree"
    elif place.startswith("included"):
        more = folders.common_dir / "more"
        name = 'includeIf "gitdir:/**"' if "another" in place else "Include"
        with settings.open("a") as file:
            file.write(f"[{name}]\n\tpath = more\n")
        settings = more
    hostile.write_settings(settings)


@pytest.mark.parametrize("place", PLACES)
async def test_each_is_off_by_its_name(linked: Path, tmp_path: Path, place: str) -> None:
    name_hooks(place, linked, Hostile(tmp_path / "hostile"))
    git = Git(linked, folders_of(str(linked)))
    for name in CONFIGURED:
        assert await git.text("config", f"hook.{name}.enabled") == "false"
    theirs = await git.write("config", "hook.plain.enabled", lifted={"hooks"})
    assert theirs == b"true\n", "the user's own action"


@pytest.mark.parametrize("event", configured_hooks.EVENTS)
async def test_each_event_is_off(repo: Repo, event: str) -> None:
    assert await Git(repo.path, folders_of(str(repo.path))).text("config", f"hook.{event}.enabled") == "false"


@pytest.mark.parametrize("settings", ["", "[core]\n\thooksPath = x\n", '[remote "hook"]\n\turl = x\n'])
def test_where_none_is_named_nothing_more_is_read(tmp_path: Path, settings: str) -> None:
    (tmp_path / "config").write_text(settings)
    assert not configured_hooks.may_name_some({"GIT_DIR": str(tmp_path)})
    assert not configured_hooks.may_name_some({})


def test_names_are_what_stands_between_the_first_and_the_last_dot() -> None:
    listed = b"hook.a.command\0hook.a.event\0hook.b.c d=e.event\0hook.\xff.command\0"
    names = ["hook.a.enabled", "hook.b.c d=e.enabled", "hook.\udcff.enabled"]
    assert configured_hooks.by_name(listed) == dict.fromkeys(names, "false")
    assert configured_hooks.by_name(b"") == {}


async def test_canaries_do_not_run(linked: Path, tmp_path: Path) -> None:
    hostile = Hostile(tmp_path / "hostile")
    name_hooks("config", linked, hostile)
    name_hooks("config.worktree", linked, hostile)
    hostile.forget()
    git = Git(linked, folders_of(str(linked)))
    await git.write("update-ref", "refs/heads/other", "HEAD")
    await git.write("symbolic-ref", "refs/heads/symbolic", "refs/heads/other")
    await git.write("branch", "--quiet", "-f", "third", "HEAD")
    await git.write("read-tree", "HEAD")
    await git.write("update-index", "-q", "--refresh")
    await git.write("checkout", "--quiet", "-B", "fourth")
    assert hostile.ran == set()
