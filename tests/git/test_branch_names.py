"""What git takes for a branch is known without asking it."""

from __future__ import annotations

import subprocess

import pytest

from branchline.git.branch_names import is_branch_name

NAMES = r"""branchline/x a a/b HEAD head @ @x x@ a@{b a{b a..b a.b .a a/.b a. a./b a.lock a.lock/b a.lockx -a a/-b a~b
a^b a:b a?b a*b a[b a]b a\b /a a/ a//b refs/heads/a @/a a/@ ä/ß 名前 a'b a"b $(a) a;b"""


@pytest.mark.parametrize("name", [*NAMES.split(), "", " ", "a b", "a\tb", "a\x7fb", "a\x01b", "a\n"])
def test_as_git_says_itself(name: str) -> None:
    done = subprocess.run(["git", "check-ref-format", "--branch", name], capture_output=True, check=False)
    assert is_branch_name(name) == (done.returncode == 0)
