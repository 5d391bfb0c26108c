"""Puts together what answers by rule: at hooks and by keys, by a policy or as the user once said."""

from __future__ import annotations

from branchline.service.auto_yes.auto_yes import AutoYes
from branchline.service.auto_yes.common_answers import CommonAnswers
from branchline.service.auto_yes.hook_answers import HookAnswers
from branchline.service.auto_yes.judging import Judge
from branchline.service.auto_yes.key_answers import KeyAnswers
from branchline.service.auto_yes.limits import AnswerLimits
from branchline.service.auto_yes.verdicts import Verdicts
from branchline.service.base.base import Base
from branchline.service.history.decision_log import DecisionLog
from branchline.service.terminals.answerer import Answerer
from branchline.service.timeline.spans import Spans
from branchline.service.timeline.timeline import Timeline


class AnsweringByRule:
    def __init__(
        self,
        base: Base,
        decisions: DecisionLog,
        timeline: Timeline,
        answerer: Answerer,
    ) -> None:
        sessions, settings, background = base.sessions, base.settings, base.background
        spans = Spans(sessions=sessions, timeline=timeline, decisions=decisions, background=background)
        judge = Judge(agents=base.agents, settings=settings, spans=spans)
        limits = AnswerLimits(sessions=sessions, settings=settings)
        verdicts = Verdicts(sessions=sessions, limits=limits, decisions=decisions, spans=spans)
        self.hooks = HookAnswers(sessions=sessions, judge=judge, verdicts=verdicts)
        self.common = CommonAnswers(sessions=sessions, settings=settings, decisions=decisions)
        keys = KeyAnswers(
            sessions=sessions,
            judge=judge,
            verdicts=verdicts,
            hooks=self.hooks,
            common=self.common,
            answerer=answerer,
            background=background,
        )
        self.auto_yes = AutoYes(
            sessions=sessions, verdicts=verdicts, keys=keys, common=self.common, decisions=decisions
        )
