"""The pull request of a branch: its state, its checks and its threads, in one question to GitHub."""

from __future__ import annotations

from typing import Any

from branchline.core.model.pull_request import PullRequestStatus, SeenPullRequest
from branchline.core.session.pull_request_text import Comment, FailedLog, Thread
from branchline.forges.answers import IS_OPEN, MOST_LOGS, NO_LOG, Check, Whole, counted, field, listed, text
from branchline.forges.programs import ask, print_text

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


async def pull_request_of(forge: str, branch: str) -> Whole | None:
    """Of the repository `HOST/OWNER/NAME`: the one that is open, else the latest; None where there is none, or it
    cannot be had."""
    host, owner, name = forge.split("/")
    given = [word for pair in (("owner", owner), ("name", name), ("branch", branch)) for word in ("-f", "=".join(pair))]
    found = await ask("gh", "api", "graphql", "--hostname", host, "-f", f"query={_QUERY}", *given)
    nodes = listed(found, "data", "repository", "pullRequests", "nodes")
    known = [whole for each in nodes if (whole := _whole(each)) is not None]
    return next((each for each in known if each.seen.state in IS_OPEN), known[0] if known else None)


async def failed_logs(forge: str, whole: Whole) -> list[FailedLog]:
    """What the checks printed that failed, of a few of them."""
    host, owner, name = forge.split("/")
    logs = []
    for check in [each for each in whole.checks if each.failed][:MOST_LOGS]:
        log = None
        if check.job is not None:
            place = f"repos/{owner}/{name}/actions/jobs/{check.job}/logs"
            log = await print_text("gh", "api", "--hostname", host, place)
        logs.append(FailedLog(check.name, log or check.said or NO_LOG))
    return logs


def _whole(node: Any) -> Whole | None:
    number, url, state = (field(node, key) for key in ("number", "url", "state"))
    if not isinstance(number, int) or not isinstance(url, str) or state not in _STATES:
        return None
    if not url.startswith("https://"):
        return None
    status = PullRequestStatus.DRAFT if state == "OPEN" and field(node, "isDraft") is True else _STATES[state]
    commits = listed(node, "commits", "nodes")
    contexts = listed(commits[-1], "commit", "statusCheckRollup", "contexts", "nodes") if commits else []
    checks = tuple(filter(None, map(_check, contexts)))
    threads = tuple(filter(None, map(_thread, listed(node, "reviewThreads", "nodes"))))
    commit = text(field(node, "headRefOid"))
    return Whole(SeenPullRequest(number, url, status, counted(checks), len(threads), commit), checks, threads)


def _check(node: Any) -> Check | None:
    name = field(node, "name") or field(node, "context")
    if not isinstance(name, str):
        return None
    if field(node, "__typename") == "StatusContext":
        state, said = field(node, "state"), field(node, "description")
        failed = None if state in {"PENDING", "EXPECTED"} else state != "SUCCESS"
        return Check(name, failed, None, text(said))
    job = field(node, "databaseId")
    is_over = field(node, "status") == "COMPLETED"
    failed = field(node, "conclusion") not in _PASSED if is_over else None
    return Check(name, failed, job if isinstance(job, int) else None)


def _thread(node: Any) -> Thread | None:
    path, line = field(node, "path"), field(node, "line")
    if field(node, "isResolved") is not False or not isinstance(path, str):
        return None
    comments = []
    for each in listed(node, "comments", "nodes"):
        said, author = field(each, "body"), field(field(each, "author"), "login")
        if isinstance(said, str):
            comments.append(Comment(text(author, "somebody"), said))
    return Thread(path, line if isinstance(line, int) else None, tuple(comments))
