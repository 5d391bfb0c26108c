"""From whom a process descends, with real ones: whatever way it goes, what an adopting process has below it stays."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.machine import lineage as lineages
from branchline.machine.lineage import Being, Kin, being, kin, lineage
from branchline.machine.prctl import is_checkout

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux adopts orphans")
SIDECAR = str(Path(lineages.__file__).parents[2])
ADOPTS = f"""
import subprocess, sys
sys.path.insert(0, {SIDECAR!r})
from branchline.machine.prctl import adopt_orphans
adopt_orphans()
subprocess.run(["/bin/sh", "-c", sys.argv[1]])
print("started", flush=True)
sys.stdin.read()
"""
TELLS = "echo $$ > pid.new; mv pid.new pid; exec sleep 600"
FORKS = """import os, sys
if os.fork(): sys.exit()
os.setsid()
if os.fork(): sys.exit()
os.execvp("sh", ["sh", "tells"])"""
WAYS = {
    "a child in the background": "sh tells &",
    "nohup": "nohup sh tells > /dev/null 2>&1 &",
    "setsid": "setsid -f sh tells",
    "a double fork": f"{sys.executable} -c '{FORKS}'",
    "six that end at once": "(((((( sh tells & ) & ) & ) & ) & ) &)",
}


@pytest.fixture
def adopter(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "tells").write_text(TELLS)
    words = [sys.executable, "-c", ADOPTS, request.param]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        yield process
        process.kill()
        os.kill(int(read(tmp_path / "pid")), 9)


def read(path: Path) -> str:
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return path.read_text()


@pytest.mark.parametrize("adopter", WAYS.values(), ids=WAYS.keys(), indirect=True)
def test_what_has_lost_its_parents_stays_below(adopter: subprocess.Popen[str], tmp_path: Path) -> None:
    root, left = being(adopter.pid), int(read(tmp_path / "pid"))
    assert root is not None
    until(lambda: [each.pid for each in lineage(left) or []][:2] == [left, adopter.pid])
    assert kin(left, [root]) is Kin.BELOW
    assert kin(adopter.pid, [root]) is Kin.BELOW, "it is one itself"
    assert kin(os.getpid(), [root]) is Kin.OUTSIDE
    # One that is excused, and what descends from it, counts as outside, where it is met first.
    assert kin(left, [root], [found for found in [being(left)] if found]) is Kin.OUTSIDE
    assert kin(left, [root], [root]) is Kin.OUTSIDE
    # The same pid that began at another time is another process.
    assert kin(left, [Being(root.pid, root.started - 1)]) is Kin.UNKNOWN, "and this one does not live any more"
    adopter.kill()
    adopter.wait()
    assert kin(left, [root]) is Kin.UNKNOWN, "nobody can tell whose it was"


def test_ones_own_line_ends_with_the_first_process() -> None:
    chain = lineage(os.getpid())
    assert chain is not None
    assert [each.pid for each in chain[:2]] == [os.getpid(), os.getppid()]
    assert chain == sorted(chain, key=lambda each: -each.started)
    assert all(being(each.pid) == each for each in chain)


@pytest.mark.parametrize("pid", [0, -1, 2**22 + 1])
def test_what_cannot_be_seen_is_not_known(pid: int) -> None:
    assert lineage(pid) is None
    assert kin(pid, []) is Kin.UNKNOWN


def test_a_zombie_is_gone() -> None:
    process = subprocess.Popen(["true"])
    until(lambda: being(process.pid) is None)
    assert kin(process.pid, []) is Kin.UNKNOWN
    process.wait()


def test_a_parent_that_is_younger_is_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    links = {7: (6, 5.0), 6: (5, 9.0), 5: (0, 1.0)}
    monkeypatch.setattr(lineages, "parent_and_start", links.get)
    assert lineage(7) is None
    assert kin(7, [Being(6, 9.0)]) is Kin.UNKNOWN


def test_a_link_that_moves_meanwhile_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two looks the process between ends, and its child goes to the root."""
    chains = iter([[(7, 3.0), (1, 1.0)], [(7, 3.0), (5, 2.0), (1, 1.0)], [(7, 3.0), (5, 2.0), (1, 1.0)]])
    monkeypatch.setattr(lineages, "lineage", lambda pid: [Being(*each) for each in next(chains)])
    monkeypatch.setattr(lineages, "being", lambda pid: Being(5, 2.0))
    assert kin(7, [Being(5, 2.0)]) is Kin.BELOW


def test_nobody_is_wrongly_outside_while_all_their_parents_end(tmp_path: Path) -> None:
    """Chains of six whose links end at once, judged all the time."""
    script = f"""
import os, subprocess, sys, time
sys.path.insert(0, {SIDECAR!r})
from branchline.machine.prctl import adopt_orphans
adopt_orphans()
print(flush=True)
for _ in range(150):
    for link in range(6):
        if os.fork():
            if link == 0: break
            os._exit(0)
    else:
        time.sleep(0.02); os._exit(0)
    try:
        while os.waitpid(-1, os.WNOHANG)[0]: pass
    except ChildProcessError: pass
    time.sleep(0.003)
sys.stdin.read()
"""
    found: list[Kin] = []
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        root = being(process.pid)
        assert root is not None
        session = os.getsid(process.pid)
        ended = threading.Event()
        threading.Timer(2.0, ended.set).start()
        while not ended.is_set():
            for pid in [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) > process.pid]:
                if session_of(pid) == session and pid != os.getpid():
                    verdict = kin(pid, [root])
                    if is_below(pid, process.pid):
                        found.append(verdict)
        process.kill()
    assert Kin.BELOW in found
    assert Kin.OUTSIDE not in found


def session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None


def is_below(pid: int, root: int) -> bool:
    """For certain: its line was seen to reach the root."""
    return any(each.pid == root for each in lineage(pid) or [])


def until(happened: object) -> None:
    assert callable(happened)
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_this_is_a_checkout() -> None:
    assert is_checkout()
