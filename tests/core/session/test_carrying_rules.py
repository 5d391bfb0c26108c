"""What is to be carried into a worktree: out of which settings, how much, and how it is said."""

from __future__ import annotations

import json

import pytest

from branchline.core.session.carrying import (
    NO_FOLDER,
    Candidate,
    Missed,
    fitting,
    is_git_own,
    plain_folder,
    sentences,
    wanted,
)


def claudes(*folders: object) -> bytes:
    return json.dumps({"worktree": {"symlinkDirectories": list(folders)}}).encode()


@pytest.mark.parametrize(
    ("own", "codes", "patterns"),
    [
        ([".env"], [], (".env",)),
        ([], [".env", "**/.env", "/x", "./y"], ("/.env", "**/.env", "/x", "/y")),
        ([], ["**/*.{env,local}"], ("**/*.env", "**/*.local")),
        ([], ["{a,b}/{c,d}"], ("/a/c", "/a/d", "/b/c", "/b/d")),
        ([], ["!x"], ("!x",)),
        ([".env"], ["x\ny", "a\0"], (".env",)),
    ],
)
def test_the_patterns_of_files(own: list[str], codes: list[str], patterns: tuple[str, ...]) -> None:
    assert wanted(own, [], codes, [], b"")[0].patterns == patterns


@pytest.mark.parametrize("folder", ["..", "../x", "a/../../b", ".git", "a/.GIT/b", "", "/", ".", "//server", "a\0b"])
def test_a_folder_that_cannot_be_in_the_repository_is_told_and_not_looked_at(folder: str) -> None:
    want, missed = wanted([], [folder], [], [], b"")
    assert (want.folders, missed) == ((), [Missed(folder, NO_FOLDER)])


def test_the_folders_of_all_that_name_some() -> None:
    want, missed = wanted([], ["/vendor"], [], ["node_modules", "**/.venv"], claudes("target", "../../etc", 3, ""))
    assert want.folders == ("/vendor", "/node_modules", "**/.venv", "/target")
    assert missed == [Missed("/../../etc", NO_FOLDER)]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"worktree": 3}', b'{"worktree": {"symlinkDirectories": "x"}}', b"\xff"]
)
def test_a_file_of_claudes_that_says_nothing_of_it(content: bytes) -> None:
    assert wanted([], [], [], [], content)[0].folders == ()


def test_globs_in_braces_do_not_multiply_without_end() -> None:
    assert len(wanted([], [], ["{a,b}" * 40], [], b"")[0].patterns) <= 1000


@pytest.mark.parametrize(
    ("pattern", "folder"),
    [("/node_modules", "node_modules"), ("/a/b/", "a/b"), ("node_modules", None), ("/*", None), ("**/x", None)],
)
def test_one_folder_needs_no_matching(pattern: str, folder: str | None) -> None:
    assert plain_folder(pattern) == folder


def test_the_smallest_files_come_along_where_not_all_fit() -> None:
    files = [Candidate(b"c", 50), Candidate(b"a", 60), Candidate(b"b", 10)]
    taken, left = fitting(files, 60)
    assert ([each.path for each in taken], [each.path for each in left]) == ([b"b", b"c"], [b"a"])
    assert fitting(files, 0) == ([], [files[1], files[2], files[0]])
    assert fitting([Candidate(b"empty", 0)], 0)[1] == []


def test_each_reason_is_one_sentence_that_names_the_first() -> None:
    missed = [Missed(f"f{number}", "it is odd") for number in range(5)] + [Missed("g\n\u202e", "it is even")]
    assert sentences(missed) == (
        "Not brought along: “f0”, “f1”, “f2” and 2 more; it is odd.",
        "Not brought along: “g��”; it is even.",
    )


@pytest.mark.parametrize(("path", "own"), [(b".git/x", True), (b"a/.Git", True), (b".gitx", False), (b"a/git", False)])
def test_nothing_of_gits_own_is_carried(path: bytes, own: bool) -> None:
    assert is_git_own(path) is own
