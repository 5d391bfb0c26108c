"""`make demo`: Branchline in a VS Code in the browser, on two sample repositories, until Ctrl-C.

Everything it makes is in the cache folder's `demo`, which is made anew each time. PORT chooses the port.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import cache
import editor
import package
import toolchain

HOME = cache.CACHE / "demo"
_PATIENCE = 30.0
"""Seconds for the editor's server to answer; it takes less than one."""


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with cache.locked("demo", wait=False):
            return _demo()
    except BlockingIOError:
        raise toolchain.SetUpError("A demo runs already: use that one, or end it with Ctrl-C where it runs.") from None


def _demo() -> int:
    toolchain.together(toolchain.python, toolchain.code_server, package.build)
    vsix = package.package(toolchain.target())
    _end_sessions()
    shutil.rmtree(HOME, ignore_errors=True)
    workspace = _workspace()
    home = HOME / "editor"
    editor.seed(home, {})
    editor.install(home, vsix)
    port = int(os.environ.get("PORT") or editor.free_port())
    log = (HOME / "editor.log").open("w")
    server = subprocess.Popen(
        editor.command(home, port),
        env=editor.environment({"BRANCHLINE_HOME": str(HOME / "branchline")}),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        _wait_for(port, server)
        page = f"http://127.0.0.1:{port}/?{urllib.parse.urlencode({'workspace': workspace})}"
        print(f"\nBranchline runs in VS Code at  {page}\n")
        print("It listens on this machine only and asks for no password: whoever works on this machine can open it.")
        print("Click Branchline's icon on the left, then “New Session…”. Ctrl-C here ends everything.", flush=True)
        _show(page)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        # A second Ctrl-C while this runs would leave processes behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        print("\nending the editor and every agent …", flush=True)
        _end(server)
        # Only now: a window that still lives would take this for a crash, and start a sidecar again.
        _end_sessions()


def _end(server: subprocess.Popen[bytes]) -> None:
    """The server and what it started itself, extension hosts and relays: all are in its process group."""
    server.terminate()
    server.wait()
    deadline = time.monotonic() + _PATIENCE
    while _group_lives(server.pid):
        if time.monotonic() > deadline:
            os.killpg(server.pid, signal.SIGKILL)
        time.sleep(0.05)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _workspace() -> Path:
    """Two small repositories in one window."""
    HOME.mkdir(parents=True)
    names = ("weather", "notes")
    for name in names:
        subprocess.run([*_branchline("demo-sample"), HOME / name], check=True, stdout=subprocess.DEVNULL)
    file = HOME / "demo.code-workspace"
    file.write_text(json.dumps({"folders": [{"path": name} for name in names], "settings": {}}))
    return file


def _end_sessions() -> None:
    """Stop whatever a demo's Branchline left running, this one's or one that was killed."""
    if (HOME / "branchline").exists():
        environment = editor.environment({"BRANCHLINE_HOME": str(HOME / "branchline")})
        subprocess.run(_branchline("shutdown"), env=environment, stdout=subprocess.DEVNULL, check=False)


def _branchline(command: str) -> list[str]:
    """From the checkout, with the packages of the developers' environment."""
    return [str(toolchain.python()), str(toolchain.ROOT / "sidecar" / "launch.py"), command]


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        if _answers(port):
            return
        time.sleep(0.05)
    raise toolchain.SetUpError(f"VS Code's server did not start; it wrote {HOME / 'editor.log'}")


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def _show(page: str) -> None:
    """Open the page where there is a desktop; where there is none, the printed address has to do."""
    desktop = sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if desktop and opener and not os.environ.get("CI"):
        subprocess.run([opener, page], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (toolchain.SetUpError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
