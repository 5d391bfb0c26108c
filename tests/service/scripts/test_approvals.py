"""A repository's script runs when the user approved its very text, and never by what stands in the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.setup_waits import SetupWaits
from branchline.core.model.status import Status
from branchline.core.session.project_scripts import Approval, ScriptKind
from branchline.service.scripts.approvals import ShownScript
from harness.edited_store import after_edit
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.updates import NAMED

K = ScriptKind


@pytest.fixture
def project(repo: Path) -> Path:
    """The sample repository with a set-up and a teardown of its own."""
    (repo / ".branchline").mkdir()
    (repo / ".branchline" / "setup").write_text("echo one\n")
    (repo / ".branchline" / "teardown").write_text("echo gone\n")
    commit(repo)
    return repo


def commit(repo: Path) -> None:
    git(repo, "add", "-A")
    git(repo, *NAMED, "commit", "-qm", "scripts")


async def seen(service: InProcess, path: object, kind: ScriptKind = K.SETUP) -> ShownScript:
    found = await service.scripts.approvals.look(str(path))
    (one,) = (each for each in found.scripts if each.script.kind is kind)
    return one


async def approve(service: InProcess, path: object, kind: ScriptKind = K.SETUP) -> None:
    await service.scripts.approvals.approve(str(path), (await seen(service, path, kind)).script.digest)


async def test_once_for_a_text_in_all_worktrees(service: InProcess, project: Path) -> None:
    made = await service.create(project, "demo")
    await service.until_status(made.id, Status.READY)
    approvals, worktree = service.scripts.approvals, Path(service.sessions.get(made.id).worktree)
    assert await approvals.to_run(made.id, K.SETUP) is None
    shown = await seen(service, project)
    assert (shown.approval, shown.before) == (Approval.WAITING, None)
    assert service.sessions.get(made.id).setup_waits == SetupWaits(".branchline/setup", shown.script.digest)
    told: list[str] = []
    approvals.approved.add(told.append)
    await approve(service, project)
    assert told == [made.id]
    assert service.sessions.get(made.id).setup_waits is None
    script = await approvals.to_run(made.id, K.SETUP)
    assert script is not None
    assert script.text.startswith("sh ./.branchline/setup\n")
    assert await approvals.to_run(made.id, K.TEARDOWN) is None, "each text is one of its own"
    (worktree / ".branchline" / "setup").write_text("echo two\n")
    assert await approvals.to_run(made.id, K.SETUP) is None, "an agent may have written it"
    altered = await seen(service, worktree)
    assert (altered.approval, altered.before) == (Approval.WAITING, shown.script.text)
    assert (await seen(service, project)).approval is Approval.APPROVED


async def test_what_changed_since_it_was_shown_is_not_approved(service: InProcess, project: Path) -> None:
    digest = (await seen(service, project)).script.digest
    (project / ".branchline" / "setup").write_text("echo two\n")
    await refused("SCRIPT_CHANGED", service.scripts.approvals.approve(str(project), digest))
    assert (await seen(service, project)).approval is Approval.WAITING


async def test_a_repository_that_was_declined_asks_nothing(service: InProcess, project: Path) -> None:
    made = await service.create(project, "demo")
    await service.until_status(made.id, Status.READY)
    approvals = service.scripts.approvals
    await approvals.to_run(made.id, K.SETUP)
    await approvals.decline(str(project))
    assert service.sessions.get(made.id).setup_waits is None
    assert await approvals.to_run(made.id, K.SETUP) is None
    assert service.sessions.get(made.id).setup_waits is None
    assert (await seen(service, project)).approval is Approval.DECLINED
    again = await service.next()
    assert (await seen(again, project)).approval is Approval.DECLINED
    await approve(again, project)
    assert (await seen(again, project)).approval is Approval.APPROVED
    assert (await seen(again, project, K.TEARDOWN)).approval is Approval.WAITING, "it is asked about again"
    await again.close()


async def test_what_was_approved_is_after_the_next_start_too(service: InProcess, project: Path) -> None:
    await approve(service, project)
    again = await service.next()
    assert (await seen(again, project)).approval is Approval.APPROVED
    (project / ".branchline" / "setup").write_text("echo two\n")
    assert "echo one" in ((await seen(again, project)).before or "")
    await again.close()


async def test_an_approval_that_somebody_wrote_into_the_store_is_none(service: InProcess, project: Path) -> None:
    await approve(service, project, K.TEARDOWN)
    digest = (await seen(service, project)).script.digest

    def edit(tables: dict[str, Any]) -> None:
        metas = [each["value"] for each in tables["meta"].values() if each["key"] == "seal"]
        metas[0]["scripts"] = [digest]

    again = await after_edit(service, edit)
    assert (await seen(again, project)).approval is Approval.WAITING
    assert (await seen(again, project, K.TEARDOWN)).approval is Approval.WAITING, "that seal vouches for nothing now"
    await again.close()


@pytest.mark.parametrize("damaged", [b"", b"[]", b'{"kind": "setup", "command": "x", "text": "y"}'])
async def test_a_text_that_is_not_what_was_approved_is_not_shown_as_such(
    service: InProcess, project: Path, damaged: bytes
) -> None:
    await approve(service, project)
    (file,) = service.paths.scripts.iterdir()
    file.write_bytes(damaged)
    (project / ".branchline" / "setup").write_text("echo two\n")
    assert (await seen(service, project)).before is None
    await approve(service, project)
    assert len(list(service.paths.scripts.iterdir())) == 1, "of each kind the latest is kept"


async def test_what_is_no_repository_has_none(service: InProcess, tmp_path: Path) -> None:
    approvals = service.scripts.approvals
    await refused("NOT_A_REPO", approvals.look(str(tmp_path)))
    await refused("PATH_MISSING", approvals.look("relative"))
