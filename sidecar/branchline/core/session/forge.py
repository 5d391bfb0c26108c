"""Addresses of repositories on a forge, and texts that strangers wrote there."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

import attrs

MOST_TEXT = 20_000
"""Characters of an issue that an agent is told."""
_WORD = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
_ADDRESS = re.compile(
    rf"(?:(?:https?|ssh|git)://(?:[^/@]*@)?(?P<host>{_WORD})(?::\d+)?/|(?:[^/@:]+@)?(?P<scp>{_WORD}):/?)"
    rf"(?P<owner>{_WORD})/(?P<name>{_WORD}?)(?:\.git)?/?"
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_JOINERS = "\u200c\u200d"
"""Emoji and some scripts need them."""


@attrs.frozen
class Issue:
    """`text` is for an agent: the title and what is written below it."""

    number: int
    title: str
    text: str
    is_pull_request: bool


@attrs.frozen
class PullRequest:
    number: int
    title: str
    branch: str


def forge_at(address: str) -> str | None:
    """`HOST/OWNER/NAME` of a remote's address; None for one that is on no forge."""
    found = _ADDRESS.fullmatch(address)
    return found and f"{found['host'] or found['scp']}/{found['owner']}/{found['name']}"


def compare_url(forge: str, base: str, branch: str) -> str:
    """Where a browser asks for a pull request of `branch`, at `HOST/OWNER/NAME`."""
    left, right = quote(base), quote(branch, safe="/:")
    if is_gitlab(forge):
        source, target = "merge_request[source_branch]", "merge_request[target_branch]"
        return f"https://{forge}/-/merge_requests/new?{quote(source)}={right}&{quote(target)}={left}"
    if is_bitbucket(forge):
        return f"https://{forge}/pull-requests/new?source={right}&dest={left}"
    # GitHub's, which Gitea and Forgejo have too.
    return f"https://{forge}/compare/{left}...{right}?expand=1"


def head_at(forge: str, pushed: str | None, branch: str) -> str:
    """What the branch is called there: with its owner where it was pushed to a fork."""
    if pushed in {None, forge} or is_gitlab(forge):
        return branch
    return f"{pushed.split('/')[1]}:{branch}" if pushed else branch


def is_gitlab(forge: str) -> bool:
    return "gitlab" in forge.partition("/")[0].lower()


def is_bitbucket(forge: str) -> bool:
    return "bitbucket" in forge.partition("/")[0].lower()


def request_words(forge: str, base: str, branch: str, title: str, body: str) -> list[str]:
    """The command that asks for it, by `gh` or `glab`; empty where neither knows the forge."""
    if is_bitbucket(forge):
        return []
    if is_gitlab(forge):
        words = ["glab", "mr", "create", "--yes", "--repo", f"https://{forge}", "--source-branch", branch]
        return [*words, "--target-branch", base, "--title", title, "--description", body]
    words = ["gh", "pr", "create", "--repo", forge, "--head", branch, "--base", base]
    return [*words, "--title", title, "--body", body]


def url_in(printed: str, forge: str) -> str | None:
    """The page of a pull request of that forge, in what a program printed."""
    host = re.escape(f"https://{forge.partition('/')[0]}/")
    found = re.search(rf"{host}\S+/(?:pull|merge_requests)/\d+", printed)
    return found and found[0]


def issue_text(kind: str, number: int, title: str, body: str) -> str:
    """What an agent is told of it. What nobody sees who reads its page is left out: it may be meant for agents."""
    body = seen(_COMMENT.sub("", body)).strip()
    cut = body[:MOST_TEXT].rstrip() + " […]" if len(body) > MOST_TEXT else body
    return "\n\n".join(filter(None, [f"{kind} #{number}: {one_line(title)}", cut]))


def one_line(text: str) -> str:
    return " ".join(seen(text).split())


def seen(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        each for each in text if each in "\n\t" or each in _JOINERS or not unicodedata.category(each).startswith("C")
    )
