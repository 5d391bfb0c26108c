"""What both changed is merged, or named as a conflict; the repository has nothing more of it than what is kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.merging import Conflict, ConflictKind
from branchline.git.merge_trees import Merged, merged, merging
from harness.hostile import Hostile
from harness.partial_clones import partial_clone
from harness.repositories import MakeRepo, Repo

LINES = [f"line {number}\n" for number in range(30)]
Side = Callable[[Repo], object]
K = ConflictKind


def lines(**changed: str) -> str:
    """`n3="x"`: the third line is that."""
    return "".join(changed.get(f"n{number}", line.strip()) + "\n" for number, line in enumerate(LINES))


def put(name: str | bytes, content: str | bytes) -> Side:
    return lambda repo: repo.write(name, content)


def move(old: str, new: str) -> Side:
    def moved(repo: Repo) -> None:
        (repo.path / new).parent.mkdir(parents=True, exist_ok=True)
        (repo.path / old).rename(repo.path / new)

    return moved


def drop(name: str) -> Side:
    return lambda repo: (repo.path / name).unlink()


def mode(name: str) -> Side:
    return lambda repo: (repo.path / name).chmod(0o755)


def link(name: str, target: str) -> Side:
    def linked(repo: Repo) -> None:
        (repo.path / name).unlink(missing_ok=True)
        (repo.path / name).symlink_to(target)

    return linked


def instead(name: str, inner: str) -> Side:
    def put_folder(repo: Repo) -> None:
        (repo.path / name).unlink()
        repo.write(f"{name}/{inner}", "inner\n")

    return put_folder


def gitlink(repo: Repo, commit: str) -> object:
    (repo.path / "sub").mkdir()
    return repo("update-index", "--add", "--cacheinfo", f"160000,{commit},sub")


def both(*sides: Side) -> Side:
    return lambda repo: [side(repo) for side in sides]


def start(repo: Repo) -> str:
    for name in ("text", "renamed", "folder/one", "folder/two"):
        repo.write(name, name + "\n" + lines())
    repo.write("program", "#!/bin/sh\n" + lines())
    repo.write("image", b"\0" + bytes(range(256)))
    return repo.commit("start")


def side(repo: Repo, base: str, change: Side) -> str:
    repo("checkout", "--quiet", "--force", "--detach", base)
    repo("clean", "-fdq")
    change(repo)
    repo("add", "-A")
    return repo("write-tree")


async def merge(repo: Repo, ours: Side, theirs: Side, *, keep: bool = False) -> Merged:
    base = start(repo)
    left, right = side(repo, base, ours), side(repo, base, theirs)
    before = repo.state()
    objects = stored(repo)
    found = await merged(str(repo.path), base, left, right, keep=keep)
    assert repo.state() == before
    assert keep or stored(repo) == objects
    return found


def stored(repo: Repo) -> set[Path]:
    return {*(repo.path / ".git" / "objects").rglob("*")}


ODD = "with space\nand line\t“ü”"
BYTES = b"not \xff utf-8"
CASES: dict[str, tuple[Side, Side, list[tuple[str, ConflictKind]]]] = {
    "nothing": (put("a", "1\n"), put("b", "1\n"), []),
    "the same": (put("text", "new\n"), put("text", "new\n"), []),
    "other lines": (put("text", lines(n2="a")), put("text", lines(n20="b")), []),
    "one line": (put("text", lines(n5="a")), put("text", lines(n5="b")), [("text", K.CONTENTS)]),
    "two new files of a name": (put("new", "a\n"), put("new", "b\n"), [("new", K.CONTENTS)]),
    "changed and deleted": (put("text", lines(n5="a")), drop("text"), [("text", K.DELETED)]),
    "deleted and changed": (drop("text"), put("text", lines(n5="a")), [("text", K.DELETED)]),
    "deleted by both": (drop("text"), drop("text"), []),
    "renamed differently": (move("renamed", "x"), move("renamed", "y"), [("renamed", K.RENAMED)]),
    "renamed by both": (move("renamed", "x"), move("renamed", "x"), []),
    "renamed and deleted": (move("renamed", "x"), drop("renamed"), [("x", K.RENAMED)]),
    "renamed and changed": (move("renamed", "x"), put("renamed", "renamed\n" + lines(n5="b")), []),
    "renamed, and the same line changed": (
        both(move("renamed", "x"), put("x", "renamed\n" + lines(n5="a"))),
        put("renamed", "renamed\n" + lines(n5="b")),
        [("x", K.CONTENTS)],
    ),
    "into a folder that was renamed": (
        both(move("folder/one", "moved/one"), move("folder/two", "moved/two")),
        put("folder/new", "new\n"),
        [("moved/new", K.RENAMED)],
    ),
    "mode and lines": (mode("program"), put("program", "#!/bin/sh\n" + lines(n3="b")), []),
    "new with two modes": (
        both(put("new", "a\n"), mode("new")), put("new", "a\n"), [("new", K.CONTENTS)],
    ),
    "a link and a file": (link("text", "image"), put("text", lines(n5="b")), [("text", K.TYPES)]),
    "two links": (link("text", "image"), link("text", "program"), [("text", K.CONTENTS)]),
    "binary": (put("image", b"\0a"), put("image", b"\0b"), [("image", K.BINARY)]),
    "a folder and a file": (instead("text", "inner"), put("text", lines(n5="b")), [("text", K.FOLDER)]),
    "two new, a folder and a file": (put("new/inner", "a\n"), put("new", "b\n"), [("new", K.FOLDER)]),
    "submodule": (
        lambda repo: gitlink(repo, "1" * 40),
        lambda repo: gitlink(repo, "2" * 40),
        [("sub", K.SUBMODULE)],
    ),
    "odd names": (put(ODD, "a\n"), put(ODD, "b\n"), [(ODD, K.CONTENTS)]),
    "a name that is not UTF-8": (put(BYTES, "a\n"), put(BYTES, "b\n"), [(os.fsdecode(BYTES), K.CONTENTS)]),
    "line ends": (put("text", lines().replace("\n", "\r\n")), put("text", lines(n5="b")), [("text", K.CONTENTS)]),
    "two files": (
        both(put("text", lines(n5="a")), put("renamed", "a\n")),
        both(put("text", lines(n5="b")), put("renamed", "b\n")),
        [("renamed", K.CONTENTS), ("text", K.CONTENTS)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
async def test_what_two_did_to_one_tree(repo: Repo, name: str) -> None:
    ours, theirs, expected = CASES[name]
    found = await merge(repo, ours, theirs)
    assert found.conflicts == tuple(Conflict(*each) for each in expected)


async def test_a_tree_that_is_kept_can_be_read(repo: Repo) -> None:
    found = await merge(repo, put("text", lines(n2="a")), put("text", lines(n20="b")), keep=True)
    assert repo("show", f"{found.tree}:text") == lines(n2="a", n20="b").strip()
    assert repo("for-each-ref", "--contains", repo.head) == repo("for-each-ref")


async def test_changes_taken_back(repo: Repo) -> None:
    """The base is what came after a change, theirs what was before."""
    first = start(repo)
    after = side(repo, first, put("text", lines(n2="a")))
    now = side(repo, first, put("text", lines(n2="a", n20="b")))
    found = await merged(str(repo.path), after, now, first, keep=True)
    assert found.conflicts == ()
    assert repo("show", f"{found.tree}:text").splitlines()[1:4] == ["line 0", "line 1", "line 2"]


async def test_two_histories_over_what_they_have_in_common(repo: Repo) -> None:
    base = start(repo)
    repo.commit("onward", text=lines(n2="main"))
    main = repo.head
    early = side(repo, base, put("text", lines(n20="a")))
    late = side(repo, main, put("text", lines(n2="b")))
    async with merging(str(repo.path)) as merger:
        ours, theirs = await merger.commit(early, base), await merger.commit(late, main)
        assert (await merger.joined(ours, main)).conflicts == ()
        found = await merger.joined(ours, theirs)
        assert found.conflicts == ()
        assert await merger.read(found.tree, "text") == lines(n2="b", n20="a").encode()
        assert await merger.read(found.tree, "nothing") is None


async def test_the_attributes_of_a_tree_have_a_say_and_name_no_program(repo: Repo, tmp_path: Path) -> None:
    """A union takes both lines; a driver of the repository's own is not run."""
    hostile = Hostile(tmp_path / "hostile")
    repo.write(".gitattributes", "text merge=union\nrenamed merge=evil\n")
    repo.write("folder/.gitattributes", "one -merge\n")
    change = [both(*(put(name, f"{who}\n") for name in ("text", "renamed", "folder/one"))) for who in ("a", "b")]
    base = start(repo)
    left, right = (side(repo, base, each) for each in change)
    hostile.arm(repo.path / ".git")
    hostile.forget()
    found = await merged(str(repo.path), base, left, right)
    assert found.conflicts == (Conflict("folder/one", K.BINARY), Conflict("renamed", K.CONTENTS))
    assert hostile.ran == set()


