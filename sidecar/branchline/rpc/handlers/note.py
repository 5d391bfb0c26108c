"""Requests about second opinions."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.note import NotesResult, SecondOpinionParams, WireNote
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.records import session_record
from branchline.rpc.times import iso


@handles("session/secondOpinion")
async def second_opinion(client: Client, params: SecondOpinionParams) -> WireSession:
    made = await client.service.second_opinions.ask(
        params.id, agent=params.agent, focus=params.instruction, environment=client.environment
    )
    return session_record(made)


@handles("session/notes")
async def notes(client: Client, params: IdParams) -> NotesResult:
    found = client.service.sessions.get(params.id).notes
    return NotesResult([WireNote(iso(each.at), each.session, each.name, each.text) for each in found])
