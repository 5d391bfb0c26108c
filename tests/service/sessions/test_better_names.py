"""A session that began with a vague instruction is named by what it is told then; branch and folder stay."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.store.transcript import read_transcript
from harness.service import InProcess

LOGIN = "Fix the login bug in the session handler"


async def told(service: InProcess, session: Session, text: str) -> Session:
    """As its hook says what the user typed into the terminal."""
    await service.hook(session, "UserPromptSubmit", prompt=text)
    return service.sessions.get(session.id)


def edit(service: InProcess, session: Session, **fields: str) -> None:
    nothing: dict[str, None] = dict.fromkeys(("name", "task", "auto_yes", "pinned", "read"))
    service.editing.update(session.id, **{**nothing, **fields})  # type: ignore[arg-type]  # the rest is None


async def test_later_instructions_name_it_and_nothing_moves(service: InProcess, repo: Path) -> None:
    await service.create(repo, name="login-bug-session")
    made = await service.create(repo, "claude", instruction="hi")
    await service.until_started(made.id)
    made = service.sessions.get(made.id)
    assert (made.name, made.title, made.branch) == ("development", "", "branchline/development")
    assert (await told(service, made, "hi")).name == "development"
    named = await told(service, made, LOGIN)
    assert (named.name, named.title) == ("login-bug-session-2", LOGIN)
    assert (named.branch, named.worktree, named.kind) == (made.branch, made.worktree, made.kind)
    assert (await told(service, made, "Add a dark mode toggle")).name == named.name
    (transcript,) = service.paths.transcripts.glob(f"*/{made.id}*.jsonl")
    lines = [each for each in read_transcript(transcript) if each["event"] == "named"]
    assert [(each["name"], each["title"]) for each in lines] == [(named.name, LOGIN)]


async def test_what_the_user_named_stays(service: InProcess, repo: Path) -> None:
    mine = await service.create(repo, "claude", instruction="hi", name="mine")
    titled = await service.create(repo, "claude", instruction="hi", title="Mine")
    renamed = await service.create(repo, "claude", instruction="hi")
    for each in (mine, titled, renamed):
        await service.until_started(each.id)
    edit(service, renamed, name="renamed")
    assert (await told(service, mine, LOGIN)).name == "mine"
    assert (await told(service, titled, LOGIN)).name == titled.name
    assert (await told(service, renamed, LOGIN)).name == "renamed"


async def test_a_sidecar_that_starts_later_knows_what_was_told(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo", instruction="hi")
    await service.until_status(made.id, Status.WAITING)
    again = await service.next()
    assert again.sessions.get(made.id).naming == ("hi",)
    await again.close()
