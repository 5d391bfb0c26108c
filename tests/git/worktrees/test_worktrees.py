"""Worktrees are made whole or not at all, and only what Branchline made is taken away."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from branchline.core.model.session import Ownership
from branchline.git.branches import delete_branch
from branchline.git.repository import resolve
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import Created, create
from harness.refusals import refused
from harness.repositories import MakeRepo, Repo

HOSTILE = [
    "../../etc",
    "-rf",
    "--force",
    "a\nb",
    "a\0b",
    "$(touch pwned); `id` | x && y > z",
    "a..b.lock",
    "@{-1}",
    "HEAD",
    "refs/heads/main",
    "con",
    "‮gpj.exe",
    "ｆｕｌｌ　ｗｉｄｔｈ",
    "名前",
    "\ud800",
    "",
    "   ",
    "~^:?*[\\",
    "x" * 1_000_000,
]


async def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# ---------------------------------------------------------------- making


async def test_a_new_branch_in_a_new_worktree(repo: Repo) -> None:
    before = repo.state()
    made = await create(str(repo.path), "Fix the login!")
    assert made == Created(
        f"{repo.path}.worktrees/fix-the-login",
        "branchline/fix-the-login",
        repo.head,
        repo.head,
        Ownership(worktree=True, branch=True),
    )
    worktree = Repo(Path(made.worktree))
    assert worktree("symbolic-ref", "HEAD") == "refs/heads/branchline/fix-the-login"
    assert worktree.head == repo.head
    assert worktree("status", "--porcelain") == ""
    assert (worktree.path / "a.txt").read_text() == "one\ntwo\nthree\n"
    after = repo.state()
    assert {key for key in before if before[key] != after[key]} == {"refs", "worktrees", "entries", "beside"}


async def test_the_base_is_head_of_the_folder_that_was_asked(repo: Repo) -> None:
    repo("worktree", "add", "--quiet", "../linked", "-b", "other")
    tip = Repo(repo.path.parent / "linked").commit("second")
    made = await create(str(repo.path.parent / "linked"), "x")
    assert made.base == tip
    assert made.worktree == f"{repo.path}.worktrees/x"


async def test_any_commit_ish_can_be_the_base_and_is_never_tracked(make_repo: MakeRepo, git_config: Path) -> None:
    git_config.write_text(git_config.read_text() + "[branch]\n\tautoSetupMerge = always\n")
    upstream = make_repo("upstream")
    first = upstream.head
    upstream("tag", "-m", "release", "v1")
    second = upstream.commit("second")
    clone = make_repo("clone", commit=False)
    clone("remote", "add", "origin", str(upstream.path))
    clone("fetch", "--quiet", "origin")
    clone("reset", "--quiet", "--hard", "v1")
    bases = {"origin/main": second, "v1": first, second: second, second[:9]: second, "HEAD": first, "main": first}
    for base, commit in bases.items():
        made = await create(str(clone.path), f"from {base}", base=base)
        assert (made.base, Repo(Path(made.worktree)).head) == (commit, commit)
        assert clone("config", "--get-regexp", rf"branch\.{made.branch}\..*", check=False) == ""


@pytest.mark.parametrize(
    "base", ["nowhere", "--help", "-n", "a\0b", "a\nb", "HEAD:a.txt", "main^{tree}", "\ud800", "x" * 1_000_000, "@{9}"]
)
async def test_a_base_that_is_no_commit(repo: Repo, base: str) -> None:
    before = repo.state()
    await refused("BASE_NOT_FOUND", create(str(repo.path), "x", base=base))
    await refused("BASE_NOT_FOUND", resolve(str(repo.path), base))
    assert repo.state() == before


async def test_an_existing_branch_keeps_its_name_and_its_fork_point(repo: Repo) -> None:
    fork = repo.head
    repo("branch", "feature")
    repo.commit("main goes on")
    repo("checkout", "--quiet", "feature")
    tip = repo.commit("feature goes on")
    repo("checkout", "--quiet", "-b", "child")
    repo.commit("a child of it")
    made = await create(str(repo.path), "work on it", branch="feature")
    assert (made.branch, made.base) == ("feature", fork)
    assert made.owns == Ownership(worktree=True, branch=False)
    assert Repo(Path(made.worktree)).head == tip


async def test_the_fork_point_from_an_unusual_default_branch(make_repo: MakeRepo) -> None:
    upstream = make_repo("upstream")
    upstream("branch", "-m", "develop")
    upstream("clone", "--quiet", ".", "../clone")
    clone = Repo(upstream.path.parent / "clone")
    fork = clone.commit("not pushed yet")
    clone("checkout", "--quiet", "-b", "feature")
    clone.commit("feature")
    clone("checkout", "--quiet", "--detach", "develop~1")
    assert (await create(str(clone.path), "x", branch="feature")).base == fork


async def test_a_branch_without_common_history_starts_at_itself(repo: Repo) -> None:
    repo("checkout", "--quiet", "--orphan", "alien")
    tip = repo.commit("another root")
    repo("checkout", "--quiet", "main")
    assert (await create(str(repo.path), "x", branch="alien")).base == tip


@pytest.mark.parametrize("wanted", ["feature", "origin/feature"])
async def test_a_branch_that_only_a_remote_has_gets_a_local_one_that_tracks_it(
    make_repo: MakeRepo, wanted: str
) -> None:
    upstream = make_repo("upstream")
    fork = upstream.head
    upstream("checkout", "--quiet", "-b", "feature")
    tip = upstream.commit("feature")
    upstream("checkout", "--quiet", "main")
    upstream("clone", "--quiet", ".", "../clone")
    clone = Repo(upstream.path.parent / "clone")
    made = await create(str(clone.path), "x", branch=wanted)
    assert (made.branch, made.base) == ("feature", fork)
    assert made.owns == Ownership(worktree=True, branch=True)
    assert Repo(Path(made.worktree)).head == tip
    assert clone("rev-parse", "--abbrev-ref", "feature@{upstream}") == "origin/feature"
    # Taken away again, nothing of it stays.
    await remove(made.worktree, str(clone.path), made.owns)
    await delete_branch(str(clone.path), "feature", tip)
    assert "feature" not in (clone.path / ".git" / "config").read_text()


async def test_a_branch_of_several_remotes_is_originss_or_must_be_named(make_repo: MakeRepo) -> None:
    upstream = make_repo("upstream")
    upstream("branch", "feature")
    repo = make_repo("clone")
    for remote in ("fork", "other"):
        repo("remote", "add", remote, str(upstream.path))
        repo("fetch", "--quiet", remote)
    await refused("BRANCH_NOT_FOUND", create(str(repo.path), "x", branch="feature"))
    assert (await create(str(repo.path), "x", branch="fork/feature")).branch == "feature"


@pytest.mark.parametrize("branch", ["nowhere", "--all", "*", "refs/heads/main", "a\0b", "x" * 1_000_000, "HEAD", "\n"])
async def test_a_branch_that_is_not_there(repo: Repo, branch: str) -> None:
    before = repo.state()
    await refused("BRANCH_NOT_FOUND", create(str(repo.path), "x", branch=branch))
    assert repo.state() == before


async def test_a_branch_that_is_checked_out(repo: Repo) -> None:
    before = repo.state()
    error = await refused("BRANCH_CHECKED_OUT", create(str(repo.path), "x", branch="main"))
    assert error.data["place"] == str(repo.path)
    assert repo.state() == before


async def test_a_branch_that_is_being_rebased_elsewhere(repo: Repo) -> None:
    repo("checkout", "--quiet", "-b", "feature")
    repo.commit("mine", a__txt="mine\n")
    repo("checkout", "--quiet", "main")
    repo.commit("theirs", a__txt="theirs\n")
    repo("checkout", "--quiet", "feature")
    repo("rebase", "--quiet", "main", check=False)
    before = repo.state()
    await refused("BRANCH_CHECKED_OUT", create(str(repo.path), "x", branch="feature"))
    assert repo.state() == before


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_become_plain_ones(repo: Repo, name: str) -> None:
    made = await create(str(repo.path), name)
    folder = Path(made.worktree)
    assert folder.parent == Path(f"{repo.path}.worktrees")
    assert made.branch == f"branchline/{folder.name}"
    assert folder.name.strip("abcdefghijklmnopqrstuvwxyz0123456789-") == ""
    assert sorted(os.listdir(repo.path.parent)) == ["gitconfig", "project", "project.worktrees"]
    assert sorted(os.listdir(repo.path)) == [".git", "a.txt", "b.txt"]


@pytest.mark.parametrize("prefix", ["../", "-", "a b/", "a..b/", "@{-", ".x/", "x/.", "a\nb", "a:b/", "\ud800", "\\"])
async def test_a_prefix_that_no_branch_may_have(repo: Repo, prefix: str) -> None:
    before = repo.state()
    await refused("BAD_PREFIX", create(str(repo.path), "x", prefix=prefix))
    assert repo.state() == before


async def test_a_branch_where_the_prefix_needs_a_folder(repo: Repo) -> None:
    repo("branch", "branchline")
    error = await refused("BAD_PREFIX", create(str(repo.path), "x"))
    assert "“branchline”" in error.message
    assert (await create(str(repo.path), "x", prefix="")).branch == "x"


async def test_taken_names_get_a_suffix(repo: Repo) -> None:
    repo("branch", "branchline/Branch")
    repo("branch", "branchline/deeper/x")
    parent = Path(f"{repo.path}.worktrees")
    parent.mkdir()
    (parent / "path").write_text("somebody's file")
    (parent / "link").symlink_to("/nowhere")
    repo("worktree", "add", "--quiet", "-b", "gone", str(parent / "known"))
    shutil.rmtree(parent / "known")
    names = {
        name: Path((await create(str(repo.path), name)).worktree).name
        for name in ("branch", "deeper", "path", "link", "known", "free")
    }
    assert names == {
        "branch": "branch-2",
        "deeper": "deeper-2",
        "path": "path-2",
        "link": "link-2",
        "known": "known-2",
        "free": "free",
    }
    assert (await create(str(repo.path), "branch")).branch == "branchline/branch-3"
    assert (parent / "path").read_text() == "somebody's file"


async def test_eight_at_once_get_eight_names(repo: Repo) -> None:
    made = await asyncio.gather(*(create(str(repo.path), "same") for _ in range(8)))
    assert sorted(each.branch for each in made) == [
        "branchline/same",
        *(f"branchline/same-{number}" for number in range(2, 9)),
    ]
    assert len({each.worktree for each in made}) == 8
    for each in made:
        assert Repo(Path(each.worktree))("status", "--porcelain", "--branch") == f"## {each.branch}"


async def test_another_folder_for_worktrees_may_be_a_symbolic_link(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    made = await create(str(repo.path), "x", worktrees_folder=str(tmp_path / "link" / "new" / "deep"))
    assert made.worktree == str(tmp_path / "real" / "new" / "deep" / "x")
    await remove(made.worktree, str(repo.path), made.owns)
    assert not Path(made.worktree).exists()
    assert (tmp_path / "real" / "new" / "deep").is_dir(), "the user's folder stays"


# ---------------------------------------------------------------- failing


async def test_a_hook_that_fails_leaves_nothing(repo: Repo) -> None:
    repo.hook("post-checkout", "echo 'fatal: no licence'; echo more; exit 1")
    before = repo.state()
    error = await refused("HOOK_FAILED", create(str(repo.path), "x"))
    assert "fatal: no licence" in error.message
    assert repo.state() == before


async def test_a_hook_that_succeeds_has_run(repo: Repo) -> None:
    repo.hook("post-checkout", "echo made > by-hook")
    made = await create(str(repo.path), "x")
    assert (Path(made.worktree) / "by-hook").read_text() == "made\n"


async def test_a_filter_that_fails_leaves_nothing(repo: Repo) -> None:
    repo.commit("attributes", __gitattributes="*.txt filter=broken\n")
    repo("config", "filter.broken.clean", "cat")
    repo("config", "filter.broken.smudge", "exit 1")
    repo("config", "filter.broken.required", "true")
    before = repo.state()
    await refused("GIT_FAILED", create(str(repo.path), "x"))
    assert repo.state() == before


async def test_a_cancelled_creation_leaves_nothing(repo: Repo, tmp_path: Path) -> None:
    repo.hook("post-checkout", f"trap '' TERM; echo $$ > '{tmp_path}/pid'; while :; do sleep 0.05; done")
    before = {**repo.state(), "beside": [*sorted(os.listdir(tmp_path)), "pid"]}
    creating = asyncio.ensure_future(create(str(repo.path), "x"))
    pid = tmp_path / "pid"
    await until(lambda: pid.exists() and pid.read_text().strip() != "")
    creating.cancel()
    with pytest.raises(asyncio.CancelledError):
        await creating
    after = repo.state()
    assert sorted(after.pop("beside")) == sorted(before.pop("beside"))  # type: ignore[call-overload]
    assert after == before
    # The killed hook's parent is gone: init reaps it soon.
    await until(lambda: not is_alive(int(pid.read_text())))


async def test_a_place_that_cannot_hold_worktrees(repo: Repo) -> None:
    Path(f"{repo.path}.worktrees").write_text("a file")
    before = repo.state()
    await refused("NOT_MADE", create(str(repo.path), "x"))
    assert repo.state() == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A file system of 3 MB; None where this user may not mount one."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if os.uname().sysname != "Linux" or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        yield None
        return
    yield place
    subprocess.run(["umount", place], check=True)


async def test_a_full_disk_leaves_nothing(make_repo: MakeRepo, small_disk: Path | None) -> None:
    if small_disk is None:
        repo = make_repo()
        repo.hook("post-checkout", "echo 'cp: out/x: No space left on device' >&2; exit 1")
        before = repo.state()
        await refused("DISK_FULL", create(str(repo.path), "does not fit"))
        assert repo.state() == before
        return
    repo = make_repo(folder=small_disk)
    for name in ("x", "y"):
        repo.write(name, b"a" * 900_000)
    repo.commit()
    before = repo.state()
    await refused("DISK_FULL", create(str(repo.path), "does not fit"))
    assert repo.state() == before
    with pytest.raises(OSError, match="No space"):
        (small_disk / "fill").write_bytes(b"a" * 3_000_000)
    before = repo.state()
    await refused("DISK_FULL", create(str(repo.path), "nothing fits"))
    assert repo.state() == before


async def test_a_git_that_dies_half_way_leaves_nothing(repo: Repo) -> None:
    repo.write("x", b"a" * 900_000)
    repo.commit()
    before = repo.state()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        error = await refused("GIT_FAILED", create(str(repo.path), "x"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert error.data["status"] != 0
    assert repo.state() == before


# ---------------------------------------------------------------- taking away


async def test_a_worktree_and_its_branch_go_without_a_trace(repo: Repo) -> None:
    before = repo.state()
    made = await create(str(repo.path), "x")
    worktree = Repo(Path(made.worktree))
    worktree.write("read-only/deep/file").parent.chmod(0o500)
    (worktree.path / "link").symlink_to(repo.path)
    await remove(made.worktree, str(repo.path), made.owns)
    await delete_branch(str(repo.path), made.branch, made.base)
    assert repo.state() == before
    assert (repo.path / "a.txt").exists()


async def test_other_worktrees_and_their_entries_stay(repo: Repo) -> None:
    made = await create(str(repo.path), "x")
    other = await create(str(repo.path), "y")
    repo("worktree", "add", "--quiet", "../gone", "-b", "gone")
    shutil.rmtree(repo.path.parent / "gone")
    await remove(made.worktree, str(repo.path), made.owns)
    listing = repo("worktree", "list", "--porcelain")
    assert "/gone" in listing
    assert other.worktree in listing
    assert made.worktree not in listing
    assert (Path(other.worktree) / "a.txt").exists()


async def test_what_is_not_ours_is_not_deleted(repo: Repo, make_repo: MakeRepo, tmp_path: Path) -> None:
    ours = Ownership(worktree=True, branch=True)
    made = await create(str(repo.path), "x")
    repo("worktree", "add", "--quiet", "../theirs", "-b", "theirs")
    (tmp_path / "plain").mkdir()
    (tmp_path / "link").symlink_to(made.worktree)
    stranger = make_repo("stranger")
    replaced = await create(str(repo.path), "replaced")
    (Path(replaced.worktree) / ".git").unlink()
    Repo(Path(replaced.worktree))("init", "--quiet")
    copied = tmp_path / "copied"
    shutil.copytree(made.worktree, copied)
    linked = await create(str(repo.path), "linked")
    (Path(linked.worktree) / ".git").rename(tmp_path / "moved.git")
    (Path(linked.worktree) / ".git").symlink_to(repo.path / ".git")
    cases = {
        made.worktree: Ownership(worktree=False),
        str(tmp_path / "theirs"): Ownership(worktree=False),
        str(repo.path): ours,
        str(repo.path / ".git"): ours,
        str(tmp_path / "plain"): ours,
        str(tmp_path / "link"): ours,
        str(stranger.path): ours,
        str(tmp_path): ours,
        "/": ours,
        ".": ours,
        "": ours,
        replaced.worktree: ours,
        linked.worktree: ours,
        str(copied): ours,
        f"{made.worktree}/../../project": ours,
    }
    before = sorted(str(path) for path in tmp_path.rglob("*") if ".git/" not in str(path))
    for path, owns in cases.items():
        await refused("WORKTREE_NOT_OURS", remove(path, str(repo.path), owns))
    assert sorted(str(path) for path in tmp_path.rglob("*") if ".git/" not in str(path)) == before


async def test_a_locked_worktree_is_not_deleted(repo: Repo) -> None:
    made = await create(str(repo.path), "x")
    repo("worktree", "lock", made.worktree)
    await refused("WORKTREE_LOCKED", remove(made.worktree, str(repo.path), made.owns))
    assert (Path(made.worktree) / "a.txt").exists()
    repo("worktree", "unlock", made.worktree)
    await remove(made.worktree, str(repo.path), made.owns)
    assert not Path(made.worktree).exists()


async def test_a_worktree_that_somebody_deleted_is_forgotten(repo: Repo) -> None:
    before = repo.state()
    made = await create(str(repo.path), "x")
    shutil.rmtree(Path(made.worktree).parent)
    await refused("BRANCH_CHECKED_OUT", delete_branch(str(repo.path), made.branch))
    await remove(made.worktree, str(repo.path), made.owns)
    await delete_branch(str(repo.path), made.branch)
    assert repo.state() == before
    await remove(made.worktree, str(repo.path), made.owns)  # Twice is once.


async def test_what_a_killed_removal_left_goes_with_the_next(repo: Repo) -> None:
    made = await create(str(repo.path), "x")
    left = Path(made.worktree).with_name(".branchline-removed-0123abcd")
    (left / "node_modules").mkdir(parents=True)
    await remove(made.worktree, str(repo.path), made.owns)
    assert not left.parent.exists()


async def test_several_at_once_come_and_go(repo: Repo) -> None:
    before = repo.state()

    async def one() -> None:
        made = await create(str(repo.path), "same")
        await remove(made.worktree, str(repo.path), made.owns)
        await delete_branch(str(repo.path), made.branch, made.base)

    await asyncio.gather(*(one() for _ in range(6)))
    assert repo.state() == before


async def test_a_branch_is_deleted_only_where_it_was_seen(repo: Repo) -> None:
    seen = repo.head
    repo("branch", "moved")
    later = repo.commit("later")
    repo("branch", "-f", "moved", later)
    await refused("BRANCH_MOVED", delete_branch(str(repo.path), "moved", seen))
    assert repo("rev-parse", "moved") == later
    await refused("BRANCH_CHECKED_OUT", delete_branch(str(repo.path), "main", later))
    await delete_branch(str(repo.path), "moved", later)
    assert repo("branch", "--list", "moved") == ""
    await delete_branch(str(repo.path), "moved", later)
    await delete_branch(str(repo.path), "\0")
