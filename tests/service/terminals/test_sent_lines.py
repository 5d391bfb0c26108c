"""What was typed and sent is work before the agent says so; what still loads takes no instruction."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.status import Status
from harness.service import InProcess, refused
from harness.waiting import until


async def test_what_the_user_types_and_sends_in_the_terminal_is_work_before_the_agent_says_so(
    service: InProcess, repo: Path
) -> None:
    session = await service.create(repo, "claude")
    program = service.program(session)
    program.plays("claude/touch", until="ready")
    await service.until_status(session.id, Status.READY)
    program.prints("\x1b[2J" + drawn_input("Mend the clock"))
    terminal = service.terminals.get(session.id)
    await until(lambda: terminal.seen is not None and terminal.seen.typed == "Mend the clock")
    program.prints("\x1b[2J" + drawn_input("", above="❯ Mend the clock"))
    after = await service.until_status(session.id, Status.WORKING)
    assert after.evidence.rule == "claude: sent"
    await service.until_status(session.id, Status.READY)  # nothing came of it


def drawn_input(text: str, above: str = "") -> str:
    """As Claude Code draws it, with the cursor behind the text."""
    rule = "─" * 100
    rows = {3: above, 5: rule, 6: f"❯ {text}", 7: rule, 8: "  ? for shortcuts"}
    return "".join(f"\x1b[{row};1H{said}" for row, said in rows.items()) + f"\x1b[6;{3 + len(text)}H"


async def test_while_the_agent_loads_an_instruction_waits(service: InProcess, repo: Path) -> None:
    session = await service.create(repo, "codex")
    program = service.program(session)
    program.is_resized(100, 30)
    program.prints("\x1b[2J\x1b[28;1H› Ask Codex to do anything\x1b[30;1H  ? for shortcuts\x1b[28;3H")
    await service.until_status(session.id, Status.READY)
    error = await refused("NOT_READY", service.instructions.send(session.id, "Mend it", submit=True, queue=False))
    assert "half-typed" not in error.message
    assert await service.instructions.send(session.id, "Mend it", submit=True, queue=True)
    assert program.typed == []
    program.prints("\x1b]0;repo\x1b\\")
    await until(lambda: "Mend it" in "".join(program.typed))
