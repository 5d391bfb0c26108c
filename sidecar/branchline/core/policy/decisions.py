"""What was decided on a prompt, by whom and what came of it: one entry of the log."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

import attrs

from branchline.core.model import Meaning, Option, Prompt
from branchline.core.policy.policy import Answer, Ask, Decision, Deny


class Outcome(str, enum.Enum):
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
    decision: str
    """`allow`, `ask` or `deny`."""
    rule: str
    """`user` for a person's."""
    why: str
    tool: str | None
    command: str | None
    paths: tuple[str, ...]
    url: str | None
    folder: str | None
    option: str | None
    """The label of what was chosen."""
    by: str
    """`rule` or `user`."""
    via: str | None
    """`keys`, `hook`, or None where nothing was answered."""
    outcome: Outcome


WORDS = {Answer: "allow", Ask: "ask", Deny: "deny"}
_BY_MEANING = {Meaning.ACCEPT: "allow", Meaning.ACCEPT_ALWAYS: "allow", Meaning.REJECT: "deny"}


def by_rule(
    session_id: str, name: str, prompt: Prompt, decision: Decision, outcome: Outcome, via: str | None, at: float
) -> Decided:
    chosen = decision.option if isinstance(decision, (Answer, Deny)) else None
    option = next((each for each in prompt.options if each.id == chosen), None)
    word = WORDS[type(decision)]
    return _entry(session_id, name, prompt, word, decision.rule, decision.why, option, "rule", via, outcome, at)


def by_user(session_id: str, name: str, prompt: Prompt, option: Option | None, at: float) -> Decided:
    """`option` is None for a free text, which is not kept."""
    word = _BY_MEANING.get(option.meaning, "ask") if option else "ask"
    outcome = Outcome.REFUSED if word == "deny" else Outcome.ANSWERED
    return _entry(session_id, name, prompt, word, "user", "You answered it.", option, "user", "keys", outcome, at)


def _entry(
    session_id: str,
    name: str,
    prompt: Prompt,
    word: str,
    rule: str,
    why: str,
    option: Option | None,
    by: str,
    via: str | None,
    outcome: Outcome,
    at: float,
) -> Decided:
    return Decided(
        session_id,
        name,
        prompt.id,
        at,
        word,
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
    )


def to_fields(entry: Decided) -> dict[str, Any]:
    """For the transcript, which knows session and time."""
    fields = attrs.asdict(entry, filter=lambda field, _: field.name not in {"session_id", "at"})
    return {**fields, "paths": list(entry.paths), "outcome": entry.outcome.value}


def from_fields(session_id: str, at: float, fields: Mapping[str, Any]) -> Decided | None:
    """An entry of a transcript as it was; None when it is none."""
    names = [field.name for field in attrs.fields(Decided) if field.name not in {"session_id", "at"}]
    try:
        given = {name: fields[name] for name in names}
        return Decided(
            session_id=session_id,
            at=at,
            **{**given, "paths": tuple(map(str, given["paths"])), "outcome": Outcome(given["outcome"])},
        )
    except (KeyError, ValueError, TypeError):
        return None
