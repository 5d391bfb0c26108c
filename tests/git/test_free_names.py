"""A name that no branch can have beside those that are there is never chosen, and said where the user chose it."""

from __future__ import annotations

import pytest

from branchline.git.branches import refs_of
from branchline.git.free_names import free_branch, hindrance, in_the_way, is_taken, refuse_prefix
from branchline.git.runner import Git
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.refusals import refused
from harness.repositories import MakeRepo, Repo

ROWS = [
    # there, wanted, is exactly in the way, may be where case counts for nothing
    ("a", "b", False, False),
    ("a", "a", False, False),
    ("a", "a/b", True, True),
    ("a/b", "a", True, True),
    ("a/b/c", "a", True, True),
    ("a/b", "a/c", False, False),
    ("a-b", "a", False, False),
    ("Foo", "foo", False, True),
    ("Foo/x", "foo", False, True),
    ("foo", "FOO/x", False, True),
    ("Foo/x", "foo/y", False, False),
    ("ü", "u\u0308", False, True),
    ("Ünï/x", "u\u0308ni\u0308", False, True),
    ("straße", "STRASSE", False, True),
]


@pytest.mark.parametrize(("there", "wanted", "exactly", "alike"), ROWS)
async def test_what_is_in_its_way(repo: Repo, there: str, wanted: str, exactly: bool, alike: bool) -> None:
    refs = {f"refs/heads/{there}": "1", f"refs/remotes/origin/{wanted}": "2", f"refs/tags/{wanted}": "3"}
    git = Git(repo.path)
    assert (in_the_way(wanted, refs) == there) == exactly
    assert is_taken(wanted, refs) == (alike or there == wanted)
    for ignores, expected in {"": exactly, "false": exactly, "true": alike}.items():
        if ignores:
            repo("config", "core.ignoreCase", ignores)
        assert await hindrance(git, wanted, refs) == (there if expected else None)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("there", "prefix", "expected"),
    [
        ("w", "", "w-2"),
        ("W", "", "w-2"),
        ("w/b", "", "w-2"),
        ("x/w/b", "x/", "x/w-2"),
        ("X/W", "x/", "x/w-2"),
        ("w/b", "x/", "x/w"),
        ("x", "x/", None),
        ("X", "x/", None),
        ("x", "x/y/", None),
    ],
)
async def test_a_new_branch_beside_it(repo: Repo, there: str, prefix: str, expected: str | None, packed: bool) -> None:
    repo("branch", there)
    if packed:
        repo("pack-refs", "--all")
    before = repo.state()
    if expected is None:
        error = await refused("BAD_PREFIX", create(str(repo.path), "w", prefix=prefix))
        assert f"“{there}”" in error.message
        assert repo.state() == before
    else:
        made = await create(str(repo.path), "w", prefix=prefix)
        assert made.branch == expected
        await remove(made.worktree, str(repo.path), made.owns)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("there", "wanted"), [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a/b")])
async def test_a_remotes_branch_beside_it(make_repo: MakeRepo, there: str, wanted: str, packed: bool) -> None:
    upstream = make_repo("upstream")
    upstream("branch", wanted)
    upstream("clone", "--quiet", ".", "../clone")
    clone = Repo(upstream.path.parent / "clone")
    clone("branch", there, "origin/main")
    if packed:
        clone("pack-refs", "--all")
    before = clone.state()
    for name in (wanted, f"origin/{wanted}"):
        error = await refused("NAME_TAKEN", create(str(clone.path), "w", branch=name))
        assert (error.data["branch"], error.data["wanted"]) == (there, wanted)
    assert clone.state() == before


async def test_a_remotes_branch_that_differs_by_case_alone(make_repo: MakeRepo) -> None:
    """Where the file system does not tell them apart, it would be the user's own."""
    upstream = make_repo("upstream")
    upstream("branch", "Topic")
    upstream("clone", "--quiet", ".", "../clone")
    clone = Repo(upstream.path.parent / "clone")
    clone("branch", "topic", "origin/main")
    clone("config", "core.ignoreCase", "true")
    before = clone.state()
    await refused("NAME_TAKEN", create(str(clone.path), "w", branch="Topic"))
    assert clone.state() == before
    clone("config", "core.ignoreCase", "false")
    assert (await create(str(clone.path), "w", branch="Topic")).branch == "Topic"


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (None, "x/w"),
        ("x/w", "x/w"),
        ("x", "x-w-2"),
        ("x/w/b", "x/w-2"),
        ("X/W", "x/w"),
    ],
)
async def test_a_branch_that_comes_back(repo: Repo, there: str | None, expected: str) -> None:
    if there:
        repo("branch", there)
    assert await free_branch(str(repo.path), "x/w", repo.head) == expected
    if there != "x/w":
        repo("branch", expected)


async def test_a_branch_that_comes_back_with_other_commits_or_for_another_session(repo: Repo) -> None:
    repo("branch", "w")
    repo.commit("more")
    assert await free_branch(str(repo.path), "w", repo.head) == "w-2"
    assert await free_branch(str(repo.path), "v", repo.head, {"v", "v-2"}) == "v-3"


@pytest.mark.parametrize(
    ("prefix", "is_fine"),
    [
        ("p" * 200, True),
        ("p" * 245, True),
        ("p" * 246, False),
        ("p" * 255 + "/", True),
        ("p" * 256 + "/", False),
        ("ü" * 122, True),
        ("ü" * 123, False),
        ("x/" + "模" * 86 + "/", False),
    ],
)
async def test_a_prefix_that_is_too_long_for_a_file(repo: Repo, prefix: str, is_fine: bool) -> None:
    before = repo.state()
    if is_fine:
        refuse_prefix(prefix, "w", await refs_of(Git(repo.path)))
        made = await create(str(repo.path), "w", prefix=prefix)
        await remove(made.worktree, str(repo.path), made.owns)
    else:
        error = await refused("BAD_PREFIX", create(str(repo.path), "w", prefix=prefix))
        assert "too long" in error.message
        assert repo.state() == before
