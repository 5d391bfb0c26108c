"""What one session's agent has besides what all have: a folder, arguments, variables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.status import Status
from branchline.rpc.records import session_record
from branchline.service.sessions.extras import environment_of, subfolder_of
from harness.edited_store import after_edit, edits, nothing
from harness.service import InProcess, refused
from harness.sidecar import SEAL
from harness.worktree_files import branches

EXTRAS: dict[str, Any] = {"subfolder": "src/tally", "arguments": ["--model", "fast"], "environment": ["MODE=quick"]}


@pytest.mark.parametrize(
    ("text", "folder"), [(None, ""), ("", ""), (".", ""), ("src", "src"), (" ./src//tally/ ", "src/tally")]
)
def test_a_subfolder_is_written_in_one_way(text: str | None, folder: str) -> None:
    assert subfolder_of(text) == folder


def test_of_variables_with_one_name_the_last_holds() -> None:
    assert environment_of(["A=1", "B=x=y", "A=2", "C="]) == ("A=2", "B=x=y", "C=")


@pytest.mark.parametrize("resumed", [False, True])
async def test_the_agent_starts_with_them_and_again_when_it_is_resumed(
    service: InProcess, repo: Path, resumed: bool
) -> None:
    made = await service.create(repo, "demo", **EXTRAS)
    await service.until_status(made.id, Status.READY)
    if resumed:
        service.running.stop(made.id)
        await service.until_status(made.id, Status.PAUSED)
        service.running.resume(made.id)
        await service.until_status(made.id, Status.READY)
    program = service.program(made)
    assert program.cwd == f"{made.worktree}/src/tally"
    assert program.argv[-2:] == ["--model", "fast"]
    assert program.env["MODE"] == "quick"


async def test_the_wire_has_no_values_of_variables(service: InProcess, repo: Path) -> None:
    record = session_record(await service.create(repo, environment=["API_TOKEN=secret"]))
    assert record.environment == ["API_TOKEN"]
    assert "secret" not in str(record)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"subfolder": "../elsewhere"}, "BAD_PATH"),
        ({"subfolder": "src/../.."}, "BAD_PATH"),
        ({"subfolder": "/etc"}, "BAD_PATH"),
        ({"subfolder": "~"}, "BAD_PATH"),
        ({"subfolder": "no-such-folder"}, "BAD_PATH"),
        ({"subfolder": "README.md"}, "BAD_PATH"),
        ({"arguments": ["x"] * 101}, "BAD_ARGUMENTS"),
        ({"limits": ["answersPerMinute=none"]}, "BAD_LIMITS"),
        ({"environment": ["NAME"]}, "BAD_VARIABLE"),
        ({"environment": ["1A=x"]}, "BAD_VARIABLE"),
        ({"environment": ["GIT_DIR=/elsewhere"]}, "BAD_VARIABLE"),
        ({"environment": ["GIT_SSH_COMMAND=x"]}, "BAD_VARIABLE"),
        ({"environment": ["BRANCHLINE_AGENT_OF=x"]}, "BAD_VARIABLE"),
        ({"environment": ["VSCODE_PID=1"]}, "BAD_VARIABLE"),
        ({"environment": ["HOME=/elsewhere"]}, "BAD_VARIABLE"),
        ({"environment": ["BASH_ENV=/elsewhere"]}, "BAD_VARIABLE"),
        ({"environment": [f"A{number}=x" for number in range(101)]}, "BAD_VARIABLE"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_left(
    service: InProcess, repo: Path, wanted: dict[str, Any], code: str
) -> None:
    before = branches(repo)
    await refused(code, service.create(repo, **wanted))
    assert (service.sessions.all(), branches(repo)) == ([], before)


async def test_a_link_out_of_the_worktree_is_no_subfolder(service: InProcess, repo: Path, tmp_path: Path) -> None:
    made = await service.create(repo, "demo", **EXTRAS)
    await service.until_status(made.id, Status.READY)
    service.running.stop(made.id)
    await service.until_status(made.id, Status.PAUSED)
    folder = Path(made.worktree, "src/tally")
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    service.running.resume(made.id)
    failed = await service.until_status(made.id, Status.FAILED)
    assert "leads out of the worktree" in (failed.reason or "")


@pytest.mark.parametrize(
    ("fields", "starts"),
    [
        ({}, True),
        ({"arguments": ["--model", "fast", "--skip-permissions"]}, False),
        ({"environment": ["MODE=quick", "LD_PRELOAD=/tmp/x.so"]}, False),
        ({"limits": ["answersPerMinute=900"]}, False),
        ({"next_limits": ["answersPerMinute=900"]}, False),
    ],
)
@pytest.mark.parametrize("inherits", [True, False])
async def test_what_somebody_wrote_into_the_store_starts_no_agent(
    service: InProcess, repo: Path, fields: dict[str, Any], starts: bool, inherits: bool
) -> None:
    made = await service.create(repo, "demo", **EXTRAS)
    await service.until_status(made.id, Status.READY)
    service.running.stop(made.id)
    await service.until_status(made.id, Status.PAUSED)
    again = await after_edit(service, edits(**fields), inherits=inherits)
    third = await after_edit(again, nothing)
    third.running.resume(made.id)
    after = await third.until_status(made.id, Status.READY, Status.FAILED)
    assert (after.status is Status.READY) is starts, after.reason
    if not starts:
        assert "extra arguments and variables" in (after.reason or "")
    await third.close()


async def test_without_a_key_it_waits_for_the_editor_that_has_it(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo", **EXTRAS)
    await service.until_status(made.id, Status.READY)
    service.running.stop(made.id)
    await service.until_status(made.id, Status.PAUSED)
    again = await after_edit(service, nothing, None, inherits=False)
    again.running.resume(made.id)
    await again.until_status(made.id, Status.FAILED)
    again.sealing.hand_over(SEAL, 0)
    again.running.resume(made.id)
    await again.until_status(made.id, Status.READY)
    await again.close()
