"""Policies and requests of tests, and what is decided of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from branchline.core.model.prompt import Meaning, Option
from branchline.core.policy.deciding import decide
from branchline.core.policy.policy import Policy, Preset
from branchline.core.policy.request import Request
from branchline.core.policy.rules import Rule
from branchline.core.policy.verdicts import Answer, Ask, Deny
from harness.memory_disk import ROOT, ground
from harness.policy_rules import request_for, rule_of

YES = Option("yes", "Yes", Meaning.ACCEPT)
ALWAYS = Option("always", "Yes, and do not ask again", Meaning.ACCEPT_ALWAYS)
NO = Option("no", "No", Meaning.REJECT)


def rules(*texts: str) -> tuple[Rule, ...]:
    return tuple(rule_of(text) for text in texts)


def policy(
    preset: str = "safe", *, allow: Sequence[str] = (), ask: Sequence[str] = (), deny: Sequence[str] = ()
) -> Policy:
    return Policy(Preset(preset), rules(*allow), rules(*ask), rules(*deny))


def command(text: str | None, **more: Any) -> Request:
    return attrs.evolve(request_for("Bash", ROOT, text, options=(YES, ALWAYS, NO)), **more)


def said(request: Request, by: Policy) -> str:
    """`allow`, `ask` or `deny`, and what decided."""
    found = decide(request, by, ground())
    word = {Answer: "allow", Ask: "ask", Deny: "deny"}[type(found)]
    assert found.why
    assert found.why.endswith(".")
    return f"{word} {found.rule}"
