"""Everything that a worktree changed is seen, and nothing in it is touched by looking."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.changes import FileChange, FileStatus
from branchline.git import changes
from branchline.git.changes import MAX_TEXT, FileContent, read_changes, read_file
from harness.repositories import MakeRepo, Repo

A, M, D, R, U = (FileStatus(letter) for letter in "AMDRU")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    (tmp_path / "session").mkdir()
    return tmp_path / "session" / "index"


async def files(repo: Repo, base: str, index: Path) -> dict[str, tuple[FileStatus, int, int]]:
    found = (await read_changes(str(repo.path), base, index))[1]
    assert len({each.path for each in found}) == len(found)
    return {each.path: (each.status, each.added, each.removed) for each in found}


async def test_nothing_changed(repo: Repo, index: Path) -> None:
    tree, found = await read_changes(str(repo.path), repo.head, index)
    assert (tree, found) == (repo("rev-parse", "HEAD^{tree}"), [])


async def test_every_kind_of_change(repo: Repo, index: Path) -> None:
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
    tree, found = await read_changes(str(repo.path), base, index)
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
    assert index.stat().st_size > 0


async def test_again_with_the_kept_index(repo: Repo, index: Path) -> None:
    base = repo.head
    repo.write("x", "1\n")
    assert await files(repo, base, index) == {"x": (U, 1, 0)}
    repo.write("x", "1\n2\n")
    repo.write("y", "1\n")
    assert await files(repo, base, index) == {"x": (U, 2, 0), "y": (U, 1, 0)}
    (repo.path / "x").unlink()
    repo("add", "y")
    assert await files(repo, base, index) == {"y": (A, 1, 0)}
    repo("commit", "-qm", "y")
    assert await files(repo, base, index) == {"y": (A, 1, 0)}
    repo("reset", "-q", "--hard", base)
    assert await files(repo, base, index) == {}


async def test_a_change_in_the_instant_of_the_checkout_is_seen(repo: Repo, index: Path) -> None:
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
    assert await files(repo, repo.head, index) == {"b.txt": (M, 1, 1)}


async def test_ignored_files_do_not_count(repo: Repo, index: Path) -> None:
    base = repo.commit("ignores", __gitignore="build/\n*.log\n")
    repo.write("build/out")
    repo.write("x.log")
    repo.write("src/x")
    assert list(await files(repo, base, index)) == ["src/x"]


@pytest.mark.parametrize(
    "name",
    [b"new\nline", b"tab\there", b"quo\"te'", b"-dash", b":colon", b":(top)magic", b"*", b"sp ace ", b"back\\slash",
     "ünïcode".encode(), b"not-utf8-\xff\xfe", b"deep/\xff/x"],
)  # fmt: skip
async def test_any_name(repo: Repo, index: Path, name: bytes) -> None:
    try:
        repo.write(name, "1\n2\n")
    except OSError:
        assert os.uname().sysname == "Darwin"  # Its file system takes nothing but UTF-8.
        return
    base = repo.head
    assert await files(repo, base, index) == {os.fsdecode(name): (U, 2, 0)}
    repo("add", "-A")
    repo("commit", "-qm", "named")
    assert await read_file(str(repo.path), repo.head, os.fsdecode(name)) == FileContent("1\n2\n")
    (repo.path / os.fsdecode(name)).unlink()
    assert await files(repo, repo.head, index) == {os.fsdecode(name): (D, 0, 2)}


async def test_things_that_are_no_plain_files(repo: Repo, index: Path) -> None:
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
        found = await files(repo, base, index)
    assert found == {"link": (U, 1, 0), "loop": (U, 1, 0)}
    (repo.path / "a.txt").unlink()
    (repo.path / "a.txt").symlink_to("b.txt")
    assert (await files(repo, base, index))["a.txt"][0] is M


async def test_submodules_and_nested_repositories(make_repo: MakeRepo, index: Path) -> None:
    library = make_repo("library")
    repo = make_repo()
    repo("submodule", "--quiet", "add", str(library.path), "sub")
    base = repo.commit("with a submodule")
    assert await files(repo, base, index) == {}
    Repo(repo.path / "sub").commit("inside")
    nested = make_repo("nested", folder=repo.path)
    make_repo("unborn", folder=repo.path, commit=False)
    repo.write("plain.txt", "1\n")
    assert await files(repo, base, index) == {"sub": (M, 1, 1), "nested": (U, 1, 0), "plain.txt": (U, 1, 0)}
    assert nested("status", "--porcelain") == ""
    assert await read_file(str(repo.path), base, "sub") == FileContent(f"Subproject commit {library.head}\n")


async def test_a_worktree_whose_submodules_are_not_filled(make_repo: MakeRepo, index: Path) -> None:
    library = make_repo("library")
    repo = make_repo()
    repo("submodule", "--quiet", "add", str(library.path), "sub")
    base = repo.commit("with a submodule")
    repo("worktree", "add", "--quiet", "-b", "x", "../linked")
    assert await files(Repo(repo.path.parent / "linked"), base, index) == {}


async def test_a_sparse_checkout(make_repo: MakeRepo, index: Path) -> None:
    repo = make_repo()
    repo.write("in/x")
    repo.write("out/x")
    base = repo.commit()
    repo("sparse-checkout", "set", "in")
    repo.write("in/new", "1\n")
    repo.write("out/new", "1\n")
    expected = {"in/new": (U, 1, 0), "out/new": (U, 1, 0)}
    assert await files(repo, base, index) == expected
    index.write_text("damaged")
    assert await files(repo, base, index) == expected


async def test_a_huge_untracked_file_is_listed_and_not_copied(
    repo: Repo, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "HUGE", 1000)
    base = repo.head
    repo.write(":huge*", "x" * 999)
    repo.write("small", "1\n")
    assert await files(repo, base, index) == {":huge*": (U, 1, 0), "small": (U, 1, 0)}
    objects = repo("count-objects")
    repo.write(":huge*", "x" * 1001)
    tree, found = await read_changes(str(repo.path), base, index)
    assert found == [FileChange(":huge*", U, binary=True), FileChange("small", U, added=1)]
    assert repo("ls-tree", "--name-only", tree).splitlines() == ["a.txt", "b.txt", "small"]
    assert int(repo("count-objects").split()[0]) <= int(objects.split()[0]) + 1  # the tree


async def test_filters_see_what_is_added(repo: Repo, index: Path) -> None:
    """As with Git LFS: what the working tree holds is not what git stores."""
    repo("config", "filter.upper.clean", "tr a-z A-Z")
    repo("config", "filter.upper.smudge", "tr A-Z a-z")
    base = repo.commit("filtered", __gitattributes="*.up filter=upper\n", x__up="text\n")
    (repo.path / "x.up").write_text("text\n")
    assert await files(repo, base, index) == {}
    repo.write("x.up", "text\nmore\n")
    tree, found = await read_changes(str(repo.path), base, index)
    assert found == [FileChange("x.up", M, added=1)]
    assert await read_file(str(repo.path), tree, "x.up") == FileContent("TEXT\nMORE\n")


async def test_what_git_cannot_add_is_left_out(make_repo: MakeRepo, index: Path) -> None:
    """Whatever git says about it: here what it says of a file that the user may not read."""
    repo = make_repo()
    make_repo("unborn", folder=repo.path, commit=False)
    repo("config", "filter.loud.clean", "echo 'Permission denied' >&2; cat")
    repo.write(".gitattributes", "*.loud filter=loud\n")
    repo("add", ".gitattributes")
    repo("commit", "-qm", "filtered")
    base = repo.head
    repo.write("x.loud", "1\n")
    assert await files(repo, base, index) == {"x.loud": (U, 1, 0)}


@pytest.mark.parametrize("damage", [b"", b"garbage", b"DIRC" + b"\0" * 100])
async def test_a_damaged_index_is_made_anew(repo: Repo, index: Path, damage: bytes) -> None:
    repo.write("x", "1\n")
    await read_changes(str(repo.path), repo.head, index)
    index.write_bytes(damage)
    assert await files(repo, repo.head, index) == {"x": (U, 1, 0)}


async def test_a_lock_that_a_killed_process_left(repo: Repo, index: Path) -> None:
    await read_changes(str(repo.path), repo.head, index)
    lock = index.with_name("index.lock")
    lock.touch()
    repo.write("x", "1\n")
    assert await files(repo, repo.head, index) == {"x": (U, 1, 0)}
    assert not lock.exists()


async def test_a_split_index_stays_the_users(repo: Repo, index: Path) -> None:
    repo("config", "core.splitIndex", "true")
    repo.write("x", "1\n")
    repo("add", "x")
    before = repo.state()
    for _ in range(2):
        assert await files(repo, "HEAD", index) == {"x": (A, 1, 0)}
    assert repo.state() == before


async def test_in_the_middle_of_a_conflict(repo: Repo, index: Path) -> None:
    base = repo.head
    repo("checkout", "-q", "-b", "other")
    repo.commit("theirs", a__txt="theirs\n")
    repo("checkout", "-q", "main")
    repo.commit("ours", a__txt="ours\n")
    repo("merge", "-q", "other", check=False)
    before = repo.state()
    assert (await files(repo, base, index))["a.txt"][0] is M
    assert repo.state() == before


async def test_looks_at_the_same_time_wait_for_each_other(repo: Repo, index: Path) -> None:
    for number in range(50):
        repo.write(f"x{number}", f"{number}\n")
    results = await asyncio.gather(*(read_changes(str(repo.path), repo.head, index) for _ in range(5)))
    assert all(result == results[0] for result in results)
    assert len(results[0][1]) == 50


async def test_a_worktree_that_is_gone(repo: Repo, index: Path, tmp_path: Path) -> None:
    with pytest.raises(BranchlineError) as caught:
        await read_changes(str(tmp_path / "gone"), repo.head, index)
    assert caught.value.code == "PATH_MISSING"


AGENT = """
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    echo $i > committed.txt && echo $i > new-$i.txt &&
    git add -A && git commit -q -m "step $i" &&
    echo changed-$i >> a.txt && git stash -q -u && git stash pop -q &&
    git checkout -q -- a.txt || exit 1
