"""Notices that can be answered: `branchline answer`, and the scripts of docs/notices.md with what stands in for the
services that they speak to."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.machine.paths import Paths, self_command
from harness.notice_services import NoticeServices
from harness.sidecar import Client, Connect, logs_of, wait_for

pytestmark = pytest.mark.timeout(180)
DOCS = Path(__file__).parents[2] / "docs" / "notices.md"
SCRIPTS = dict(re.findall(r"^```sh\n#!/bin/sh\n# ([\w-]+)\n(.*?)^```$", DOCS.read_text(), re.MULTILINE | re.DOTALL))
KEEP = 'cat > "$1.new"; env | grep ^BRANCHLINE_ >> "$1.new"; mv "$1.new" "$1"'


async def asking(client: Client, repo: Path) -> str:
    made = await client.ask("session/create", repo=str(repo), agent="demo", instruction="Delete the old script")
    await client.until(made["id"], "waiting")
    return str(made["id"])


async def told(file: Path, home: Path) -> dict[str, str]:
    """What the command was told, as variables."""
    assert await asyncio.to_thread(wait_for, file.exists), logs_of(home)
    _, end = json.JSONDecoder().raw_decode(file.read_text())
    lines = file.read_text()[end:].splitlines()
    return dict(line.partition("=")[::2] for line in lines)


async def answer(home: Path, *words: str, **more: str) -> tuple[int, str]:
    env = {"BRANCHLINE_HOME": str(home), "PATH": os.environ["PATH"], **more}
    done = await asyncio.to_thread(
        subprocess.run,
        self_command("answer", *words),
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


async def test_a_token_answers_its_prompt_once(
    connect: Connect, home: Path, repo: Path, paths: Paths, tmp_path: Path
) -> None:
    client = await connect(settings={"onWaiting": ["sh", "-c", KEEP, "sh", str(tmp_path / "told")]})
    session_id = await asking(client, repo)
    said = await told(tmp_path / "told", home)
    token = said["BRANCHLINE_TOKEN"]
    assert said["BRANCHLINE_SESSION"] == session_id
    assert json.loads(said["BRANCHLINE_OPTIONS"])[0] == {"id": "1", "label": "Yes", "meaning": "accept"}
    assert (await answer(home, "--token", token[::-1], "yes"))[0] == 3
    assert (await answer(home, "--token", token, "perhaps"))[0] == 1
    code, printed = await answer(home, "no", BRANCHLINE_TOKEN=token)
    assert (code, printed) == (0, f"“{client.record(session_id)['name']}” was answered.\n")
    await client.until(session_id, "ready")
    assert (await answer(home, "--token", token, "yes"))[0] == 4
    everything = [path for path in home.rglob("*") if path.is_file()]
    await client.ask("log/diagnostics")
    assert [path for path in everything if token.encode() in path.read_bytes()] == [], "in no file and no log"


async def test_what_was_answered_in_a_window_is_stale(connect: Connect, home: Path, repo: Path, tmp_path: Path) -> None:
    client = await connect(settings={"onWaiting": ["sh", "-c", KEEP, "sh", str(tmp_path / "told")]})
    session_id = await asking(client, repo)
    said = await told(tmp_path / "told", home)
    prompt = client.record(session_id)["prompt"]
    await client.ask("session/answer", id=session_id, promptId=prompt["id"], choice="3")
    await client.until(session_id, "ready")
    assert (await answer(home, "--token", said["BRANCHLINE_TOKEN"], "yes"))[0] == 5


THIEF = """
for each in /proc/[0-9]*; do
  token=$(tr '\\0' '\\n' < $each/environ 2>/dev/null | sed -n 's/^BRANCHLINE_TOKEN=//p')
  [ -z "$token" ] || break
done
echo "$token" > $2.new
%s --token "$token" yes >> $2.new 2>&1
echo $? >> $2.new
mv $2.new $2
"""


async def test_an_agent_that_reads_the_commands_environment_gains_nothing(
    connect: Connect, home: Path, repo: Path, tmp_path: Path
) -> None:
    """It finds the token, and is refused by where it descends from."""
    told_file, out, go = tmp_path / "told", tmp_path / "out", tmp_path / "go"
    command = f"BRANCHLINE_HOME={home} {' '.join(self_command('answer'))}"
    script = f"until [ -e {go} ]; do sleep 0.1; done\n" + THIEF % command
    words = ["sh", "-c", script, "sh", "x", str(out)]
    waits = ["sh", "-c", f"{KEEP}; exec sleep 20", "sh", str(told_file)]
    client = await connect(settings={"onWaiting": waits, "agents": {"thief": {"command": words}}})
    await client.ask("session/create", repo=str(repo), agent="thief", name="Thief")
    session_id = await asking(client, repo)
    token = (await told(told_file, home))["BRANCHLINE_TOKEN"]
    go.touch()
    assert await asyncio.to_thread(wait_for, out.exists, 60.0), logs_of(home)
    found, said, code = out.read_text().splitlines()
    assert (found, code) == (token, "1")
    assert "An agent started this" in said
    assert client.record(session_id)["status"] == "waiting"
    assert (await answer(home, "--token", token, "no"))[0] == 0, "the user's own is let in, and it was not used up"


# ------------------------------------------------------------ the scripts of the docs


@pytest.fixture
def services() -> Iterator[NoticeServices]:
    with NoticeServices() as services:
        yield services


@pytest.mark.parametrize("name", ["ntfy", "telegram", "slack"])
async def test_the_scripts_of_the_docs_bring_it_to_a_phone_and_the_answer_back(
    connect: Connect, home: Path, repo: Path, tmp_path: Path, services: NoticeServices, name: str
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    launcher = f'#!/bin/sh\nshift\nexec {" ".join(self_command("answer"))} "$@"\n'
    sources = {"branchline": launcher, **{each: f"#!/bin/sh\n{text}" for each, text in SCRIPTS.items() if "-" in each}}
    for each, text in sources.items():
        (programs / each).write_text(text)
        (programs / each).chmod(0o755)
    env = {**services.variables, "PATH": f"{programs}:{os.environ['PATH']}"}
    listener = await asyncio.create_subprocess_exec(
        programs / f"{name}-listen", env={**env, "BRANCHLINE_HOME": str(home)}, start_new_session=True
    )
    try:
        client = await connect(settings={"onWaiting": [str(programs / f"{name}-notify")]}, env=env)
        session_id = await asking(client, repo)
        assert await asyncio.to_thread(wait_for, lambda: bool(services.shown)), logs_of(home)
        assert "rm scripts/old_report.py" in services.shown[0]
        services.press("3")
        await client.until(session_id, "ready")
    finally:
        os.killpg(listener.pid, signal.SIGKILL)
        await listener.wait()
