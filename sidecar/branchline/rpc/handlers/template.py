"""Requests about templates."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.policy.auto_yes_settings import preset_named
from branchline.core.session.placeholders import gaps
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.template import (
    FillParams,
    FillResult,
    TemplatesParams,
    TemplatesResult,
    WireBadTemplate,
    WireTemplate,
    WireVariable,
)
from branchline.service.sessions.templates import Found


@handles("template/list")
async def list_templates(client: Client, params: TemplatesParams) -> TemplatesResult:
    found, bad = await client.service.templates.all(params.repo)
    problems = [WireBadTemplate(each.where, each.line, each.why) for each in bad]
    return TemplatesResult([_record(each) for each in found], problems)


@handles("template/fill")
async def fill(client: Client, params: FillParams) -> FillResult:
    if len(params.names) != len(params.texts):
        raise BranchlineError(ErrorCode.BAD_TEMPLATE, "Each of the template’s `names` takes one of the `texts`.")
    values = dict(zip(params.names, params.texts, strict=True))
    filled = await client.service.templates.fill(params.repo, params.name, values)
    return FillResult(
        instruction=filled.instruction,
        agent=filled.agent,
        persona=filled.persona,
        kind=filled.kind,
        task=filled.task,
        base=filled.base,
        auto_yes=preset_named(filled.auto_yes),
    )


def _record(found: Found) -> WireTemplate:
    template = found.template
    used = {name for text in (template.body, template.task or "") for name, _ in gaps(text)}
    return WireTemplate(
        name=template.name,
        title=template.title,
        own=found.is_own,
        agent=template.agent,
        persona=template.persona,
        variables=[WireVariable(each.name, each.question, each.default) for each in template.variables],
        takes_selection="selection" in used,
        takes_file="file" in used,
        ignored=list(template.ignored),
    )
