"""The teardown script runs before a worktree is removed, and never keeps it from that."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.landing import How
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_terminal import terminal_of
from branchline.service.scripts.setup import ScriptFailed
from harness.scripted_ptyhost import Program
from harness.service import InProcess
from harness.worktree_files import commit, refs_of


class Torn:
    """What the teardown script of a session does, and what was there as it ran."""

    def __init__(self, service: InProcess, session: Session, code: int | None = 0) -> None:
        self.began: list[Program] = []
        self._terminal = terminal_of(session.id, ScriptKind.TEARDOWN)
        self._session = session
        self._code = code
        self._before = service.ptyhost.begins
        service.ptyhost.begins = self._begins

    def _begins(self, program: Program) -> None:
        self._before(program)
        if program.session_id == self._terminal:
            assert (Path(program.cwd) / "README.md").exists()
            # What it does there is not the user's work.
            (Path(program.cwd) / "README.md").write_text("torn down\n")
            self.began.append(program)
            program.prints("all is gone\r\n")
            if self._code is not None:
                program.exits(self._code)


@pytest.fixture
def failed(service: InProcess) -> list[ScriptFailed]:
    told: list[ScriptFailed] = []
    service.scripts.teardown.failed.add(told.append)
    return told


async def made_in(service: InProcess, repo: Path, **settings: object) -> Session:
    service.configure(teardownScript="make clean", **settings)
    made = await service.create(repo)
    service.program(made).exits(0)
    return await service.until_status(made.id, Status.COMPLETED)


async def test_it_runs_in_the_worktree_before_that_goes_and_after_its_snapshot(
    service: InProcess, repo: Path, failed: list[ScriptFailed]
) -> None:
    made = await made_in(service, repo)
    text = (Path(made.worktree) / "README.md").read_text()
    torn = Torn(service, made)
    await service.removal.remove(made.id, force=True, keep_branch=False)
    (program,) = torn.began
    assert (program.cwd, program.argv[-1]) == (made.worktree, "make clean")
    assert (made.port > 0, program.env["BRANCHLINE_PORT"]) == (True, str(made.port))
    assert not Path(made.worktree).exists()
    assert await service.scripts.running.printed(made.id, ScriptKind.TEARDOWN) == ["all is gone"]
    assert failed == []
    back = await service.removal.restore(made.id)
    assert (Path(back.worktree) / "README.md").read_text() == text


@pytest.mark.parametrize(
    ("code", "seconds", "why"),
    [
        (2, 20, "The teardown script failed with exit code 2."),
        (None, 1, "The teardown script took longer than 1 second, and was ended."),
    ],
)
async def test_one_that_fails_is_told_once_and_the_session_goes_all_the_same(
    service: InProcess, repo: Path, failed: list[ScriptFailed], code: int | None, seconds: int, why: str
) -> None:
    made = await made_in(service, repo, teardownSeconds=seconds)
    Torn(service, made, code)
    await service.removal.remove(made.id, force=True, keep_branch=False)
    assert not Path(made.worktree).exists()
    assert not service.sessions.has(made.id)
    assert [(each.session.name, each.kind, each.why) for each in failed] == [(made.name, ScriptKind.TEARDOWN, why)]
    assert service.ptyhost.programs == {}


async def test_it_does_not_run_where_the_session_is_paused(service: InProcess, repo: Path) -> None:
    service.configure(teardownScript="make clean")
    made = await service.create(repo)
    torn = Torn(service, made)
    await service.pausing.pause(made.id, free_disk=True)
    assert torn.began == []
    await service.removal.remove(made.id, force=True, keep_branch=False)
    assert torn.began == []


async def test_one_that_is_not_approved_does_not_run(service: InProcess, repo: Path) -> None:
    (repo / ".branchline").mkdir()
    (repo / ".branchline/teardown").write_text("dropdb app\n")
    commit(repo)
    made = await service.create(repo)
    torn = Torn(service, made)
    await service.removal.remove(made.id, force=True, keep_branch=False)
    assert torn.began == []
    assert not Path(made.worktree).exists()


async def test_a_removal_that_is_refused_tears_nothing_down(service: InProcess, repo: Path) -> None:
    made = await made_in(service, repo)
    (Path(made.worktree) / "new.txt").write_text("new\n")
    torn = Torn(service, made)
    with pytest.raises(Exception, match="would delete"):
        await service.removal.remove(made.id, force=False, keep_branch=False)
    assert torn.began == []
    assert Path(made.worktree).is_dir()


async def test_those_that_go_for_one_that_is_kept_are_torn_down(service: InProcess, repo: Path) -> None:
    kept, other = await made_in(service, repo), await made_in(service, repo)
    commit(Path(kept.worktree))
    torn = Torn(service, other)
    done = await service.keeping.keep(kept.id, [other.id], How.MERGE)
    assert (done.removed, len(torn.began)) == ([other.id], 1)
    assert refs_of(repo, other.id) != []
