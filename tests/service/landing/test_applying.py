"""Some of a session's files are brought into the main checkout, and nothing else there is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.landing import Landing
from branchline.core.session.landing_events import LandingSaid
from branchline.git.hunks import Lines
from harness.killed_service import killed
from harness.landing import at_work, everything
from harness.service import InProcess, refused
from harness.sidecar import git


async def test_chosen_files_alone(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    (worktree / "data.bin").write_bytes(bytes(range(256)))
    (worktree / "tool.sh").write_text("#!/bin/sh\n")
    (worktree / "tool.sh").chmod(0o755)
    gone = git(repo, "ls-files").splitlines()[-1]
    (worktree / gone).unlink()
    (repo / "own.txt").write_text("the user's own\n")
    before = everything(repo, worktree)
    apply = service.landings.applying.apply
    files = ["data.bin", "deep/new.txt", gone, "tool.sh"]
    told = await apply(session_id, files, dry_run=True)
    assert everything(repo, worktree) == before
    assert told.files == sorted(files)
    assert told.folder == str(repo)
    assert "apply --3way" in told.commands[0]
    assert await apply(session_id, files) == told
    changed = git(repo, "status", "--porcelain", "--untracked-files=all").splitlines()
    assert {line.split()[-1] for line in changed} == {*files, "own.txt"}
    assert git(repo, "diff", "--cached", "--name-only") == "", "nothing is staged"
    assert (repo / "data.bin").read_bytes() == bytes(range(256))
    assert (repo / "tool.sh").stat().st_mode & 0o111
    assert not (repo / gone).exists()
    assert everything(repo, worktree)["worktree"] == before["worktree"]


async def test_what_both_changed_is_merged(service: InProcess, repo: Path) -> None:
    session_id, _ = await at_work(service, repo)
    text = (repo / "README.md").read_text()
    (repo / "README.md").write_text("above\n" + text)
    git(repo, "commit", "--quiet", "--all", "--message", "meanwhile")
    await service.landings.applying.apply(session_id, ["README.md"])
    assert (repo / "README.md").read_text() == "above\n" + text + "\nmore\n"


async def test_what_cannot_be_brought_is_refused(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    apply = service.landings.applying.apply
    assert (await refused("BAD_PATH", apply(session_id, ["LICENSE", "first.txt"]))).data["path"] == "LICENSE"
    (repo / "first.txt").write_text("the user's own\n")
    error = await refused("CHECKOUT_DIRTY", apply(session_id, ["first.txt", "deep/new.txt"]))
    assert error.data["files"] == ["first.txt"]
    (repo / "README.md").write_text("something else\n")
    before = everything(repo, worktree)
    await refused("CHECKOUT_DIRTY", apply(session_id, ["README.md"]))
    assert everything(repo, worktree) == before
    git(repo, "commit", "--quiet", "--all", "--message", "meanwhile")
    before = everything(repo, worktree)
    assert (await refused("LAND_CONFLICT", apply(session_id, ["README.md"]))).data["files"] == ["README.md"]
    assert everything(repo, worktree) == before
    assert not (repo / "deep").exists()


@pytest.mark.parametrize("half", ["none", "one", "part"])
async def test_one_that_was_cut_off_is_finished(half: str, service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    git(worktree, "add", "--all")
    before, after = git(repo, "rev-parse", "HEAD^{tree}"), git(worktree, "write-tree")
    service.sessions.happened(session_id, LandingSaid(Landing(None, "", before, "", "", str(repo), "", after)))
    if half != "none":
        (repo / "first.txt").write_text("committed\n" if half == "one" else "com")
    await killed(service)
    next_one = await service.successor()
    try:
        session = next_one.sessions.get(session_id)
        assert (session.under_way, session.landing, session.landed) == (None, None, None)
        assert (repo / "first.txt").read_text() == "committed\n"
        assert (repo / "deep" / "new.txt").read_text() == "new\n"
        assert git(repo, "diff", "--cached", "--name-only") == ""
    finally:
        await next_one.close()


TEN = "".join(f"line {number}\n" for number in range(1, 11))


async def numbered(service: InProcess, repo: Path) -> tuple[str, Path]:
    """A session that changed lines 2 and 8 of a file, and put one after its end."""
    (repo / "ten.txt").write_text(TEN)
    git(repo, "add", "--all")
    git(repo, "commit", "--quiet", "--message", "ten")
    session_id, worktree = await at_work(service, repo)
    changed = TEN.replace("line 2\n", "LINE 2\n").replace("line 8\n", "LINE 8\nand more\n") + "end\n"
    (worktree / "ten.txt").write_text(changed)
    return session_id, worktree


async def test_hunks_one_after_the_other_and_back_again(service: InProcess, repo: Path) -> None:
    session_id, worktree = await numbered(service, repo)
    applying = service.landings.applying
    before = everything(repo, worktree)
    await applying.apply(session_id, ["ten.txt"], Lines(1, 3), dry_run=True)
    assert everything(repo, worktree) == before
    first = await applying.apply(session_id, ["ten.txt"], Lines(1, 3))
    one = TEN.replace("line 2\n", "LINE 2\n")
    assert (repo / "ten.txt").read_text() == one
    (repo / "ten.txt").write_text(one.replace("line 5\n", "mine\n"))
    second = await applying.apply(session_id, ["ten.txt"], Lines(9, 9))
    two = one.replace("line 5\n", "mine\n").replace("line 8\n", "LINE 8\nand more\n")
    assert (repo / "ten.txt").read_text() == two, "what the user did there stays"
    assert git(repo, "diff", "--cached", "--name-only") == "", "nothing is staged"
    assert await applying.undo(session_id, second.before, second.after) == []
    assert (repo / "ten.txt").read_text() == one.replace("line 5\n", "mine\n")
    assert await applying.undo(session_id, first.before, first.after) == ["ten.txt"], "the user changed it since"
    assert (repo / "ten.txt").read_text() == one.replace("line 5\n", "mine\n")
    assert everything(repo, worktree)["worktree"] == before["worktree"]


async def test_files_and_back_again(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    before = everything(repo, worktree)
    told = await service.landings.applying.apply(session_id, ["README.md", "deep/new.txt"])
    assert await service.landings.applying.undo(session_id, told.before, told.after) == []
    assert everything(repo, worktree) == before


async def test_hunks_of_new_and_of_renamed_files(service: InProcess, repo: Path) -> None:
    session_id, worktree = await numbered(service, repo)
    (worktree / "ten.txt").rename(worktree / "numbers.txt")
    apply = service.landings.applying.apply
    assert (await apply(session_id, ["numbers.txt", "ten.txt"], Lines(11, 20))).files == ["ten.txt"]
    assert (repo / "ten.txt").read_text() == TEN + "end\n"
    assert not (repo / "numbers.txt").exists()
    await apply(session_id, ["deep/new.txt"], Lines(1, 1))
    assert (repo / "deep" / "new.txt").read_text() == "new\n"


async def test_hunks_that_do_not_fit_change_nothing(service: InProcess, repo: Path) -> None:
    session_id, worktree = await numbered(service, repo)
    (worktree / "data.bin").write_bytes(b"\0one")
    (repo / "ten.txt").write_text(TEN.replace("line 8\n", "mine\n"))
    (repo / "deep").mkdir()
    (repo / "deep" / "new.txt").write_text("mine\n")
    before = everything(repo, worktree)
    apply = service.landings.applying.apply
    error = await refused("LAND_CONFLICT", apply(session_id, ["ten.txt"], Lines(8, 8)))
    assert error.data["files"] == ["ten.txt"]
    assert str(repo) in error.message
    await refused("LAND_CONFLICT", apply(session_id, ["deep/new.txt"], Lines(1, 1)))
    await refused("INVALID_STATE", apply(session_id, ["ten.txt"], Lines(4, 5)))
    await refused("BAD_PATH", apply(session_id, ["LICENSE"], Lines(1, 1)))
    await refused("BAD_PATH", apply(session_id, []))
    await refused("BAD_PATH", apply(session_id, ["ten.txt", "README.md", "first.txt"], Lines(1, 1)))
    assert everything(repo, worktree) == before
    assert (repo / "ten.txt").read_text() == TEN.replace("line 8\n", "mine\n")
    assert (repo / "deep" / "new.txt").read_text() == "mine\n"


@pytest.mark.parametrize("tree", ["", "main", "0" * 40, "--all"])
async def test_only_what_was_applied_is_undone(service: InProcess, repo: Path, tree: str) -> None:
    session_id, _ = await at_work(service, repo)
    known = git(repo, "rev-parse", "HEAD^{tree}")
    await refused("BAD_REVISION", service.landings.applying.undo(session_id, tree, known))
    await refused("BAD_REVISION", service.landings.applying.undo(session_id, known, tree))
