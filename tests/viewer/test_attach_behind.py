"""A viewer that is behind or without a sidecar harms nobody, and still shows how it ended."""

from __future__ import annotations

import time
from pathlib import Path

from branchline.terminal.screen import Screen
from branchline.viewer.terminal import MAX_UNSHOWN
from harness.attached import DRAWN, look
from harness.viewers import Held, repainting, until


def rest(*pids: int) -> bool:
    """All of them wait for something else for a while, and none only for its turn on a busy processor."""

    def looks() -> list[list[str]]:
        fields = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
        return [[state, *rest[10:12]] for state, *rest in fields]

    before = looks()
    for _ in range(25):
        time.sleep(0.02)
        if looks() != before or any(state != "S" for state, *_ in before):
            return False
    return True


def test_a_viewer_that_does_not_read_never_slows_the_agent(held: Held) -> None:
    session = held.spawn(
        "import sys\nprint('ready')\ninput()\n"
        "for n in range(100_000): sys.stdout.write(f'flood {n} ' + 'x' * 40 + '\\n')\n"
        "open('done', 'w').close()\nprint('the end')\ninput()"
    )
    with repainting(held, session) as sidecar, look(held, session) as viewer:
        viewer.until_text("ready")
        viewer.send("\n")
        until((held.home / "done").exists)  # Meanwhile nobody reads what the viewer shows.
        until(lambda: "the end" in sidecar.read(session, Screen.lines))
        until(lambda: rest(viewer.pid, held.process.pid))  # On a busy machine it is only now that it falls behind.
        viewer.until(lambda: sidecar.repaints > 1)
        viewer.until(lambda: viewer.screen.lines() == sidecar.read(session, Screen.lines))
        assert len(viewer.raw) < 100_000 * 40 / 2
        viewer.send("\n")
        assert viewer.until_exit() == 0
        assert len(viewer.raw) > MAX_UNSHOWN


def test_a_sidecar_that_lost_output_repaints_what_the_viewer_goes_on_from(held: Held) -> None:
    session = held.spawn(
        "print('ready')\ninput()\nfor n in range(40_000): print(f'flood {n} ' + 'x' * 40)\n"
        "open('done', 'w').close()\nprint('the end')\nprint('got', input())\ninput()",
        ring_size=64 * 1024,
    )
    with repainting(held, session) as sidecar:
        held.link.type(session, b"\n")
        sidecar.read(session, lambda _: until((held.home / "done").exists))  # Meanwhile it takes nothing.
        until(lambda: "the end" in sidecar.read(session, Screen.lines))
        with look(held, session) as viewer:
            viewer.until_text("the end")
            viewer.send("on\n")
            viewer.until_text("got on")
            viewer.until(lambda: viewer.screen.lines() == sidecar.read(session, Screen.lines))
            assert viewer.raw.count(b"the end") == sidecar.repaints == 1


def test_a_viewer_that_is_behind_hears_of_the_end(held: Held) -> None:
    session = held.spawn(
        "import sys\nprint('ready')\ninput()\nsys.stdout.write('x' * 1_300_000)\nopen('done', 'w').close()"
    )
    with repainting(held, session), look(held, session) as viewer:
        viewer.until_text("ready")
        viewer.send("\n")
        until((held.home / "done").exists)
        until(lambda: not held.entry(session)["alive"])
        held.link.ask("collect", session=session)  # As the sidecar does, whether or not viewers have seen all.
        assert viewer.until_exit() == 0
        viewer.until_text("[session ended")


def test_without_a_sidecar_the_last_output_is_shown(held: Held) -> None:
    session = held.spawn("print('\\n'.join(f'line {n}' for n in range(9000)))\nwhile True: print('got', input())")
    until(lambda: held.entry(session)["end"] > 80_000)
    with look(held, session) as viewer:
        viewer.until_text("line 8999")
        viewer.send("on\n")
        viewer.until_text("got on")


def test_a_late_sidecar_still_repaints(held: Held) -> None:
    session = held.spawn(DRAWN)
    with repainting(held, session, mute=True) as sidecar:
        until(lambda: sidecar.read(session, Screen.cursor) == (6, 1))
        with look(held, session) as viewer:
            viewer.until_text("full screen")  # From the tail of the output.
            viewer.screen.feed(b"\x1b[2J")
            sidecar.speak()
            viewer.until_text("full screen")
            viewer.until(lambda: viewer.screen.lines() == sidecar.read(session, Screen.lines))
