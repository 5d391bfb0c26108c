"""git of ours runs nothing that a repository, or an agent in it, names; but what the user's own action needs."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import branchline.git
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.core.session.bisection import CheckEnding
from branchline.core.session.snapshot import Against
from harness.hostile import Hostile
from harness.service import InProcess, refused
from harness.sidecar import git

USERS = {"hooks", "filters"}
MAY_RUN: dict[str, set[str]] = {
    "branch": set(), "cat-file": set(), "check-ignore": set(), "checkout": set(), "checkout-index": set(),
    "commit-tree": set(), "config": set(), "diff": set(), "diff-files": set(), "diff-index": set(), "diff-tree": set(),
    "for-each-ref": set(), "hash-object": set(), "log": set(), "ls-files": set(), "ls-tree": set(), "merge-base": set(),
    "merge-tree": set(),
    "mktree": set(), "read-tree": set(), "rev-list": set(), "rev-parse": set(), "status": set(),
    "fetch": set(), "remote": set(),
    "submodule": set(), "symbolic-ref": set(), "update-index": set(), "var": set(), "update-ref": set(),
    "version": set(),
    "worktree list": set(), "write-tree": set(),
    "worktree add": USERS, "hook": {"hooks"},
    "merge": USERS, "push": USERS, "reset": USERS, "apply": set(),
}  # fmt: skip
"""Each git command of ours, and what of the repository's may run for it."""


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[tuple[str, str]]]:
    """Each git of ours that was started: its command, and the folder that it was told."""
    log, real = tmp_path / "commands", shutil.which("git")
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(
        "#!/bin/sh\n"
        f"""[ -z "$GIT_CONFIG_COUNT" ] || printf '%s|%s\\n' "$(echo $*)" "$GIT_DIR" >> '{log}'\n"""
        f'exec {real} "$@"\n'
    )
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")

    def read() -> list[tuple[str, str]]:
        found = []
        for line in log.read_text().splitlines():
            words, git_dir = line.rsplit("|", 1)
            plain = [word for word in words.split() if not word.startswith("-")]
            found.append((" ".join(plain[: 2 if plain[0] == "worktree" else 1]), git_dir))
        return found

    return read


@pytest.fixture
def hostile(tmp_path: Path) -> Hostile:
    return Hostile(tmp_path / "hostile")


