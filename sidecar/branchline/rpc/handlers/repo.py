"""Requests about repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branchline.git.branches import list_branches
from branchline.git.repository import APPEARS, in_repositories
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.repo import BranchesParams, BranchesResult, FindParams, FindResult, WireBranch

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


@handles("repo/find")
async def find(server: BranchlineServer, params: FindParams) -> FindResult:
    return FindResult(await in_repositories(params.folders), APPEARS)


@handles("repo/branches")
async def branches(server: BranchlineServer, params: BranchesParams) -> BranchesResult:
    listing = await list_branches(params.repo)
    found = [WireBranch(branch.name, branch.remote, branch.checked_out) for branch in listing.branches]
    return BranchesResult(listing.current, found)
