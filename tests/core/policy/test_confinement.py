"""Where paths lead, told as the kernel would go there, on a disk that is only told of."""

from __future__ import annotations

import pytest

from branchline.core.policy import confinement
from branchline.core.policy.confinement import Ground, TooMany, Trouble, Use
from branchline.core.policy.guarded import Guarded
from harness.memory_disk import ROOT, USUAL, MemoryDisk, ground


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("src/a.py", ROOT, f"{ROOT}/src/a.py"),
        ("./src/./a.py", ROOT, f"{ROOT}/src/a.py"),
        ("src//a.py", ROOT, f"{ROOT}/src/a.py"),
        ("../a.py", f"{ROOT}/src", f"{ROOT}/a.py"),
        ("/etc/passwd", ROOT, "/etc/passwd"),
        ("..", ROOT, "/w"),
        ("../../../../..", ROOT, "/"),
        ("src/../../main", ROOT, "/w/main"),
        ("missing/../a", ROOT, f"{ROOT}/a"),
        ("link-in/a.py", ROOT, f"{ROOT}/src/a.py"),
        ("link-in/../x", ROOT, f"{ROOT}/x"),
        ("link-out", ROOT, "/w/outside"),
        ("link-out/x", ROOT, "/w/outside/x"),
        ("link-out/..", ROOT, "/w"),
        ("link-out/../wt/src", ROOT, f"{ROOT}/src"),
        ("link-back/a.py", ROOT, f"{ROOT}/src/a.py"),
        ("dangling/x", ROOT, f"{ROOT}/nowhere/x"),
        ("~/x", ROOT, f"{ROOT}/~/x"),
    ],
)
def test_where_a_path_leads(path: str, folder: str, expected: str) -> None:
    assert ground().resolve(path, folder) == expected


def test_a_chain_of_links_ends_somewhere_or_nowhere() -> None:
    long = {f"{ROOT}/l{n}": f"-> l{n + 1}" for n in range(confinement.MOST_LINKS + 1)}
    assert isinstance(ground(long).resolve("l0", ROOT), Trouble)
    assert ground(long).resolve("l1", ROOT) == f"{ROOT}/l{confinement.MOST_LINKS + 1}"
    assert isinstance(ground().resolve("loop/x", ROOT), Trouble)


@pytest.mark.parametrize(
    ("path", "use", "expected"),
    [
        ("src/a.py", Use.READ, None),
        ("src/a.py", Use.WRITE, None),
        ("src/a.py", Use.DELETE, None),
        ("src/new/deep/x", Use.WRITE, None),
        (".", Use.READ, None),
        (".", Use.DELETE, "outside"),
        ("src/..", Use.DELETE, "outside"),
        (f"{ROOT}/src", Use.READ, None),
        ("/w/wt2/x", Use.READ, "outside"),
        ("/w", Use.READ, "outside"),
        ("/", Use.READ, "outside"),
        ("/etc/passwd", Use.READ, "outside"),
        ("../wt/src/a.py", Use.READ, None),
        ("link-in/a.py", Use.WRITE, None),
        ("link-out", Use.READ, "outside"),
        ("link-out", Use.DELETE, "outside"),
        ("link-out/notes.txt", Use.READ, "outside"),
        ("link-out/../wt/src/a.py", Use.READ, None),
        ("link-out/back", Use.READ, "outside"),
        ("link-back", Use.READ, None),
        ("loop", Use.READ, "path"),
        ("dangling", Use.WRITE, None),
        (".env", Use.READ, "secret"),
        (".ENV", Use.READ, "secret"),
        ("src/.env.local", Use.WRITE, "secret"),
        ("certs/server.key", Use.READ, "secret"),
        (".git", Use.READ, "protected"),
        (".GIT/config", Use.READ, "protected"),
        (".git/hooks/x", Use.WRITE, "protected"),
        (".vscode/tasks.json", Use.READ, None),
        (".vscode/tasks.json", Use.WRITE, "protected"),
        (".github/workflows/x.yml", Use.WRITE, "protected"),
        (".github/CODEOWNERS", Use.WRITE, "protected"),
        (".github/ISSUE_TEMPLATE/bug.yml", Use.WRITE, None),
        ("CLAUDE.md", Use.DELETE, "protected"),
        ("src/linked.txt", Use.READ, None),
        ("src/linked.txt", Use.WRITE, "outside"),
        ("src/linked.txt", Use.DELETE, None),
        ("src/pipe", Use.READ, "path"),
        ("/dev/null", Use.WRITE, None),
        ("/dev/null", Use.DELETE, "outside"),
        ("/dev/zero", Use.READ, "outside"),
        ("", Use.READ, "path"),
        (" src", Use.READ, "path"),
        ("src ", Use.READ, "path"),
        ("a\nb", Use.READ, "path"),
        ("a\x1bb", Use.READ, "path"),
        ("a\u202eb", Use.READ, "path"),
    ],
)
def test_what_keeps_a_path_from_being_used(path: str, use: Use, expected: str | None) -> None:
    found = ground().trouble(path, ROOT, use)
    assert (found and found.rule) == expected, found


