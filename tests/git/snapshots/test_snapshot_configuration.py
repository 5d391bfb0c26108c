"""What the user has configured, conversions and excludes, alters nothing that a snapshot holds."""

from __future__ import annotations

from pathlib import Path

from branchline.git.snapshots import snapshots
from harness.repositories import Repo
from harness.snapshots import again, take
from harness.worktree_state import files_of, fingerprint


async def test_what_conversions_would_alter_comes_back(repo: Repo, work: Repo, folder: Path) -> None:
    work.write(".gitattributes", "* text=auto\n*.up filter=upper\n*.id ident\n")
    repo("config", "filter.upper.clean", "tr a-z A-Z")
    repo("config", "filter.upper.smudge", "tr A-Z a-z")
    work.write("crlf.txt", "one\r\ntwo\r\n")
    work.write("mixed.txt", "one\r\ntwo\n")
    work.write("a.up", "Mixed Case\n")
    work.write("b.id", "$Id$\n")
    work("add", "-A")
    work("commit", "--quiet", "-m", "conversions")
    work.write("crlf.txt", "one\r\ntwo\r\nthree\r\n")
    before = fingerprint(work)
    snapshot = await take(work, folder)
    again(repo, work)
    await snapshots.restore(str(work.path), snapshot, folder)
    assert fingerprint(work)["files"] == before["files"]


async def test_ignored_files_are_kept_where_the_user_wants_them(repo: Repo, work: Repo, folder: Path) -> None:
    work.write(".gitignore", "*.log\n.env\nbuild/\n")
    for name in (".env", "a.log", "build/out", "sub/.env"):
        work.write(name, name)
    plain = await take(work, folder)
    assert "build" not in repo("ls-tree", "-r", "--name-only", plain.tree)
    with_some = await take(work, folder, include=[".env", "**/.env"])
    names = repo("ls-tree", "-r", "--name-only", with_some.tree).split("\n")
    assert {".env", "sub/.env"} <= set(names)
    assert not {"a.log", "build/out"} & set(names)


async def test_a_tracked_file_is_kept_although_it_is_ignored(repo: Repo, work: Repo, folder: Path) -> None:
    work.write(".gitignore", "dist/\n")
    work.write("dist/built", "1")
    work.write("dist/not tracked", "1")
    work("add", "-f", "dist/built")
    work("commit", "--quiet", "-m", "forced")
    work.write("dist/built", "2")
    before = files_of(work)
    snapshot = await take(work, folder)
    assert "not tracked" not in repo("ls-tree", "-r", "--name-only", snapshot.tree)
    work("update-index", "--force-write-index", "--index-version=4")
    work.write("dist/more", "3")
    work("add", "-f", "dist/more")
    held_as_file = await take(work, folder)
    assert held_as_file.index_is_file
    assert "dist/more" in repo("ls-tree", "-r", "--name-only", held_as_file.tree)
    again(repo, work)
    await snapshots.restore(str(work.path), snapshot, folder)
    before.pop("dist/not tracked")
    assert files_of(work) == before


async def test_the_users_configuration_has_no_say(
    repo: Repo, work: Repo, folder: Path, git_config: Path, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor"):
        (hooks / name).write_text(f"#!/bin/sh\necho {name} $(tr '\\0' ' ' </proc/$PPID/cmdline) >>'{ran}'\n")
        (hooks / name).chmod(0o755)
    settings = f"hooksPath={hooks}\nautocrlf=input\nfileMode=false\nfsmonitor={hooks}/fsmonitor\n"
    git_config.write_text(f"{git_config.read_text()}[core]\n{settings}[submodule]\nrecurse=true\n")
    work.write("crlf.txt", "a\r\n")
    work.write("run.sh").chmod(0o755)
    first = await take(work, folder)
    assert work("ls-tree", first.tree, "run.sh").startswith("100755")
    work.write("crlf.txt", "b\r\n")
    await take(work, folder)
    await snapshots.put_back(str(work.path), first, folder)
    assert (work.path / "crlf.txt").read_bytes() == b"a\r\n"
    assert not ran.exists(), ran.read_text()


async def test_excludes_of_the_repository_and_the_user_hold(
    repo: Repo, work: Repo, folder: Path, tmp_path: Path
) -> None:
    (repo.path / ".git/info/exclude").write_text("mine\n")
    excludes = tmp_path / "excludes"
    excludes.write_text("theirs\n")
    repo("config", "core.excludesFile", str(excludes))
    for name in ("mine", "theirs", "others"):
        work.write(name)
    names = repo("ls-tree", "-r", "--name-only", (await take(work, folder)).tree).split("\n")
    assert "others" in names
    assert not {"mine", "theirs"} & set(names)
