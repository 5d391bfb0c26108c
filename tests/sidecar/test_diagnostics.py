"""The report for an issue: it says what runs, and nothing of the user's work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths, self_command
from branchline.store.migrations import SCHEMA
from harness.sidecar import Connect, git, kill, pids_of, processes_of, wait_for

pytestmark = pytest.mark.timeout(120)

PLANTED = ["shop-of-ann", "secret-till", "Mend the drawer", "drawer", "till-agent", "count the coins", "purse.py"]
TOKEN = "ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a"

SIZES = re.compile(r"^([\w ]+): pid .*, ([\d.]+) MB of memory$", re.MULTILINE)


def command(home: Path, **more: str) -> str:
    environment = {**os.environ, "BRANCHLINE_HOME": str(home), **more}
    done = subprocess.run(
        self_command("diagnostics"), env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def running(report: str, what: str) -> int:
    found = re.search(
        rf"^{what}: pid (\d+), up for 00:0\d:\d\d, version 0.1.0(?:, [\d.]+ MB of memory)?$", report, re.MULTILINE
    )
    assert found, report
    return int(found[1])


async def test_nothing_that_the_user_named_is_in_it(connect: Connect, repo: Path, home: Path, tmp_path: Path) -> None:
    shop = repo.rename(tmp_path / "shop-of-ann")
    git(shop, "branch", "secret-till")
    settings: dict[str, Any] = {
        "agents": {"till-agent": {"command": ["sh", "-c", f"echo {TOKEN}; cat"]}},
        "maxSessions": 7,
        "worktreesFolder": str(tmp_path / "drawer"),
        "autoYes": {"default": "safe", "deny": ["Edit(purse.py)"]},
    }
    client = await connect(settings=settings)
    await client.ask("log/setLevel", level="trace")
    one = await client.ask(
        "session/create", repo=str(shop), agent="till-agent", branch="secret-till", instruction="count the coins"
    )
    two = await client.ask("session/create", repo=str(shop), agent="demo", name="Mend the drawer")
    await client.until(two["id"], "ready")
    await client.ask("session/readFile", id=two["id"], path="purse.py", at="base")
    # What is refused is told in the log with the names in it.
    await client.refused("session/create", repo=str(shop), agent="demo", branch="secret-till")
    await client.refused("session/create", repo=str(tmp_path / "drawer" / "none"), agent="demo")
    await client.refused("session/create", repo=str(shop), agent="demo", base="secret-till-gone")
    await client.ask("session/remove", id=two["id"], force=True, keepBranch=False)

    logs = (home / "logs" / "sidecar.log").read_text()
    assert "secret-till" in logs, "else this would prove nothing"
    text = (await client.ask("log/diagnostics"))["text"]
    for planted in [*PLANTED, TOKEN, str(shop), one["worktree"]]:
        assert planted not in text, planted
    for said in (
        "Branchline 0.1.0",
        "git version",
        f"agent of {one['id'][:8]}: pid",
        "user-defined: 1",
        "max_sessions=7",
        "auto_yes.default=safe",
        "auto_yes.deny=<1 entries>",
        "agents=<1 entries>",
        f"schema {SCHEMA}",
        "removed sessions: 1",
        "## ptyhost.log",
        "op=spawn",
        "## relay.log",
        "## sidecar.log",
        "session/create",
    ):
        assert said in text, said
    printed = command(home)
    for planted in [*PLANTED, TOKEN]:
        assert planted not in printed, planted
    if sys.platform == "linux":
        assert [who for who, size in SIZES.findall(text) if float(size) > 1] == ["sidecar", "terminal host"]
        assert [who for who, _ in SIZES.findall(printed)] == ["terminal host"], "none tells of another one"
    for report in (text, printed):
        assert running(report, "sidecar") in pids_of(home, "serve")
        assert running(report, "terminal host") in pids_of(home, "ptyhost")
    await client.ask("session/remove", id=one["id"], force=True, keepBranch=False)


async def test_at_most_200_lines_of_a_log_are_in_it(connect: Connect, paths: Paths) -> None:
    client = await connect()
    with (paths.log_dir / "old.log").open("w") as log:
        log.writelines(f"line {number}\n" for number in range(1000))
    text = (await client.ask("log/diagnostics"))["text"]
    _, _, lines = text.partition("## old.log\n\n")
    shown = [line for line in lines.partition("\n\n")[0].splitlines() if line.startswith("line ")]
    assert shown == [f"line {number}" for number in range(800, 1000)]


async def test_it_works_and_starts_nothing_when_nothing_runs(home: Path, paths: Paths) -> None:
    text = command(home)
    assert "sidecar: does not answer" in text
    assert "terminal host: does not answer" in text
    assert "There is no store yet." in text
    assert processes_of(home) == []
    assert "data: ~/home/data\n" in command(home, HOME=str(home.parent)), "the user's name is often in it"
    paths.store.write_text("{damaged")
    assert "The store could not be read" in command(home)
    assert [path.name for path in paths.data.iterdir()] == ["store.json"], "it is set aside by whoever uses it only"
    paths.store.unlink()


async def test_asking_leaves_no_warning_in_the_log(connect: Connect, home: Path, paths: Paths) -> None:
    client = await connect()
    await client.ask("log/diagnostics")
    command(home)
    await client.ask("session/list")
    assert "WARNING" not in (paths.log_dir / "sidecar.log").read_text()
    for pid in pids_of(home, "serve"):
        kill(pid)
    assert wait_for(lambda: not pids_of(home, "serve"))
    assert "sidecar: does not answer" in command(home)