done
"""


async def test_an_agents_own_git_commands_never_fail(repo: Repo, index: Path) -> None:
    base = repo.head
    agent = await asyncio.create_subprocess_exec("sh", "-c", AGENT, cwd=repo.path, stderr=asyncio.subprocess.PIPE)
    ended = asyncio.ensure_future(agent.communicate())
    looks = 0
    while not ended.done():
        await read_changes(str(repo.path), base, index)
        looks += 1
    _, errors = await ended
    assert (agent.returncode, errors) == (0, b"")
    assert looks > 1
    found = await files(repo, base, index)
    assert found == {"committed.txt": (A, 1, 0), **{f"new-{number}.txt": (A, 1, 0) for number in range(1, 21)}}


# ---------------------------------------------------------------- contents


async def test_a_file_as_it_was(repo: Repo, index: Path) -> None:
    first = repo.head
    repo.commit("change", a__txt="new\n")
    repo.write("sub/dir/x", "inner\n")
    (repo.path / "link").symlink_to("/etc/passwd")
    tree, _ = await read_changes(str(repo.path), first, index)
    folder = str(repo.path)
    assert await read_file(folder, first, "a.txt") == FileContent("one\ntwo\nthree\n")
    assert await read_file(folder, repo.head, "a.txt") == FileContent("new\n")
    assert await read_file(folder, tree, "sub/dir/x") == FileContent("inner\n")
    assert await read_file(str(repo.path / "sub"), tree, "sub/dir/x") == FileContent("inner\n")
    assert await read_file(folder, tree, "link") == FileContent("/etc/passwd")
    for missing in ("none", "sub", "sub/dir", "a.txt/x", "A.TXT", "*", "sub/*", ":(glob)**"):
        assert await read_file(folder, tree, missing) is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfbom\r\n", "\ufeffbom\r\n"),
        ("ünïcode 名前".encode(), "ünïcode 名前"),
        (b"nul\0", None),
        (b"x" * 8000 + b"\0late", "x" * 8000 + "\0late"),
        (b"latin \xe9", None),
        ("utf-16".encode("utf-16"), None),
        (b"x" * MAX_TEXT, "x" * MAX_TEXT),
        (b"x" * (MAX_TEXT + 1), None),
    ],
    ids=range(9),
)
async def test_text_and_what_is_not(repo: Repo, content: bytes, text: str | None) -> None:
    repo.write("file", content)
    commit = repo.commit()
    assert await read_file(str(repo.path), commit, "file") == FileContent(text)


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/", ".", "..", "a\0b", "\ud800", "x" * 1_000_000]
)
async def test_paths_that_lead_out(repo: Repo, path: str) -> None:
    with pytest.raises(BranchlineError) as caught:
        await read_file(str(repo.path), repo.head, path)
    assert caught.value.code == "BAD_PATH"
    assert len(caught.value.message) < 400


@pytest.mark.parametrize("commit", ["HEAD", "main", "--help", "", "0" * 40, "f" * 64, "a" * 39, "A" * 40, "\0" * 40])
async def test_revisions_that_are_no_commit_or_tree(repo: Repo, commit: str) -> None:
    with pytest.raises(BranchlineError) as caught:
        await read_file(str(repo.path), commit, "a.txt")
    assert caught.value.code == "BAD_REVISION"


async def test_a_blob_is_no_tree(repo: Repo) -> None:
    blob = repo("rev-parse", "HEAD:a.txt")
    with pytest.raises(BranchlineError) as caught:
        await read_file(str(repo.path), blob, "a.txt")
    assert caught.value.code == "BAD_REVISION"
