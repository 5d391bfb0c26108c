"""A sidecar of its own for measuring, and a plain client on its relay."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from branchline.machine.paths import Paths, self_command

_MEMORY = re.compile(r"^(sidecar|terminal host): .*, ([\d.]+) MB of memory$", re.MULTILINE)


class Client:
    """Speaks JSON-RPC to the relay, as the extension does. Blocking: a measurement is a call."""

    def __init__(self, home: Path, settings: dict[str, Any]) -> None:
        self.home = home
        self.environment = {**os.environ, "BRANCHLINE_HOME": str(home)}
        self.paths = Paths.from_environment(self.environment)
        self._relay = subprocess.Popen(
            self_command("stdio"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.environment
        )
        self._id = 0
        self.heard: list[tuple[float, dict[str, Any]]] = []
        """Notifications, each with the time (monotonic) at which it was read."""
        options = {"settings": settings, "seal": "5ea1" * 16}
        self.ask("initialize", {"capabilities": {}, "initializationOptions": options})
        self._send({"jsonrpc": "2.0", "method": "initialized", "params": {}})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The result. Raises RuntimeError with the server's sentence."""
        return self.answer(self.begin(method, params))

    def begin(self, method: str, params: dict[str, Any]) -> int:
        """Asks; the number by which `answer` knows it. Nothing else may be asked before that is read."""
        self._id += 1
        self._send({"jsonrpc": "2.0", "id": self._id, "method": method, "params": params})
        return self._id

    def answer(self, number: int) -> Any:
        """Raises RuntimeError with the server's sentence."""
        while True:
            message = self._receive()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(message["error"]["message"])
                return message["result"]

    def ask_all(self, method: str, all_params: list[dict[str, Any]]) -> list[Any]:
        """As `ask`, all at once; the results in the same order."""
        first = self._id + 1
        for params in all_params:
            self._id += 1
            self._send({"jsonrpc": "2.0", "id": self._id, "method": method, "params": params})
        results: dict[int, Any] = {}
        while len(results) < len(all_params):
            message = self._receive()
            if "error" in message:
                raise RuntimeError(message["error"]["message"])
            if "id" in message:
                results[message["id"]] = message["result"]
        return [results[first + number] for number in range(len(all_params))]

    def until(self, session_id: str, *statuses: str) -> float:
        """Waits for one of the statuses; the time (monotonic) at which its notification came."""
        seen = 0
        while True:
            for at, message in self.heard[seen:]:
                record = message.get("params", {}).get("session", {})
                if record.get("id") == session_id and record.get("status") in statuses:
                    return at
            seen = len(self.heard)
            self._receive()

    def hear(self) -> None:
        """Waits for what comes next."""
        self._receive()

    def close(self) -> None:
        assert self._relay.stdin is not None
        self._relay.stdin.close()
        self._relay.wait(10)
        assert self._relay.stdout is not None
        self._relay.stdout.close()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self._relay.stdin is not None
        self._relay.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._relay.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        stream = self._relay.stdout
        assert stream is not None
        length = 0
        while (line := stream.readline()).strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not line:
            raise RuntimeError("the relay ended")
        message: dict[str, Any] = json.loads(stream.read(length))
        if "id" not in message:
            self.heard.append((time.monotonic(), message))
        return message


@contextmanager
def sidecar(settings: dict[str, Any] | None = None) -> Iterator[Client]:
    """A client of a fresh sidecar; at the end everything that was started is ended and deleted."""
    home = Path(tempfile.mkdtemp(prefix="branchline-bench-"))
    client = Client(home, settings or {})
    try:
        yield client
    finally:
        client.close()
        subprocess.run(self_command("shutdown"), env=client.environment, check=True, capture_output=True, timeout=60)
        shutil.rmtree(home)


@contextmanager
def repository(files: int) -> Iterator[Path]:
    """A repository with so many small files and one commit, and whatever worktrees come beside it."""
    folder = Path(tempfile.mkdtemp(prefix="branchline-bench-repo-"))
    repo = folder / "repo"
    for number in range(files):
        path = repo / f"folder{number % 50:02d}" / f"file{number:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"file {number}\n" * 10)
    for args in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["-c", "user.name=b", "-c", "user.email=b@example.com", "commit", "-qm", "files"],
    ):
        subprocess.run(["git", "-C", str(repo), *args], check=True)
    try:
        yield repo
    finally:
        shutil.rmtree(folder)


def pids(client: Client, *commands: str) -> list[int]:
    """The processes of this sidecar that run `branchline COMMAND`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes().split(b"\0")
            words = (entry / "cmdline").read_bytes().rstrip(b"\0").decode(errors="replace").split("\0")
        except OSError:
            continue
        if f"BRANCHLINE_HOME={client.home}".encode() in environment and words[-1] in commands:
            found.append(int(entry.name))
    return found


def cpu_seconds(pid: int) -> float:
    """What all of its threads have run. Not from /proc/PID/stat: it counts whom a clock tick happens to meet, and what
    is woken by timers is met more often than not."""
    return sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def memory_mb(client: Client) -> dict[str, float]:
    """What sidecar and terminal host say that they take."""
    text = client.ask("log/diagnostics", {})["text"]
    return {who: float(size) for who, size in _MEMORY.findall(text)}


def processes_started() -> int:
    """Since boot, on the whole machine."""
    for line in Path("/proc/stat").read_text().splitlines():
        if line.startswith("processes "):
            return int(line.split()[1])
    raise RuntimeError("no count of processes")
