"""What was decided on a prompt, by whom and what came of it: one entry of the log."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

import attrs

from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.policy.verdicts import Answer, Ask, Decision, Deny, Reply


class Verdict(str, enum.Enum):
    """What was decided on a prompt."""

    ALLOW = "allow"
    ASK = "ask"
    """It was left to the user, or answered with neither yes nor no."""
    DENY = "deny"


class Decider(str, enum.Enum):
    """Who decided on a prompt."""

    RULE = "rule"
    """Auto-yes, by a rule or its preset."""
    USER = "user"
    TOKEN = "token"  # noqa: S105  the word for it
    """Whoever had the prompt's one-time token."""


class AnsweredBy(str, enum.Enum):
    """How an answer got to the agent."""

    KEYS = "keys"
    """They were typed."""
    HOOK = "hook"
    """The agent's own hook was told."""


class Outcome(str, enum.Enum):
    """What came of a decision."""

    ANSWERED = "answered"
    ASKED = "asked"
    """The user was."""
    REFUSED = "refused"
    """Answered with no."""
    STALE = "stale"
    """The prompt was gone before a key was sent."""
    NOT_ANSWERED = "notAnswered"
    """The prompt did not go away."""
    STOPPED = "stopped"
    """Auto-yes was switched off before a key was sent."""


@attrs.frozen
class Decided:
    session_id: str
    name: str
    """The session's."""
    prompt_id: str
    at: float
    decision: Verdict
    rule: str
    """`user` for what no rule decided."""
    why: str
    """Empty for a person's."""
    tool: str | None
    command: str | None
    paths: tuple[str, ...]
    url: str | None
    folder: str | None
    option: str | None
    """The label of what was chosen."""
    by: Decider
    via: AnsweredBy | None
    """None where nothing was answered."""
    outcome: Outcome
    title: str = ""
    """Of a question or a choice, what was asked; else empty."""
    options: tuple[tuple[str, str], ...] = ()
    """What there was to choose from then: label and meaning."""
    takes_text: bool = False
    before: int | None = None
    """The number of the session's snapshot before it, where it let files change."""
    after: int | None = None
    """That of the one when what it let pass was over; None: not yet, or not known."""


_LATER = {"title", "options", "takes_text", "before", "after"}
VERDICTS = {Answer: Verdict.ALLOW, Ask: Verdict.ASK, Deny: Verdict.DENY}
_BY_MEANING = {Meaning.ACCEPT: Verdict.ALLOW, Meaning.ACCEPT_ALWAYS: Verdict.ALLOW, Meaning.REJECT: Verdict.DENY}


def by_rule(
    session_id: str, name: str, prompt: Prompt, decision: Decision, outcome: Outcome, via: AnsweredBy | None, at: float
) -> Decided:
    chosen = decision.option if isinstance(decision, (Answer, Deny)) else None
    chosen = decision.choice if isinstance(decision, Reply) else chosen
    option = next((each for each in prompt.options if each.id == chosen), None)
    verdict = _meant(option) if isinstance(decision, Reply) else VERDICTS[type(decision)]
    return _entry(
        session_id, name, prompt, verdict, decision.rule, decision.why, option, Decider.RULE, via, outcome, at
    )


def by_person(session_id: str, name: str, prompt: Prompt, option: Option | None, by: Decider, at: float) -> Decided:
    """`option` is None for a free text, which is not kept."""
    verdict = _meant(option)
    outcome = Outcome.REFUSED if verdict is Verdict.DENY else Outcome.ANSWERED
    return _entry(session_id, name, prompt, verdict, "user", "", option, by, AnsweredBy.KEYS, outcome, at)


def _meant(option: Option | None) -> Verdict:
    return _BY_MEANING.get(option.meaning, Verdict.ASK) if option else Verdict.ASK


def _entry(
    session_id: str,
    name: str,
    prompt: Prompt,
    verdict: Verdict,
    rule: str,
    why: str,
    option: Option | None,
    by: Decider,
    via: AnsweredBy | None,
    outcome: Outcome,
    at: float,
) -> Decided:
    is_question = prompt.kind is WaitReason.QUESTION
    return Decided(
        session_id,
        name,
        prompt.id,
        at,
        verdict,
        rule,
        why,
        prompt.tool,
        prompt.command,
        prompt.paths,
        prompt.url,
        prompt.folder,
        option.label if option else None,
        by,
        via,
        outcome,
        prompt.title if is_question else "",
        tuple((each.label, each.meaning.value) for each in prompt.options) if is_question else (),
        is_question and prompt.takes_text,
    )


def to_fields(entry: Decided) -> dict[str, Any]:
    """For the transcript, which knows session and time."""
    return {
        **attrs.asdict(entry, filter=lambda field, _: field.name not in {"session_id", "at"}),
        "paths": list(entry.paths),
        "options": [list(each) for each in entry.options],
        "decision": entry.decision.value,
        "by": entry.by.value,
        "via": entry.via and entry.via.value,
        "outcome": entry.outcome.value,
    }


def from_fields(session_id: str, at: float, fields: Mapping[str, Any]) -> Decided | None:
    """An entry of a transcript as it was; None when it is none. Earlier versions wrote nothing of what was asked."""
    names = [field.name for field in attrs.fields(Decided) if field.name not in {"session_id", "at"}]
    try:
        given = {name: fields[name] for name in names if name in fields or name not in _LATER}
        return Decided(
            session_id=session_id,
            at=at,
            **{
                **given,
                "paths": tuple(map(str, given["paths"])),
                "decision": Verdict(given["decision"]),
                "by": Decider(given["by"]),
                "via": None if given["via"] is None else AnsweredBy(given["via"]),
                "outcome": Outcome(given["outcome"]),
                "title": str(given.get("title", "")),
                "options": tuple((str(label), str(meaning)) for label, meaning in given.get("options", ())),
                "takes_text": given.get("takes_text") is True,
                "before": _number(given.get("before")),
                "after": _number(given.get("after")),
            },
        )
    except (KeyError, ValueError, TypeError):
        return None


def _number(value: Any) -> int | None:
    return value if type(value) is int else None


def instant(at: float) -> int:
    """In whole milliseconds, as the wire and the transcript have it."""
    return round(at * 1_000_000) // 1000
