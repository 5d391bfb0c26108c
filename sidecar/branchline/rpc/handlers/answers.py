"""Requests about common answers."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.policy.answers import BadAnswerRule, checked
from branchline.rpc.client import Client
from branchline.rpc.decision_records import answer_rule_record, decision_record
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.answers import (
    ProposeAnswersParams,
    ProposeAnswersResult,
    TryAnswerParams,
    TryAnswerResult,
)


@handles("answers/propose")
async def propose(client: Client, params: ProposeAnswersParams) -> ProposeAnswersResult:
    found = client.service.common_answers.propose(params.id, params.prompt_id, params.choice)
    return ProposeAnswersResult([answer_rule_record(rule) for rule in found])


@handles("answers/tryRule")
async def try_rule(client: Client, params: TryAnswerParams) -> TryAnswerResult:
    try:
        rule = checked(
            params.words,
            agent=params.agent,
            kind=params.kind,
            option=params.option,
            meaning=params.meaning,
            text=params.text,
        )
    except BadAnswerRule as error:
        raise BranchlineError(ErrorCode.BAD_RULE, f"This is no common answer: {error}.") from error
    found = await client.service.common_answers.try_rule(rule)
    return TryAnswerResult([decision_record(entry) for entry in found])
