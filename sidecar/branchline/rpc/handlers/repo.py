"""Requests about repositories."""

from __future__ import annotations

from branchline.git.branches import list_branches
from branchline.git.repository import APPEARS, in_repositories
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.repo import BranchesParams, BranchesResult, FindParams, FindResult, WireBranch


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
