"""What git's own patterns stand for, and what else git changes with what it removes or moves."""

from __future__ import annotations

import pytest

from branchline.core.policy import confinement
from branchline.core.policy.commands.git import git
from branchline.core.policy.commands.model import Argument, Call, Fine, Judgement
from branchline.core.policy.commands.pathspecs import matched, wants_secret
from branchline.core.policy.confinement import Trouble
from harness.memory_disk import ROOT, USUAL, ground

TREE = {
    **USUAL,
    f"{ROOT}/app/[id]/page.tsx": "file",
    f"{ROOT}/app/i/page.tsx": "file",
    f"{ROOT}/conf/prod.env": "file",
    f"{ROOT}/conf/x.env": "file",
    f"{ROOT}/conf/readme.md": "file",
}


def call(*arguments: str, folder: str = ROOT, tree: dict[str, str] | None = None) -> Call:
    return Call("git", tuple(map(Argument, arguments)), ground(tree or TREE), folder)


@pytest.mark.parametrize(
    ("text", "folder", "expected"),
    [
        ("src/a.py", ROOT, set()),
        ("missing", ROOT, set()),
        ("src/*.py", ROOT, {"src/a.py", "src/b.py", "src/sub/c.py"}),
        ("s*c.py", ROOT, {"./src/sub/c.py"}),
        ("*.PY", f"{ROOT}/src", {"./a.py", "./b.py", "./sub/c.py"}),
        ("src/?.py", ROOT, {"src/a.py", "src/b.py"}),
        ("src/sub?c.py", ROOT, {"src/sub/c.py"}),
        ("src/\\a.py", ROOT, {"src/a.py"}),
        ("app/[id]/page.tsx", ROOT, {"app/[id]/page.tsx", "app/i/page.tsx"}),
        ("src/[[:alpha:]].py", ROOT, {"src/a.py", "src/b.py", "src/sub/c.py"}),
        ("src/[", ROOT, set()),
        ("app/\\[id[]]/page.tsx", ROOT, {"app/[id]/page.tsx", "app/i/page.tsx"}),
        ("app/\\[[i]d]/page.tsx", ROOT, {"app/[id]/page.tsx", "app/i/page.tsx"}),
        ("../*.md", f"{ROOT}/src", {"../README.md", "../conf/readme.md"}),
        (f"{ROOT}/*.md", ROOT, {f"{ROOT}/README.md", f"{ROOT}/conf/readme.md"}),
    ],
)
def test_what_is_matched_at_any_depth(text: str, folder: str, expected: set[str]) -> None:
    found = matched(call(folder=folder), text)
    assert not isinstance(found, Trouble)
    assert set(found) == {text, *expected}


@pytest.mark.parametrize("text", ["../../*", "/*", "link-out/*", "src/*/../../../x", "loop/*"])
def test_what_lies_outside_or_leads_up_is_not_told(text: str) -> None:
    assert isinstance(matched(call(), text), Trouble)


def test_too_much_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "MOST_ENTRIES", 2)
    assert isinstance(matched(call(), "*.py"), Trouble)
    assert wants_secret(call(), "*.py") is None
    assert wants_secret(call(), "*.pem") is not None


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        (".e*", True),
        ("conf/.[e]nv", True),
        ("co*env", True),
        ("conf/*.env", True),
        (".ss?/*", True),
        ("id_*", True),
        ("*.p8", True),
        ("credent*", True),
        ("[[:punct:]]env", True),
        ("*", False),
        ("conf/*", False),
        ("*.json", False),
        ("*.yml", False),
        ("src/*.py", False),
        ("app/[id]/page.tsx", False),
        ("conf/prod.env", False),
    ],
)
def test_what_is_after_secrets(text: str, is_asked: bool) -> None:
    assert (wants_secret(call(), text) is not None) is is_asked


SUBMODULES = {**TREE, f"{ROOT}/.gitmodules": "file", f"{ROOT}/libs/one": "folder"}


def judged(*arguments: str, tree: dict[str, str]) -> Judgement:
    return git(call(*arguments, tree=tree))


@pytest.mark.parametrize(
    "arguments",
    [("rm", "libs/one"), ("rm", "-r", "libs"), ("rm", "-r", "lib*"), ("mv", "libs/one", "two"), ("mv", "libs", "x")],
)
def test_what_may_be_a_submodule_is_neither_removed_nor_moved(arguments: tuple[str, ...]) -> None:
    found = judged(*arguments, tree=SUBMODULES)
    assert isinstance(found, Trouble)
    assert ".gitmodules" in found.why
    without = {path: what for path, what in SUBMODULES.items() if not path.endswith(".gitmodules")}
    assert isinstance(judged(*arguments, tree=without), Fine)
    assert isinstance(judged("rm", "src/a.py", tree=SUBMODULES), Fine)


@pytest.mark.parametrize(
    ("arguments", "removes"),
    [
        (("rm", "src/sub/c.py"), {"src/sub/c.py", "src/sub", "src"}),
        (("rm", "-r", "src/s*"), {"src/s*", "src/sub/c.py", "src/sub", "src"}),
        (("rm", "--cached", "src/sub/c.py"), set()),
        (("rm", "-n", "src/sub/c.py"), set()),
    ],
)
def test_folders_that_become_empty_go_as_well(arguments: tuple[str, ...], removes: set[str]) -> None:
    found = judged(*arguments, tree=TREE)
    assert isinstance(found, Fine)
    assert {each.removeprefix(f"{ROOT}/") for each in found.removes} == removes
