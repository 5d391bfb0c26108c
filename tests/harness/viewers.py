"""A real ptyhost with agents of ours in it, a sidecar that can only repaint, and `branchline attach` on top."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import branchline
from branchline.machine.paths import Paths, self_command
from branchline.ptyhost.wire import NO_MARK, Data, Decoder, Kind, Message, encode_data, encode_message
from branchline.terminal.screen import Screen
from branchline.viewer.links import PtyhostLink, PtyhostLost

PATIENCE = 20.0
T = TypeVar("T")
SOURCES = str(Path(branchline.__file__).parents[1])
"""For PYTHONPATH: not every interpreter that runs the tests has Branchline installed."""
_DRIVER = """
import os, socket, sys
from branchline.viewer import attach

def connect():
    link = socket.socket(socket.AF_UNIX)
    try:
        link.connect(os.environ["TEST_SIDECAR"])
    except (KeyError, OSError):
        link.close()
        return None
    return link

sys.exit(attach.main(sys.argv[1:], connect))
"""


class Held:
    """A ptyhost of its own home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env = {
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "BRANCHLINE_HOME": str(home),
            "PYTHONPATH": SOURCES,
        }
        self.paths = Paths.from_environment(self.env)
        self.process = subprocess.Popen(self_command("ptyhost"), env=self.env)

    @cached_property
    def link(self) -> PtyhostLink:
        until(lambda: "ready" in self._log())
        return PtyhostLink(self.paths)

    def _log(self) -> str:
        log = self.paths.log_dir / "ptyhost.log"
        return log.read_text() if log.exists() else ""

    def spawn(self, script: str, *, cols: int = 60, rows: int = 12, ring_size: int = 1024 * 1024) -> str:
        """An agent that runs a Python script; its session."""
        session = str(uuid.uuid4())
        self.link.ask(
            "spawn",
            session=session,
            argv=[sys.executable, "-I", "-S", "-u", "-c", script],
            cwd=str(self.home),
            env=self.env,
            cols=cols,
            rows=rows,
            ring=str(self.home / f"{session}.ring"),
            ringSize=ring_size,
        )
        return session

    def entry(self, session: str) -> dict[str, Any]:
        return self.link.find(session)

    def viewer(self, *arguments: str) -> list[str]:
        """The argv of `branchline attach`, with the sidecar that TEST_SIDECAR names."""
        return [sys.executable, "-c", _DRIVER, *arguments]

    def close(self) -> None:
        if self.process.poll() is None:
            with contextlib.suppress(PtyhostLost):
                self.link.ask("shutdown")
        self.link.link.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(PATIENCE)
        self.process.kill()
        self.process.wait()


class TinySidecar:
    """Keeps the screens of sessions up to date, answers their queries, and repaints. `mute`: it only listens."""

    def __init__(self, held: Held, *sessions: str, mute: bool = False) -> None:
        self.path = held.home / "tiny.sock"
        self.repaints = 0
        self._mute = mute
        self._screens: dict[str, Screen] = {}
        self._in_use = threading.Lock()
        self._ptyhost = PtyhostLink(held.paths)
        self._stop, self._stopped = socket.socketpair()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self._listener.listen()
        for session in sessions:
            entry = held.entry(session)
            self._screens[session] = Screen(int(entry["cols"]), int(entry["rows"]))
            self._ptyhost.request("stream", session=session, **{"from": 0})
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        self._stop.send(b"\0")
        self._thread.join()
        for link in (self._stop, self._stopped, self._listener, self._ptyhost.link):
            link.close()
        for screen in self._screens.values():
            screen.close()

    def speak(self) -> None:
        self._mute = False

    def read(self, session: str, what: Callable[[Screen], T]) -> T:
        """Something of a session's screen, which is not fed meanwhile."""
        with self._in_use:
            return what(self._screens[session])

    def _run(self) -> None:
        viewers: dict[socket.socket, Decoder] = {}
        waiting: list[tuple[socket.socket, dict[str, Any]]] = []
        while True:
            ready, _, _ = select.select([self._stopped, self._listener, self._ptyhost.link, *viewers], [], [], 0.05)
            if self._stopped in ready:
                break
            if self._listener in ready:
                viewers[self._listener.accept()[0]] = Decoder()
            if self._ptyhost.link in ready:
                try:
                    for frame in self._ptyhost.receive():
                        with self._in_use:
                            self._take(frame)
                except PtyhostLost:
                    break  # Some tests kill it.
            for viewer in [viewer for viewer in viewers if viewer in ready]:
                data = viewer.recv(65536)
                frames = viewers[viewer].feed(data)
                waiting += [(viewer, frame.fields) for frame in frames if isinstance(frame, Message)]
                if not data:
                    del viewers[viewer]
                    viewer.close()
            waiting = [(viewer, fields) for viewer, fields in waiting if not self._repaint(viewer, fields)]
        for viewer in viewers:
            viewer.close()

    def _take(self, frame: Message | Data) -> None:
        if isinstance(frame, Data):
            screen = self._screens[frame.session]
            screen.feed(frame.data)
            self._ptyhost.link.sendall(encode_data(Kind.INPUT, frame.session, NO_MARK, screen.take_answers()))
        elif frame.fields.get("event") == "resized":
            self._screens[frame.fields["session"]].resize(frame.fields["cols"], frame.fields["rows"])
        elif frame.fields.get("event") == "lagged":
            # On a busy machine output may be overwritten before it is read here. A screen whose offset still counted
            # from before would be painted with output that the viewer then gets once more.
            before = self._screens[frame.fields["session"]]
            self._screens[frame.fields["session"]] = Screen(before.cols, before.rows, int(frame.fields["offset"]))
            before.close()

    def _repaint(self, viewer: socket.socket, fields: dict[str, Any]) -> bool:
        if self._mute:
            return False
        session = fields["session"]
        with contextlib.suppress(OSError):  # The viewer did not wait.
            if session not in self._screens:
                viewer.sendall(encode_message(Kind.REPLY, {"n": fields["n"], "error": {"code": "NO_SESSION"}}))
                return True
            offset, dump = self.read(session, lambda screen: (screen.offset, screen.dump()))
            if offset < fields["offset"]:
                return False
            self.repaints += 1
            viewer.sendall(encode_data(Kind.PAINT, session, offset, dump))
        return True


@contextlib.contextmanager
def held_terminals() -> Iterator[Held]:
    home = Path(tempfile.mkdtemp(prefix="bl-", dir="/tmp"))
    held = Held(home)
    try:
        assert held.link
        yield held
    finally:
        held.close()
        shutil.rmtree(home)


@contextlib.contextmanager
def repainting(held: Held, *sessions: str, mute: bool = False) -> Iterator[TinySidecar]:
    sidecar = TinySidecar(held, *sessions, mute=mute)
    held.env["TEST_SIDECAR"] = str(sidecar.path)
    try:
        yield sidecar
    finally:
        sidecar.close()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.01)