@pytest.fixture
def armed(repo: Path, hostile: Hostile) -> Path:
    """The sample repository, hostile in all that git reads."""
    (repo / ".gitattributes").write_text("*.evil filter=evil diff=evil merge=evil\n*.proc filter=proc\n")
    (repo / "x.evil").write_text("1\n")
    (repo / "x.proc").write_text("1\n")
    for words in (["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "attributes"]):
        git(repo, *words)
    hostile.arm(repo / ".git")
    git(repo, "config", "core.repositoryFormatVersion", "1")
    git(repo, "config", "extensions.worktreeConfig", "true")
    return repo


async def test_the_whole_life_of_a_session(
    service: InProcess, armed: Path, hostile: Hostile, commands: Callable[[], list[tuple[str, str]]]
) -> None:
    hostile.forget()
    made = await service.create(armed, "demo")
    await service.until_status(made.id, Status.READY)
    hooks = {"post-checkout", "post-index-change", "reference-transaction", "configured"}
    assert hostile.ran <= {*hooks, "smudge", "clean", "process"}
    assert {"post-checkout", "smudge"} <= hostile.ran, "the user's own, for what the user asked for"
    worktree = Path(made.worktree)

    def disturb(text: str) -> None:
        (worktree / "x.evil").write_text(text)
        (worktree / "x.proc").write_text(text)
        (worktree / "new.evil").write_text(text)
        for inner in (worktree / "gitlink", worktree / "fresh"):
            if inner.exists():
                (inner / "x.evil").write_text(text)

    hostile.nest(worktree / "gitlink")
    git(worktree, "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=", "update-index", "--add", "gitlink")
    hostile.nest(worktree / "fresh")
    entry = Path((worktree / ".git").read_text().removeprefix("gitdir: ").strip())
    hostile.write_settings(entry / "config.worktree", "own-")
    disturb("one\n")
    hostile.forget()

    await service.change_tracker.read(made.id)
    first = await service.timeline.take(made.id, SnapshotReason.ON_DEMAND)
    disturb("two\n")
    await service.change_tracker.read(made.id)
    await service.timeline.take(made.id, SnapshotReason.ON_DEMAND)
    await service.timeline.compare(made.id, first.number, Against.NOW)
    await service.user_review.reviewing.mark(
        made.id, service.sessions.get(made.id).changes.tree, ["x.evil"], reviewed=True
    )
    await service.user_review.files.read(made.id, "x.evil", "base")
    await refused(
        "BAD_REVISION", service.user_review.files.read(made.id, "x.evil", "1" * 40)
    )  # A remote promises everything.
    await service.forecasts.read(str(armed))
    merged = await service.forecasts.file(made.id, None, "x.evil")
    assert merged is not None
    service.configure(check={str(armed): {"command": ["true"]}})
    assert (await service.checks.check([made.id])).finding.ending is CheckEnding.GREEN
    await service.orphans.all()
    assert len(await service.disk.use.of_sessions()) == len(await service.disk.use.of_repositories()) == 1
    await refused("DIRTY", service.removal.remove(made.id, force=False, keep_branch=False))
    await refused("NOT_KEPT", service.pausing.pause(made.id, free_disk=True))
    await service.timeline.restore(made.id, first.number)
    assert (worktree / "x.evil").read_text() == "one\n"
    for inner in ("gitlink", "fresh"):
        shutil.rmtree(worktree / inner)
    await service.pausing.pause(made.id, free_disk=True)
    assert not worktree.exists()
    service.running.resume(made.id)
    await service.until_status(made.id, Status.READY)
    assert (worktree / "x.evil").read_text() == "one\n"
    await service.removal.remove(made.id, force=True, keep_branch=False)
    await service.removal.restore(made.id)
    assert (worktree / "x.evil").read_text() == "one\n"
    await service.removal.remove(made.id, force=True, keep_branch=False)
    await service.removed.delete(made.id)
    assert hostile.ran == set()
    ran = commands()
    assert {words for words, _ in ran} <= MAY_RUN.keys()
    unnamed = {words for words, git_dir in ran if not git_dir}
    assert unnamed <= {"for-each-ref", "rev-parse", "version", "worktree list"}, (
        "only where the user says a folder is looked for its repository"
    )


async def test_a_spare_that_is_made_and_refreshed_by_itself(service: InProcess, repo: Path, hostile: Hostile) -> None:
    service.configure(spareWorktrees=1)
    hostile.arm(repo / ".git")
    await service.create(repo, "demo")
    hostile.forget()
    await service.spares.rested()
    (path,) = service.spares.paths(str(repo / ".git"))
    git(repo, "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=", "update-ref", "HEAD", "HEAD~1")
    hostile.forget()
    service.spares.moved(str(repo))
    await service.spares.rested()
    assert service.spares.paths(str(repo / ".git")) == (path,)
    assert git(Path(path), "-c", "core.fsmonitor=", "rev-parse", "HEAD") == git(repo, "rev-parse", "HEAD")
    assert hostile.ran == set()
    taken = await service.create(repo, "demo", name="Taken")
    assert not Path(path).exists()
    assert "post-checkout" in hostile.ran, "the user's own, for what the user asked for"
    await service.until_status(taken.id, Status.READY)


async def test_nothing_is_asked_twice_before_the_files_are_there(
    service: InProcess, repo: Path, commands: Callable[[], list[tuple[str, str]]]
) -> None:
    log = repo.parent / "commands"

    async def asked(name: str, last: str) -> list[str]:
        await service.spares.rested()
        log.write_text("")
        session = await service.create(repo, name=name)
        assert session.worktree
        ran = [words for words, _ in commands()]
        return sorted(each for each in ran[: ran.index(last) + 1] if each != "version")

    known = ["branch", "for-each-ref", "rev-parse", "worktree list"]
    assert await asked("Cold", "worktree add") == sorted([*known, "worktree add"])
    service.configure(spareWorktrees=1)
    await service.create(repo, name="One")
    assert await asked("Warm", "hook") == sorted([*known, "hook", "symbolic-ref"])


def test_the_table_has_each_command_in_the_code() -> None:
    folder = Path(branchline.git.__file__).parent
    calls = re.compile(r"""\.(?:read|write|text|ok)\(\s*(?:"-[^"]*",\s*)*"([a-z][a-z-]*)"(?:,\s*"([a-z]+)")?""")
    found = {
        f"{verb} {more}" if verb == "worktree" else verb
        for file in folder.rglob("*.py")
        for verb, more in calls.findall(file.read_text())
    }
    assert "worktree add" in found
    assert found <= MAY_RUN.keys()


@pytest.mark.parametrize("way", ["file", "folder", "commondir", "link", "entry"])
async def test_what_an_agent_put_in_the_place_of_its_git_folder(
    way: str, service: InProcess, repo: Path, hostile: Hostile, tmp_path: Path
) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, SnapshotReason.START)
    worktree = Path(made.worktree)
    hostile.nest(tmp_path / "evil")
    evil, link = tmp_path / "evil" / ".git", worktree / ".git"
    entry = Path(link.read_text().removeprefix("gitdir: ").strip())
    if way == "file":
        link.write_text(f"gitdir: {evil}\n")
    elif way == "folder":
        link.unlink()
        shutil.copytree(evil, link, symlinks=True)
    elif way == "link":
        link.unlink()
        link.symlink_to(evil)
    elif way == "commondir":
        (entry / "commondir").write_text(f"{evil}\n")
    else:
        shutil.rmtree(entry)
        entry.symlink_to(evil)
    hostile.forget()
    (worktree / "README.md").write_text("changed\n")
    refs = git(repo, "for-each-ref"), git(tmp_path / "evil", "for-each-ref")
    hostile.forget()
    await refused("WORKTREE_UNLINKED", service.change_tracker.read(made.id))
    await refused("WORKTREE_UNLINKED", service.timeline.take(made.id, SnapshotReason.ON_DEMAND))
    await refused("WORKTREE_UNLINKED", service.removal.remove(made.id, force=False, keep_branch=False))
    assert hostile.ran == set()
    assert (git(repo, "for-each-ref"), git(tmp_path / "evil", "for-each-ref")) == refs
