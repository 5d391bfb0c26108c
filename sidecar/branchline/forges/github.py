"""What GitHub knows of a repository. Strangers wrote it: each field is checked, and is text."""

from __future__ import annotations

from branchline.core.session.forge import Issue, PullRequest, issue_text, one_line
from branchline.forges.answers import MOST
from branchline.forges.programs import ask


async def issue(forge: str, number: int) -> Issue | None:
    """Of the repository `HOST/OWNER/NAME`: the issue or pull request of this number; None where it cannot be had."""
    found = await ask("gh", "issue", "view", str(number), "--repo", forge, "--json", "number,title,body,url")
    if not isinstance(found, dict) or not isinstance(title := found.get("title"), str):
        return None
    body, url = found.get("body"), found.get("url")
    is_pull_request = isinstance(url, str) and f"/pull/{number}" in url
    kind = "Pull request" if is_pull_request else "Issue"
    text = issue_text(kind, number, title, body if isinstance(body, str) else "")
    return Issue(number, one_line(title), text, is_pull_request)


async def pull_requests(forge: str) -> list[PullRequest] | None:
    """The open ones of the repository `HOST/OWNER/NAME`, the newest first; None where they cannot be had."""
    found = await ask("gh", "pr", "list", "--repo", forge, "--limit", str(MOST), "--json", "number,title,headRefName")
    if not isinstance(found, list):
        return None
    return [
        PullRequest(number, one_line(title), one_line(branch))
        for each in found
        if isinstance(each, dict)
        and isinstance(number := each.get("number"), int)
        and isinstance(title := each.get("title"), str)
        and isinstance(branch := each.get("headRefName"), str)
    ]
