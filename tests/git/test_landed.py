"""It is known that a branch has what another one did, however that came there, and that it has not all of it."""

from __future__ import annotations

import pytest

from branchline.core.model.landing import How
from branchline.git.landed import how_it_came
from branchline.git.runner import Git
from harness.repositories import Repo

LINES = "".join(f"line {number}\n" for number in range(40))


def changed(line: int, word: str = "mine", of: str = LINES) -> str:
    return of.replace(f"line {line}\n", f"{word} {line}\n")


@pytest.fixture
def work(repo: Repo) -> Repo:
    """With a branch `work` of two commits, and one of its parent's."""
    repo.commit("lines", both__txt=LINES)
    repo("checkout", "-q", "-b", "work")
    repo.commit("one", both__txt=changed(3), new__txt="new\n")
    repo.commit("two", both__txt=changed(5, of=changed(3)))
    repo("checkout", "-q", "main")
    repo.commit("theirs", both__txt=changed(30, "theirs"), other__txt="other\n")
    return repo


async def came(repo: Repo, branch: str = "work") -> How | None:
    base = repo("merge-base", "main", branch)
    return await how_it_came(Git(repo.path), base, repo("rev-parse", branch), repo("rev-parse", "main"))


def squash(repo: Repo) -> None:
    repo("merge", "-q", "--squash", "work")
    repo("commit", "-qm", "all of it (#7)")


async def test_not_yet(work: Repo) -> None:
    assert await came(work) is None


@pytest.mark.parametrize("later", [None, "elsewhere", "same lines"])
@pytest.mark.parametrize("how", How)
async def test_however_it_came(how: How, later: str | None, work: Repo) -> None:
    """Also where others changed the same files before, and after it the very lines."""
    base = work("merge-base", "main", "work")
    if how is How.MERGE:
        work("merge", "-q", "--no-edit", "work")
    elif how is How.SQUASH:
        squash(work)
    else:
        work("cherry-pick", f"{base}..work")
    if later == "elsewhere":
        work.commit("later", later__txt="later\n")
    elif later:
        work.commit("later", both__txt=changed(3, "again"))
    found = await how_it_came(Git(work.path), base, work("rev-parse", "work"), work("rev-parse", "main"))
    assert found is how
    assert work("status", "--porcelain") == ""


async def test_files_that_are_the_same_are_enough(repo: Repo) -> None:
    """Whoever squashed it put more into the commit."""
    repo("checkout", "-q", "-b", "work")
    repo.commit("one", a__txt="mine\n")
    repo.commit("two", b__txt="mine\n")
    repo("checkout", "-q", "main")
    repo.commit("both, and more", a__txt="mine\n", b__txt="mine\n", more__txt="more\n")
    assert await came(repo) is How.SQUASH


@pytest.mark.parametrize("what", ["a part", "one of the commits", "no longer"])
async def test_not_all_of_it(what: str, work: Repo) -> None:
    if what == "a part":
        work.commit("a part", new__txt="new\n")
    elif what == "one of the commits":
        work("cherry-pick", "work^")
    else:
        squash(work)
        work("revert", "--no-edit", "HEAD")
        # What it did stands in the history: it came, and was taken back by somebody who knows why.
    assert await came(work) is (How.SQUASH if what == "no longer" else None)


async def test_work_that_comes_to_nothing_never_lands(repo: Repo) -> None:
    repo("checkout", "-q", "-b", "work")
    repo.commit("one", a__txt="mine\n")
    repo("revert", "--no-edit", "HEAD")
    repo("checkout", "-q", "main")
    repo.commit("theirs", other__txt="other\n")
    assert await came(repo) is None