@pytest.mark.parametrize("revision", ["1" * 40, "HEAD", "--help", ""])
async def test_what_is_not_there(repo: Repo, revision: str) -> None:
    with pytest.raises(BranchlineError) as caught:
        await merged(str(repo.path), repo.head, repo.head, revision)
    assert caught.value.code is ErrorCode.BAD_REVISION


async def test_a_partial_clone_fetches_nothing(make_repo: MakeRepo, tmp_path: Path) -> None:
    clone = partial_clone(make_repo, tmp_path, "blob:none")
    clone.go_offline()
    before = clone.here()
    work = clone.work
    work("checkout", "--quiet", "--detach")
    base = work.head
    left = work.commit("ours", **{"in/one__txt": "a\n"})
    work("checkout", "--quiet", "--detach", base)
    right = work.commit("theirs", **{"in/one__txt": "b\n"})
    found = await merged(str(clone.clone.path), base, left, right)
    assert found.conflicts == (Conflict("in/one.txt", K.CONTENTS),)
    assert clone.here() == before


async def test_a_linked_worktree_and_its_repository_have_the_same_objects(repo: Repo, tmp_path: Path) -> None:
    base = start(repo)
    repo("worktree", "add", "--quiet", "--detach", str(tmp_path / "with:colon"))
    left, right = side(repo, base, put("text", "a\n")), side(repo, base, put("text", "b\n"))
    found = await merged(str(tmp_path / "with:colon"), base, left, right)
    assert found.conflicts == (Conflict("text", K.CONTENTS),)
