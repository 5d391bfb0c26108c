"""Everything that a worktree changed is seen, and nothing in it is touched by looking."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from branchline.core.model.changes import FileChange
from branchline.git.changes import FileContent, read_changes, read_file
from harness.changes import A, D, M, R, U, files
from harness.repositories import MakeRepo, Repo


async def test_nothing_changed(repo: Repo, ours: Path) -> None:
    tree, found = await read_changes(str(repo.path), repo.head, ours)
    assert (tree, found) == (repo("rev-parse", "HEAD^{tree}"), [])


async def test_every_kind_of_change(repo: Repo, ours: Path) -> None:
    repo.commit("more", old__txt="".join(f"line {number}\n" for number in range(20)), gone__txt="a\nb\n")
    base = repo.head
    repo.commit("by the agent", committed__txt="1\n2\n", a__txt="one\n2\nthree\n")
    repo.write("staged.txt", "1\n")
    repo("add", "staged.txt")
    repo.write("b.txt", "b\nmore\n")
    (repo.path / "gone.txt").unlink()
    (repo.path / "old.txt").rename(repo.path / "new.txt")
    repo.write("deep/er/untracked.txt", "1\n2\n3")
    repo.write("image.png", b"\x89PNG\0\0")
    before = repo.state()
    tree, found = await read_changes(str(repo.path), base, ours)
    assert found == [
        FileChange("a.txt", M, added=1, removed=1),
        FileChange("b.txt", M, added=1),
        FileChange("committed.txt", A, added=2),
        FileChange("deep/er/untracked.txt", U, added=3),
        FileChange("gone.txt", D, removed=2),
        FileChange("image.png", U, binary=True),
        FileChange("new.txt", R, old_path="old.txt"),
        FileChange("staged.txt", A, added=1),
    ]
    assert repo.state() == before
    assert repo("show", f"{tree}:deep/er/untracked.txt") == "1\n2\n3"
    assert (ours / "index").stat().st_size > 0


async def test_again_with_the_kept_index(repo: Repo, ours: Path) -> None:
    base = repo.head
    repo.write("x", "1\n")
    assert await files(repo, base, ours) == {"x": (U, 1, 0)}
    repo.write("x", "1\n2\n")
    repo.write("y", "1\n")
    assert await files(repo, base, ours) == {"x": (U, 2, 0), "y": (U, 1, 0)}
    (repo.path / "x").unlink()
    repo("add", "y")
    assert await files(repo, base, ours) == {"y": (A, 1, 0)}
    repo("commit", "-qm", "y")
    assert await files(repo, base, ours) == {"y": (A, 1, 0)}
    repo("reset", "-q", "--hard", base)
    assert await files(repo, base, ours) == {}


async def test_a_change_in_the_instant_of_the_checkout_is_seen(repo: Repo, ours: Path) -> None:
    """Same size, same second as the index: only git's own rule for such files finds it. It compares the times of a
    file with the index file's own."""
    repo("config", "core.checkStat", "minimal")  # As on file systems that keep whole seconds.
    repo("config", "core.trustctime", "false")
    own = repo.path / ".git" / "index"
    path = repo.path / "b.txt"
    moment = int(path.stat().st_mtime) - 10
    os.utime(path, (moment, moment))
    repo("update-index", "--refresh")
    os.utime(own, (moment, moment))
    with path.open("r+") as file:
        file.write("c")
    os.utime(path, (moment, moment))
    assert await files(repo, repo.head, ours) == {"b.txt": (M, 1, 1)}


async def test_ignored_files_do_not_count(repo: Repo, ours: Path) -> None:
    base = repo.commit("ignores", __gitignore="build/\n*.log\n")
    repo.write("build/out")
    repo.write("x.log")
    repo.write("src/x")
    assert list(await files(repo, base, ours)) == ["src/x"]


@pytest.mark.parametrize(
    "name",
    [b"new\nline", b"tab\there", b"quo\"te'", b"-dash", b":colon", b":(top)magic", b"*", b"sp ace ", b"back\\slash",
     "ünïcode".encode(), b"not-utf8-\xff\xfe", b"deep/\xff/x"],
)  # fmt: skip
async def test_any_name(repo: Repo, ours: Path, name: bytes) -> None:
    try:
        repo.write(name, "1\n2\n")
    except OSError:
        assert os.uname().sysname == "Darwin"  # Its file system takes nothing but UTF-8.
        return
    base = repo.head
    assert await files(repo, base, ours) == {os.fsdecode(name): (U, 2, 0)}
    repo("add", "-A")
    repo("commit", "-qm", "named")
    assert await read_file(str(repo.path), repo.head, os.fsdecode(name)) == FileContent("1\n2\n")
    (repo.path / os.fsdecode(name)).unlink()
    assert await files(repo, repo.head, ours) == {os.fsdecode(name): (D, 0, 2)}


