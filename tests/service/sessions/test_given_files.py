"""Files that the user gives to an agent are copied beside its worktree, and named in its input."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.service.sessions import given_files
from branchline.service.sessions.given_files import safe_name
from harness.service import InProcess, refused
from harness.waiting import until


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("screen.png", "screen.png"),
        ("Bildschirmfoto 2026-01-01 um 10.05.png", "Bildschirmfoto-2026-01-01-um-10.05.png"),
        ("Übersicht.PDF", "Ubersicht.PDF"),
        ("-rf ~; rm $(x)\n.png", "rf-rm-x.png"),
        ("..", "file"),
        (".env", "env"),
        ("日本語", "file"),
        ("日本語.png", "file.png"),
        ("a\u202egnp.exe", "a-gnp.exe"),
        ("x" * 300 + ".jpeg", "x" * 48 + ".jpeg"),
    ],
)
def test_a_name_is_made_safe_and_keeps_its_ending(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert len(safe) <= 60


async def test_they_are_copied_and_stand_in_the_input_without_enter(
    service: InProcess, repo: Path, tmp_path: Path
) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    first, second = tmp_path / "a shot.png", tmp_path / "other" / "a shot.png"
    second.parent.mkdir()
    first.write_bytes(b"one")
    second.write_bytes(b"two")
    given = await service.given_files.give(made.id, [str(first), str(second)])
    folder = service.paths.session_folder(made.id) / "files"
    assert given.files == (str(folder / "a-shot.png"), str(folder / "a-shot-2.png"))
    assert [Path(each).read_bytes() for each in given.files] == [b"one", b"two"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(os.stat(given.files[0]).st_mode) == 0o600
    assert (given.typed, given.mention) == (True, " ".join(given.files))
    await until(lambda: (seen := service.terminals.get(made.id).observe()) is not None and not seen.takes_text)
    assert "\r" not in "".join(service.program(made).typed)
    assert service.sessions.get(made.id).status is Status.READY


async def test_they_go_behind_what_is_typed_already(service: InProcess, repo: Path, tmp_path: Path) -> None:
    made = await service.half_typed(repo)
    (tmp_path / "a.txt").write_text("x")
    assert (await service.given_files.give(made.id, [str(tmp_path / "a.txt")])).typed


async def test_where_the_agent_asks_something_nothing_is_typed(service: InProcess, repo: Path, tmp_path: Path) -> None:
    made = await service.create(repo, "demo", instruction="Delete the old script")
    await service.asking(made.id)
    typed = list(service.program(made).typed)
    (tmp_path / "a.txt").write_text("x")
    given = await service.given_files.give(made.id, [str(tmp_path / "a.txt")])
    assert (given.typed, Path(given.files[0]).read_text()) == (False, "x")
    assert service.program(made).typed == typed


async def test_what_cannot_be_given_leaves_nothing(
    service: InProcess, repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await service.create(repo)
    fine, large, pipe = tmp_path / "fine", tmp_path / "large", tmp_path / "pipe"
    fine.write_text("x")
    large.write_bytes(b"x" * 11)
    os.mkfifo(pipe)
    monkeypatch.setattr(given_files, "LARGEST", 10)
    for bad in ([str(large)], [str(pipe)], [str(tmp_path)], ["relative"], [str(tmp_path / "none")]):
        await refused("BAD_FILES", service.given_files.give(made.id, [str(fine), *bad]))
    await refused("BAD_FILES", service.given_files.give(made.id, []))
    await refused("BAD_FILES", service.given_files.give(made.id, [str(fine)] * 21))
    monkeypatch.setattr(given_files, "ROOM", 1)
    await refused("BAD_FILES", service.given_files.give(made.id, [str(fine), str(fine)]))
    await refused("NO_SESSION", service.given_files.give("nobody", [str(fine)]))
    assert list((service.paths.session_folder(made.id) / "files").iterdir()) == []


async def test_they_go_with_the_session_for_good(service: InProcess, repo: Path, tmp_path: Path) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    (tmp_path / "a.txt").write_text("x")
    (copy,) = (await service.given_files.give(made.id, [str(tmp_path / "a.txt")])).files
    await service.removal.remove(made.id, force=True, keep_branch=False)
    assert Path(copy).exists(), "it can be had back"
    await service.removed.delete(made.id)
    assert not Path(copy).exists()
