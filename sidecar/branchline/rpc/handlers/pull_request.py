"""Requests about the pull request of a session's branch."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.landing_records import pull_request_record
from branchline.rpc.messages.pull_request import KeepGoingParams, LookAtPullRequestResult, TellPullRequestParams
from branchline.rpc.messages.shared import Empty, IdParams


@handles("session/pullRequest")
async def look(client: Client, params: IdParams) -> LookAtPullRequestResult:
    found = await client.service.pull_requests.look(params.id, client.environment)
    return LookAtPullRequestResult(pull_request_record(found))


@handles("session/tellPullRequest")
async def tell(client: Client, params: TellPullRequestParams) -> Empty:
    await client.service.pull_requests.tell(params.id, params.what, client.environment)
    return Empty()


@handles("session/keepGoing")
async def keep_going(client: Client, params: KeepGoingParams) -> Empty:
    if params.on:
        await client.service.keeping_going.begin(params.id, client.environment)
    else:
        client.service.keeping_going.end(params.id)
    return Empty()
