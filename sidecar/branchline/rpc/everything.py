"""All there is, as one window is told it."""

from __future__ import annotations

from branchline.machine.user_environment import Environment
from branchline.rpc.messages.session_news import SyncResult
from branchline.rpc.records import agent_record, notice_record, persona_record, session_record
from branchline.service.service import Service


def everything(service: Service, environment: Environment | None = None) -> SyncResult:
    """As a window sees it that has this environment: which agents are installed."""
    return SyncResult(
        revision=service.sessions.revision,
        sessions=[session_record(session) for session in service.sessions.all()],
        agents=[agent_record(agent, program) for agent, program in service.agents.all(environment)],
        personas=[persona_record(each) for each in service.personas.all()],
        active_session=service.sessions.active,
        notices=[notice_record(notice) for notice in service.notices],
    )
