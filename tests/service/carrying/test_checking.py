"""The check says what a fresh session would lack, and what the user chooses of it goes into `.worktreeinclude`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.core.session.setup_check import Finding, SetupKind
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.updates import NAMED

K = SetupKind


@pytest.fixture
def lacking(repo: Path) -> Path:
    """The sample repository, of which a worktree would not run."""
    (repo / ".gitignore").write_text(".env*\nnode_modules\n.venv\ncerts/\ndist\nhooks/\n")
    (repo / "package-lock.json").write_text("{}\n")
    git(repo, "add", "-A")
    git(repo, *NAMED, "commit", "-qm", "ignore")
    files = {
        ".env": "PORT=3000\n", "certs/dev.pem": "x", "certs/notes.txt": "x", "dist/.env": "x", "hooks/pre-commit": "x",
        "node_modules/.package-lock.json": "{}", "node_modules/a/.env": "x", ".venv/pyvenv.cfg": "x",
    }  # fmt: skip
    for name, content in files.items():
        (repo / name).parent.mkdir(parents=True, exist_ok=True)
        (repo / name).write_text(content)
    os.utime(repo / "node_modules" / ".package-lock.json", (1, 1))
    git(repo, "config", "core.hooksPath", "hooks")
    return repo


async def found(service: InProcess, repo: Path) -> list[Finding]:
    root, findings = await service.checking.check(str(repo))
    assert root == str(repo)
    return findings


async def test_each_kind_is_found(service: InProcess, lacking: Path) -> None:
    assert await found(service, lacking) == [
        Finding(K.FILE, ".env", pattern="/.env"),
        Finding(K.FILE, "certs/dev.pem", pattern="/certs/dev.pem"),
        Finding(K.DEPENDENCIES, ".venv"),
        Finding(K.DEPENDENCIES, "node_modules", pattern="/node_modules/"),
        Finding(K.HOOKS, "hooks"),
        Finding(K.OUTDATED, "package-lock.json", "node_modules"),
        Finding(K.PORT, ".env", "3000"),
    ]


async def test_what_is_written_down_comes_along_and_is_not_found_again(service: InProcess, lacking: Path) -> None:
    patterns = [each.pattern for each in await found(service, lacking) if each.pattern]
    path = Path(await service.checking.include(str(lacking), patterns))
    assert path.read_text() == "/.env\n/certs/dev.pem\n/node_modules/\n"
    assert git(lacking, "diff", "--cached", "--name-only") == "", "nothing is staged"
    left = await found(service, lacking)
    assert [each for each in left if each.pattern] == []
    made = await service.create(lacking, "demo")
    await service.until_status(made.id, Status.READY)
    session = service.sessions.get(made.id)
    assert session.not_carried == ()
    assert (Path(session.worktree) / "certs" / "dev.pem").exists()
    assert (Path(session.worktree) / "node_modules" / "a" / ".env").exists()


async def test_settings_bring_it_along_too(service: InProcess, lacking: Path) -> None:
    service.configure(worktreeInclude=[".env"], worktreeSymlinks=["node_modules"])
    paths = {each.path for each in await found(service, lacking) if each.kind in {K.FILE, K.DEPENDENCIES}}
    assert paths == {"certs/dev.pem", ".venv"}


async def test_submodules_that_are_not_there(service: InProcess, repo: Path, sample_repository: Path) -> None:
    assert await found(service, repo) == []
    (repo / ".gitmodules").write_text(f'[submodule "lib"]\n\tpath = lib\n\turl = {sample_repository}\n')
    git(repo, "add", ".gitmodules")
    git(repo, *NAMED, "commit", "-qm", "lib")
    assert await found(service, repo) == [Finding(K.SUBMODULE, "lib")]


async def test_lines_are_added_to_those_that_stand_there(service: InProcess, repo: Path) -> None:
    place = repo / ".worktreeinclude"
    place.write_bytes(b"# mine\n.env")
    await service.checking.include(str(repo), [".env", "/x"])
    await service.checking.include(str(repo), ["/x", "/y"])
    assert place.read_text() == "# mine\n.env\n/x\n/y\n"


@pytest.mark.parametrize("pattern", ["", " ", "a\nb", "a\0b", "x" * 1001])
async def test_what_is_no_line_is_refused(service: InProcess, repo: Path, pattern: str) -> None:
    await refused("BAD_PATH", service.checking.include(str(repo), [pattern]))
    assert not (repo / ".worktreeinclude").exists()


@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe"])
async def test_nothing_is_written_through_what_is_no_file(
    service: InProcess, repo: Path, tmp_path: Path, kind: str
) -> None:
    place, target = repo / ".worktreeinclude", tmp_path / "target"
    if kind == "link":
        target.write_text("mine\n")
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(target)
    await refused("BAD_PATH", service.checking.include(str(repo), ["/x"]))
    assert not target.exists() or target.read_text() == "mine\n"


async def test_a_folder_that_is_no_repository(service: InProcess, tmp_path: Path) -> None:
    await refused("NOT_A_REPO", service.checking.check(str(tmp_path)))
