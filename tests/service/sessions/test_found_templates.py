"""Templates of the settings and of a repository: found, refused with a reason, filled."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from harness.service import InProcess, refused
from harness.sidecar import git

FIX = "---\ntitle: Fix an issue\npersona: qa\nvariables:\n  issue: Which issue?\n---\nFix {{issue}} in {{file}}\n"


@pytest.fixture
def folder(repo: Path) -> Path:
    folder = repo / ".branchline" / "templates"
    folder.mkdir(parents=True)
    return folder


async def names(service: InProcess, repo: Path) -> list[str]:
    found, _ = await service.templates.all(str(repo))
    return [each.template.name for each in found]


async def test_there_are_none_where_nobody_wrote_one(service: InProcess, repo: Path) -> None:
    assert await service.templates.all(str(repo)) == ([], [])


async def test_the_users_come_first_and_hold(service: InProcess, repo: Path, folder: Path) -> None:
    (folder / "fix.md").write_text(FIX)
    (folder / "other.md").write_text("Do it")
    (folder / "README.txt").write_text("no template")
    service.configure(templates={"mine": {"body": "Mine"}, "fix": {"title": "My fix", "body": "Fix it"}})
    found, bad = await service.templates.all(str(repo))
    assert [(each.template.name, each.template.title, each.is_own) for each in found] == [
        ("mine", "mine", True),
        ("fix", "My fix", True),
        ("other", "other", False),
    ]
    assert bad == []


async def test_those_of_the_main_checkout_hold_in_every_worktree(service: InProcess, repo: Path, folder: Path) -> None:
    """An agent cannot write there."""
    (folder / "fix.md").write_text(FIX)
    made = await service.create(repo, "demo")
    planted = Path(made.worktree, ".branchline", "templates")
    planted.mkdir(parents=True, exist_ok=True)
    (planted / "planted.md").write_text("Do it")
    assert await names(service, Path(made.worktree)) == ["fix"]


async def test_what_is_broken_or_hostile_is_told_and_the_others_go_on(
    service: InProcess, repo: Path, folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("secret")
    (folder / "a good one.md").write_text("Do it")
    (folder / "broken.md").write_text("---\ntitle: x\nagent: [x]\n---\nx")
    (folder / "gap.md").write_text("Fix\n{{what}}")
    (folder / "latin.md").write_bytes(b"caf\xe9")
    (folder / "large.md").write_text("x" * 70_000)
    (folder / "link.md").symlink_to(outside)
    (folder / "inside.md").symlink_to("a good one.md")
    (folder / "git.md").symlink_to("../../.git/config")
    (folder / "gone.md").symlink_to("nowhere")
    (folder / "folder.md").mkdir()
    (folder / "$(x)\u202e.md").write_text("Do it")
    os.mkfifo(folder / "pipe.md")
    service.configure(templates={"mine": {"body": "{{x}}"}, "a/b": {"body": "x"}})
    found, bad = await service.templates.all(str(repo))
    assert [each.template.name for each in found] == ["a good one", "inside"]
    told = {each.where.rpartition("/")[2]: (each.line, each.why) for each in bad}
    assert told == {
        "$(x)\u202e.md": (0, "its name should be at most 60 letters, digits, spaces and ._-"),
        "broken.md": (3, "a value that begins with [ has to be quoted"),
        "folder.md": (0, "Is a directory"),
        "gap.md": (2, "there is no variable “what”; name it in “variables”"),
        "git.md": (0, "it is a link that leads out of the repository"),
        "gone.md": (0, "No such file or directory"),
        "large.md": (0, "it is larger than 64 KB"),
        "latin.md": (0, "it is not in UTF-8"),
        "link.md": (0, "it is a link that leads out of the repository"),
        "pipe.md": (0, "it is no file"),
        "mine": (0, "there is no variable “x”; name it in “variables”"),
        "b": (0, "its name should be at most 60 letters, digits, spaces and ._-"),
    }


async def test_a_folder_that_leads_out_of_the_repository_is_refused(
    service: InProcess, repo: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "fix.md").write_text(FIX)
    (repo / ".branchline").mkdir()
    (repo / ".branchline" / "templates").symlink_to(outside)
    found, [bad] = await service.templates.all(str(repo))
    assert (found, bad.why) == ([], "it is a link that leads out of the repository")


async def test_a_session_is_made_of_what_is_filled(service: InProcess, repo: Path, folder: Path) -> None:
    (folder / "fix.md").write_text(
        "---\nagent: demo\npersona: reviewer\nautoYes: worktree\ntask: web-{{issue}}\n"
        "variables:\n  issue: Which?\n---\n"
        "{{issue}}: {{file}} on {{branch}} of {{repository}}, {{date}}\n{{selection}}"
    )
    filled = await service.templates.fill(str(repo), "fix", {"issue": "7", "file": "a.py", "selection": "{{issue}}"})
    branch, today = git(repo, "rev-parse", "--abbrev-ref", "HEAD"), date.today().isoformat()
    assert filled.instruction == f"7: a.py on {branch} of {repo.name}, {today}\n{{{{issue}}}}"
    assert (filled.agent, filled.persona, filled.task, filled.auto_yes) == ("demo", "reviewer", "web-7", "off")
    found, _ = await service.templates.all(str(repo))
    assert found[0].template.ignored == (
        "“autoYes” is ignored: a repository’s template cannot have more than your default, off.",
    )


async def test_what_the_user_wrote_may_be_wider(service: InProcess, repo: Path) -> None:
    service.configure(templates={"mine": {"body": "Mine", "autoYes": "worktree", "persona": "qa"}})
    filled = await service.templates.fill(str(repo), "mine", {})
    assert (filled.auto_yes, filled.persona) == ("worktree", "qa")


async def test_one_that_is_not_there_says_why(service: InProcess, repo: Path, folder: Path) -> None:
    error = await refused("TEMPLATE_UNKNOWN", service.templates.fill(str(repo), "fix", {}))
    assert error.message == "There is no template “fix” here."
    (folder / "fix.md").write_text("---\n")
    error = await refused("TEMPLATE_UNKNOWN", service.templates.fill(str(repo), "fix", {}))
    assert error.message.endswith(
        ".branchline/templates/fix.md, line 1: the head that begins here has no end: a line of ---."
    )
    (folder / "fix.md").write_text(FIX)
    await refused("BAD_TEMPLATE", service.templates.fill(str(repo), "fix", {"other": "x"}))
