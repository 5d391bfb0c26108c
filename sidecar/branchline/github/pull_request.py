"""The pull request of a branch: its state, its checks and its threads, in one question to GitHub. Each field of the
answer is checked; what is not as it should be is not there."""

from __future__ import annotations

from typing import Any

import attrs

from branchline.core.model.pull_request import Checks, PullRequestStatus, SeenPullRequest
from branchline.core.session.pull_request_text import Comment, FailedLog, Thread
from branchline.github.gh import ask, print_text

MOST_LOGS = 3
_QUERY = """
query($owner: String!, $name: String!, $branch: String!) {
  repository(owner: $owner, name: $name) {
    pullRequests(headRefName: $branch, first: 5, orderBy: {field: CREATED_AT, direction: DESC}) {
      nodes {
        number url state isDraft headRefOid
        commits(last: 1) { nodes { commit { statusCheckRollup { contexts(first: 100) { nodes {
          __typename
          ... on CheckRun { databaseId name status conclusion }
          ... on StatusContext { context state description }
        } } } } } }
        reviewThreads(first: 100) { nodes {
          isResolved path line comments(first: 20) { nodes { author { login } body } }
        } }
      }
    }
  }
}
"""
_PASSED = {"SUCCESS", "NEUTRAL", "SKIPPED"}
_STATES = {"OPEN": PullRequestStatus.OPEN, "MERGED": PullRequestStatus.MERGED, "CLOSED": PullRequestStatus.CLOSED}


@attrs.frozen
class Check:
    """`job` is its number where its log can be had; `failed` is None while it is not over."""

    name: str
    failed: bool | None
    job: int | None
    said: str = ""


@attrs.frozen
class Whole:
    """All that is known of one; `threads` are those that nobody resolved."""

    seen: SeenPullRequest
    checks: tuple[Check, ...]
    threads: tuple[Thread, ...]


async def pull_request_of(forge: str, branch: str) -> Whole | None:
    """Of the repository `HOST/OWNER/NAME`: the one that is open, else the latest; None where there is none, or it
    cannot be had."""
    host, owner, name = forge.split("/")
    given = [word for pair in (("owner", owner), ("name", name), ("branch", branch)) for word in ("-f", "=".join(pair))]
    found = await ask("api", "graphql", "--hostname", host, "-f", f"query={_QUERY}", *given)
    nodes = _list(found, "data", "repository", "pullRequests", "nodes")
    known = [whole for each in nodes if (whole := _whole(each)) is not None]
    is_open = {PullRequestStatus.OPEN, PullRequestStatus.DRAFT}
    return next((each for each in known if each.seen.state in is_open), known[0] if known else None)


async def failed_logs(forge: str, whole: Whole) -> list[FailedLog]:
    """What the checks printed that failed, of a few of them."""
    host, owner, name = forge.split("/")
    logs = []
    for check in [each for each in whole.checks if each.failed][:MOST_LOGS]:
        log = None
        if check.job is not None:
            place = f"repos/{owner}/{name}/actions/jobs/{check.job}/logs"
            log = await print_text("api", "--hostname", host, place)
        logs.append(FailedLog(check.name, log or check.said or "Its log cannot be had."))
    return logs


def _whole(node: Any) -> Whole | None:
    number, url, state = (_get(node, key) for key in ("number", "url", "state"))
    if not isinstance(number, int) or not isinstance(url, str) or state not in _STATES:
        return None
    if not url.startswith("https://"):
        return None
    status = PullRequestStatus.DRAFT if state == "OPEN" and _get(node, "isDraft") is True else _STATES[state]
    commits = _list(node, "commits", "nodes")
    contexts = _list(commits[-1], "commit", "statusCheckRollup", "contexts", "nodes") if commits else []
    checks = tuple(filter(None, map(_check, contexts)))
    threads = tuple(filter(None, map(_thread, _list(node, "reviewThreads", "nodes"))))
    counts = [sum(each.failed is ended for each in checks) for ended in (False, True, None)]
    commit = head if isinstance(head := _get(node, "headRefOid"), str) else ""
    return Whole(SeenPullRequest(number, url, status, Checks(*counts), len(threads), commit), checks, threads)


def _check(node: Any) -> Check | None:
    name = _get(node, "name") or _get(node, "context")
    if not isinstance(name, str):
        return None
    if _get(node, "__typename") == "StatusContext":
        state, said = _get(node, "state"), _get(node, "description")
        failed = None if state in {"PENDING", "EXPECTED"} else state != "SUCCESS"
        return Check(name, failed, None, said if isinstance(said, str) else "")
    job = _get(node, "databaseId")
    is_over = _get(node, "status") == "COMPLETED"
    failed = _get(node, "conclusion") not in _PASSED if is_over else None
    return Check(name, failed, job if isinstance(job, int) else None)


def _thread(node: Any) -> Thread | None:
    path, line = _get(node, "path"), _get(node, "line")
    if _get(node, "isResolved") is not False or not isinstance(path, str):
        return None
    comments = []
    for each in _list(node, "comments", "nodes"):
        text, author = _get(each, "body"), _get(_get(each, "author"), "login")
        if isinstance(text, str):
            comments.append(Comment(author if isinstance(author, str) else "somebody", text))
    return Thread(path, line if isinstance(line, int) else None, tuple(comments))


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _list(value: Any, *keys: str) -> list[Any]:
    for key in keys:
        value = _get(value, key)
    return value if isinstance(value, list) else []
