"""Worktrees that somebody else made: found with the conversations in them, taken up, and never deleted."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.session import Ownership
from branchline.core.model.status import Status
from branchline.git.worktrees import entries
from branchline.service.base import agents
from harness.service import InProcess, refused
from harness.sidecar import git

CLAUDE = "3f0e8c1e-5a0c-4c5b-9f43-0d6a3f1d2b4c"


@pytest.fixture
def made(repo: Path, tmp_path: Path) -> Path:
    """By hand, with a commit and a change of its own."""
    path = tmp_path / "by hand"
    git(repo, "worktree", "add", "-q", "-b", "theirs", str(path))
    (path / "done.txt").write_text("done\n")
    git(path, "add", "done.txt")
    git(path, "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-q", "-m", "done")
    (path / "loose.txt").write_text("loose\n")
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The agents' conversations lie there, and both are installed."""
    home = tmp_path / "a home"
    bin_folder = home / "bin"
    bin_folder.mkdir(parents=True)
    for name in ("claude", "codex"):
        (bin_folder / name).write_text("#!/bin/sh\n")
        (bin_folder / name).chmod(0o755)
    environment = {"HOME": str(home), "PATH": f"{bin_folder}:/usr/bin:/bin"}
    monkeypatch.setattr(agents, "current", lambda: environment)
    monkeypatch.setattr("branchline.service.sessions.foreign.current", lambda: environment)
    return home


def spoken_to_claude(home: Path, worktree: Path, *lines: object) -> Path:
    folder = home / ".claude" / "projects" / re.sub(r"[^A-Za-z0-9]", "-", str(worktree))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{CLAUDE}.jsonl"
    file.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines))
    return file


def said(text: object) -> dict[str, object]:
    return {"type": "user", "message": {"role": "user", "content": text}}


SPOKEN = [
    lambda text: ("event_msg", {"type": "user_message", "message": text}),
    lambda text: (
        "response_item",
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]},
    ),
]
"""As Codex 0.169 and its versions before wrote what the user said."""


def spoken_to_codex(home: Path, worktree: Path, text: str, spoken: Any = SPOKEN[0]) -> Path:
    folder = home / ".codex" / "sessions" / "2026" / "11" / "27"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "rollout-2026-11-27T10-00-00-0199.jsonl"
    told = {"type": "session_meta", "payload": {"id": "0199", "cwd": str(worktree)}}
    lines = [dict(zip(("type", "payload"), spoken(each), strict=True)) for each in ("<environment_context>", text)]
    file.write_text("".join(f"{json.dumps(each)}\n" for each in [told, *lines]))
    return file


async def test_only_what_somebody_else_made_is_found(
    service: InProcess, repo: Path, made: Path, tmp_path: Path
) -> None:
    ours = await service.create(repo, "demo")
    await service.until_status(ours.id, Status.READY)
    gone = tmp_path / "gone"
    git(repo, "worktree", "add", "-q", "--detach", str(gone))
    gone.rename(tmp_path / "somewhere else")
    found = await service.foreign.all(str(repo), None)
    assert [(each.worktree.path, each.worktree.branch, each.agent) for each in found] == [(str(made), "theirs", None)]
    inside = await service.foreign.all(str(made), None)
    assert inside == found, "asked in whichever checkout"


async def test_it_becomes_a_session_that_counts_from_where_its_branch_began(
    service: InProcess, repo: Path, made: Path
) -> None:
    session = await service.foreign.adopt(str(repo), str(made), "demo", None)
    assert (session.status, session.branch, session.worktree) == (Status.PAUSED, "theirs", str(made))
    assert session.reason == "adopted"
    assert session.owns == Ownership()
    measured = await service.change_tracker.read(session.id)
    assert [each.path for each in measured.files] == ["done.txt", "loose.txt"]
    assert await service.foreign.all(str(repo), None) == []
    service.running.resume(session.id)
    await service.until_status(session.id, Status.READY)


async def test_removed_it_stays_and_comes_back_where_it_is(service: InProcess, repo: Path, made: Path) -> None:
    session = await service.foreign.adopt(str(repo), str(made), "demo", None)
    await service.removal.remove(session.id, force=True, keep_branch=False)
    assert (made / "loose.txt").read_text() == "loose\n"
    assert git(repo, "rev-parse", "--verify", "theirs")
    assert [each.worktree.path for each in await service.foreign.all(str(repo), None)] == [str(made)]
    back = await service.removal.restore(session.id)
    assert (back.worktree, back.freed, back.owns) == (str(made), False, Ownership())
    assert await service.foreign.all(str(repo), None) == []


