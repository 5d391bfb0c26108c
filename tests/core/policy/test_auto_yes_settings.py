"""What the user set for auto-yes, and what a repository's own file may: whatever is wrong never widens anything."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.agents.registry import TOOLS
from branchline.core.policy.auto_yes_settings import AutoYesSettings, BadPolicyFile, read_auto_yes, read_policy_file
from branchline.core.policy.limits import Limits
from branchline.core.policy.policy import Preset


def read(raw: Any) -> tuple[AutoYesSettings, list[str]]:
    complaints: list[str] = []
    return read_auto_yes(raw, TOOLS, lambda key, _: complaints.append(key)), complaints


def test_nothing_set_is_off() -> None:
    settings, complaints = read({})
    assert (settings, complaints) == (AutoYesSettings(), [])
    assert settings.policy("off", "/repo").preset is Preset.OFF
    assert settings.preset_for(None) is Preset.OFF
    assert settings.limits == Limits()


def test_all_that_can_be_set() -> None:
    raw = {
        "default": "safe",
        "personas": {"qa": "read-only"},
        "allow": ["Bash(make deploy)"],
        "ask": ["Edit(migrations/**)"],
        "deny": ["Bash(git push:*)"],
        "trustedRepositories": ["/repo/"],
        "hooks": False,
        "sameAnswers": 2,
        "sameAnswersMinutes": 0.5 * 2,
        "answersPerMinute": 7,
        "answersWithoutLook": 9,
    }
    settings, complaints = read(raw)
    assert complaints == []
    assert (settings.preset_for("qa"), settings.preset_for("pm")) == (Preset.READ_ONLY, Preset.SAFE)
    assert settings.limits == Limits(2, 60.0, 7, 60.0, 9)
    assert not settings.hooks
    policy = settings.policy("worktree", "/repo")
    assert [rule.text for rule in (*policy.allow, *policy.ask, *policy.deny)] == [
        "Bash(make deploy)",
        "Edit(migrations/**)",
        "Bash(git push:*)",
    ]
    assert (policy.preset, policy.trusts_folder, policy.broken) == (Preset.WORKTREE, True, None)
    assert not settings.policy("worktree", "/other").trusts_folder


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("safe", "autoYes"),
        ({"default": "everything"}, "autoYes.default"),
        ({"default": 3}, "autoYes.default"),
        ({"personas": {"qa": "all"}}, "autoYes.personas"),
        ({"personas": []}, "autoYes.personas"),
        ({"allow": "Bash"}, "autoYes.allow"),
        ({"allow": [1]}, "autoYes.allow"),
        ({"allow": ["Bash(a && b)"]}, "autoYes.allow"),
        ({"trustedRepositories": ["repo"]}, "autoYes.trustedRepositories"),
        ({"hooks": "no"}, "autoYes.hooks"),
        ({"sameAnswers": 0}, "autoYes.sameAnswers"),
        ({"answersPerMinute": True}, "autoYes.answersPerMinute"),
        ({"answersWithoutLook": "many"}, "autoYes.answersWithoutLook"),
    ],
)
def test_what_cannot_be_used_is_told_and_allows_nothing(raw: Any, key: str) -> None:
    settings, complaints = read(raw)
    assert complaints == [key]
    assert (settings.default, settings.allow, settings.trusted_repositories) == (Preset.OFF, (), frozenset())
    assert settings.preset_for("qa") is Preset.OFF
    assert settings.limits == Limits()


@pytest.mark.parametrize("key", ["ask", "deny"])
@pytest.mark.parametrize("rules", ["Bash", [1], ["Bash(rm:*)", "Bash(a && b)"]])
def test_a_rule_that_should_hold_back_and_cannot_be_read_holds_everything_back(key: str, rules: Any) -> None:
    settings, complaints = read({key: rules, "allow": ["Bash"]})
    assert complaints == [f"autoYes.{key}"]
    assert f"branchline.autoYes.{key}" in (settings.policy("worktree", "/repo").broken or "")


def test_a_preset_that_is_not_known_is_off() -> None:
    assert AutoYesSettings().policy("everything", "/repo").preset is Preset.OFF


def test_a_repositorys_file() -> None:
    policy = read_policy_file('{"preset": "safe", "ask": ["Edit(a/**)"], "deny": ["Bash(rm:*)"]}', TOOLS)
    assert (policy.preset, policy.allow) == (Preset.SAFE, ())
    assert [rule.text for rule in (*policy.ask, *policy.deny)] == ["Edit(a/**)", "Bash(rm:*)"]
    assert read_policy_file("{}", TOOLS).preset is Preset.WORKTREE, "it takes nothing away"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "[" * 100_000, '{"preset": "all"}', '{"allow": ["Bash"]}', '{"ask": "Bash"}', '{"deny": ["("]}'],
)
def test_a_repositorys_file_that_cannot_be_followed(text: str) -> None:
    with pytest.raises(BadPolicyFile):
        read_policy_file(text, TOOLS)
