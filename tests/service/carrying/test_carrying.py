"""What git does not bring into a worktree comes along where the user lists it; what cannot is said on the session."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from harness.service import InProcess
from harness.sidecar import git
from harness.updates import NAMED


@pytest.fixture
def ignoring(repo: Path) -> Path:
    """The sample repository, with files and folders that it ignores."""
    (repo / ".gitignore").write_text(".env*\n!.env.example\nnode_modules/\nbuild\n*.local\n")
    git(repo, "add", "-A")
    git(repo, *NAMED, "commit", "-qm", "ignore")
    (repo / ".env").write_text("SECRET=1\n")
    (repo / "sub").mkdir()
    (repo / "sub" / ".env.test").write_text("SECRET=2\n")
    modules = repo / "node_modules" / "left-pad"
    modules.mkdir(parents=True)
    (modules / "index.js").write_text("module.exports = 1\n")
    return repo


async def made(service: InProcess, repo: Path, **fields: object) -> tuple[Session, Path]:
    session = await service.create(repo, "demo", **fields)
    await service.until_status(session.id, Status.READY)
    session = service.sessions.get(session.id)
    return session, Path(session.worktree)


async def test_listed_files_that_are_ignored_are_copied(service: InProcess, ignoring: Path) -> None:
    (ignoring / ".worktreeinclude").write_text("# the environment\n.env*\n!.env.example\nREADME.md\nuntracked\n")
    (ignoring / ".env.example").write_text("no secret\n")
    (ignoring / "untracked").write_text("not ignored\n")
    (ignoring / ".env").chmod(0o600)
    session, tree = await made(service, ignoring)
    assert (tree / ".env").read_text() == "SECRET=1\n"
    assert (tree / ".env").stat().st_mode & 0o777 == 0o600
    assert (tree / "sub" / ".env.test").read_text() == "SECRET=2\n"
    assert not any((tree / name).exists() for name in (".env.example", "untracked", "node_modules"))
    assert session.not_carried == ()
    assert git(tree, "status", "--porcelain") == ""


async def test_without_a_list_nothing_is_copied(service: InProcess, ignoring: Path) -> None:
    session, tree = await made(service, ignoring)
    assert not (tree / ".env").exists()
    assert session.not_carried == ()


async def test_settings_name_files_and_folders_too_and_vs_codes_and_claudes_are_read(
    service: InProcess, ignoring: Path
) -> None:
    for name in ("one.local", "sub/two.local", "build/out"):
        (ignoring / name).parent.mkdir(exist_ok=True)
        (ignoring / name).write_text(name)
    (ignoring / ".claude").mkdir()
    (ignoring / ".claude" / "settings.json").write_text(
        json.dumps({"worktree": {"symlinkDirectories": ["node_modules", "../outside"]}})
    )
    service.configure(
        worktreeInclude=[".env"], git={"worktreeIncludeFiles": ["*.local"], "worktreeSymlinkFolders": ["**/build"]}
    )
    session, tree = await made(service, ignoring)
    assert (tree / ".env").exists()
    assert (tree / "one.local").exists()
    assert not (tree / "sub" / "two.local").exists(), "VS Code's globs begin at the top"
    assert (tree / "build").readlink() == ignoring / "build", "git ignores a link of this name as well"
    assert (tree / "node_modules" / "left-pad" / "index.js").exists()
    assert not (tree / "node_modules").is_symlink(), "a link would count as a change: only a folder is ignored"
    assert session.not_carried == (
        "Not brought along: “/../outside”; it is no folder below the top of the repository.",
    )
    assert git(tree, "status", "--porcelain") == ""


async def test_a_file_that_the_branch_does_not_ignore_stays_away(service: InProcess, ignoring: Path) -> None:
    (ignoring / ".worktreeinclude").write_text(".env\n")
    (ignoring / "build").mkdir()
    service.configure(worktreeSymlinks=["build"])
    session, tree = await made(service, ignoring, base="HEAD~1")
    assert not (tree / ".env").exists()
    assert not (tree / "build").exists()
    (said,) = session.not_carried
    assert "“build”, “.env”; git does not ignore it" in said


async def test_nothing_leads_out_of_the_repository(service: InProcess, ignoring: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / ".env").write_text("of the machine\n")
    (ignoring / ".worktreeinclude").write_text(f"../outside/.env\n{outside}/.env\n/etc/passwd\n.env*\n.git/config\n")
    links = {".env.abs": str(outside / ".env"), ".env.up": "../outside/.env", ".env.hop": "build/.env"}
    (ignoring / "build").symlink_to(outside)
    links[".env.in"] = "sub/.env.test"
    for name, target in links.items():
        (ignoring / name).symlink_to(target)
    service.configure(worktreeSymlinks=["/build", "/sub/../../outside"])
    session, tree = await made(service, ignoring)
    assert os.readlink(tree / ".env.in") == "sub/.env.test"
    assert not any(os.path.lexists(tree / name) for name in (".env.abs", ".env.up", ".env.hop", "build"))
    assert any("“build”" in said and "it leads out of the repository" in said for said in session.not_carried)
    assert sorted(os.listdir(outside)) == [".env"]


async def test_nothing_is_written_through_a_link_of_the_worktree(
    service: InProcess, ignoring: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    git(ignoring, "checkout", "-q", "-b", "hostile")
    shutil.rmtree(ignoring / "sub")
    (ignoring / "sub").symlink_to(outside)
    git(ignoring, "add", "sub")
    git(ignoring, *NAMED, "commit", "-qm", "hostile")
    git(ignoring, "checkout", "-q", "main")
    (ignoring / "sub").mkdir()
    (ignoring / "sub" / ".env.test").write_text("SECRET\n")
    (ignoring / ".worktreeinclude").write_text(".env*\n")
    session, tree = await made(service, ignoring, base="hostile")
    assert os.listdir(outside) == []
    assert (tree / ".env").exists()
    assert session.not_carried == ("Not brought along: “sub/.env.test”; a link or a file stands in its path.",)


async def test_what_is_too_much_is_left_out_and_said(service: InProcess, ignoring: Path) -> None:
    (ignoring / "build").mkdir()
    (ignoring / "build" / "huge").write_bytes(b"\0" * 1_100_000)
    (ignoring / ".worktreeinclude").write_text("build\n.env\n")
    service.configure(worktreeCopyMegabytes=1)
    session, tree = await made(service, ignoring)
    assert (tree / ".env").exists()
    assert not (tree / "build" / "huge").exists()
    assert session.not_carried == (
        "Not brought along: “build/huge”; the files together have more than 1 MB (branchline.worktreeCopyMegabytes).",
    )
    said = [line for line in transcript(service, session) if line["event"] == "notCarried"]
    assert said[0]["said"] == list(session.not_carried)


async def test_one_that_cannot_be_read_does_not_keep_the_others(service: InProcess, ignoring: Path) -> None:
    nested = ignoring / "build" / "inner"
    nested.mkdir(parents=True)
    git(nested, "init", "-q")
    for number in range(300):
        (ignoring / "build" / f"f{number}").write_text("x")
    (ignoring / ".worktreeinclude").write_text("build/*\n")
    session, tree = await made(service, ignoring)
    assert len(os.listdir(tree / "build")) == 300
    assert session.not_carried == ("Not brought along: “build/inner/”; it is a repository of its own.",)


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
async def test_a_list_that_is_no_file_is_none(kind: str, service: InProcess, ignoring: Path, tmp_path: Path) -> None:
    place = ignoring / ".worktreeinclude"
    if kind == "link":
        (tmp_path / "list").write_text(".env\n")
        place.symlink_to(tmp_path / "list")
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.mkdir()
    session, tree = await made(service, ignoring)
    assert not (tree / ".env").exists()
    assert session.not_carried == ()


async def test_odd_names_are_carried_as_they_are(service: InProcess, ignoring: Path) -> None:
    names = [b"-rf.local", b"a b\nc.local", b"\xff\xfe.local", "ü\u202e.local".encode(), b"[x]*.local", b"#.local"]
    for name in names:
        Path(ignoring, os.fsdecode(name)).write_bytes(name)
    (ignoring / ".worktreeinclude").write_text("*.local\n")
    _, tree = await made(service, ignoring)
    assert {name: Path(tree, os.fsdecode(name)).read_bytes() for name in names} == {name: name for name in names}


async def test_a_worktree_that_comes_back_has_them_again(service: InProcess, ignoring: Path) -> None:
    (ignoring / ".worktreeinclude").write_text(".env\n")
    session, tree = await made(service, ignoring)
    await service.pausing.pause(session.id, free_disk=True)
    assert not tree.exists()
    service.running.resume(session.id)
    await service.until_status(session.id, Status.READY)
    assert (tree / ".env").read_text() == "SECRET=1\n"


async def test_a_hook_that_fails_is_told_and_the_session_starts(service: InProcess, repo: Path) -> None:
    hook = repo / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no licence\nexit 1\n")
    hook.chmod(0o755)
    session, _ = await made(service, repo)
    assert session.not_carried == ("The repository's post-checkout hook failed: no licence",)


async def test_submodules_are_there_and_count_as_no_change(
    service: InProcess, repo: Path, sample_repository: Path
) -> None:
    git(repo, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(sample_repository), "lib")
    git(repo, *NAMED, "commit", "-qm", "lib")
    (repo / ".gitattributes").write_text("*.bin filter=lfs\n")
    (repo / "a.bin").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")
    git(repo, "add", "-A")
    git(repo, *NAMED, "commit", "-qm", "bin")
    session, tree = await made(service, repo)
    assert (tree / "lib" / "README.md").exists()
    assert [said for said in session.not_carried if "Git LFS" not in said] == []
    assert len(session.not_carried) == 1
    assert git(tree, "status", "--porcelain") == ""
    counted = await service.change_tracker.read(session.id)
    assert counted.files == ()
    await service.removal.remove(session.id, force=True, keep_branch=False)
    assert not tree.exists()
    assert git(repo, "submodule", "status").lstrip().endswith("lib (heads/main)")


def transcript(service: InProcess, session: Session) -> list[dict[str, object]]:
    files = list(service.paths.transcripts.rglob(f"*{session.id[:8]}*"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]
