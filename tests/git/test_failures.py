"""What git's failures mean."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest

from branchline.core.errors import ErrorCode
from branchline.git.failures import failure

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("errors", "code"),
    [
        ("error: unable to write file x: No space left on device", ErrorCode.DISK_FULL),
        ("fatal: Out of diskspace", ErrorCode.DISK_FULL),
        ("error: file write error: Disk quota exceeded", ErrorCode.DISK_FULL),
        ("fatal: not a git repository", ErrorCode.NOT_A_REPO),
        ("error: insufficient permission ... Permission denied", ErrorCode.PERMISSION_DENIED),
        ("fatal: Unable to create '/r/.git/HEAD.lock': Read-only file system", ErrorCode.PERMISSION_DENIED),
        ("fatal: 'x' is already used by worktree at '/w'", ErrorCode.BRANCH_CHECKED_OUT),
        ("fatal: bad revision 'x'", ErrorCode.GIT_FAILED),
        ("", ErrorCode.GIT_FAILED),
    ],
)
def test_what_git_says(errors: str, code: ErrorCode) -> None:
    assert failure("add", "/", (), 128, errors).code is code


HUNG_UP = "fatal: the remote end hung up unexpectedly"
SMUDGE = "fatal: a.txt: smudge filter broken failed"


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (["sh: 1: no-such-program: not found", HUNG_UP], "no-such-program"),
        ([HUNG_UP, "sh: 1: no-such-program: not found"], "no-such-program"),
        (["bash: line 1: no-such-program: command not found", "error: something else", HUNG_UP], "no-such-program"),
        (["sh: line 1: /opt/no-such: No such file or directory", HUNG_UP], "/opt/no-such"),
        (["error: initialization for subprocess 'no-such-program now' failed", SMUDGE], "no-such-program now"),
        ([SMUDGE, "no-such-program now: 1: no-such-program: not found"], "no-such-program"),
        (["error: cannot run gone: No such file or directory", "error: external filter 'gone' failed"], "gone"),
        (["/x/shut: Permission denied", "error: external filter '/x/shut -- %f' failed 126", SMUDGE], "/x/shut"),
        (["error: external filter 'wc -z' failed 1", "fatal: a.bin: clean filter 'lfs' failed"], "wc -z"),
        ([HUNG_UP], "hung up"),
    ],
)
def test_a_filter_is_named_in_whatever_order_shell_and_git_say_it(lines: list[str], named: str) -> None:
    """They are two processes that write to one pipe."""
    error = failure("diff", "/", (), 128, "\n".join(lines))
    assert (error.code, named in error.message) == (ErrorCode.FILTER_FAILED, True)
    assert (error.data["status"], "not found" in error.message) == (128, "not found" in "".join(lines))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["fatal: could not fetch 1234 from promisor remote", HUNG_UP], ErrorCode.GIT_FAILED),
        (["sh: 1: ssh: not found", "fatal: Could not read from remote repository.", HUNG_UP], ErrorCode.GIT_FAILED),
        (["tr: write error: No space left on device", "error: external filter 'tr' failed 1"], ErrorCode.DISK_FULL),
        (["error: pathspec 'filter: not found' did not match"], ErrorCode.GIT_FAILED),
    ],
)
def test_what_is_no_filters_fault(lines: list[str], code: ErrorCode) -> None:
    assert failure("checkout", "/", (), 128, "\n".join(lines)).code is code


@pytest.mark.parametrize(
    "said", ["this operation must be run in a work tree", "core.bare and core.worktree do not make sense"]
)
def test_that_core_bare_is_set_is_said_to_be_the_cause(said: str) -> None:
    error = failure("status", "/r", (), 128, f"fatal: {said}")
    assert (error.code, "core.bare" in error.message, "/r" in error.message) == (ErrorCode.BARE_REPO, True, True)


UNSAID = [
    "fatal: unable to write new index file",
    "fatal: Unable to write new index file",
    "error: couldn't write loose object",
    "error: could not write to /x",
    "error: failed to insert into database",
    "fatal: cannot create directory at 'a'",
    "error: unable to append to '.git/logs/HEAD'",
    "fatal: reftable: transaction failure: I/O error",
]


@pytest.mark.parametrize("errors", UNSAID)
@pytest.mark.parametrize("full", ["/the/folder", "/our/index"])
def test_that_the_disk_is_full_is_seen_where_git_leaves_it_out(
    monkeypatch: pytest.MonkeyPatch, errors: str, full: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1 << 30, 0, 100 if path == full else 1 << 29))
    assert failure("add", "/the/folder", ("sha1", "/our/index"), 128, errors).code is ErrorCode.DISK_FULL
    other = failure("add", "/another", ("0", "/nowhere"), 128, errors)
    assert other.code is ErrorCode.GIT_FAILED
    assert other.message.startswith("git add failed: ")


@pytest.mark.parametrize(
    "errors", ["fatal: bad revision 'x'", "fatal: Unable to create '/r/index.lock': File exists.", ""]
)
def test_a_full_disk_explains_nothing_else(monkeypatch: pytest.MonkeyPatch, errors: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 30, 0, 0))
    assert failure("log", "/the/folder", (), 128, errors).code is ErrorCode.GIT_FAILED


def test_a_place_that_is_gone_is_not_full() -> None:
    assert failure("add", "/the/folder", ("/nowhere/index",), 128, UNSAID[0]).code is ErrorCode.GIT_FAILED


def test_a_signal_is_one_of_its_own() -> None:
    error = failure("gc", "/", (), -9, "")
    assert (error.code, error.data) == (ErrorCode.GIT_KILLED, {"stderr": "", "status": -9})
    assert error.message == "git gc was ended by signal 9. Try again."


@pytest.mark.parametrize(
    ("errors", "named"),
    [
        ("fatal: unknown repository extension found:\n\trelativeworktrees", "“relativeworktrees”"),
        ("fatal: unknown repository extensions found:\n\trefstorage\n\tother", "“refstorage”"),
        ("fatal: unknown ref storage format 'x'", "“ref storage format”"),
    ],
)
def test_what_a_git_is_too_old_for_is_named(errors: str, named: str) -> None:
    error = failure("rev-parse", "/", (), 128, errors)
    assert error.code is ErrorCode.GIT_FAILED
    assert named in error.message
    assert "newer git" in error.message
