"""Personas: which there are, what a definition may say, and what each means for a new session."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.persona import Persona
from branchline.core.policy.auto_yes_settings import AutoYesSettings
from branchline.core.policy.policy import Preset
from branchline.core.session.built_in_personas import BUILT_IN
from branchline.core.session.personas import (
    Personas,
    all_personas,
    arguments_for,
    find,
    instructed,
    read_personas,
)

EVIL = "\u202egnihton $(check)\x1b[2J"


def test_those_that_come_along_can_be_defined_as_they_are() -> None:
    assert list(BUILT_IN) == ["plain", "product-manager", "qa", "specialist", "reviewer"]
    for name, persona in BUILT_IN.items():
        definition = {"title": persona.title, "icon": persona.icon, "instruction": persona.instruction}
        assert read_personas({name: definition}).usable[name] == persona
    assert [name for name, each in BUILT_IN.items() if each.read_only or each.auto_yes] == ["reviewer"]


def test_what_is_defined_has_its_name_where_nothing_else_is_said() -> None:
    assert read_personas({"tester": {}}).usable["tester"] == Persona("tester", "tester")


def test_what_is_left_out_of_one_that_comes_along_stays() -> None:
    reviewer = read_personas({"reviewer": {"title": "Critic", "instruction": ""}}).usable["reviewer"]
    assert (reviewer.title, reviewer.instruction) == ("Critic", "")
    assert (reviewer.read_only, reviewer.auto_yes, reviewer.icon) == (True, "read-only", "eye")


def test_all_that_may_be_said_is_taken() -> None:
    definition = {
        "title": "Tester",
        "icon": "beaker",
        "description": "Tests.",
        "agent": "claude",
        "readOnly": True,
        "arguments": ["--model", "opus"],
        "instruction": "Test {{instruction}}",
        "autoYes": "safe",
        "autoYesLimits": {"answersWithoutLook": 9, "sameAnswers": 3},
        "limits": "small",
    }
    assert read_personas({"tester": definition}).usable["tester"] == Persona(
        name="tester",
        title="Tester",
        icon="beaker",
        description="Tests.",
        agent="claude",
        arguments=("--model", "opus"),
        instruction="Test {{instruction}}",
        auto_yes="safe",
        read_only=True,
        auto_yes_limits=("sameAnswers=3", "answersWithoutLook=9"),
        limits="small",
    )


@pytest.mark.parametrize(
    ("name", "definition", "told"),
    [
        ("QA lead", {}, "a name is made of"),
        ("", {}, "a name is made of"),
        (EVIL, {}, "a name is made of"),
        ("x" * 41, {}, "a name is made of"),
        ("qa", [], "it should be an object"),
        ("qa", None, "it should be an object"),
        ("qa", {"titel": "x"}, "there is no key “titel”; there are title, icon"),
        ("qa", {"title": 3}, "“title” should be"),
        ("qa", {"title": "x" * 61}, "“title” should be"),
        ("qa", {"title": EVIL}, "“title” should be"),
        ("qa", {"icon": "$(beaker)"}, "“icon” should be"),
        ("qa", {"icon": "sync~spin"}, "“icon” should be"),
        ("qa", {"description": "a\nb"}, "“description” should be"),
        ("qa", {"agent": "Claude Code"}, "“agent” should be"),
        ("qa", {"agent": "claude", "arguments": "--model opus"}, "“arguments” should be"),
        ("qa", {"agent": "claude", "arguments": ["a\0b"]}, "“arguments” should be"),
        ("qa", {"agent": "claude", "arguments": ["x"] * 65}, "“arguments” should be"),
        ("qa", {"arguments": ["--model"]}, "“agent” should name it"),
        ("qa", {"instruction": "Fix {{issue}}"}, "“instruction” should be"),
        ("qa", {"instruction": "\x1b[2J"}, "“instruction” should be"),
        ("qa", {"instruction": "x" * 1_000_000}, "“instruction” should be"),
        ("qa", {"autoYes": "all"}, "“autoYes” should be one of off"),
        ("qa", {"readOnly": "yes"}, "“readOnly” should be true or false"),
        ("qa", {"limits": 3}, "“limits” should be"),
        ("qa", {"autoYesLimits": 3}, "“autoYesLimits” should be an object of numbers from 1 to 100,000"),
        ("qa", {"autoYesLimits": {"answersPerMinute": 0}}, "“autoYesLimits” should be"),
        ("qa", {"autoYesLimits": {"answersPerMinute": True}}, "“autoYesLimits” should be"),
        ("qa", {"autoYesLimits": {"answersPerMinute": "5"}}, "“autoYesLimits” should be"),
        ("qa", {"autoYesLimits": {"memory": 5}}, "by sameAnswers, answersPerMinute, answersWithoutLook"),
    ],
)
def test_one_that_cannot_be_used_says_which_key_is_wrong_and_the_others_go_on(
    name: str, definition: Any, told: str
) -> None:
    found = read_personas({name: definition, "tester": {"title": "Tester"}})
    assert "tester" in found.usable
    assert name not in found.usable, "what it should hold back would pass else"
    assert f"persona “{name[:80]}”: " in found.broken[name]
    assert told in found.broken[name]
    with pytest.raises(BranchlineError) as refusal:
        find(name, found, AutoYesSettings())
    assert (refusal.value.code, refusal.value.message) == ("BAD_PERSONA", found.broken[name])


def test_there_are_only_so_many() -> None:
    found = read_personas({f"p{number}": {} for number in range(101)})
    assert list(found.broken) == ["p100"]


@pytest.mark.parametrize(
    ("auto_yes", "persona", "preset"),
    [
        (AutoYesSettings(), "qa", "off"),
        (AutoYesSettings(default=Preset.SAFE), "qa", "safe"),
        (AutoYesSettings(), "reviewer", "read-only"),
        (AutoYesSettings(default=Preset.WORKTREE), "reviewer", "read-only"),
        (AutoYesSettings(default=Preset.SAFE), "tester", "worktree"),
        # What stands in autoYes.personas comes first, be it wider or narrower.
        (AutoYesSettings(personas={"reviewer": Preset.OFF}), "reviewer", "off"),
        (AutoYesSettings(personas={"tester": Preset.OFF}), "tester", "off"),
        (AutoYesSettings(personas={"qa": Preset.SAFE}), "qa", "safe"),
        # A name that only stands there is one without a role.
        (AutoYesSettings(personas={"writer": Preset.SAFE}), "writer", "safe"),
    ],
)
def test_the_preset_that_its_sessions_begin_with(auto_yes: AutoYesSettings, persona: str, preset: str) -> None:
    defined = read_personas({"tester": {"autoYes": "worktree"}})
    assert find(persona, defined, auto_yes).auto_yes == preset


def test_one_that_is_broken_is_not_brought_back_by_its_preset() -> None:
    defined = read_personas({"qa": {"autoYes": "all"}})
    auto_yes = AutoYesSettings(personas={"qa": Preset.SAFE, "No Name": Preset.SAFE})
    names = [each.name for each in all_personas(defined, auto_yes)]
    assert names == ["plain", "product-manager", "specialist", "reviewer"]


def test_where_there_is_none_of_a_name_those_that_there_are_are_named() -> None:
    with pytest.raises(BranchlineError, match="There are: plain, product-manager, qa") as refusal:
        find("nobody", Personas(), AutoYesSettings())
    assert refusal.value.code == "PERSONA_UNKNOWN"


@pytest.mark.parametrize(
    ("template", "instruction", "told"),
    [
        ("", "Fix it", "Fix it"),
        ("Test {{instruction}} well", "the login", "Test the login well"),
        ("Work as a tester.", "Fix it", "Fix it\n\nWork as a tester."),
        ("Work as a tester.", "", ""),
        ("{{ instruction }}!", "{{instruction}}", "{{instruction}}!"),
        (r"\{{instruction}} {{instruction}}", "x", "{{instruction}} x"),
    ],
)
def test_what_its_agent_is_told_first(template: str, instruction: str, told: str) -> None:
    persona = read_personas({"tester": {"instruction": template}}).usable["tester"]
    assert instructed(persona, instruction) == told
    assert instructed(None, instruction) == instruction


def test_those_that_come_along_let_the_instruction_stand_first() -> None:
    """By which the session is named."""
    for persona in BUILT_IN.values():
        assert instructed(persona, "Fix the login").startswith("Fix the login")


def test_its_arguments_are_for_its_agent_alone() -> None:
    persona = Persona("tester", "Tester", agent="claude", arguments=("--verbose",))
    assert (arguments_for(persona, "claude"), arguments_for(persona, "codex")) == (("--verbose",), ())