async def test_things_that_are_no_plain_files(repo: Repo, ours: Path) -> None:
    base = repo.head
    (repo.path / "link").symlink_to("/etc/passwd")
    (repo.path / "loop").symlink_to(".")
    os.mkfifo(repo.path / "fifo")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(repo.path)  # A socket's path has to be short.
        try:
            listener.bind("socket")
        finally:
            os.chdir(here)
        found = await files(repo, base, ours)
    assert found == {"link": (U, 1, 0), "loop": (U, 1, 0)}
    (repo.path / "a.txt").unlink()
    (repo.path / "a.txt").symlink_to("b.txt")
    assert (await files(repo, base, ours))["a.txt"][0] is M


async def test_submodules_and_nested_repositories(make_repo: MakeRepo, ours: Path) -> None:
    library = make_repo("library")
    repo = make_repo()
    repo("submodule", "--quiet", "add", str(library.path), "sub")
    base = repo.commit("with a submodule")
    assert await files(repo, base, ours) == {}
    Repo(repo.path / "sub").commit("inside")
    nested = make_repo("nested", folder=repo.path)
    make_repo("unborn", folder=repo.path, commit=False)
    repo.write("plain.txt", "1\n")
    assert await files(repo, base, ours) == {"sub": (M, 1, 1), "nested": (U, 1, 0), "plain.txt": (U, 1, 0)}
    assert nested("status", "--porcelain") == ""
    assert await read_file(str(repo.path), base, "sub") == FileContent(f"Subproject commit {library.head}\n")


async def test_a_worktree_whose_submodules_are_not_filled(make_repo: MakeRepo, ours: Path) -> None:
    library = make_repo("library")
    repo = make_repo()
    repo("submodule", "--quiet", "add", str(library.path), "sub")
    base = repo.commit("with a submodule")
    repo("worktree", "add", "--quiet", "-b", "x", "../linked")
    assert await files(Repo(repo.path.parent / "linked"), base, ours) == {}


async def test_a_sparse_checkout(make_repo: MakeRepo, ours: Path) -> None:
    repo = make_repo()
    repo.write("in/x")
    repo.write("out/x")
    base = repo.commit()
    repo("sparse-checkout", "set", "in")
    repo.write("in/new", "1\n")
    repo.write("out/new", "1\n")
    expected = {"in/new": (U, 1, 0), "out/new": (U, 1, 0)}
    assert await files(repo, base, ours) == expected
    (ours / "index").write_text("damaged")
    assert await files(repo, base, ours) == expected


async def test_a_huge_untracked_file_is_listed_and_not_copied(repo: Repo, ours: Path) -> None:
    base = repo.head
    repo.write(":huge*", "x" * 999)
    repo.write("small", "1\n")
    assert await files(repo, base, ours) == {":huge*": (U, 1, 0), "small": (U, 1, 0)}
    objects = repo("count-objects")
    repo.write(":huge*", "x" * 1001)
    tree, found = await read_changes(str(repo.path), base, ours, largest=1000)
    assert found == [FileChange(":huge*", U, binary=True), FileChange("small", U, added=1)]
    assert repo("ls-tree", "--name-only", tree).splitlines() == ["a.txt", "b.txt", "small"]
    assert int(repo("count-objects").split()[0]) <= int(objects.split()[0]) + 1  # the tree


async def test_the_users_filters_see_what_is_added(repo: Repo, ours: Path) -> None:
    """As with Git LFS: what the working tree holds is not what git stores."""
    repo("config", "--global", "filter.upper.clean", "tr a-z A-Z")
    repo("config", "--global", "filter.upper.smudge", "tr A-Z a-z")
    base = repo.commit("filtered", __gitattributes="*.up filter=upper\n", x__up="text\n")
    (repo.path / "x.up").write_text("text\n")
    assert await files(repo, base, ours) == {}
    repo.write("x.up", "text\nmore\n")
    tree, found = await read_changes(str(repo.path), base, ours)
    assert found == [FileChange("x.up", M, added=1)]
    assert await read_file(str(repo.path), tree, "x.up") == FileContent("TEXT\nMORE\n")


async def test_what_git_cannot_add_is_left_out(make_repo: MakeRepo, ours: Path) -> None:
    """Whatever git says about it: here what it says of a file that the user may not read."""
    repo = make_repo()
    make_repo("unborn", folder=repo.path, commit=False)
    repo("config", "--global", "filter.loud.clean", "echo 'Permission denied' >&2; cat")
    repo.write(".gitattributes", "*.loud filter=loud\n")
    repo("add", ".gitattributes")
    repo("commit", "-qm", "filtered")
    base = repo.head
    repo.write("x.loud", "1\n")
    assert await files(repo, base, ours) == {"x.loud": (U, 1, 0)}
