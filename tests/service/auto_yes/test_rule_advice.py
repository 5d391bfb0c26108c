"""Rules are proposed for what was asked, tried on the log, and allow it then."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.status import Status
from branchline.core.policy.policy import Preset
from harness.service import InProcess, refused


async def test_a_rule_is_proposed_tried_and_then_allows(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo", instruction="Delete the old script", auto_yes="safe")
    record = await service.until(made.id, lambda session: session.asked is not None)
    assert record.prompt is not None
    rules = await service.rule_advice.propose(made.id, record.prompt.id)
    assert rules == ["Bash(rm scripts/old_report.py)"]
    (match,) = await service.rule_advice.try_rule(rules[0])
    assert match.command == "rm scripts/old_report.py"
    assert await service.rule_advice.try_rule("Bash(ls)") == []
    service.configure(autoYes={"allow": rules})
    service.editing.update(made.id, name=None, task=None, auto_yes=Preset.WORKTREE, pinned=None, read=None)
    after = await service.until_status(made.id, Status.READY)
    assert not (Path(after.worktree) / "scripts/old_report.py").exists()


async def test_what_is_no_rule_is_said(service: InProcess) -> None:
    error = await refused("BAD_RULE", service.rule_advice.try_rule("Bash(a && b)"))
    assert "one command" in error.message


async def test_what_was_never_asked_has_no_proposals(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    await refused("NOT_LOGGED", service.rule_advice.propose(made.id, "0123456789abcdef"))
    await refused("NO_SESSION", service.rule_advice.propose("nobody", "0123456789abcdef"))


async def test_what_no_rule_can_alter_has_none(service: InProcess, repo: Path) -> None:
    """The repository's own file asks about all of it."""
    (repo / ".branchline").mkdir()
    (repo / ".branchline/auto-yes.json").write_text("{")
    made = await service.create(repo, "demo", instruction="Delete the old script", auto_yes="safe")
    record = await service.until(made.id, lambda session: session.asked is not None)
    assert record.prompt is not None
    assert await service.rule_advice.propose(made.id, record.prompt.id) == []
    assert await service.rule_advice.try_rule("Bash(rm scripts/old_report.py)") == []


async def test_sessions_that_are_gone_are_not_tried_on(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo", instruction="Delete the old script", auto_yes="safe")
    await service.until(made.id, lambda session: session.asked is not None)
    await service.removal.remove(made.id, force=True, keep_branch=False)
    assert await service.rule_advice.try_rule("Bash(rm scripts/old_report.py)") == []
