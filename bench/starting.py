"""How long somebody waits for what is started."""

from __future__ import annotations

import json
import os
import pty
import select
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from branchline.machine.paths import Paths, self_command
from branchline.relay.greeting import answer
from client import repository, sidecar
from reporting import report

STARTS = 20
SAID = "up and there"
PRINTS = {"agents": {"prints": {"command": ["sh", "-c", f"echo '{SAID}'; exec cat"]}}}


def start() -> None:
    """A sidecar from nothing to its list (target: 250 ms), and to its answer to a first request."""
    python = [_ended(["-c", "pass"]) for _ in range(STARTS)]
    lists, answers, cpu = zip(*(_start() for _ in range(STARTS)), strict=True)
    report("an interpreter that does nothing", python)
    report("the list", list(lists))
    report("processor time until then", list(cpu))
    report("an answer", list(answers))


def attached() -> None:
    """`branchline attach` until the whole screen is painted (target: 45 ms)."""
    with repository(1) as repo, sidecar(PRINTS) as client:
        made = client.ask("session/create", {"repo": str(repo), "agent": "prints"})
        client.until(made["id"], "ready", "working")
        command = client.ask("session/attach", {"id": made["id"]})["command"]
        report("attach", [_painted(command, client.environment) for _ in range(STARTS + 1)][1:])


def _ended(arguments: list[str]) -> float:
    began = time.monotonic()
    subprocess.run([self_command()[0], "-I", "-S", *arguments], check=True)
    return time.monotonic() - began


def _start() -> tuple[float, float, float]:
    """Seconds until the list and until an answer, and of the processor until the list."""
    with tempfile.TemporaryDirectory(prefix="branchline-bench-") as home:
        environment = {**os.environ, "BRANCHLINE_HOME": home}
        paths = Paths.from_environment(environment)
        began = time.monotonic()
        process = subprocess.Popen(self_command("serve"), env=environment)
        try:
            with _connected(paths.sidecar_socket) as link, link.makefile("rb") as heard:
                heard.readline()
                link.sendall(answer("client"))
                options = {"settings": {"spareWorktrees": 0}}
                _send(link, 1, "initialize", {"capabilities": {}, "initializationOptions": options})
                _send(link, None, "initialized", {})
                _send(link, 2, "session/removed", {})
                while _hear(heard).get("method") != "session/didSync":
                    pass
                listed, used = time.monotonic() - began, _processor(process.pid)
                while _hear(heard).get("id") != 2:
                    pass
                return listed, time.monotonic() - began, used
        finally:
            process.terminate()
            process.wait(20)


def _connected(path: Path) -> socket.socket:
    while True:
        link = socket.socket(socket.AF_UNIX)
        try:
            link.connect(str(path))
            return link
        except OSError:
            link.close()
            time.sleep(0.001)


def _send(link: socket.socket, number: int | None, method: str, params: dict[str, Any]) -> None:
    message = {"jsonrpc": "2.0", "method": method, "params": params, **({} if number is None else {"id": number})}
    body = json.dumps(message).encode()
    link.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))


def _hear(heard: Any) -> dict[str, Any]:
    length = 0
    while line := heard.readline().strip():
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    message: dict[str, Any] = json.loads(heard.read(length))
    return message


def _processor(pid: int) -> float:
    """Seconds, much the same on a busy machine, which a clock's are not. 0 where the system has no such file."""
    file = Path(f"/proc/{pid}/schedstat")
    return int(file.read_text().split()[0]) / 1e9 if file.exists() else 0.0


def _painted(command: list[str], environment: dict[str, str]) -> float:
    master, slave = pty.openpty()
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    try:
        said = b""
        while SAID.encode() not in said:
            if not select.select([master], [], [], 20)[0]:
                raise RuntimeError("nothing was painted")
            said += os.read(master, 65536)
        return time.monotonic() - began
    finally:
        process.terminate()
        process.wait(10)
        os.close(master)
