"""Every case of `tests/data/policy` against every preset, by the code behind `branchline policy`."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.__main__ import main
from branchline.cli import policy as policing
from branchline.core.policy.policy import Policy, Preset
from harness.policy_folders import CASES, Folders, filled, load, make
from harness.policy_rules import rule_of
from harness.proofs import TOLD

JUDGED = [Preset.READ_ONLY, Preset.SAFE, Preset.WORKTREE]
ALL = load()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return make(tmp_path_factory.mktemp("policy"))


def test_there_are_many_cases_and_most_are_hostile() -> None:
    hostile = [case for case in ALL if set(case["verdict"].values()) == {"ask"}]
    assert len(ALL) >= 400
    assert len(hostile) >= len(ALL) / 2
    assert len({case["id"] for case in ALL}) == len(ALL)


Found = Callable[[Preset], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def found(folders: Folders) -> Found:
    """What a preset makes of each case: once for all tests, and not all presets in the first one."""

    @functools.cache
    def found(preset: Preset) -> list[dict[str, Any]]:
        return [policing.decided(filled(case, folders), Policy(preset), folders.ground) for case in ALL]

    return found


@pytest.mark.parametrize("preset", JUDGED)
def test_verdicts(found: Found, preset: Preset) -> None:
    wrong = [
        (case.get("command") or case.get("path"), decided)
        for case, decided in zip(ALL, found(preset), strict=True)
        if case["verdict"].get(preset.value) not in {None, decided["decision"]}
    ]
    assert [each for each in wrong if each[1]["decision"] == "allow"] == [], "dangerous"
    assert wrong == []


@pytest.mark.parametrize("preset", list(Preset))
def test_off_allows_nothing_and_each_preset_allows_what_the_narrower_ones_do(found: Found, preset: Preset) -> None:
    if preset is Preset.OFF:
        assert {each["decision"] for each in found(preset)} == {"ask"}
    for narrower in list(Preset)[: preset.level]:
        for case, less, more in zip(ALL, found(narrower), found(preset), strict=True):
            assert less["decision"] != "allow" or more["decision"] == "allow", case


HARMLESS_ALLOWED = 0.95
"""At least as much of what is harmless has to pass."""


@pytest.mark.parametrize("preset", JUDGED)
def test_what_is_harmless_passes(found: Found, preset: Preset) -> None:
    score = policing.Score()
    for case, decided in zip(ALL, found(preset), strict=True):
        score.count(case, preset.value, decided["decision"])
    TOLD.append(f"{preset.value}: {score}")
    assert score.allowed >= HARMLESS_ALLOWED * score.harmless > 0
    assert score.asked == score.others > 0


FORMS = ("git status && {}", "git status; {}", "git status | {}", "ls src\n{}", "git status || {}")


def test_no_part_of_a_line_passes_with_the_others(folders: Folders) -> None:
    """A harmless command before, after or beside a hostile one changes nothing, and neither does a rule for it."""
    allowing = (rule_of("Bash(git status)"), rule_of("Bash(ls:*)"))
    policy = Policy(Preset.WORKTREE, allowing)
    for number, case in enumerate(ALL):
        command = case.get("command", "")
        is_hostile = set(case["verdict"].values()) == {"ask"}
        if not is_hostile or not command.strip() or command.startswith("#") or "<<" in command:
            continue
        joined = {**filled(case, folders), "command": FORMS[number % 5].format(folders.filled(command))}
        assert policing.decided(joined, policy, folders.ground)["decision"] != "allow", joined


def test_a_truncated_command_is_never_approved(folders: Folders) -> None:
    policy = Policy(Preset.WORKTREE, (rule_of("Bash"), rule_of("Edit"), rule_of("Read")))
    for case in ALL:
        cut = {**filled(case, folders), "complete": False}
        assert policing.decided(cut, policy, folders.ground)["decision"] != "allow", case


@pytest.mark.parametrize("kind", ["question", "trust", "login", "password", "something new"])
def test_only_approvals_are_answered(folders: Folders, kind: str) -> None:
    policy = Policy(Preset.WORKTREE, (rule_of("Bash"),))
    for case in ALL[:200]:
        assert policing.decided({**filled(case, folders), "kind": kind}, policy, folders.ground)["decision"] == "ask"


def test_the_command(folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.jsonl"
    chosen = [case for case in ALL if case["id"] in {"o001", "o002", "o004", "o006"}]
    lines = [json.dumps({**filled(case, folders), "verdict": case["verdict"]}) for case in chosen]
    file.write_text("\n".join(lines) + "\n\n")
    arguments = [str(file), "--preset", "safe", "--worktree", folders.WT, "--main", folders.MAIN]
    assert policing.main(arguments) == 0
    said = capsys.readouterr()
    assert said.err == "harmless allowed 4 of 4 (100.0 %), others asked 0 of 0\n"
    printed = [json.loads(line) for line in said.out.splitlines()]
    assert [each["id"] for each in printed] == [case["id"] for case in chosen]
    assert all(set(each) == {"id", "decision", "rule", "why"} for each in printed)
    assert policing.main([*arguments, "--deny", "Bash(ls:*)"]) == 0
    said = capsys.readouterr()
    assert '"deny"' in said.out
    assert said.err == "harmless allowed 1 of 4 (25.0 %), others asked 0 of 0\n"


def test_cases_without_verdicts_are_not_scored(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cases.jsonl"
    case = {"id": 1, "tool": "Bash", "command": "ls"}
    file.write_text("\n".join(map(json.dumps, [case, {**case, "verdict": 3}, {**case, "verdict": {"off": "ask"}}])))
    assert policing.main([str(file), "--preset", "safe", "--worktree", folders.WT]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1"),
        ("[]", "an object with an id"),
        ('{"id": 1, "command": 3}', "command is no text"),
        (None, "cannot be read"),
    ],
)
def test_bad_cases_are_told(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    file = tmp_path / "cases.jsonl"
    if text is not None:
        file.write_text(text + "\n")
    assert main(["policy", str(file), "--preset", "safe", "--worktree", folders.WT]) == 1
    assert said in capsys.readouterr().err


def test_a_bad_worktree_and_a_bad_rule_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = next(CASES.glob("*.jsonl"))
    assert main(["policy", str(file), "--preset", "safe", "--worktree", str(tmp_path / "none")]) == 1
    assert "is no folder" in capsys.readouterr().err
    assert main(["policy", str(file), "--preset", "safe", "--worktree", str(tmp_path), "--allow", "Bash(a && b)"]) == 1
    assert "one command" in capsys.readouterr().err
