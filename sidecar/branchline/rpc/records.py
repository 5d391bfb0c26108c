"""From the core's records to the wire's: camelCase, ISO times, nothing of the sidecar's own memory."""

from __future__ import annotations

import enum
import os
from pathlib import PurePath
from typing import Any

import attrs

from branchline.agents.shared.agent import Agent
from branchline.core.model.changes import FileChange
from branchline.core.model.persona import Persona
from branchline.core.model.prompt import Prompt
from branchline.core.model.session import Removed, Session
from branchline.core.model.work import BackgroundWork
from branchline.core.notices import Notice
from branchline.core.policy.auto_yes_settings import preset_of
from branchline.core.session.needs import Need
from branchline.core.session.snapshot import Snapshot, folder_of
from branchline.git.worktrees.orphans import Orphan
from branchline.rpc.comment_records import comments_record
from branchline.rpc.landing_records import checked_record, keep_going_record, landed_record, pull_request_record
from branchline.rpc.messages.changes import WireFileChange
from branchline.rpc.messages.project_records import WireSetupWaits
from branchline.rpc.messages.prompt import WireAsked, WireOption, WirePrompt
from branchline.rpc.messages.review_records import WireChanges, WireConflictsWith, WireDrift, WireHead, WireStray
from branchline.rpc.messages.session_records import (
    WireAgent,
    WireAutoYesPause,
    WireBackgroundWork,
    WireEvidence,
    WireFilesDone,
    WireNotice,
    WirePersona,
    WirePreparing,
    WireProgress,
    WireRemoved,
    WireSession,
)
from branchline.rpc.messages.snapshot import WireSnapshot
from branchline.rpc.messages.window import WireNeed
from branchline.rpc.messages.worktree import WireForeign, WireOrphan
from branchline.rpc.setup_records import run_record, setup_record
from branchline.rpc.times import iso
from branchline.rpc.usage_records import usage_record
from branchline.service.sessions.foreign import Found
from branchline.service.sessions.removed_sessions import KEPT

