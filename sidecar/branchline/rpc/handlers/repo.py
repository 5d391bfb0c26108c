"""Requests about repositories."""

from __future__ import annotations

from branchline.git.branches import list_branches
from branchline.git.inside import inside
from branchline.git.repository import APPEARS, in_repositories
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.repo import (
    BranchesParams,
    BranchesResult,
    FetchPullRequestResult,
    FindParams,
    FindResult,
    IssueResult,
    NumberParams,
    OfParams,
    OfResult,
    PullRequestsResult,
    WireBranch,
    WireIssue,
    WirePullRequest,
)
from branchline.service.sessions import forge


@handles("repo/find")
async def find(client: Client, params: FindParams) -> FindResult:
    found = await in_repositories(params.folders)
    client.service.locating.opened(params.folders)
    return FindResult(found, APPEARS)


@handles("repo/branches")
async def branches(client: Client, params: BranchesParams) -> BranchesResult:
    listing = await list_branches(params.repo)
    found = [WireBranch(branch.name, branch.remote, branch.checked_out) for branch in listing.branches]
    return BranchesResult(listing.current, found)


@handles("repo/of")
async def of(client: Client, params: OfParams) -> OfResult:
    found = await inside(params.path)
    return OfResult(found.root, found.checkout, found.path, found.is_folder)


@handles("repo/issue")
async def issue(client: Client, params: NumberParams) -> IssueResult:
    found = await forge.issue(params.repo, params.number, client.environment)
    if found is None:
        return IssueResult(None)
    return IssueResult(WireIssue(found.number, found.title, found.text, found.is_pull_request))


@handles("repo/pullRequests")
async def pull_requests(client: Client, params: BranchesParams) -> PullRequestsResult:
    found = await forge.pull_requests(params.repo, client.environment)
    if found is None:
        return PullRequestsResult(None)
    return PullRequestsResult([WirePullRequest(each.number, each.title, each.branch) for each in found])


@handles("repo/fetchPullRequest")
async def fetch_pull_request(client: Client, params: NumberParams) -> FetchPullRequestResult:
    return FetchPullRequestResult(await forge.fetch(params.repo, params.number, client.environment))
