"""All there is, as one window is told it."""

from __future__ import annotations

from collections.abc import Sequence

from branchline.core.notices import Notice
from branchline.machine.user_environment import Environment
from branchline.rpc.messages.session_news import SyncResult
from branchline.rpc.records import agent_record, notice_record, persona_record, session_record
from branchline.service.base.base import Base


def everything(base: Base, notices: Sequence[Notice], environment: Environment | None = None) -> SyncResult:
    """As a window sees it that has this environment: which agents are installed."""
    return SyncResult(
        revision=base.sessions.revision,
        sessions=[session_record(session) for session in base.sessions.all()],
        agents=[agent_record(agent, program) for agent, program in base.agents.all(environment)],
        personas=[persona_record(each) for each in base.personas.all()],
        active_session=base.sessions.active,
        notices=[notice_record(notice) for notice in notices],
    )
