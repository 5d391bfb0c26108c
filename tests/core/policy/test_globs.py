"""What patterns stand for, to a shell and to tools that match names themselves."""

from __future__ import annotations

import pytest

from branchline.core.policy.confinement import Trouble
from branchline.core.policy.globs import expand, listed_by, named_by
from branchline.core.shell.shell import CannotTell, parse
from harness.memory_disk import ROOT, ground


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("src/*.py", ["src/a.py", "src/b.py"]),
        ("s?c/a*", ["src/a.py"]),
        ("link-in/[ab].py", ["link-in/a.py", "link-in/b.py"]),
        ("none*", ["none*"]),
        ("'src/*.py'", ["src/*.py"]),
        (".*", [".", "..", ".env", ".git"]),
        ("src/.?", ["src/.."]),
        ("s*/", ["src/"]),
        ("*.md/x", ["*.md/x"]),
        ("link-out/*", "outside"),
        ("../*", "outside"),
        ("src/**/c.py", ["src/./c.py", "src/sub/c.py"]),
        ("src/**", ["src/.", "src/a.py", "src/b.py", "src/linked.txt", "src/pipe", "src/sub", "src/sub/c.py"]),
        ("link-out/**/x", "outside"),
        ("src/***/c.py", "path"),
        ("src**/c.py", "path"),
        ("src/**a.py", "path"),
        ("src/a^x", "path"),
        ("sr^x/a.py", "path"),
        ("README.md~x", "path"),
        ("src/*.py~b", "path"),
        ("READM~x", ["READM~x"]),
        ("README.md~", ["README.md~"]),
        ("README.m{d}", "path"),
        ("REA{DME}.md", "path"),
        ("src/[[:alpha:]].py", ["src/a.py", "src/b.py"]),
        (".[[:alpha:]]nv", [".env"]),
        (".[^]x]nv", [".env"]),
        (".[]e]nv", [".env"]),
        (".[[.e.]][[=n=]]v", [".env"]),
        ("src/[a].py", ["src/a.py", "src/b.py"]),
        ("src/[]", ["src/[]"]),
        ("src/[^]", ["src/[^]"]),
        ("HEAD^", ["HEAD^"]),
        ("HEAD~2..HEAD^{tree}", ["HEAD~2..HEAD^{tree}"]),
        ("link-ou^x/notes.txt", "path"),
        ("link-ou^x/none", ["link-ou^x/none"]),
        ("'src/a^x'", ["src/a^x"]),
    ],
)
def test_what_a_pattern_of_the_shell_stands_for(text: str, expected: list[str] | str) -> None:
    parsed = parse(f"ls {text}")
    assert not isinstance(parsed, CannotTell)
    found = expand(parsed[0].commands[0].words[1], ground(), ROOT)
    if isinstance(expected, str):
        assert isinstance(found, Trouble)
        assert found.rule == expected
    else:
        assert found == expected


def test_two_stars_go_through_links_that_stay_inside() -> None:
    tree = {f"{ROOT}/a/to-b": "-> ../b", f"{ROOT}/b/deep/.env": "file", f"{ROOT}/b/deep/round": "-> ../../a"}
    parsed = parse("cat a/**/.e*")
    assert not isinstance(parsed, CannotTell)
    found = expand(parsed[0].commands[0].words[1], ground(tree), ROOT)
    assert found == ["a/to-b/deep/.env"]


def test_a_name_that_would_be_an_option_is_told() -> None:
    parsed = parse("ls *")
    assert not isinstance(parsed, CannotTell)
    found = expand(parsed[0].commands[0].words[1], ground({f"{ROOT}/-rf": "file"}), ROOT)
    assert isinstance(found, Trouble)
    assert found.rule == "option"


@pytest.mark.parametrize(
    ("look", "text", "expected"),
    [
        (named_by, "src/a.py", ["src/a.py"]),
        (named_by, "src/*.py", ["src/a.py", "src/b.py"]),
        (named_by, "app/[id]/x.tsx", ["app/[id]/x.tsx"]),
        (named_by, "src/{a,b}.py", ["src/a.py", "src/b.py"]),
        (named_by, "src/{a,../../x}", ["src/a", "src/../../x"]),
        (named_by, "{a..b}", "path"),
        (named_by, "file:///etc/passwd", "path"),
        (named_by, "$HOME/x", "path"),
        (named_by, "app/$id.tsx", ["app/$id.tsx"]),
        (listed_by, "**/*.ts", ["**/*.ts"]),
        (listed_by, "src/*.py", ["src/*.py", "src"]),
        (listed_by, f"{ROOT}/*", [f"{ROOT}/*", ROOT]),
        (listed_by, ROOT, [ROOT]),
        (listed_by, "/*", ["/*", "/"]),
        (listed_by, "src/*.{ts,tsx}", ["src/*.{ts,tsx}", "src"]),
        (listed_by, "src/{..,x}/*", "path"),
        (listed_by, "{/etc,src}/*", "path"),
        (listed_by, "src/**/{..,x}", "path"),
        (listed_by, "src/\\../../*", "path"),
    ],
)
def test_what_a_tool_means_by_a_path(look: object, text: str, expected: list[str] | str) -> None:
    assert callable(look)
    found = look(text, ground(), ROOT)
    assert (found.rule if isinstance(found, Trouble) else found) == expected


def test_a_path_with_brackets_that_is_there_is_no_pattern() -> None:
    there = ground({f"{ROOT}/app/[ab]/x": "file", f"{ROOT}/app/a/x": "file"})
    assert named_by("app/[ab]/x", there, ROOT) == ["app/[ab]/x"]
    assert named_by("app/[ab]/y", there, ROOT) == ["app/a/y"]
