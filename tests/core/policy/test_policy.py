"""A repository's own settings make the user's policy stricter, never wider."""

from __future__ import annotations

import attrs
import pytest

from branchline.core.policy.policy import Policy, Preset, stricter
from harness.policy_verdicts import rules


@pytest.mark.parametrize("mine", list(Preset))
@pytest.mark.parametrize("theirs", list(Preset))
def test_a_repository_only_makes_it_stricter(mine: Preset, theirs: Preset) -> None:
    user = Policy(mine, rules("Bash(a)"), rules("Bash(b)"), rules("Bash(c)"), trusts_folder=True)
    repository = Policy(theirs, rules("Bash(x)"), rules("Bash(y)"), rules("Bash(z)"))
    found = stricter(user, repository)
    assert found.preset.level == min(mine.level, theirs.level)
    assert [rule.text for rule in found.allow] == ([] if theirs is Preset.OFF else ["Bash(a)"])
    assert [rule.text for rule in found.ask] == ["Bash(b)", "Bash(y)"]
    assert [rule.text for rule in found.deny] == ["Bash(c)", "Bash(z)"]
    assert found.trusts_folder is True
    assert stricter(attrs.evolve(user, trusts_folder=False), attrs.evolve(repository, trusts_folder=True)) != found
