"""Runs what is in an unpacked package as a user's machine would: with nothing of ours around.

A Python runs the launcher isolated, with an empty environment and, where the system allows it, in a namespace without
a network: first a session whose agent asks by its hook, then every other command that the launcher has.
"""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import toolchain

PATIENCE = 60
"""Seconds for any one step; an idle machine needs one or two."""
_CLAUDE = toolchain.ROOT / "tests" / "harness" / "hooked_claude.py"
_RECORDING = toolchain.ROOT / "tests" / "data" / "recordings" / "claude" / "touch.jsonl.gz"
_REQUEST = {"hook_event_name": "PermissionRequest", "tool_name": "Bash", "tool_input": {"command": "git status"}}


@dataclass(frozen=True)
class Call:
    """A harmless use of a command, how it ends, and what it says, on stdout or stderr."""

    arguments: tuple[str, ...] = ()
    code: int = 0
    says: str = ""
    given: str = ""


def problems(folder: Path, interpreter: Path) -> list[str]:
    """What goes wrong when a Python runs the unpacked package; empty: nothing."""
    launcher = folder / "extension" / "python" / "launch.py"
    with tempfile.TemporaryDirectory(prefix="bl-") as home:
        package, found = Package(launcher, interpreter, Path(home)), []
        try:
            found += _problems(package)
        except (PackageError, OSError, subprocess.TimeoutExpired) as error:
            found += [str(error), *package.logs()]
        finally:
            found += package.wrong("shutdown", Call(says="have ended"))
    return [f"{interpreter}: {problem}" for problem in found]


def _problems(package: Package) -> list[str]:
    repo, listener = package.home / "repo", package.home / "branchline" / "run" / "sidecar.sock"
    if wrong := package.wrong("demo-sample", Call((str(repo),))):
        return wrong
    settings = {"agentPaths": {"claude": str(_CLAUDE)}}
    with Editor(package) as editor:
        editor.open(settings)
        session = editor.session(repo=str(repo), agent="claude", autoYes="safe")
    request = json.dumps({**_REQUEST, "cwd": session["worktree"]})
    case = package.home / "cases.jsonl"
    case.write_text('{"id": "1", "tool": "Bash", "command": "git status"}\n')
    instruction = '{"id": "1", "instruction": "Fix the failing login test"}\n'
    calls = {
        "attach": Call(("no-such-session",), 2, "no-such-session"),
        "sessions": Call(says=session["id"][:8]),
        "usage": Call(("--json",), says='"days"'),
        "log": Call((session["id"][:8],), says="# History of"),
        "compare": Call(("no-such-session", "nor-this"), 1, "no-such-session"),
        "land": Call(("no-such-session", "--dry-run"), 1, "no-such-session"),
        "check": Call(("no-such-session",), 1, "no-such-session"),
        "run": Call(("no-such-session",), 1, "no-such-session"),
        "end-run": Call(("no-such-session",), 1, "no-such-session"),
        "run-setup": Call(("no-such-session",), 1, "no-such-session"),
        "setup-log": Call(("no-such-session",), 1, "no-such-session"),
        "check-setup": Call((str(repo), "--json"), says='"findings"'),
        "setup": Call((str(repo),), says="no scripts"),
        "replay": Call((str(_RECORDING),), says="waiting"),
        "policy": Call((str(case), "--preset", "safe", "--worktree", str(repo)), says="allow"),
        "answer": Call(("--token", "no-such-token", "1"), 3, "token"),
        "names": Call(("-",), says="login", given=instruction),
        "demo-agent": Call(code=2, says="needs a terminal"),
        "stdio": Call(),
        "serve": Call(),
        "ptyhost": Call(),
        "diagnostics": Call(says="## Versions"),
        "hook": Call(("claude", session["id"], str(listener)), says='"behavior": "allow"', given=request),
    }
    forgotten = set(package.commands()) - {*calls, "demo-sample", "shutdown"}
    found = [f"{name} is not tried: it needs a harmless call in {Path(__file__).name}" for name in sorted(forgotten)]
    for name, call in calls.items():
        found += package.wrong(name, call)
    return found