async def test_where_it_was_deleted_meanwhile_it_comes_back_from_its_snapshot(
    service: InProcess, repo: Path, made: Path
) -> None:
    session = await service.foreign.adopt(str(repo), str(made), "demo", None)
    await service.removal.remove(session.id, force=True, keep_branch=False)
    git(repo, "worktree", "remove", "--force", str(made))
    back = await service.removal.restore(session.id)
    assert (Path(back.worktree) / "loose.txt").read_text() == "loose\n"


async def test_paused_to_free_the_disk_it_stays(service: InProcess, repo: Path, made: Path) -> None:
    session = await service.foreign.adopt(str(repo), str(made), "demo", None)
    service.running.resume(session.id)
    await service.until_status(session.id, Status.READY)
    await service.pausing.pause(session.id, free_disk=True)
    assert (made / "loose.txt").exists()
    assert not service.sessions.get(session.id).freed


async def test_a_link_that_is_mended_does_not_make_it_ours(service: InProcess, repo: Path, made: Path) -> None:
    session = await service.foreign.adopt(str(repo), str(made), "demo", None)
    (made / ".git").unlink()
    await service.unlinked.mend(session.id)
    (entry,) = (repo / ".git" / "worktrees").iterdir()
    assert not entries.is_marked(entry)


@pytest.mark.parametrize(
    ("path", "agent", "code"),
    [("{ours}", None, ErrorCode.NOT_ORPHANED), ("{main}", None, ErrorCode.NOT_ORPHANED),
     ("/nowhere", None, ErrorCode.NOT_ORPHANED), ("{made}", "nobody", ErrorCode.AGENT_UNKNOWN)],
)  # fmt: skip
async def test_what_cannot_be_taken_up_is_refused(
    service: InProcess, repo: Path, made: Path, path: str, agent: str | None, code: ErrorCode
) -> None:
    ours = await service.create(repo, "demo")
    await service.until_status(ours.id, Status.READY)
    place = path.format(ours=ours.worktree, main=repo, made=made)
    await refused(code, service.foreign.adopt(str(repo), place, agent, None))
    assert [each.id for each in service.sessions.all()] == [ours.id]


async def test_the_conversation_that_was_used_last_is_gone_on_with(
    service: InProcess, repo: Path, made: Path, home: Path
) -> None:
    older = spoken_to_codex(home, made, "tidy up")

    os.utime(older, (1_000, 1_000))
    spoken_to_claude(home, made, {"type": "summary"}, said([{"type": "text", "text": " fix the login "}]))
    (found,) = await service.foreign.all(str(repo), None)
    assert found.agent == "claude"
    assert found.conversation is not None
    assert (found.conversation.id, found.conversation.words) == (CLAUDE, "fix the login")
    session = await service.foreign.adopt(str(repo), str(made), None, None)
    assert (session.agent, session.agent_session, session.has_conversation) == ("claude", CLAUDE, True)


async def test_another_agent_begins_anew(service: InProcess, repo: Path, made: Path, home: Path) -> None:
    spoken_to_claude(home, made, said("fix the login"))
    session = await service.foreign.adopt(str(repo), str(made), "codex", None)
    assert (session.agent, session.agent_session, session.has_conversation) == ("codex", None, False)


@pytest.mark.parametrize("spoken", SPOKEN)
async def test_codex_tells_its_conversations_by_their_first_line(
    service: InProcess, repo: Path, made: Path, home: Path, spoken: Any
) -> None:
    spoken_to_codex(home, made, "tidy up", spoken)
    (found,) = await service.foreign.all(str(repo), None)
    assert (found.agent, found.conversation and found.conversation.words) == ("codex", "tidy up")


@pytest.mark.parametrize("lines", [(), ("no json",), ("[1]",), (said(7),), ({"type": "user", "message": 1},)])
async def test_a_file_that_tells_nothing_is_no_conversation(
    service: InProcess, repo: Path, made: Path, home: Path, lines: tuple[object, ...]
) -> None:
    spoken_to_claude(home, made, *lines)
    (found,) = await service.foreign.all(str(repo), None)
    assert found.agent is None


async def test_a_link_in_the_place_of_a_conversation_is_not_followed(
    service: InProcess, repo: Path, made: Path, home: Path, tmp_path: Path
) -> None:
    file = spoken_to_claude(home, made, said("fix the login"))
    file.rename(tmp_path / "elsewhere.jsonl")
    file.symlink_to(tmp_path / "elsewhere.jsonl")
    (found,) = await service.foreign.all(str(repo), None)
    assert found.agent is None
