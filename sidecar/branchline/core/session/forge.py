"""Addresses of repositories on a forge, and texts that strangers wrote there."""

from __future__ import annotations

import re
import unicodedata

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
