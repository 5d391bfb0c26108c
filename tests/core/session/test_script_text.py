from __future__ import annotations

import pytest

from branchline.core.session.script_text import called_in, is_script, names_in, shown_text


@pytest.mark.parametrize(
    ("text", "beside", "named"),
    [
        ("bash scripts/setup.sh --all", "", "scripts/setup.sh"),
        ("./setup", "", "setup"),
        ('sh "my scripts/set up.sh"', "", "my scripts/set up.sh"),
        ("$BRANCHLINE_WORKTREE/tools/a.py", "", "tools/a.py"),
        ('"${ROOT}/tools/a.py"', "", "tools/a.py"),
        ("FOO=1 make -f build/x.mk", "", "build/x.mk"),
        ('. "$(dirname "$0")/lib.sh"', "tools", "tools/lib.sh"),
        ("source ../lib.sh", "tools", "lib.sh"),
        ("a && ./b.sh; c", "", "b.sh"),
        ("cp .env.example .env", "", ".env.example"),
    ],
)
def test_a_file_that_is_named_is_found(text: str, beside: str, named: str) -> None:
    assert named in names_in(text, beside)


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("sh tools/a; echo > b", ["tools/a"]),
        ("set -e\n. ./lib", ["lib"]),
        ("python3 -u gen", ["gen"]),
        ("(bash -e a) && make b", ["a"]),
        ("echo ready > out", []),
    ],
)
def test_what_an_interpreter_is_told_to_run(text: str, called: list[str]) -> None:
    found = called_in(text)
    assert {*called} <= {*found}
    assert not {"b", "out", "make"} & {*found}


@pytest.mark.parametrize(
    "text", ["npm ci --prefix package-lock.json", "x yarn.lock", "cat ../outside", "x .git/config"]
)
def test_locks_and_what_is_outside_are_not(text: str) -> None:
    assert not {"package-lock.json", "yarn.lock", "outside", "../outside", ".git/config"} & {*names_in(text)}


@pytest.mark.parametrize(
    ("path", "start", "executable", "scripts"),
    [
        ("a.sh", b"x", False, True),
        ("bin/x", b"#!", False, True),
        ("bin/x", b"x", True, True),
        ("Makefile", b"x", False, True),
        ("notes.txt", b"x", False, False),
    ],
)
def test_what_is_a_script(path: str, start: bytes, executable: bool, scripts: bool) -> None:
    assert is_script(path, start, executable) is scripts


def test_what_is_shown_is_the_command_and_the_files() -> None:
    assert shown_text("sh a.sh", [("a.sh", "one\n"), ("b.sh", "two")]) == (
        "sh a.sh\n\n# ──── a.sh ────\none\n\n# ──── b.sh ────\ntwo\n"
    )
