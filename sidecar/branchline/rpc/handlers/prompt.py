"""Requests about what an agent asks."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.prompt import AnswerByTokenParams, AnswerByTokenResult, AnswerParams, AnswerResult


@handles("session/answer")
async def answer(client: Client, params: AnswerParams) -> AnswerResult:
    joined = await client.service.prompts.answer(params.id, params.prompt_id, params.choice)
    return AnswerResult(accepted=True, joined=joined)


@handles("session/answerByToken")
async def answer_by_token(client: Client, params: AnswerByTokenParams) -> AnswerByTokenResult:
    session = await client.service.afar.answer(params.token, params.choice, is_text=params.text)
    return AnswerByTokenResult(session.id, session.name)
