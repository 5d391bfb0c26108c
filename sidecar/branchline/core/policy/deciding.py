"""Whether a prompt is answered with yes by itself, asked of the user, or refused: decided by rules alone.

Deny before ask before allow, then the preset, and what nothing speaks for is asked. A line of commands passes only when
each of its parts does. What this cannot tell, it asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from branchline.core.model.prompt import Meaning, WaitReason
from branchline.core.policy.commands.model import Fine, Level
from branchline.core.policy.confinement import Ground, Trouble, Use
from branchline.core.policy.lines import Part
from branchline.core.policy.parts import parts_of
from branchline.core.policy.policy import Policy, Preset
from branchline.core.policy.request import Request
from branchline.core.policy.rules import Rule, host_of
from branchline.core.policy.tools import ToolKind
from branchline.core.policy.verdicts import Answer, Ask, Deny
from branchline.core.regexes import regex
from branchline.core.shell.shell import CannotTell


def decide(request: Request, policy: Policy, ground: Ground) -> Answer | Ask | Deny:
    """Never raises, whatever the texts hold."""
    kind = request.tool_kind
    if request.kind is WaitReason.TRUST and policy.trusts_folder and policy.preset is not Preset.OFF:
        return _trusted(request, ground)
    if request.kind is not WaitReason.APPROVAL or kind is ToolKind.PERSONAL:
        return Ask("never", "Only you answer a question, a plan, a login, a password or a request for trust.")
    if policy.broken is not None:
        return Ask("settings", policy.broken)
    option: str | None = None
    if request.options is not None:
        accepts = [each.id for each in request.options if each.meaning is Meaning.ACCEPT]
        if len(accepts) != 1:
            return Ask("no-single-yes", "There is no option that says yes to just this, once.")
        option = accepts[0]
    parts = parts_of(request, kind, ground)
    for rule in policy.deny:
        if _matches_any(rule, request, parts, ground):
            return _deny(rule, request)
    if not request.complete:
        return Ask("truncated", "Not all of what is asked for can be seen.")
    if not request.folder_is_known and kind is ToolKind.COMMAND:
        return Ask("folder", "The agent does not show in which folder the command would run.")
    for rule in policy.ask:
        if _matches_any(rule, request, parts, ground):
            return Ask(rule.text, f"Your rule {rule.text} says so.")
    if isinstance(parts, CannotTell):
        return Ask("cannot-tell", f"What it does cannot be told: {parts.reason}.")
    return _allowed(request, kind, parts, policy, ground, option)


_FOLDER = regex(r"\b(?:folder|director(?:y|ies)|workspace|project|files)\b", re.I)
_MORE_THAN_FOLDER = regex(r"\b(?:hooks?|mcp|servers?|plugins?|extensions?|parent)\b", re.I)


def _trusted(request: Request, ground: Ground) -> Answer | Ask:
    """May the agent trust its own worktree, and nothing but that?"""
    accepts = [each for each in request.options or () if each.meaning is Meaning.ACCEPT]
    asked = " ".join([request.title, *(each.label for each in accepts)])
    shown = "".join((request.text + asked).split())
    named = [ground.resolve(path, request.folder) for path in request.paths]
    if (
        len(accepts) == 1
        and _FOLDER.search(asked)
        and not _MORE_THAN_FOLDER.search(asked)
        and ground.root.rpartition("/")[2] in shown
        and all(path == ground.root for path in named)
    ):
        return Answer("trusted repository", "You trust the repository of this worktree.", accepts[0].id, False)
    return Ask("trust", "It is not certain that only this session's worktree would be trusted.")


def _matches_any(rule: Rule, request: Request, parts: Sequence[Part] | CannotTell, ground: Ground) -> bool:
    """A deny or ask rule and any part. One about commands also meets, by its beginning, what cannot be told."""
    if rule.kind is ToolKind.FETCH and request.url and request.tool_kind is ToolKind.FETCH:
        return rule.matches_url(request.url)
    if isinstance(parts, CannotTell):
        if rule.kind is not ToolKind.COMMAND or request.tool_kind is not ToolKind.COMMAND:
            return False
        return rule.matches_command(Part((request.command or "",), Trouble("cannot-tell", "")))
    if rule.kind in {ToolKind.MCP, ToolKind.UNKNOWN}:
        return rule.matches_tool(request.tool)
    return any(rule.matches_command(part) or _matches_file(rule, part.touched, ground) for part in parts)


def _matches_file(rule: Rule, touched: Iterable[tuple[str, Use]], ground: Ground) -> bool:
    if rule.kind is ToolKind.EDIT:
        return any(use is not Use.READ and rule.matches_path(path, ground) for path, use in touched)
    if rule.kind in {ToolKind.READ, ToolKind.SEARCH, ToolKind.LIST}:
        return any(rule.matches_path(path, ground) for path, _ in touched)
    return False


def _deny(rule: Rule, request: Request) -> Deny | Ask:
    """Without exactly one option that says no, the user has to."""
    rejects = [each.id for each in request.options or () if each.meaning is Meaning.REJECT]
    if request.options is not None and len(rejects) != 1:
        return Ask(rule.text, f"Your rule {rule.text} forbids it, and there is not one option that says just no.")
    return Deny(rule.text, f"Your rule {rule.text} forbids it.", rejects[0] if rejects else None)


def _allowed(
    request: Request, kind: ToolKind, parts: Sequence[Part], policy: Policy, ground: Ground, option: str | None
) -> Answer | Ask:
    if kind in {ToolKind.FETCH, ToolKind.MCP, ToolKind.UNKNOWN}:
        return _outsider(request, kind, policy, option)
    if not parts:
        return Ask("unknown", "What exactly is asked for is not known.")
    by: list[str] = []
    for part in parts:
        rule = next((each for each in policy.allow if _lets_pass(each, part, ground)), None)
        if rule is not None:
            by.append(rule.text)
            continue
        trouble = part.around or (part.judgement if isinstance(part.judgement, Trouble) else None)
        if trouble is not None:
            return Ask(trouble.rule, trouble.why)
        if not isinstance(part.judgement, Fine) or part.judgement.level > policy.preset.level:
            return Ask("preset", f"The preset {policy.preset.value} does not allow {_named(part)}.")
        by.append(f"preset {policy.preset.value}")
    named = ", ".join(dict.fromkeys(_named(part) for part in parts))
    only_reads = all(isinstance(part.judgement, Fine) and part.judgement.level is Level.READ for part in parts)
    return Answer(", ".join(dict.fromkeys(by)), f"Allowed: {named}.", option, not only_reads)


def _lets_pass(rule: Rule, part: Part, ground: Ground) -> bool:
    if not part.is_file:
        return rule.lets_pass(part)
    if not part.touched or part.around is not None or not _matches_file(rule, part.touched, ground):
        return False
    trouble = part.judgement
    return isinstance(trouble, Fine) or all(rule.means(path, trouble, ground) for path, _ in part.touched)


def _named(part: Part) -> str:
    return part.judgement.rule if isinstance(part.judgement, Fine) else part.texts[0] if part.texts else "a file"


def _outsider(request: Request, kind: ToolKind, policy: Policy, option: str | None) -> Answer | Ask:
    """What leaves the machine or is not known: only a rule of the user's own lets it pass."""
    for rule in policy.allow:
        if kind is ToolKind.FETCH:
            fits = request.url is not None and host_of(request.url) is not None and rule.matches_url(request.url)
        else:
            fits = rule.kind is kind and rule.matches_tool(request.tool)
        if fits:
            return Answer(rule.text, f"Your rule {rule.text} allows it.", option)
    if kind is ToolKind.FETCH:
        return Ask("network", "An address outside this machine is asked about.")
    return Ask("unknown-tool", f"What {request.tool or 'the tool'} does is not known.")
