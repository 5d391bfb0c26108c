"""The set-up script that a repository could have is offered, and written where there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.session.project_scripts import ScriptKind
from harness.service import InProcess, refused


async def test_it_is_what_the_main_checkout_needs(service: InProcess, repo: Path) -> None:
    offering = service.scripts.offering
    assert await offering.offer(str(repo)) == ""
    (repo / "package-lock.json").write_text("{}\n")
    (repo / ".env.example").write_text("PORT=3000\n")
    (repo / "compose.yml").write_text('ports:\n  - "5432:5432"\n')
    text = await offering.offer(str(repo))
    assert "npm ci\n" in text
    assert "cp .env.example .env" in text
    assert "# compose.yml fixes port 5432" in text
    path = Path(await offering.write(str(repo), text))
    assert path == repo / ".branchline" / "setup"
    assert path.read_text() == text
    assert os.access(path, os.X_OK)
    script = (await service.scripts.project.scripts(str(repo))).of(ScriptKind.SETUP)
    assert script is not None
    assert not service.scripts.project.is_approved(script)
    assert await offering.offer(str(repo)) == "", "there is one now"


async def test_what_is_there_is_never_written_over(service: InProcess, repo: Path, tmp_path: Path) -> None:
    offering = service.scripts.offering
    (repo / ".branchline").mkdir()
    os.symlink(tmp_path / "nowhere", repo / ".branchline" / "setup")
    await refused("BAD_PATH", offering.write(str(repo), "true\n"))
    assert not (tmp_path / "nowhere").exists()
    (repo / ".branchline" / "setup").unlink()
    (repo / ".branchline").rmdir()
    (tmp_path / "elsewhere").mkdir()
    os.symlink(tmp_path / "elsewhere", repo / ".branchline")
    await refused("BAD_PATH", offering.write(str(repo), "true\n"))
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (repo / ".branchline").unlink()
    (repo / ".branchline").write_text("a file\n")
    await refused("BAD_PATH", offering.write(str(repo), "true\n"))


@pytest.mark.parametrize("text", ["", "  \n", "a\0b", "x" * 100_001])
async def test_what_is_no_script_is_refused(service: InProcess, repo: Path, text: str) -> None:
    await refused("BAD_PATH", service.scripts.offering.write(str(repo), text))
    assert not (repo / ".branchline").exists()
