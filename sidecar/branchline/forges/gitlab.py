"""What GitLab knows of a repository: issues, merge requests, and of a branch's own one its pipeline and discussions."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from branchline.core.model.pull_request import PullRequestStatus, SeenPullRequest
from branchline.core.session.forge import Issue, PullRequest, issue_text, one_line
from branchline.core.session.pull_request_text import Comment, FailedLog, Thread
from branchline.forges.answers import (
    IS_OPEN,
    MOST,
    MOST_LOGS,
    NO_LOG,
    Check,
    Whole,
    counted,
    field,
    listed,
    number,
    text,
)
from branchline.forges.programs import ask, print_text

_STATES = {
    "opened": PullRequestStatus.OPEN,
    "locked": PullRequestStatus.OPEN,
    "merged": PullRequestStatus.MERGED,
    "closed": PullRequestStatus.CLOSED,
}
_PASSED, _FAILED = {"success", "skipped", "manual"}, {"failed", "canceled"}


async def issue(forge: str, wanted: int) -> Issue | None:
    """Of the repository `HOST/OWNER/NAME`: the issue of this number; None where it cannot be had."""
    found = await _get(forge, f"issues/{wanted}")
    title = field(found, "title")
    if not isinstance(title, str):
        return None
    told = issue_text("Issue", wanted, title, text(field(found, "description")))
    return Issue(wanted, one_line(title), told, is_pull_request=False)


async def pull_requests(forge: str) -> list[PullRequest] | None:
    """The open ones of the repository `HOST/OWNER/NAME`, the newest first; None where they cannot be had."""
    found = await _get(forge, f"merge_requests?state=opened&per_page={MOST}")
    if not isinstance(found, list):
        return None
    known = [(number(field(each, "iid")), field(each, "title"), field(each, "source_branch")) for each in found]
    return [
        PullRequest(iid, one_line(title), one_line(branch))
        for iid, title, branch in known
        if iid is not None and isinstance(title, str) and isinstance(branch, str)
    ]


async def pull_request_of(forge: str, branch: str) -> Whole | None:
    """Of the repository `HOST/OWNER/NAME`: the one that is open, else the latest; None where there is none, or it
    cannot be had."""
    found = listed(
        {"all": await _get(forge, f"merge_requests?source_branch={quote(branch, safe='')}&per_page=5")}, "all"
    )
    known = [each for each in found if _status(each) is not None and number(field(each, "iid")) is not None]
    if not known:
        return None
    chosen = next((each for each in known if _status(each) in IS_OPEN), known[0])
    # The list does not have its pipeline.
    place = f"merge_requests/{field(chosen, 'iid')}"
    whole = await _get(forge, place)
    pipeline = number(field(field(whole, "head_pipeline"), "id"))
    jobs = await _get(forge, f"pipelines/{pipeline}/jobs?per_page=100") if pipeline is not None else []
    discussions = await _get(forge, f"{place}/discussions?per_page=100")
    return _whole(whole, listed({"all": jobs}, "all"), listed({"all": discussions}, "all"))


async def failed_logs(forge: str, whole: Whole) -> list[FailedLog]:
    """What the jobs printed that failed, of a few of them."""
    logs = []
    for check in [each for each in whole.checks if each.failed][:MOST_LOGS]:
        log = await print_text("glab", *_place(forge, f"jobs/{check.job}/trace")) if check.job is not None else None
        logs.append(FailedLog(check.name, log or check.said or NO_LOG))
    return logs


async def _get(forge: str, place: str) -> Any:
    return await ask("glab", *_place(forge, place))


def _place(forge: str, place: str) -> tuple[str, ...]:
    host, _, project = forge.partition("/")
    return "api", "--hostname", host, f"projects/{quote(project, safe='')}/{place}"


def _status(request: Any) -> PullRequestStatus | None:
    status = _STATES.get(text(field(request, "state")))
    return PullRequestStatus.DRAFT if status in IS_OPEN and field(request, "draft") is True else status


def _whole(request: Any, jobs: list[Any], discussions: list[Any]) -> Whole | None:
    iid, url, status = number(field(request, "iid")), text(field(request, "web_url")), _status(request)
    if iid is None or status is None or not url.startswith("https://"):
        return None
    checks = tuple(filter(None, map(_check, jobs)))
    threads = tuple(filter(None, map(_thread, discussions)))
    commit = text(field(request, "sha"))
    return Whole(SeenPullRequest(iid, url, status, counted(checks), len(threads), commit), checks, threads)


def _check(job: Any) -> Check | None:
    name, status = field(job, "name"), field(job, "status")
    if not isinstance(name, str) or not isinstance(status, str):
        return None
    if status in _FAILED:
        # One that may fail is no reason to do anything.
        return Check(name, field(job, "allow_failure") is not True, number(field(job, "id")))
    return Check(name, False if status in _PASSED else None, number(field(job, "id")))


def _thread(discussion: Any) -> Thread | None:
    notes = [each for each in listed(discussion, "notes") if field(each, "system") is not True]
    if not any(field(each, "resolvable") is True and field(each, "resolved") is not True for each in notes):
        return None
    position = field(notes[0], "position")
    said = [(text(field(field(each, "author"), "username"), "somebody"), field(each, "body")) for each in notes]
    comments = tuple(Comment(author, body) for author, body in said if isinstance(body, str))
    return Thread(text(field(position, "new_path"), "the whole"), number(field(position, "new_line")), comments)