def test_the_main_checkout_is_named() -> None:
    found = ground().trouble("/w/main/src/a.py", ROOT, Use.READ)
    assert found is not None
    assert "main checkout" in found.why


@pytest.mark.parametrize(
    ("tree", "path", "expected"),
    [
        ({f"{ROOT}/Link": "-> /w/outside"}, "link/x", "outside"),
        ({f"{ROOT}/Link": "-> /w/outside"}, "other/x", None),
        ({f"{ROOT}/SRC/Linked": "shared"}, "src/linked", None),
        ({f"{ROOT}/Notes": "-> .env"}, "notes", "secret"),
        ({f"{ROOT}/Ci": "-> .vscode"}, "ci/tasks.json", "protected"),
        ({f"{ROOT}/Loop": "-> Loop"}, "loop/x", "path"),
        ({f"{ROOT}/x": "-> .git/config"}, "x", "protected"),
    ],
)
def test_names_in_other_letters_may_be_the_same(tree: dict[str, str], path: str, expected: str | None) -> None:
    found = ground(tree).trouble(path, ROOT, Use.WRITE)
    assert (found and found.rule) == expected


@pytest.mark.parametrize("worktree", ["/", "/w/loop"])
def test_nothing_is_inside_a_worktree_that_is_none(worktree: str) -> None:
    none = Ground(worktree, MemoryDisk({"/w/loop": "-> loop"}), guarded=Guarded())
    assert none.trouble("src", "/w", Use.READ) is not None
    assert none.trouble("/etc/passwd", "/", Use.READ) is not None


def test_a_worktree_that_is_reached_by_a_link_is_its_target() -> None:
    linked = Ground("/tmp/link", MemoryDisk({**USUAL, "/tmp/link": f"-> {ROOT}"}), guarded=Guarded())
    assert linked.trouble("/tmp/link/src/a.py", "/tmp/link", Use.WRITE) is None
    assert linked.trouble(f"{ROOT}/src/a.py", "/tmp/link", Use.WRITE) is None
    assert linked.trouble("..", "/tmp/link", Use.READ) is not None


def test_what_was_asked_about_is_kept_for_rules() -> None:
    asked = ground()
    asked.trouble("link-in/a.py", ROOT, Use.READ)
    asked.trouble("/etc/passwd", ROOT, Use.WRITE)
    assert asked.touched == [(f"{ROOT}/src/a.py", Use.READ), ("/etc/passwd", Use.WRITE)]


def test_a_walk_sees_everything_below_and_follows_no_links() -> None:
    assert sorted(each.below for each in ground().walk("src", ROOT)) == [
        "a.py", "b.py", "linked.txt", "pipe", "sub", "sub/c.py",
    ]  # fmt: skip
    assert sorted(each.within for each in ground().walk("link-in/sub", ROOT)) == ["src/sub/c.py"]
    assert "link-out/notes.txt" not in [each.below for each in ground().walk(".", ROOT)]
    assert "sub/c.py" not in [each.below for each in ground().walk("src", ROOT, frozenset({"sub"}))]
    assert list(ground().walk("README.md", ROOT)) == []
    assert list(ground().walk("missing", ROOT)) == []


def test_a_walk_gives_up_on_too_much_and_on_closed_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(list(ground().walk(".", ROOT))) > 5
    monkeypatch.setattr(confinement, "MOST_ENTRIES", 5)
    with pytest.raises(TooMany):
        list(ground().walk(".", ROOT))
    closed = ground({f"{ROOT}/src/private": "closed"})
    with pytest.raises(TooMany):
        list(closed.walk("src", ROOT))
    with pytest.raises(TooMany):
        list(closed.walk("src/private", ROOT))
