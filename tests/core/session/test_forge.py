"""Addresses of repositories on a forge, and what strangers wrote there."""

from __future__ import annotations

import pytest

from branchline.core.session.forge import (
    MOST_TEXT,
    compare_url,
    forge_at,
    head_at,
    issue_text,
    one_line,
    request_words,
    url_in,
)


@pytest.mark.parametrize(
    ("address", "forge"),
    [
        ("https://github.com/octo/tools", "github.com/octo/tools"),
        ("https://github.com/octo/tools.git", "github.com/octo/tools"),
        ("https://token@github.com/octo/tools.git/", "github.com/octo/tools"),
        ("git@github.com:octo/tools.git", "github.com/octo/tools"),
        ("github.com:octo/my.tools", "github.com/octo/my.tools"),
        ("ssh://git@ghe.example:2222/octo/tools.git", "ghe.example/octo/tools"),
        ("/home/me/tools.git", None),
        ("../tools", None),
        ("file:///home/me/tools", None),
        ("ext::sh -c evil% github.com/octo/tools", None),
        ("https://github.com/octo", None),
        ("https://github.com/--evil/tools", None),
        ("https://gitlab.com/group/subgroup/tools", None),
        ("", None),
    ],
)
def test_a_remote_is_told_from_its_address(address: str, forge: str | None) -> None:
    assert forge_at(address) == forge


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("It fails.\r\nAlways.", "Issue #7: Login\n\nIt fails.\nAlways."),
        ("", "Issue #7: Login"),
        ("a <!-- rm -rf ~ --> b", "Issue #7: Login\n\na  b"),
        ("a <!-- not closed\nrm -rf ~", "Issue #7: Login\n\na"),
        ("x\x1b[31m\x07\u202e\U000e0041y", "Issue #7: Login\n\nx[31my"),
        ("tab\tand 👩\u200d👩\u200d👧", "Issue #7: Login\n\ntab\tand 👩\u200d👩\u200d👧"),
    ],
)
def test_an_agent_is_told_what_a_reader_sees(body: str, told: str) -> None:
    assert issue_text("Issue", 7, "Login", body) == told


def test_a_long_one_is_cut_and_a_title_is_one_line() -> None:
    told = issue_text("Issue", 7, "a\nb\x1b", "x" * (MOST_TEXT + 1))
    assert told == "Issue #7: a b\n\n" + "x" * MOST_TEXT + " […]"
    assert one_line(" a\u2028\tb ") == "a b"


def test_where_a_browser_asks_for_a_pull_request() -> None:
    assert compare_url("github.com/a/b", "main", "x/y z") == "https://github.com/a/b/compare/main...x/y%20z?expand=1"
    bitbucket = "https://bitbucket.org/a/b/pull-requests/new?source=x/y&dest=main"
    assert compare_url("bitbucket.org/a/b", "main", "x/y") == bitbucket
    assert request_words("bitbucket.org/a/b", "main", "x/y", "T", "") == []
    wanted = "merge_request%5Bsource_branch%5D=x&merge_request%5Btarget_branch%5D=main"
    assert compare_url("gitlab.com/a/b", "main", "x") == f"https://gitlab.com/a/b/-/merge_requests/new?{wanted}"


@pytest.mark.parametrize(
    ("printed", "url"),
    [
        ("Creating…\nhttps://github.com/a/b/pull/12\n", "https://github.com/a/b/pull/12"),
        ("https://elsewhere.com/a/b/pull/12", None),
        ("https://github.com/a/b", None),
        ("", None),
    ],
)
def test_the_page_of_a_pull_request(printed: str, url: str | None) -> None:
    assert url_in(printed, "github.com/a/b") == url


@pytest.mark.parametrize(
    ("pushed", "head"),
    [(None, "x"), ("github.com/a/b", "x"), ("github.com/fork/b", "fork:x")],
)
def test_a_branch_of_a_fork_has_its_owner(pushed: str | None, head: str) -> None:
    assert head_at("github.com/a/b", pushed, "x") == head
