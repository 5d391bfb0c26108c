"""A file as it was at a revision."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.git.changes import MAX_TEXT, FileContent, read_changes, read_file
from harness.repositories import Repo


async def test_a_file_as_it_was(repo: Repo, ours: Path) -> None:
    first = repo.head
    repo.commit("change", a__txt="new\n")
    repo.write("sub/dir/x", "inner\n")
    (repo.path / "link").symlink_to("/etc/passwd")
    tree, _ = await read_changes(str(repo.path), first, ours)
    folder = str(repo.path)
    assert await read_file(folder, first, "a.txt") == FileContent("one\ntwo\nthree\n")
    assert await read_file(folder, repo.head, "a.txt") == FileContent("new\n")
    assert await read_file(folder, tree, "sub/dir/x") == FileContent("inner\n")
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
    assert await read_file(str(repo.path), commit, "file") == FileContent(text, large=len(content) > MAX_TEXT)


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
