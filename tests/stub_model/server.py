"""The HTTP side: finds the wire format by the path, and sends the script's reply in it."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import Any

import attrs

from stub_model import anthropic, chat, gemini, responses, script
from stub_model.tools import ToolCall, as_text, tool_call

FORMATS: dict[str, ModuleType] = {
    "/v1/messages": anthropic,
    "/v1/responses": responses,
    "/v1/chat/completions": chat,
    ":generateContent": gemini,
    ":streamGenerateContent": gemini,
}
MODELS = ("stub-model", "gpt-5")
LONGEST_SILENCE = 60.0
"""Seconds."""


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@attrs.frozen
class StubModel:
    """`requests` are the paths asked for so far, unknown ones included; `scenarios` are a test's own, by name.

    It is silent while `speaks` is not set.
    """

    url: str
    requests: list[str] = attrs.field(factory=list)
    scenarios: dict[str, script.Steps] = attrs.field(factory=dict)
    speaks: threading.Event = attrs.field(factory=_set)


@contextmanager
def serving() -> Iterator[StubModel]:
    """A server on loopback, on a free port, until the block is left."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.model = StubModel(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.model
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    model: StubModel

    def handle_error(self, request: Any, client_address: Any) -> None:
        """An agent that goes away in the middle of a reply is nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""

    def do_HEAD(self) -> None:
        self._send({})

    def do_GET(self) -> None:
        path = self._path()
        if path.endswith("/models"):
            self._send({"object": "list", "data": [{"id": name, "object": "model"} for name in MODELS]})
        else:
            self._send({"error": {"message": f"no such path: {path}"}}, 404)

    def do_POST(self) -> None:
        path, body = self._path(), self._body()
        if path.endswith(("/count_tokens", ":countTokens")):
            self._send({"input_tokens": 100, "totalTokens": 100})
            return
        wire = next((module for end, module in FORMATS.items() if path.endswith(end)), None)
        if wire is None:
            self._send({"error": {"message": f"no such path: {path}"}}, 404)
            return
        request = wire.read(body)
        reply = script.reply(request, self.server.model.scenarios)
        self.server.model.speaks.wait(LONGEST_SILENCE)
        time.sleep(reply.think)
        if reply.error:
            self._send(wire.error(reply.error), reply.error)
            return
        text, calls = self._said(request, reply)
        if request.stream or ":stream" in path:
            self._stream(wire.events(request, text, calls))
        else:
            self._send(wire.whole(request, text, calls))

    def _said(self, request: script.Request, reply: script.Reply) -> tuple[str, list[ToolCall]]:
        """The reply's text and its calls, in the tools that the agent has."""
        if request.without_tools:
            return "\n\n".join([reply.text, *map(as_text, reply.calls)]), []
        calls = [tool_call(call, request.tools, reply.folder) for call in reply.calls]
        found = [call for call in calls if call is not None]
        if len(found) < len(calls):
            return f"There is no tool for this among {', '.join(tool.name for tool in request.tools)}.", found
        return reply.text, found

    def _path(self) -> str:
        path = self.path.partition("?")[0]
        self.server.model.requests.append(path)
        return path

    def _body(self) -> dict[str, Any]:
        data = self._raw_body()
        if self.headers.get("content-encoding") == "gzip":
            data = gzip.decompress(data)
        body = json.loads(data or b"{}")
        return body if isinstance(body, dict) else {}

    def _raw_body(self) -> bytes:
        if self.headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    def _send(self, body: dict[str, Any], status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream(self, events: Iterator[tuple[str | None, dict[str, Any] | str]]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for name, data in events:
            text = data if isinstance(data, str) else json.dumps(data)
            event = (f"event: {name}\n" if name else "") + f"data: {text}\n\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(event.encode()), event.encode()))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")