_WORDS = 200
"""Characters of what the user said in a conversation."""


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def to_wire(value: Any) -> Any:
    """An attrs record as JSON-able data with camelCase names; every field is there, None as null, enums as words."""
    if attrs.has(type(value)):
        return {camel(field.name): to_wire(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if isinstance(value, (list, tuple)):
        return [to_wire(item) for item in value]
    if isinstance(value, enum.Enum):
        return value.value
    return value


def session_record(session: Session) -> WireSession:
    return WireSession(
        id=session.id,
        name=session.name,
        title=session.title,
        kind=session.kind,
        task=session.task,
        persona=session.persona,
        agent=session.agent,
        repo=session.repo,
        worktree=session.worktree,
        branch=session.branch,
        base=session.base,
        status=session.status,
        reason=session.reason,
        evidence=WireEvidence(session.evidence.rule, iso(session.evidence.at)),
        since=iso(session.since),
        prompt=prompt_record(session.prompt) if session.prompt else None,
        auto_yes=preset_of(session.auto_yes),
        next_auto_yes=preset_of(session.next_auto_yes) if session.next_auto_yes else None,
        auto_yes_paused=WireAutoYesPause(**attrs.asdict(session.auto_yes_paused)) if session.auto_yes_paused else None,
        asked=WireAsked(session.asked.rule, session.asked.why) if session.asked else None,
        answers=session.answers,
        answers_paused=WireAutoYesPause(**attrs.asdict(session.answers_paused)) if session.answers_paused else None,
        freed=session.freed,
        handed_over=session.handed_over,
        snapshot_failed=session.snapshot_failed,
        unkept=list(session.unkept),
        unread=session.unread,
        pinned=session.pinned,
        changes=WireChanges(**attrs.asdict(session.changes)),
        conflicts=[WireConflictsWith(each.session, list(each.files), each.count) for each in session.conflicts],
        created_at=iso(session.created_at),
        updated_at=iso(session.updated_at),
        exit_code=session.exit_code,
        queue_place=session.queue_place,
        pending=len(session.pending),
        typing=session.typing,
        subfolder=session.subfolder,
        arguments=list(session.arguments),
        environment=[each.partition("=")[0] for each in session.environment],
        reviews=session.reviews,
        notes=len(session.notes),
        limits=list(session.limits),
        next_limits=None if session.next_limits is None else list(session.next_limits),
        background=[work_record(each) for each in session.background],
        progress=WireProgress(**attrs.asdict(session.progress)) if session.progress else None,
        tool=session.tool,
        begun=session.begun_at is not None,
        reviewed=session.reviewed,
        comments=comments_record(session.comments),
        usage=usage_record(session.usage),
        landed=landed_record(session.landed) if session.landed else None,
        tried=session.trying.checkout if session.trying else None,
        drift=WireDrift(**attrs.asdict(session.drift)) if session.drift else None,
        not_fetched=session.not_fetched,
        pull_request=pull_request_record(session.pull_request),
        keep_going=keep_going_record(session.keep_going),
        head=WireHead(**attrs.asdict(session.head)) if session.head else None,
        checked=checked_record(session.checked) if session.checked else None,
        strayed=[WireStray(**attrs.asdict(each)) for each in session.strayed],
        not_carried=list(session.not_carried),
        carrying=WireFilesDone(**attrs.asdict(session.carrying)) if session.carrying else None,
        setup_waits=WireSetupWaits(**attrs.asdict(session.setup_waits)) if session.setup_waits else None,
        setup=setup_record(session.setup),
        preparing=WirePreparing(**attrs.asdict(session.preparing)) if session.preparing else None,
        run=run_record(session.run),
    )


def work_record(work: BackgroundWork) -> WireBackgroundWork:
    return WireBackgroundWork(work.id, work.kind, work.label, iso(work.since))


def prompt_record(prompt: Prompt) -> WirePrompt:
    return WirePrompt(
        id=prompt.id,
        kind=prompt.kind,
        title=prompt.title,
        tool=prompt.tool,
        command=prompt.command,
        paths=list(prompt.paths),
        url=prompt.url,
        options=[WireOption(option.id, option.label, option.meaning) for option in prompt.options if option.key],
        selected=prompt.selected,
        takes_text=prompt.takes_text,
        text=prompt.text,
    )


def agent_record(agent: Agent, program: str | None) -> WireAgent:
    return WireAgent(agent.name, agent.title, program, agent.install, agent.usage is not None)


def file_record(change: FileChange, worktree: str, *, reviewed: bool = False) -> WireFileChange:
    """`worktree` is what the change's paths are relative to."""
    return WireFileChange(
        path=change.path,
        old_path=change.old_path,
        file=os.path.join(worktree, change.path),
        old_file=None if change.old_path is None else os.path.join(worktree, change.old_path),
        status=change.status,
        added=change.added,
        removed=change.removed,
        binary=change.binary,
        reviewed=reviewed,
    )


def snapshot_record(snapshot: Snapshot, name: str | None) -> WireSnapshot:
    return WireSnapshot(
        id=snapshot.session_id,
        number=snapshot.number,
        at=iso(snapshot.at),
        reason=snapshot.reason,
        name=name,
        instruction=snapshot.instruction,
        files=snapshot.changes.files,
        added=snapshot.changes.added,
        removed=snapshot.changes.removed,
        commit=snapshot.commit,
        tree=snapshot.tree,
        missing=list(snapshot.missing),
    )


def need_record(need: Need) -> WireNeed:
    return WireNeed(need.id, need.session_id, need.kind, need.prompt, iso(need.at))


def removed_record(removed: Removed) -> WireRemoved:
    session = removed.session
    return WireRemoved(
        id=session.id,
        name=session.name,
        title=session.title,
        agent=session.agent,
        task=session.task,
        repo=session.repo,
        branch=session.branch,
        snapshot=snapshot_ref(removed),
        removed_at=iso(removed.at),
        until=iso(removed.at + KEPT),
    )


def snapshot_ref(removed: Removed) -> str | None:
    """The ref of the one that holds the session's worktree."""
    return None if removed.snapshot is None else f"{folder_of(removed.session.id)}{removed.snapshot}"


def orphan_record(orphan: Orphan) -> WireOrphan:
    return WireOrphan(orphan.path, orphan.repo, orphan.branch, PurePath(orphan.path).name, None)


def foreign_record(found: Found) -> WireForeign:
    told, worktree = found.conversation, found.worktree
    used_at = iso(told.at) if told else None
    words = told.words[:_WORDS] if told else ""
    return WireForeign(worktree.path, worktree.repo, worktree.branch, found.agent, words, used_at)


def notice_record(notice: Notice) -> WireNotice:
    return WireNotice(notice.code, notice.count, list(notice.names), notice.file, notice.kept, notice.detail)


def persona_record(persona: Persona) -> WirePersona:
    return WirePersona(
        name=persona.name,
        title=persona.title,
        icon=persona.icon,
        description=persona.description,
        agent=persona.agent,
        arguments=list(persona.arguments),
        auto_yes=preset_of(persona.auto_yes or ""),
        read_only=persona.read_only,
        auto_yes_limits=list(persona.auto_yes_limits),
        limits=persona.limits,
        built_in=persona.is_built_in,
    )
