"""Whatever common answers say, what real agents ask about access, trust and permission is left to auto-yes and the
user: in each recording, with rules that are about everything."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.policy.answers import AnswerRule, decide
from branchline.core.policy.verdicts import Reply
from branchline.service.terminals.replay import agent_named
from harness import recordings
from harness.policy_folders import load
from harness.proofs import TOLD

QUESTIONS = {"text", "menu", "pager", "editor", "question"}
"""What labels call what asks for nothing but an answer."""
EDGE = 1.0
"""Seconds that a label may be off."""
NAMES = recordings.names()
TOLD.append(f"recordings in which nothing but questions gets a common answer, by the widest rules: {len(NAMES)}")


def widest(prompt: Prompt) -> list[AnswerRule]:
    """Each is about every prompt, and one of them names each option."""
    meant = [AnswerRule((), meaning=meaning) for meaning in (Meaning.ACCEPT, Meaning.REJECT)]
    return [*meant, AnswerRule((), text="x"), *(AnswerRule((), option=each.label) for each in prompt.options)]


def kinds_at(labels: list[dict[str, Any]], time: float, edge: float) -> set[str]:
    near = [each for each in labels if each["from"] - edge <= time < each["to"] + edge]
    return {str(each.get("kind")) for each in near if each["state"] == "waiting"}


@pytest.mark.parametrize("name", NAMES)
def test_no_login_password_trust_or_permission_of_a_real_agent_is_answered(name: str) -> None:
    recording = recordings.load(name)
    agent = agent_named(recording.agent)
    labels = json.loads((recordings.FOLDER / f"{name}.labels.json").read_text())["intervals"]
    asked: dict[str, tuple[Prompt, set[str]]] = {}
    for time, seen in recordings.play(recording, agent):
        if seen and seen.prompt:
            kinds = kinds_at(labels, time, 0.0) or kinds_at(labels, time, EDGE)
            asked.setdefault(seen.prompt.id, (attrs.evolve(seen.prompt, complete=True), kinds))
    answered = [
        (kinds, prompt.title)
        for prompt, kinds in asked.values()
        for rule in widest(prompt)
        if isinstance(decide(prompt, recording.agent, [rule]), Reply)
        if not kinds or kinds - QUESTIONS
    ]
    assert answered == []


def test_nothing_that_auto_yes_decides_is_answered_though_it_were_taken_for_a_question() -> None:
    options = (Option("1", "Yes", Meaning.ACCEPT, "1"), Option("2", "No", Meaning.REJECT, "2"))
    bare = Prompt("p", WaitReason.QUESTION, "Which?", "", options=options, takes_text=True)
    tried = 0
    for case in load():
        paths = (case["path"],) if case.get("path") else ()
        asked = attrs.evolve(bare, tool=case["tool"], command=case.get("command"), paths=paths, url=case.get("url"))
        if asked.command or asked.paths or asked.url:
            tried += 1
            assert not any(decide(asked, "demo", [rule]) for rule in widest(asked)), case
    assert tried > 2000
