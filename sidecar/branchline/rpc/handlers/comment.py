"""Requests about comments on changes."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.comment_records import comment_record
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.comment import (
    AddCommentParams,
    CommentParams,
    CommentsResult,
    EditCommentParams,
    ResolveCommentParams,
    WireComment,
)
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.records import session_record


@handles("comment/list")
async def comments(client: Client, params: IdParams) -> CommentsResult:
    return CommentsResult([comment_record(each) for each in client.service.sessions.get(params.id).comments])


@handles("comment/add")
async def add(client: Client, params: AddCommentParams) -> WireComment:
    added = client.service.user_review.commenting.add(
        params.id,
        path=params.path,
        side=params.side,
        lines=(params.line, params.end),
        quote=params.quote,
        text=params.text,
    )
    return comment_record(added)


@handles("comment/edit")
async def edit(client: Client, params: EditCommentParams) -> WireSession:
    client.service.user_review.commenting.edit(params.id, params.comment, params.text)
    return session_record(client.service.sessions.get(params.id))


@handles("comment/resolve")
async def resolve(client: Client, params: ResolveCommentParams) -> WireSession:
    client.service.user_review.commenting.resolve(params.id, params.comment, params.resolved)
    return session_record(client.service.sessions.get(params.id))


@handles("comment/delete")
async def delete(client: Client, params: CommentParams) -> WireSession:
    client.service.user_review.commenting.delete(params.id, params.comment)
    return session_record(client.service.sessions.get(params.id))


@handles("comment/send")
async def send(client: Client, params: IdParams) -> WireSession:
    await client.service.user_review.commenting.send(params.id)
    return session_record(client.service.sessions.get(params.id))
