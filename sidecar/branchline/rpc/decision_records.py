"""What was decided, and common answers, as they are on the wire."""

from __future__ import annotations

from branchline.core.policy.answers import AnswerRule
from branchline.core.policy.decisions import Decided
from branchline.rpc.messages.answers import WireAnswerRule
from branchline.rpc.messages.auto_yes import WireDecision
from branchline.rpc.times import iso


def decision_record(entry: Decided) -> WireDecision:
    return WireDecision(
        id=entry.session_id,
        session=entry.name,
        prompt_id=entry.prompt_id,
        at=iso(entry.at),
        decision=entry.decision,
        rule=entry.rule,
        why=entry.why,
        tool=entry.tool,
        command=entry.command,
        paths=list(entry.paths),
        url=entry.url,
        option=entry.option,
        by=entry.by,
        via=entry.via,
        outcome=entry.outcome,
        title=entry.title,
        before=entry.before,
        after=entry.after,
    )


def answer_rule_record(rule: AnswerRule) -> WireAnswerRule:
    return WireAnswerRule(rule.agent, rule.kind, list(rule.words), rule.option, rule.meaning, rule.text)
