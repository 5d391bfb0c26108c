"""Requests about what an agent asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.prompt import AnswerParams, AnswerResult

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


@handles("session/answer")
async def answer(server: BranchlineServer, params: AnswerParams) -> AnswerResult:
    await server.service.prompts.answer(params.id, params.prompt_id, params.choice)
    return AnswerResult(accepted=True)
