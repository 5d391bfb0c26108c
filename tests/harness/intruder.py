"""An agent that tries to be the user: `intruder.py WAY TARGET HOME OUT KEEPS`.

It goes the WAY, tries everything on the session TARGET of the Branchline in HOME, and writes what came of each attempt
to OUT, a JSON object. KEEPS is "marked" or "unmarked": whether it keeps the mark of an agent in its environment.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "sidecar"))

from branchline.machine.environment import AGENT_OF
from branchline.machine.paths import Paths, self_command
from branchline.ptyhost.link import HELLO, Link
from branchline.ptyhost.wire import NO_MARK, Kind, Message, encode_data

PATIENCE = 15.0
TYPED = b"intruded"
WAYS = ("direct", "setsid", "double_fork", "nohup", "left_behind")


def main(way: str, target: str, home: str, out: str, keeps: str) -> None:
    os.environ["BRANCHLINE_HOME"] = home
    if keeps == "unmarked":
        os.environ.pop(AGENT_OF, None)
    print("> ", flush=True)
    if way in {"direct", "once"}:
        attack(target, out)
        return signal.pause() if way == "direct" else None
    if way in {"setsid", "nohup"}:
        words = [sys.executable, __file__, "once", target, home, out, keeps]
        subprocess.Popen([way, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return signal.pause()
    # What it leaves has no parent by then; of `left_behind` the agent itself is gone as well.
    agent = os.getpid()
    if os.fork() == 0:
        between = os.getpid()
        ready, is_ready = os.pipe()
        if os.fork() == 0:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.setsid()
            os.write(is_ready, b".")
            until(lambda: os.getppid() != between)
            if way == "left_behind":
                until(lambda: not Path(f"/proc/{agent}").exists())
            attack(target, out)
        else:
            os.read(ready, 1)  # Whatever ends with the agent's terminal, and its process group, is not what it leaves.
        os._exit(0)
    os.wait()
    if way == "double_fork":
        signal.pause()
    return None


def until(happened: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.02)


# ---------------------------------------------------------------- what it tries


def attack(target: str, out: str) -> None:
    paths = Paths.from_environment(os.environ)
    tries = (commands, client, ending, ptyhost, hook, own_sidecar)
    result = {each.__name__: each(paths, target) for each in tries}
    Path(f"{out}.new").write_text(json.dumps(result))
    os.replace(f"{out}.new", out)


def commands(_: Paths, target: str) -> dict[str, list[object]]:
    """By what a user types: the list, a terminal on another session, the end of it all."""

    def run(*words: str) -> list[object]:
        done = subprocess.run(
            self_command(*words), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
        )
        return [done.returncode, done.stdout, done.stderr]

    return {"sessions": run("sessions"), "attach": run("attach", target), "shutdown": run("shutdown")}


def client(paths: Paths, target: str) -> str:
    """As the extension would, past the relay: everything that came, once the connection is closed."""
    asked: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": {"capabilities": {}, "processId": None, "rootUri": None}},
        {"method": "initialized", "params": {}},
        {"id": 2, "method": "session/update", "params": {"id": target, "autoYes": "worktree"}},
        {"id": 3, "method": "session/screen", "params": {"id": target}},
        {"id": 4, "method": "session/send", "params": {"id": target, "text": TYPED.decode()}},
        {"id": 5, "method": "session/land", "params": {"id": target, "how": "merge"}},
        {"method": "workspace/didChangeConfiguration", "params": {"settings": {"settings": WIDER}}},
    ]
    bodies = [json.dumps({"jsonrpc": "2.0", **each}).encode() for each in asked]
    frames = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)
    return to_sidecar(paths, b'{"role": "client", "version": "0"}\n' + frames)


WIDER = {"autoYes": {"allow": ["Bash"], "default": "worktree"}}


def ending(paths: Paths, _: str) -> list[str]:
    return [to_sidecar(paths, b'{"role": "%s", "version": "99"}\n' % role) for role in (b"replace", b"shutdown")]


def ptyhost(paths: Paths, target: str) -> list[object]:
    """Each operation's answer; and keys, which have none."""
    link = Link()
    answers: list[dict[str, Any]] = []
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(PATIENCE)
        wire.connect(str(paths.ptyhost_socket))
        wire.sendall(HELLO + encode_data(Kind.INPUT, target, NO_MARK, TYPED))
        asked: list[tuple[str, dict[str, Any]]] = [
            ("list", {}),
            ("stream", {"session": target, "from": 0}),
            ("typeAt", {"session": target, "text": TYPED.decode(), "at": 0}),
            ("kill", {"session": target}),
            ("guard", {"command": ["/bin/true"], "env": {}, "cwd": "/"}),
            ("shutdown", {}),
        ]
        for name, fields in asked:
            wire.sendall(link.request(name, fields)[1])
        while len(answers) < len(asked):
            frames = link.feed(wire.recv(65536))
            answers += [each.fields for each in frames if isinstance(each, Message) and each.kind is Kind.REPLY]
    return [each["error"]["code"] if "error" in each else each for each in answers]


def hook(paths: Paths, target: str) -> str:
    """As a hook of the other session, of which it is none."""
    event = {"hook_event_name": "PermissionRequest", "tool_name": "Bash", "tool_input": {"command": "intruded"}}
    payload = json.dumps(event).encode()
    words = self_command("hook", "claude", target, str(paths.sidecar_socket))
    return subprocess.run(words, input=payload, capture_output=True, timeout=60, check=False).stdout.decode()


def own_sidecar(_: Paths, __: str) -> int:
    """A sidecar that would be its own: it must not even wait for its turn."""
    done = subprocess.run(self_command("serve"), capture_output=True, timeout=60, check=False)
    return done.returncode


def to_sidecar(paths: Paths, data: bytes) -> str:
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(PATIENCE)
        wire.connect(str(paths.sidecar_socket))
        received = b""
        try:
            wire.sendall(data)
            while more := wire.recv(65536):
                received += more
        except ConnectionError:
            pass
    return received.decode()


if __name__ == "__main__":
    main(*sys.argv[1:])