class PackageError(Exception):
    """The message says what the package did not do."""


class Package:
    """The launcher in a home of its own."""

    def __init__(self, launcher: Path, interpreter: Path, home: Path) -> None:
        self.home = home
        variables = ["PATH=/usr/bin:/bin", f"HOME={home}", f"BRANCHLINE_HOME={home / 'branchline'}"]
        self._python = [*_no_network(), "env", "-i", *variables, str(interpreter), "-I", "-S", "-B"]
        self._launcher = launcher

    def command(self, *arguments: str) -> list[str]:
        return [*self._python, str(self._launcher), *arguments]

    def commands(self) -> list[str]:
        """What the launcher can be told to do, by its own table."""
        code = f"import sys; sys.path.insert(0, {str(self._launcher.parent)!r})\n"
        code += "from branchline.__main__ import COMMANDS; print(*COMMANDS)"
        command = [*self._python, "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if done.returncode != 0:
            raise PackageError(f"its commands are not to be had: {done.stderr}")
        return done.stdout.split()

    def wrong(self, name: str, call: Call) -> list[str]:
        """What is not as expected of a command; empty: nothing."""
        done = subprocess.run(
            self.command(name, *call.arguments),
            input=call.given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode == call.code and call.says in done.stdout and "Traceback" not in done.stdout:
            return []
        return [f"{name} ended with {done.returncode}, not {call.code}, or did not say “{call.says}”: {done.stdout}"]

    def logs(self) -> list[str]:
        return [file.read_text(errors="replace")[-4000:] for file in self.home.glob("branchline/logs/*")]


class Editor:
    """Speaks JSON-RPC to the sidecar through `stdio`, as the extension does."""

    def __init__(self, package: Package) -> None:
        link, theirs = socket.socketpair()
        with link, theirs:
            link.settimeout(PATIENCE)
            self._stream = link.makefile("rwb")
            command, end = package.command("stdio"), theirs.fileno()
            self._relay = subprocess.Popen(command, stdin=end, stdout=end)
        self._asked = 0

    def __enter__(self) -> Editor:
        return self

    def __exit__(self, *_: object) -> None:
        """As when a window is closed."""
        self._stream.close()
        self._relay.wait(PATIENCE)

    def open(self, settings: dict[str, Any]) -> None:
        """Raises PackageError when no sidecar answers."""
        self.ask("initialize", capabilities={}, initializationOptions={"settings": settings, "seal": "5ea1" * 16})
        self._send({"method": "initialized", "params": {}})

    def ask(self, method: str, **params: Any) -> Any:
        """The result. Raises PackageError, and OSError when none came in time."""
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while (message := self._receive()).get("id") != self._asked:
            pass
        if "error" in message:
            raise PackageError(f"{method}: {message['error']['message']}")
        return message["result"]

    def session(self, **params: Any) -> Any:
        """Makes a session; its record as soon as a hook of its agent was heard. Raises PackageError when none was."""
        made = self.ask("session/create", **params)
        deadline = time.monotonic() + PATIENCE / 2
        while True:
            (record,) = (each for each in self.ask("session/list")["sessions"] if each["id"] == made["id"])
            if record["evidence"]["rule"].startswith("hook:"):
                return record
            if time.monotonic() > deadline:
                screen = self.ask("session/screen", id=made["id"])["lines"]
                raise PackageError("\n".join([f"no hook was heard, but {record['evidence']}", *screen]))
            time.sleep(0.05)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._stream.flush()

    def _receive(self) -> dict[str, Any]:
        length = 0
        while (line := self._stream.readline()).strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not line:
            raise PackageError("`stdio` ended")
        message: dict[str, Any] = json.loads(self._stream.read(length))
        return message


def _no_network() -> list[str]:
    """The prefix of a command that is to have no network; empty where that is not to be had."""
    prefix = ["unshare", "--net", "--map-root-user"]
    try:
        allowed = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return []
    return prefix if allowed else []
